import { addDays, type Day } from '../../platform/calendar/day.ts';
import type { IsWorkday } from '../engine/working-time.ts';

/** Working days from moving in, rules.yaml sanatorium.stages and rules (all illustrative). */
const APPLY_CLOSES = -18;
const CONFIRM = -5;
const PREPARE = -2;
const FOLLOW_UP = 5;
/** A stage that nobody was told of in so many days is told no more. */
const LATE_DAYS = 10;

/** The last day on which a batch takes applications. */
export function applyClosesOn(startsOn: Day, isWorkday: IsWorkday): Day {
  return workdayFrom(startsOn, APPLY_CLOSES, isWorkday);
}

/** The last day on which a bed may be given back without it counting as given up. */
export function givesBackUntil(startsOn: Day, isWorkday: IsWorkday): Day {
  return workdayFrom(startsOn, CONFIRM, isWorkday);
}

export type StayStage = 'confirm' | 'prepare' | 'follow-up';

/**
 * What is to be told about a stay by today: to confirm it, to get ready, to look back. One that was missed (a server that stood still) is
 * told later, as long as it is of use: the first two until the day of moving in.
 */
export function stayStagesDue(startsOn: Day, today: Day, isWorkday: IsWorkday): StayStage[] {
  const due = (offset: number) => workdayFrom(startsOn, offset, isWorkday) <= today;
  if (today < startsOn) return [...(due(CONFIRM) ? (['confirm'] as const) : []), ...(due(PREPARE) ? (['prepare'] as const) : [])];
  const after = workdayFrom(startsOn, FOLLOW_UP, isWorkday);
  return after <= today && today <= addDays(after, LATE_DAYS) ? ['follow-up'] : [];
}

/** The day so many working days after (before, where negative) a day, which does not count itself. */
function workdayFrom(from: Day, offset: number, isWorkday: IsWorkday): Day {
  const step = Math.sign(offset);
  let day = from;
  for (let left = Math.abs(offset); left > 0; ) {
    day = addDays(day, step);
    if (isWorkday(day)) left -= 1;
  }
  return day;
}
