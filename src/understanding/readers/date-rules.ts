import { addDays, type Day, weekdayOf } from '../../platform/calendar/day.ts';
import { feastPattern, lunarDayOf, readFeast } from './date-feasts.ts';
import { addMonths, civilDay, type DateFrame, type DayResolver, lastDayOf, nearest, shiftMonth, yearOf } from './date-frame.ts';
import { parseNumber } from './numeral.ts';

type Groups = Record<string, string | undefined>;

/** One way of saying a day. `read` answers null for what looks like it and is none. */
export interface DateRule {
  pattern: RegExp;
  read(groups: Groups, frame: DateFrame): DayResolver | null;
}

const CHINESE_DAY = '三十[一]?|[二廿]十?[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]';
const DAY = `3[01]|[12]\\d|0?[1-9]|${CHINESE_DAY}`;
const MONTH = '1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]';
const YEAR =
  '(?:19|20)\\d\\d年?|[零〇一二九八七六][零〇一二三四五六七八九]年(?=农历|阴历|\\d|[正腊冬一二三四五六七八九十])|\\d\\d年|[一二][零〇九][零〇一二三四五六七八九]{2}年|今年|明年|去年|前年|大前年|后年|上年';
const COUNT = '半|\\d+|[一二两三四五六七八九十]+';
const RELATIVE_YEARS: Record<string, number> = { 今年: 0, 明年: 1, 去年: -1, 上年: -1, 前年: -2, 大前年: -3, 后年: 2 };

export function numeral(text: string | undefined): number {
  return parseNumber((text ?? '').replace(/廿十?/, '二十')) ?? Number.NaN;
}

function yearSaid(text: string, today: Day): number {
  const relative = RELATIVE_YEARS[text];
  if (relative !== undefined) return yearOf(today) + relative;
  const year = numeral(text.replace('年', ''));
  if (year >= 100) return year;
  return year + (year > (yearOf(today) % 100) + 5 ? 1900 : 2000);
}

function fixed(day: Day | null): DayResolver | null {
  return day === null ? null : () => day;
}

/** 八月十五 in talk of 中秋: a month and day in Chinese numerals are the lunar ones. */
function isLunarWording(groups: Groups, frame: DateFrame): boolean {
  return frame.isLunarTalk && !groups['suffix'] && /[一二三四五六七八九十]/.test(`${groups['month']}`) && !/\d/.test(`${groups['day']}`);
}

function monthAndDay(groups: Groups, frame: DateFrame): DayResolver | null {
  const [month, day] = [numeral(groups['month']), numeral(groups['day'])];
  if (isLunarWording(groups, frame)) return lunarDayOf(month, day, frame);
  if (groups['year']) return fixed(civilDay(yearSaid(groups['year'], frame.today), month, day));
  const year = yearOf(frame.today);
  const candidates = [-1, 0, 1].map((shift) => civilDay(year + shift, month, day));
  return candidates.some(Boolean) ? (use) => nearest(candidates, frame.today, use) : null;
}

const LUNAR_MONTHS: Record<string, number> = { 正: 1, 大年: 1, 年: 1, 冬: 11, 腊: 12 };

function lunarDay(said: string | undefined): number {
  return said === '半' ? 15 : numeral(said?.replace('初', ''));
}

function lunarWords(groups: Groups, frame: DateFrame): DayResolver | null {
  const month = LUNAR_MONTHS[groups['month'] ?? '正'] ?? numeral(groups['month']);
  const year = groups['year'] ? yearSaid(groups['year'], frame.today) : undefined;
  return lunarDayOf(month, lunarDay(groups['day']), frame, year);
}

const DAY_WORDS: Record<string, number> = {
  今天: 0, 今日: 0, 今夜: 0, 今夜里: 0, 今早: 0, 今朝: 0, 今晚: 0, 当天: 0, 今儿: 0, 今个: 0, 明天: 1, 明日: 1, 明朝: 1, 明早: 1, 明晚: 1, 明儿: 1, 后天: 2, 后日: 2, 后儿: 2, 大后天: 3, 昨天: -1,
  昨日: -1, 昨夜: -1, 昨夜里: -1, 前晚: -2, 前夜: -2, 大前日: -3, 大后日: 3, 昨晚: -1, 昨朝: -1, 昨儿: -1, 前天: -2, 前日: -2, 前儿: -2, 大前天: -3,
}; // biome-ignore format: a table of words reads better in few lines

