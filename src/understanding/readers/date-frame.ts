import { addDays, type Day, daysBetween, isDay } from '../../platform/calendar/day.ts';

/** What a day is said for: an event that has happened, a plan, or neither. */
export type DateUse = 'past' | 'future' | 'near';

export interface DateFrame {
  today: Day;
  /** Civil day of a festival of domain/festivals.yaml; null when the calendar does not reach that year. */
  festivalDate(festival: string, year: number): Day | null;
  /** True where 八月十五 and 初三 are lunar: a 中秋 or 春节 campaign is being talked about. */
  isLunarTalk: boolean;
}

/** A day that may depend on what it is said for; null when there is no such day (2月30日). */
export type DayResolver = (use: DateUse) => Day | null;

export function civilDay(year: number, month: number, day: number): Day | null {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isDay(text) ? text : null;
}

/** Of several candidates the nearest one that suits the use; the nearest of all when none does. */
export function nearest(candidates: (Day | null)[], today: Day, use: DateUse): Day | null {
  const days = candidates.filter((day): day is Day => day !== null);
  const suiting = days.filter((day) => use === 'near' || (use === 'past' ? day <= today : day >= today));
  const pool = suiting.length > 0 ? suiting : days;
  return pool.reduce<Day | null>((best, day) => (best === null || distance(day, today) < distance(best, today) ? day : best), null);
}

function distance(one: Day, other: Day): number {
  return Math.abs(daysBetween(one, other));
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

export function monthOf(day: Day): number {
  return Number(day.slice(5, 7));
}

/** The first of the month that lies `count` months away. */
export function shiftMonth(day: Day, count: number): { year: number; month: number } {
  const index = yearOf(day) * 12 + monthOf(day) - 1 + count;
  return { year: Math.floor(index / 12), month: (index % 12) + 1 };
}

export function lastDayOf(year: number, month: number): Day {
  const next = month === 12 ? civilDay(year + 1, 1, 1) : civilDay(year, month + 1, 1);
  return addDays(next ?? `${year}-12-31`, -1);
}

/** The same day of another month; shorter months end it. */
export function addMonths(day: Day, count: number): Day {
  const { year, month } = shiftMonth(day, count);
  return civilDay(year, month, Number(day.slice(8))) ?? lastDayOf(year, month);
}
