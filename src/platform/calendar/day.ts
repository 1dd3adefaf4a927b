/**
 * A civil day in Asia/Shanghai, `YYYY-MM-DD`. Shanghai has had a fixed offset of +08:00 since 1991, so plain arithmetic is exact
 * for every moment this product handles.
 */
export type Day = string;

const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** The Shanghai day on which a moment falls. */
export function dayOf(moment: Date): Day {
  return new Date(moment.getTime() + OFFSET_MS).toISOString().slice(0, 10);
}

/** Minutes since midnight in Shanghai. */
export function minuteOfDay(moment: Date): number {
  const local = new Date(moment.getTime() + OFFSET_MS);
  return local.getUTCHours() * 60 + local.getUTCMinutes();
}

/** The moment of a Shanghai day at `HH:mm` (default midnight). */
export function momentOf(day: Day, time = '00:00'): Date {
  return new Date(`${day}T${time.length === 5 ? `${time}:00` : time}+08:00`);
}

export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** The same day so many months on, or the last of a month that has no such day. */
export function addMonths(day: Day, count: number): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(day: Day): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Worked out by hand: an import asks it several times a row, and a Date costs ten times as much. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8));
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = month === 2 && isLeap ? 29 : (monthDays[month - 1] ?? 0);
  return day >= 1 && day <= last;
}

/** The value that a Prisma `@db.Date` column takes for a day, and back. */
export function toDateColumn(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}

export function fromDateColumn(value: Date): Day {
  return value.toISOString().slice(0, 10);
}

/** Full years from a birth day to another day. */
export function ageOn(birth: Day, on: Day): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return on.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** 11月25日 09:05, in Shanghai. */
export function minuteText(moment: Date): string {
  const [, month, day] = dayOf(moment).split('-');
  return `${Number(month)}月${Number(day)}日 ${timeText(moment)}`;
}

/** 2026-11-25 09:05, in Shanghai: with its year, for what is read years later. */
export function fullMinuteText(moment: Date): string {
  return `${dayOf(moment)} ${timeText(moment)}`;
}

function timeText(moment: Date): string {
  const minutes = minuteOfDay(moment);
  return [Math.floor(minutes / 60), minutes % 60].map((value) => String(value).padStart(2, '0')).join(':');
}
