import { LunarDay, type SolarDay, SolarTerm } from 'tyme4ts';
import type { Day } from './day.ts';

/** The civil day of a lunar date; `year` is the lunar year, which for months 1 to 10 starts and ends within the civil year of that number. */
export function dayOfLunar(year: number, month: number, day: number): Day {
  return toDay(LunarDay.fromYmd(year, month, day).getSolarDay());
}

/** The civil day of a solar term, by its Chinese name. */
export function dayOfTerm(year: number, term: string): Day {
  return toDay(SolarTerm.fromName(year, term).getSolarDay());
}

function toDay(solar: SolarDay): Day {
  const [year, month, day] = [solar.getYear(), solar.getMonth(), solar.getDay()];
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
