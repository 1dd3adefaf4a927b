import { recordAudit } from '../audit/audit-store.ts';
import type { Staff } from '../organisation/staff.ts';
import { leavesOn } from '../organisation/staff-store.ts';
import { dayOf } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';
import type { FileVault } from '../platform/file-vault.ts';
import { definitionOf } from './case-definition.ts';
import type { CaseDeps } from './case-deps.ts';
import { maySee } from './case-sight.ts';
import { readCase } from './case-store.ts';
import { deputisesFor } from './deputies.ts';
import { type Refusal, refuse } from './engine/act.ts';
import type { ServiceCase } from './engine/service-case.ts';
import { texts } from './texts.ts';
import { fieldRightsOf } from './view-case.ts';

export interface MaterialRequest {
  no: string;
  /** Key of the file field and the reference of one file in it. */
  field: string;
  file: string;
  now: Date;
  channel: string;
  purpose: string;
}

/**
 * One file that was handed in with a case, for whoever may see the case and whose step does not hide the field. Every opening and every
 * refusal is put down; a reference that is not in the field is nothing.
 */
export async function openMaterial(
  deps: CaseDeps & { vault: Pick<FileVault, 'open'> },
  viewer: Staff,
  { no, field, file, now, channel, purpose }: MaterialRequest,
): Promise<{ ok: true; content: Buffer } | Refusal> {
  return deps.db.transaction(async (tx) => {
    const current = await readCase(tx, deps.sealer, no);
    const isShown = current !== null && (await mayOpen(deps, tx, viewer, current, { field, file, now }));
    const content = isShown ? await deps.vault.open(file) : null;
    const about = { at: now, actor: viewer.id, subject: current?.subject.archiveNo ?? null, caseNo: no, channel, purpose };
    const how = content ? ({ action: 'read', outcome: 'shown' } as const) : ({ action: 'read-refused', outcome: 'material' } as const);
    await recordAudit(tx, [{ ...about, ...how, detail: { material: field } }]);
    return content ? { ok: true as const, content } : refuse('not-found', texts.noMaterial);
  });
}

async function mayOpen(
  deps: CaseDeps,
  tx: Tx,
  viewer: Staff,
  current: ServiceCase,
  { field, file, now }: Pick<MaterialRequest, 'field' | 'file' | 'now'>,
): Promise<boolean> {
  const hands = deputisesFor(viewer.id, await leavesOn(tx, dayOf(now)));
  const files = current.slots[field];
  if (!maySee(viewer, current, hands) || !Array.isArray(files) || !files.includes(file)) return false;
  const definition = await definitionOf(deps, tx, current.flow, current.flowVersion);
  const context = { now, actor: viewer, deputisesFor: hands, isWorkday: deps.isWorkday };
  return fieldRightsOf(definition, current, context)[field] !== 'hidden';
}
