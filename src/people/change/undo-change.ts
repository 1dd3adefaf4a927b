import type { Staff } from '../../organisation/staff.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { addChanges } from '../file/archive-writes-store.ts';
import { type ChangeDeps, type Changed, holdWritable, recordWrite, refuse } from './change-person.ts';
import { writeFacts } from './held-person-store.ts';
import { latestOwnChange } from './latest-change-store.ts';
import type { FactName, PersonFacts } from './person-facts.ts';
import { readFacts } from './person-facts.ts';
import { changeTexts as say } from './texts.ts';

const WITHIN_MS = 10 * 60_000;
const UNDO_REASON = '撤销刚才的修改';

/** Takes back one's own latest change of facts within ten minutes, unless somebody changed the same since. The history keeps both. */
export async function undoChange(deps: ChangeDeps, staff: Staff): Promise<Changed> {
  const latest = await latestOwnChange(deps.tx, deps.sealer, staff.id, new Date(deps.now.getTime() - WITHIN_MS));
  if (!latest) return refuse('none', say.undo.none);
  const result = await undo(deps, staff, latest);
  const about = { archiveNo: latest.archiveNo, reason: UNDO_REASON };
  await recordWrite(deps, staff, about, 'undo', result, Object.keys(latest.after));
  return result;
}

async function undo(
  deps: ChangeDeps,
  staff: Staff,
  { archiveNo, before, after }: { archiveNo: string; before: Record<string, unknown>; after: Record<string, unknown> },
): Promise<Changed> {
  const held = await holdWritable(deps, staff, archiveNo, Object.keys(after));
  if ('ok' in held) return held;
  const isSame = Object.entries(after).every(([key, value]) => (held.facts[key as FactName] ?? null) === value);
  if (!isSame) return refuse('changed-since', say.undo.changedSince);
  const read = readFacts(before, dayOf(deps.now));
  // What stood there may not pass today's checks; it is put back all the same, for it was there.
  const facts = (read.ok ? { ...read.facts, ...before } : before) as PersonFacts;
  await writeFacts(deps.tx, deps.sealer, archiveNo, facts, deps.now);
  const writer = { tx: deps.tx, sealer: deps.sealer, now: deps.now, by: staff.id, reason: UNDO_REASON };
  await addChanges(writer, [{ archiveNo, change: { what: 'undo', before: after, after: before } }]);
  return { ok: true, archiveNo, before: after as PersonFacts, after: before as PersonFacts, version: held.version + 1 };
}
