import { recordAudit } from '../audit/audit-store.ts';
import type { Staff } from '../organisation/staff.ts';
import { access } from '../people/access/access.ts';
import { maskName } from '../people/access/masking.ts';
import { dayOf } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';
import { type NeedRow, openNeeds, takeNeed, writeNeed } from './need-store.ts';
import { needPlace } from './record-visit.ts';
import { needRefusals } from './texts.ts';
import { visitScope } from './visit-scope.ts';

export interface NeedDeps {
  tx: Tx;
  sealer: Sealer;
  now: Date;
  channel: string;
}

/** `close`: what was asked for was done. `confirm`: the person said so when called back; only then does it count (respect-index.md `needs_closed`). */
export type NeedAct = 'close' | 'confirm';
export type NeedSettled = { ok: true } | { ok: false; code: keyof typeof needRefusals; sentence: string };

/** Settles a need that a visit found. For whoever sees the visit whole. Call it last in a transaction. */
export async function settleNeed(deps: NeedDeps, staff: Staff, request: { id: string; act: NeedAct }): Promise<NeedSettled> {
  const need = await takeNeed(deps.tx, request.id);
  const refused = refusalOf(need, staff, request.act);
  if (need && !refused) await writeNeed(deps.tx, need.id, request.act, dayOf(deps.now), staff.id);
  const about = {
    at: deps.now,
    actor: staff.id,
    subject: need?.archiveNo ?? null,
    caseNo: null,
    channel: deps.channel,
    purpose: '走访需求',
  };
  const action = refused ? 'write-refused' : 'write';
  await recordAudit(deps.tx, [{ ...about, action, outcome: refused ?? 'done', detail: { act: `need-${request.act}` } }]);
  return refused ? { ok: false, code: refused, sentence: needRefusals[refused] } : { ok: true };
}

function refusalOf(need: NeedRow | null, staff: Staff, act: NeedAct): keyof typeof needRefusals | null {
  if (!need || access(staff, need, { inCase: false }).visit_record !== 'full') return 'gone';
  if (act === 'close') return need.state === 'closed' ? 'closed' : null;
  if (need.state !== 'closed' || need.closedOn === null) return 'open';
  return need.confirmedOn === null ? null : 'confirmed';
}

/** Needs of the viewer's area that are not settled and confirmed yet, the most urgent first; recorded as a search. Null for whom it is not. Call it last in a transaction. */
export async function listNeeds(deps: NeedDeps, viewer: Staff, limit: number): Promise<(NeedRow & { text: string })[] | null> {
  const result = visitScope(viewer, {}, 'list');
  if (!result.ok || result.scope.areNamesMasked) return null;
  const rows = await openNeeds(deps.tx, result.scope, limit);
  const about = { at: deps.now, actor: viewer.id, subject: null, caseNo: null, channel: deps.channel, purpose: '走访需求' };
  await recordAudit(deps.tx, [{ ...about, action: 'search', outcome: 'several', detail: { needs: rows.length } }]);
  return rows.map((row) => ({
    ...row,
    name: maskName(row.name, 'private_chat', true) ?? '',
    text: deps.sealer.open(row.textSealed, needPlace(row.id)),
  }));
}
