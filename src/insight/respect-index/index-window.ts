import { addDays, type Day, dayOf, momentOf } from '../../platform/calendar/day.ts';

/** The days that a period's index looks back on, both included, and the same as moments. */
export interface IndexWindow {
  /** `YYYY-MM`. */
  period: string;
  from: Day;
  to: Day;
  fromAt: Date;
  /** The first moment after it. */
  untilAt: Date;
}

/** So many months up to `to`: 2025-12-01 to 2026-11-30 for twelve months to the end of November. Within a month, up to the day itself. */
export function windowTo(to: Day, months: number): IndexWindow {
  const start = addMonths(addDays(to, 1), -months);
  return { period: to.slice(0, 7), from: start, to, fromAt: momentOf(start), untilAt: momentOf(addDays(to, 1)) };
}

/** The last day of a period. */
export function lastDayOf(period: string): Day {
  return addDays(addMonths(`${period}-01`, 1), -1);
}

export function periodBefore(period: string, months = 1): string {
  return addMonths(`${period}-01`, -months).slice(0, 7);
}

/** The same day so many months away, or the last of a shorter month. */
function addMonths(day: Day, count: number): Day {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + count;
  const first = `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}-01`;
  const wanted = addDays(first, Number(day.slice(8)) - 1);
  return wanted.slice(0, 7) === first.slice(0, 7) ? wanted : addDays(`${wanted.slice(0, 7)}-01`, -1);
}

/** The month that has ended before a moment. */
export function lastPeriod(now: Date): string {
  return periodBefore(dayOf(now).slice(0, 7));
}
