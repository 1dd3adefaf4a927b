import { randomUUID } from 'node:crypto';
import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import type { Database } from '../../platform/database.ts';
import type { RetentionClass } from '../../platform/retention-class.ts';
import {
  closeList,
  confirmAs,
  type DisposalList,
  insertItems,
  insertList,
  insertTombstone,
  lockList,
  nextItems,
  outcomeOf,
  settleItems,
} from './disposal-store.ts';
import { rightsTexts as say } from './texts.ts';

export interface DisposalDeps {
  db: Database;
  now: Date;
  channel: string;
  classes: readonly RetentionClass[];
}

export type DisposalRefused = { ok: false; code: string; sentence: string };

/** As many keys as one list holds of a class: what is beyond comes with the next list. */
const MOST = 50_000;
const BATCH = 500;

/** Lists what is past its time, and destroys nothing (rules.yaml retention.dispose). Null when nothing is. */
export async function makeDisposalList(deps: DisposalDeps, by: string): Promise<DisposalList | null> {
  return deps.db.transaction(async (tx) => {
    const found = [];
    for (const one of deps.classes) found.push({ id: one.id, items: await one.find(tx, deps.now, MOST) });
    const due = found.filter(({ items }) => items.length > 0);
    if (due.length === 0) return null;
    const counts = Object.fromEntries(
      due.map(({ id, items }) => [id, { count: items.length, oldest: items[0]?.since.toISOString() ?? '' }]),
    );
    const list = { id: randomUUID().slice(0, 8), madeBy: by, madeAt: deps.now, counts };
    await insertList(tx, list);
    for (const { id, items } of due) await insertItems(tx, list.id, id, items);
    await record(deps, tx, by, 'list', { list: list.id, counts });
    return { ...list, state: 'listed', privacyBy: null, sectionBy: null };
  });
}

/** One of the two confirmations: the privacy officer's and a section head's, never by one person. */
export async function confirmDisposal(
  deps: DisposalDeps,
  staff: Staff,
  listId: string,
): Promise<{ ok: true; state: string } | DisposalRefused> {
  return deps.db.transaction(async (tx): Promise<{ ok: true; state: string } | DisposalRefused> => {
    const list = await lockList(tx, listId);
    const as = roleFor(staff);
    const other = as === 'privacy' ? list?.sectionBy : list?.privacyBy;
    const refusal = whyNotConfirm(list, as, staff.id, other ?? null);
    if (refusal) return refusal;
    await confirmAs(tx, listId, as ?? 'section', staff.id, deps.now);
    await record(deps, tx, staff.id, 'confirm', { list: listId, as });
    return { ok: true, state: other ? 'confirmed' : 'listed' };
  });
}

/** In which of the two parts somebody confirms. */
function roleFor(staff: Staff): 'privacy' | 'section' | null {
  if (!staff.isActive) return null;
  if (staff.roles.includes('privacy-officer')) return 'privacy';
  return staff.roles.includes('section-head') ? 'section' : null;
}

function whyNotConfirm(
  list: DisposalList | null,
  as: 'privacy' | 'section' | null,
  by: string,
  other: string | null,
): DisposalRefused | null {
  if (!list) return refuse('unknown', say.disposal.unknown);
  if (list.state !== 'listed') return refuse('state', say.disposal.notListed);
  if (as === null) return refuse('forbidden', say.disposal.forbidden);
  return other === by ? refuse('same-person', say.disposal.samePerson) : null;
}

export type Purged = { ok: true; outcome: { kind: string; state: string; count: number }[] } | DisposalRefused;

/**
 * Destroys what a confirmed list holds, a batch at a time, each with its record; killed, it goes on where it was. What changed since the list
 * (a case reopened) is left out and said.
 */
export async function purgeList(
  deps: DisposalDeps,
  by: string,
  listId: string,
  onProgress: (done: number) => void = () => undefined,
): Promise<Purged> {
  const list = await deps.db.transaction((tx) => lockList(tx, listId));
  if (!list) return refuse('unknown', say.disposal.unknown);
  if (list.state !== 'confirmed') return refuse('state', list.state === 'purged' ? say.disposal.purged : say.disposal.notConfirmed);
  let done = 0;
  for (;;) {
    const batch = await deps.db.transaction((tx) => purgeBatch(deps, tx, list, by));
    if (batch === 0) break;
    done += batch;
    onProgress(done);
  }
  return deps.db.transaction(async (tx) => {
    await closeList(tx, listId, deps.now);
    const outcome = await outcomeOf(tx, listId);
    await record(deps, tx, by, 'purge', { list: listId, outcome });
    return { ok: true, outcome };
  });
}

type Tx = Parameters<Parameters<Database['transaction']>[0]>[0];

async function purgeBatch(deps: DisposalDeps, tx: Tx, list: DisposalList, by: string): Promise<number> {
  const next = await nextItems(tx, list.id, BATCH);
  const retention = deps.classes.find((one) => one.id === next?.kind);
  if (!next || !retention) return 0;
  const gone = await retention.destroy(tx, next.keys, deps.now);
  await settleItems(tx, list.id, next.kind, next.keys, gone);
  const why = `${retention.name}，保存${retention.keep}期满（${retention.basis}）`;
  const confirmedBy = [list.privacyBy, list.sectionBy].join('、');
  const stone = {
    id: randomUUID(),
    what: retention.id,
    archiveNo: null,
    listId: list.id,
    count: gone.length,
    why,
    by,
    confirmedBy,
    at: deps.now,
  };
  await insertTombstone(tx, stone);
  return next.keys.length;
}

async function record(deps: DisposalDeps, tx: Tx, actor: string, act: string, detail: Record<string, unknown>): Promise<void> {
  const about = { at: deps.now, actor, subject: null, caseNo: null, channel: deps.channel, purpose: '保存期满处置' };
  await recordAudit(tx, [{ ...about, action: 'write', outcome: 'done', detail: { act: `retention:${act}`, ...detail } }]);
}

function refuse(code: string, sentence: string): DisposalRefused {
  return { ok: false, code, sentence };
}
