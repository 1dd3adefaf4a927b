import type { Random } from '../../organisation/demo/seeded-random.ts';
import type { Day } from '../../platform/calendar/day.ts';

/** The demo district stands as on this day: ages, terms of service and benefits end here. */
export const demoToday: Day = '2026-11-25';

/** Some day of a year; of the given months where they matter. Never the 29th to 31st, so that every month will do. */
export function someDay(random: Random, year: number, fromMonth = 1, toMonth = 12): Day {
  return dayAt(year, random.between(fromMonth, toMonth), random.between(1, 28));
}

export function dayAt(year: number, month: number, day: number): Day {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}