const WEEK_SHIFTS: Record<string, number> = {
  上: -1,
  下: 1,
  本: 0,
  这: 0,
  这个: 0,
  上个: -1,
  下个: 1,
  上上: -2,
  下下: 2,
  上上个: -2,
  下下个: 2,
  '': 0,
};
const WEEKDAYS: Record<string, number> = {
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  日: 7,
  天: 7,
  末: 6,
  1: 1,
  2: 2,
  3: 3,
  4: 4,
  5: 5,
  6: 6,
  7: 7,
};

function weekday(groups: Groups, frame: DateFrame): DayResolver | null {
  const shift = WEEK_SHIFTS[groups['shift'] ?? ''] ?? 0;
  const monday = addDays(frame.today, 1 - weekdayOf(frame.today));
  const day = addDays(monday, shift * 7 + (WEEKDAYS[groups['weekday'] ?? ''] ?? 1) - 1);
  // 周三 said alone for a plan is the coming one, for what has happened the last one.
  if (groups['shift']) return () => day;
  return (use) => nearest([addDays(day, -7), day, addDays(day, 7)], frame.today, use === 'near' ? 'future' : use);
}

const MONTH_SHIFTS: Record<string, number> = {
  上: -1,
  上个: -1,
  下: 1,
  下个: 1,
  这: 0,
  这个: 0,
  本: 0,
  当: 0,
  上上个: -2,
  下下个: 2,
  上上: -2,
  下下: 2,
};

function dayOfMonth(groups: Groups, frame: DateFrame): DayResolver | null {
  const day = numeral(groups['day']);
  if (groups['shift']) {
    const { year, month } = shiftMonth(frame.today, MONTH_SHIFTS[groups['shift']] ?? 0);
    return fixed(civilDay(year, month, day));
  }
  const candidates = [-2, -1, 0, 1, 2].map((shift) => {
    const { year, month } = shiftMonth(frame.today, shift);
    return civilDay(year, month, day);
  });
  return (use) => nearest(candidates, frame.today, use === 'near' ? 'future' : use);
}

function monthEnd(groups: Groups, frame: DateFrame): DayResolver | null {
  if (groups['month']) {
    const [month, year] = [numeral(groups['month']), yearOf(frame.today)];
    const years = groups['year'] ? [yearSaid(groups['year'], frame.today)] : [year - 1, year, year + 1];
    return (use) =>
      nearest(
        years.map((one) => lastDayOf(one, month)),
        frame.today,
        use,
      );
  }
  const { year, month } = shiftMonth(frame.today, MONTH_SHIFTS[groups['shift'] ?? '这'] ?? 0);
  return () => lastDayOf(year, month);
}

/** 月初 is the first, 月中 the fifteenth. */
function monthPart(groups: Groups, frame: DateFrame): DayResolver | null {
  const day = groups['part']?.startsWith('中') ? '15' : '1';
  return groups['month']
    ? monthAndDay({ ...groups, day, suffix: '日' }, frame)
    : dayOfMonth({ shift: groups['shift'] ?? '这', day }, frame);
}

function distance(groups: Groups, frame: DateFrame): DayResolver | null {
  const count = groups['count'] === '半' ? 0.5 : numeral(groups['count']);
  const sign = groups['back'] ? -1 : 1;
  const unit = groups['unit'] ?? '天';
  if (Number.isNaN(count) || count > 1000) return null;
  if (/[周星礼]/.test(unit)) return () => addDays(frame.today, sign * Math.round(count * 7));
  if (unit.endsWith('月')) return () => (count === 0.5 ? addDays(frame.today, sign * 15) : addMonths(frame.today, sign * count));
  if (unit === '年') return () => addMonths(frame.today, sign * Math.round(count * 12));
  return Number.isInteger(count) ? () => addDays(frame.today, sign * count) : null;
}

function yearEnd(groups: Groups, frame: DateFrame): DayResolver | null {
  const year = groups['year'] ? yearSaid(groups['year'], frame.today) : yearOf(frame.today);
  return fixed(civilDay(year, 12, 31));
}

