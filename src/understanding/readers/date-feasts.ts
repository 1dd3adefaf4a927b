import { addDays, type Day } from '../../platform/calendar/day.ts';
import { dayOfTerm } from '../../platform/calendar/lunar-calendar.ts';
import { civilDay, type DateFrame, type DayResolver, nearest, yearOf } from './date-frame.ts';
import { dayOfLunar } from './lunar-reader.ts';

/** Feasts of the lunar year that no campaign is named after; 小年夜 is the eve of 除夕 in Ningbo. */
const LUNAR: Record<string, (year: number) => Day | null> = {
  元宵节: (year) => dayOfLunar(year, 1, 15),
  元宵: (year) => dayOfLunar(year, 1, 15),
  正月半: (year) => dayOfLunar(year, 1, 15),
  腊八节: (year) => dayOfLunar(year, 12, 8),
  腊八: (year) => dayOfLunar(year, 12, 8),
  七夕节: (year) => dayOfLunar(year, 7, 7),
  七夕: (year) => dayOfLunar(year, 7, 7),
  七月半: (year) => dayOfLunar(year, 7, 15),
  中元节: (year) => dayOfLunar(year, 7, 15),
  大年夜: (year) => dayOfLunar(year, 12, 30),
  除夕夜: (year) => dayOfLunar(year, 12, 30),
  除夕: (year) => dayOfLunar(year, 12, 30),
  小年夜: (year) => {
    const eve = dayOfLunar(year, 12, 30);
    return eve === null ? null : addDays(eve, -1);
  },
  小年: (year) => dayOfLunar(year, 12, 23),
};

const CIVIL: Record<string, readonly [number, number]> = {
  劳动节: [5, 1],
  五一节: [5, 1],
  五一: [5, 1],
  青年节: [5, 4],
  儿童节: [6, 1],
  六一节: [6, 1],
  六一: [6, 1],
  教师节: [9, 10],
  植树节: [3, 12],
  平安夜: [12, 24],
  圣诞节: [12, 25],
  圣诞: [12, 25],
};

/** Those that people name days by; 小满, 谷雨, 白露 are given names more often. */
const TERMS = ['立春', '春分', '立夏', '夏至', '立秋', '秋分', '立冬', '冬至'];

function dayIn(name: string, year: number): Day | null {
  const civil = CIVIL[name];
  if (civil) return civilDay(year, civil[0], civil[1]);
  return LUNAR[name]?.(year) ?? (TERMS.includes(name) ? dayOfTerm(year, name) : null);
}

const NAMES = [...Object.keys(LUNAR), ...Object.keys(CIVIL)].sort((a, b) => b.length - a.length);
/** 蒋立夏 is somebody. */
const A_TERM = `(?<![\\u3400-\\u9FFF])(?:${TERMS.join('|')})|(?<=[在到等过年])(?:${TERMS.join('|')})`;

/** 冬至, 五一, 小年夜; not the digits of 五一三, 小满's family, or 大雪 that only falls. */
export const feastPattern = new RegExp(
  `(?<![一二三四五六七八九十百千万\\d])(?<name>${NAMES.join('|')}|${A_TERM})(?:那天|当天|这天|那一天)?(?![一二三四五六七八九十\\d]|路|街|小学|中学|[师哥姐叔姨])`,
  'g',
);

/** The nearest such day that suits the use. */
export function readFeast(name: string, frame: DateFrame): DayResolver | null {
  const year = yearOf(frame.today);
  const days = [year - 1, year, year + 1].map((one) => dayIn(name, one));
  return days.some(Boolean) ? (use) => nearest(days, frame.today, use) : null;
}

/** A day of the lunar calendar, of one lunar year or of the nearest that suits the use; null where there is none. */
export function lunarDayOf(month: number, day: number, frame: DateFrame, year?: number): DayResolver | null {
  const base = yearOf(frame.today);
  const candidates = year === undefined ? [-1, 0, 1].map((shift) => dayOfLunar(base + shift, month, day)) : [dayOfLunar(year, month, day)];
  return candidates.some(Boolean) ? (use) => nearest(candidates, frame.today, use) : null;
}
