import { recordAudit } from '../audit/audit-store.ts';
import type { Staff } from '../organisation/staff.ts';
import type { Tx } from '../platform/database.ts';
import type { FileVault } from '../platform/file-vault.ts';
import { definitionOf } from './case-definition.ts';
import type { CaseDeps } from './case-deps.ts';
import { maySee } from './case-sight.ts';
import { readCase } from './case-store.ts';
import { caseAsGranted } from './case-view.ts';
import { type Refusal, refuse } from './engine/act.ts';
import type { ServiceCase } from './engine/service-case.ts';
import { accessToCase, handsOn } from './see-case.ts';
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
 * One file that was handed in with a case, for whoever may see the case, is granted what the field shows, and whose step does not hide it. Every opening and every
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
  const hands = await handsOn(tx, viewer, now);
  const deputisesFor = hands.slice(1);
  if (!maySee(viewer, current, deputisesFor)) return false;
  const definition = await definitionOf(deps, tx, current.flow, current.flowVersion);
  const files = caseAsGranted(definition, current, accessToCase(viewer, current, hands)).slots[field];
  if (!Array.isArray(files) || !files.includes(file)) return false;
  const context = { now, actor: viewer, deputisesFor, isWorkday: deps.isWorkday };
  return fieldRightsOf(definition, current, context)[field] !== 'hidden';
}