/** Every way of saying a day that is understood; of two that match at one place the longer wins, then the earlier in this list. */
export const dateRules: DateRule[] = [
  {
    pattern: new RegExp(`(?<year>${YEAR})?(?:农历|阴历|旧历|老历)?(?<month>正|冬|腊)月(?<day>初?(?:${CHINESE_DAY}))(?![点月])`, 'g'),
    read: lunarWords,
  },
  {
    pattern: new RegExp(`(?<year>${YEAR})?(?:农历|阴历|旧历|老历)(?<month>${MONTH})月(?<day>初?(?:${CHINESE_DAY}|\\d{1,2}|半))`, 'g'),
    read: lunarWords,
  },
  { pattern: /(?<month>[一二三四五六七八九十]{1,2})月(?<day>初[一二三四五六七八九十])/g, read: lunarWords },
  {
    pattern: /(?<month>大年|年)(?<day>初[一二三四五六七八九十]|三十)/g,
    read: (groups, frame) => (groups['day'] === '三十' ? lunarDayOf(12, 30, frame) : lunarWords(groups, frame)),
  },
  {
    pattern: /(?<!\S)(?<day>初[一二三四五六七八九十])/g,
    read: (groups, frame) => (frame.isLunarTalk ? lunarWords({ ...groups, month: '正' }, frame) : null),
  },
  { pattern: feastPattern, read: (groups, frame) => readFeast(groups['name'] ?? '', frame) },
  { pattern: /(?<year>(?:19|20)\d\d)(?<month>0[1-9]|1[0-2])(?<day>0[1-9]|[12]\d|3[01])(?![\d-])(?<![\dYZyz]\d{8})/g, read: monthAndDay },
  { pattern: /(?<year>(?:19|20)\d\d)\s?[-/.](?<month>1[0-2]|0?[1-9])[-/.](?<day>3[01]|[12]\d|0?[1-9])(?!\d)/g, read: monthAndDay },
  {
    pattern: new RegExp(`(?:(?<year>${YEAR})的?\\s?)?(?<month>${MONTH})月份?(?<day>${DAY})(?<suffix>[日号])?(?![个月点\\d千百万])`, 'g'),
    read: monthAndDay,
  },
  {
    pattern: /(?<![\d.])(?<month>1[0-2]|0?[1-9])[./-](?<day>3[01]|[12]\d|0?[1-9])(?![\d.%折万元块千/]|-(?!\d{1,2}[./]\d)|个|分)/g,
    read: monthAndDay,
  },
  { pattern: new RegExp(`(?<shift>(?:上上|下下|上|下|这|本|当)个?)月(?<day>${DAY})[日号]?`, 'g'), read: dayOfMonth },
  {
    pattern: new RegExp(
      `(?<![\\d月年第零一二三四五六七八九十村路街巷弄幢栋楼室组里苑园区])(?<day>${DAY})[日号](?![楼线店院路栋房门厅库机游])`,
      'g',
    ),
    read: dayOfMonth,
  },
  {
    pattern: new RegExp(`(?:(?<year>${YEAR})?(?<month>${MONTH})月|(?<shift>(?:上上|下下|上|下|这|本)个?)?月)(?:份)?(?:底|末)`, 'g'),
    read: monthEnd,
  },
  {
    pattern: new RegExp(
      `(?:(?<year>${YEAR})?(?<month>${MONTH})月|(?<shift>(?:上上|下下|上|下|这|本)个?)?月)(?:份)?(?<part>初头?|头(?=上|里|$|[\\s,，。去来走])|中旬|中(?=$|[\\s,，。去来走]))`,
      'g',
    ),
    read: monthPart,
  },
  { pattern: new RegExp(`(?<year>${YEAR})?年底`, 'g'), read: yearEnd },
  {
    pattern: new RegExp(
      `(?:${Object.keys(DAY_WORDS)
        .sort((a, b) => b.length - a.length)
        .join('|')})(?<!儿(?=[子女媳]))`,
      'g',
    ),
    read: () => null,
  },
  { pattern: /(?<shift>(?:上上|下下|上|下|本|这)个?)?(?:周|星期|礼拜)(?<weekday>[一二三四五六日天末1-7])(?![个年周])/g, read: weekday },
  {
    pattern: new RegExp(`(?:再?过)?(?<count>${COUNT})来?(?<unit>天|日|个?星期|个?礼拜|周|个?月|年)(?:以|之)?(?<back>前)(?!线|的今)`, 'g'),
    read: distance,
  },
  { pattern: new RegExp(`(?:再?过)?(?<count>${COUNT})来?(?<unit>天|日|个?星期|个?礼拜|周|个?月|年)(?:以|之)?后`, 'g'), read: distance },
  { pattern: new RegExp(`再?过(?<count>${COUNT})(?<unit>天|个?星期|个?礼拜|周|个月)`, 'g'), read: distance },
];

/** 今天, 大后天 … as a distance from today. */
export function dayWordShift(word: string): number | undefined {
  return DAY_WORDS[word];
}
