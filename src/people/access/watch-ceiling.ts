import { raiseAlarm } from '../../audit/alarm-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import { type CountedKind, ceilingState, ceilings } from './ceilings.ts';
import type { Standing } from './standing-store.ts';
import { accessTexts } from './texts.ts';

export type Watched = { isReached: boolean; sentence: string | null };

/** Judges one more look, reveal or export against the day's ceiling, and raises the alarm once a day. */
export async function watchCeiling(
  tx: Tx,
  viewer: Pick<Staff, 'id' | 'level'>,
  kind: CountedKind,
  standing: Standing,
  now: Date,
): Promise<Watched> {
  const { [kind]: done } = standing.done;
  const { [kind]: extra } = standing.extra;
  const state = ceilingState(viewer.level, kind, done, extra);
  if (state === 'alarm' || state === 'reached') {
    const key = `ceiling:${kind}:${viewer.id}:${dayOf(now)}`;
    await raiseAlarm(tx, { key, kind: 'ceiling', about: viewer.id, sentence: accessTexts.ceilingAlarm(viewer.id, kind, done + 1) }, now);
  }
  if (state === 'reached') return { isReached: true, sentence: accessTexts.reached(kind, ceilings[viewer.level][kind].most + extra) };
  return { isReached: false, sentence: state === 'free' ? null : accessTexts.hint(kind, done + 1) };
}
