import { addDays, type Day } from './calendar/day.ts';

/**
 * The day that a spreadsheet's number stands for. The 1900 count has a 29 February 1900 that never was, so its first two months are a
 * day apart. What is no day of the years 1900 to 9999 is given back as it was.
 */
export function serialDay(text: string, isFrom1904: boolean): Day | string {
  const serial = Number(text);
  const whole = Math.floor(serial);
  if (text.trim() === '' || !Number.isFinite(serial) || whole < 1 || whole > 2_958_465 || (!isFrom1904 && whole === 60)) return text;
  if (isFrom1904) return addDays('1904-01-01', whole);
  return addDays('1899-12-30', whole < 60 ? whole + 1 : whole);
}
