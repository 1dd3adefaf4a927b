import { addDays, type Day, dayOf, momentOf } from '../../platform/calendar/day.ts';

/**
 * Time that counts for a promise: the hours of working days (whole days in Asia/Shanghai, 调休 included), nothing on days off.
 * Everything here takes `isWorkday`, so that it stays free of any calendar.
 */
export type IsWorkday = (day: Day) => boolean;
export type Light = 'green' | 'yellow' | 'red' | 'overdue';

const DAY_MS = 86_400_000;

/** The end of the `days`-th working day after the day of `from`; of that day itself for 0. */
export function dueAfter(from: Date, days: number, isWorkday: IsWorkday): Date {
  let day = dayOf(from);
  for (let left = Math.ceil(days); left > 0; ) {
    day = addDays(day, 1);
    if (isWorkday(day)) left -= 1;
  }
  return new Date(momentOf(addDays(day, 1)).getTime() - 1000);
}

/** Working time between two moments in milliseconds; 0 when `to` is not later. */
export function workedBetween(from: Date, to: Date, isWorkday: IsWorkday): number {
  let total = 0;
  for (let day = dayOf(from); momentOf(day) < to; day = addDays(day, 1)) {
    if (!isWorkday(day)) continue;
    const start = Math.max(momentOf(day).getTime(), from.getTime());
    const end = Math.min(momentOf(day).getTime() + DAY_MS, to.getTime());
    total += Math.max(0, end - start);
  }
  return total;
}

/** The moment at which so much working time after `from` has passed. */
export function addWorked(from: Date, milliseconds: number, isWorkday: IsWorkday): Date {
  let left = milliseconds;
  for (let day = dayOf(from); ; day = addDays(day, 1)) {
    if (!isWorkday(day)) continue;
    const start = Math.max(momentOf(day).getTime(), from.getTime());
    const span = momentOf(day).getTime() + DAY_MS - start;
    if (left <= span) return new Date(start + left);
    left -= span;
  }
}

export interface PromiseClock {
  /** Working time promised in all. */
  promisedMs: number;
  dueAt: Date | null;
  /** Since when the clock stands still, or when it ended; null while it runs. */
  stoppedAt: Date | null;
}

/** Yellow from half of the promised working time, red from 90 %, overdue once it is used up (case-operations.md 29). */
export function lightOf(clock: PromiseClock, now: Date, isWorkday: IsWorkday): Light {
  if (clock.dueAt === null || clock.promisedMs <= 0) return 'green';
  const at = clock.stoppedAt ?? now;
  if (at > clock.dueAt) return 'overdue';
  const used = 1 - workedBetween(at, clock.dueAt, isWorkday) / clock.promisedMs;
  if (used >= 0.9) return 'red';
  return used >= 0.5 ? 'yellow' : 'green';
}

/** The due moment after the clock stood still from `stoppedAt` to `now`: what was left of the working time is left again. */
export function dueAfterPause(dueAt: Date, stoppedAt: Date, now: Date, isWorkday: IsWorkday): Date {
  if (stoppedAt >= dueAt) return dueAt;
  return addWorked(now, workedBetween(stoppedAt, dueAt, isWorkday), isWorkday);
}

/** Whole working days left until `dueAt`, negative when that many have passed since. */
export function workdaysLeft(now: Date, dueAt: Date, isWorkday: IsWorkday): number {
  const [from, to, sign] = now <= dueAt ? [dayOf(now), dayOf(dueAt), 1] : [dayOf(dueAt), dayOf(now), -1];
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkday(day)) count += 1;
  return sign * count;
}
