import { LunarDay, LunarMonth } from 'tyme4ts';
import type { Day } from '../../platform/calendar/day.ts';

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/**
 * The civil day of a lunar date; a thirtieth that a short month lacks falls on its last day (除夕 in a month of 29 days).
 * Null for what is no lunar date.
 */
export function dayOfLunar(year: number, month: number, day: number): Day | null {
  if (month < 1 || month > 12 || day < 1 || day > 30) return null;
  const last = LunarMonth.fromYm(year, month).getDayCount();
  const solar = LunarDay.fromYmd(year, month, Math.min(day, last)).getSolarDay();
  return `${solar.getYear()}-${pad(solar.getMonth())}-${pad(solar.getDay())}`;
}
