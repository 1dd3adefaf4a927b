import official from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { addDays, type Day, weekdayOf } from './day.ts';
import { dayOfLunar, dayOfTerm } from './lunar-calendar.ts';

/** A year's holiday arrangement as the General Office of the State Council publishes it, usually each November for the next year. */
export interface HolidayNotice {
  year: number;
  daysOff: readonly Day[];
  /** Weekend days that are worked instead (调休). */
  makeupWorkdays: readonly Day[];
}

export interface WorkingDays {
  isWorkday(day: Day): boolean;
  /** Whether the year's arrangement is known; otherwise its days are worked out from weekends and statutory days and may still change. */
  isPublished(year: number): boolean;
  /** The `count`-th working day after `day`, before it when negative; `day` itself for 0. */
  addWorkdays(day: Day, count: number): Day;
  /** Working days after `from` up to and including `to`; negative when `to` is earlier. */
  workdaysBetween(from: Day, to: Day): number;
  /** `day`, or the last working day before it. */
  onOrBefore(day: Day): Day;
  /** `day`, or the next working day after it. */
  onOrAfter(day: Day): Day;
}

interface YearOff {
  off: ReadonlySet<Day>;
  makeup: ReadonlySet<Day>;
}

/**
 * Working days of mainland China. Published years come from the package chinese-days (its plain data: its functions read the machine's time
 * zone); `notices` adds or replaces years, so that a new arrangement can be used before the package knows it.
 */
export function createWorkingDays(notices: readonly HolidayNotice[] = []): WorkingDays {
  const published = new Map(publishedYears);
  for (const notice of notices) published.set(notice.year, { off: new Set(notice.daysOff), makeup: new Set(notice.makeupWorkdays) });
  const provisional = new Map<number, YearOff>();

  const offOf = (year: number): YearOff => {
    const known = published.get(year) ?? provisional.get(year);
    if (known) return known;
    const worked = { off: new Set(statutoryDays(year)), makeup: new Set<Day>() };
    provisional.set(year, worked);
    return worked;
  };
  const isWorkday = (day: Day): boolean => {
    const { off, makeup } = offOf(yearOf(day));
    return makeup.has(day) || (weekdayOf(day) <= 5 && !off.has(day));
  };
  const seek = (day: Day, step: 1 | -1): Day => {
    let at = day;
    while (!isWorkday(at)) at = addDays(at, step);
    return at;
  };
  return {
    isWorkday,
    isPublished: (year) => published.has(year),
    addWorkdays: (day, count) => {
      const step = count < 0 ? -1 : 1;
      let at = day;
      for (let left = Math.abs(count); left > 0; left -= 1) at = seek(addDays(at, step), step);
      return at;
    },
    workdaysBetween: (from, to) => {
      const [first, last] = from <= to ? [from, to] : [to, from];
      let count = 0;
      for (let at = addDays(first, 1); at <= last; at = addDays(at, 1)) if (isWorkday(at)) count += 1;
      return from <= to ? count : -count;
    },
    onOrBefore: (day) => seek(day, -1),
    onOrAfter: (day) => seek(day, 1),
  };
}

/**
 * The 13 statutory days of 全国年节及纪念日放假办法 (fourth revision, in force since 2025): all that is certain of a year before its arrangement is
 * published. In order, each once.
 */
export function statutoryDays(year: number): Day[] {
  const newYear = dayOfLunar(year, 1, 1);
  const days = [
    `${year}-01-01`,
    ...[-1, 0, 1, 2].map((offset) => addDays(newYear, offset)),
    dayOfTerm(year, '清明'),
    `${year}-05-01`,
    `${year}-05-02`,
    dayOfLunar(year, 5, 5),
    dayOfLunar(year, 8, 15),
    ...['01', '02', '03'].map((day) => `${year}-10-${day}`),
  ];
  return [...new Set(days)].sort();
}

function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

/** A year counts as published once its National Day is in the data: a late notice for the year before may already touch its first days. */
const publishedYears: ReadonlyMap<number, YearOff> = (() => {
  const years = new Map<number, { off: Set<Day>; makeup: Set<Day> }>();
  const at = (day: Day) => {
    const year = yearOf(day);
    const found = years.get(year) ?? { off: new Set<Day>(), makeup: new Set<Day>() };
    years.set(year, found);
    return found;
  };
  for (const day of Object.keys(official.holidays)) at(day).off.add(day);
  for (const day of Object.keys(official.workdays)) at(day).makeup.add(day);
  return new Map([...years].filter(([year, { off }]) => off.has(`${year}-10-01`)));
})();
