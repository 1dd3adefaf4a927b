import { addDays, type Day } from '../../platform/calendar/day.ts';
import { overlaps, type Span } from '../phrase-table.ts';
import { civilDay, type DateFrame, type DateUse, type DayResolver, monthOf, nearest, yearOf } from './date-frame.ts';
import { dateRules, dayWordShift, numeral } from './date-rules.ts';
import { readFestivals } from './festival-reader.ts';

export interface DateSighting extends Span {
  text: string;
  resolve: DayResolver;
  /** Said by the name of a festival (中秋前一天), which often names a campaign and not a day. */
  isFestival: boolean;
}

export interface DateRangeSighting extends Span {
  text: string;
  resolve(use: DateUse): { from: Day; to: Day } | null;
}

function ruleSightings(text: string, frame: DateFrame): DateSighting[] {
  const found: DateSighting[] = [];
  for (const rule of dateRules) {
    for (const match of text.matchAll(rule.pattern)) {
      const shift = dayWordShift(match[0]);
      const resolve = shift === undefined ? rule.read(match.groups ?? {}, frame) : () => addDays(frame.today, shift);
      if (resolve) found.push({ text: match[0], resolve, isFestival: false, start: match.index, end: match.index + match[0].length });
    }
  }
  return found;
}

const AROUND_FESTIVAL =
  /^(?:那天|当天|这天|前一天|后一天|第二天|前([一二两三四五六七八九十\d]+)天|后([一二两三四五六七八九十\d]+)天|前|后)?/;

function shiftAround(said: string, groups: RegExpExecArray): number {
  if (groups[1]) return -numeral(groups[1]);
  if (groups[2]) return numeral(groups[2]);
  if (said === '前一天' || said === '前') return -1;
  return said === '后一天' || said === '第二天' || said === '后' ? 1 : 0;
}

function festivalSightings(text: string, frame: DateFrame): DateSighting[] {
  return readFestivals(text).map((match) => {
    const around = AROUND_FESTIVAL.exec(text.slice(match.end));
    const shift = around ? shiftAround(around[0], around) : 0;
    const year = yearOf(frame.today);
    const days = [year - 1, year, year + 1].map((one) => {
      const day = frame.festivalDate(match.payload, one);
      return day === null ? null : addDays(day, shift);
    });
    const end = match.end + (around?.[0].length ?? 0);
    return {
      text: text.slice(match.start, end),
      resolve: (use) => nearest(days, frame.today, use),
      isFestival: true,
      start: match.start,
      end,
    };
  });
}

/** Days said in a text, leftmost and longest first, without overlaps. */
export function readDates(text: string, frame: DateFrame): DateSighting[] {
  const all = [...ruleSightings(text, frame), ...festivalSightings(text, frame)];
  all.sort((a, b) => a.start - b.start || b.end - a.end || Number(a.isFestival) - Number(b.isFestival));
  const kept: DateSighting[] = [];
  for (const sighting of all) {
    if (!kept.some((one) => overlaps(one, sighting))) kept.push(sighting);
  }
  return kept;
}

const BETWEEN = /^\s?(?:[号日]?(?:开始|起|出发|入院|住院|住|一直|请|干|开|放|去|走))?[\s,，]?(?:到|至|-|—|–|~|～|直到)\s?$/;
/** 3月5号去，3月9号回. */
const LEAVING = /^\s?(?:去|走|出发|动身|入院|住院|住进去?|进去)[\s,，、]*$/;
const COMING_BACK = /^\s?(?:回|出院|返|结束|到家)/;
const BARE_END =
  /^\s?(?:到|至|-|—|–|~|～)\s?(3[01]|[12]\d|[1-9]|三十[一]?|二?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]?(?![\d点:：月天个])/;

/** 8月3号到10 ends in the month of its start. */
function bareEndOf(text: string, from: DateSighting): DateRangeSighting | null {
  const match = BARE_END.exec(text.slice(from.end));
  if (!match) return null;
  const resolve = (use: DateUse): { from: Day; to: Day } | null => {
    const start = from.resolve(use);
    const to = start === null ? null : civilDay(yearOf(start), monthOf(start), numeral(match[1]));
    return start !== null && to !== null && to >= start ? { from: start, to } : null;
  };
  const end = from.end + match[0].length;
  return { text: text.slice(from.start, end), resolve, start: from.start, end };
}

/** Spans of days: 上个月5号到20号, 12月1日到5日, 8.3-8.7. The end is the first such day that is not before the start. */
export function readDateRanges(text: string, frame: DateFrame): DateRangeSighting[] {
  const dates = readDates(text, frame);
  const found: DateRangeSighting[] = [];
  dates.forEach((from, at) => {
    const to = dates[at + 1];
    const gap = to ? text.slice(from.end, to.start) : '';
    const isThereAndBack = to !== undefined && LEAVING.test(gap) && COMING_BACK.test(text.slice(to.end));
    if (to && (BETWEEN.test(gap) || isThereAndBack)) found.push(rangeOf(text, from, to, frame));
    else {
      const range = bareEndOf(text, from);
      if (range) found.push(range);
    }
  });
  return found;
}

const OWN_COUNT = /[上下本这今明后昨前]/;

function rangeOf(text: string, from: DateSighting, to: DateSighting, frame: DateFrame): DateRangeSighting {
  const resolve = (use: DateUse): { from: Day; to: Day } | null => {
    const start = from.resolve(use);
    if (start === null) return null;
    // The end is read as of the start, so that 上个月5号到20号 stays in that month; 下周三 counts from today wherever it stands.
    const [end] = readDates(to.text, OWN_COUNT.test(to.text) ? frame : { ...frame, today: start });
    const day = end?.resolve('future') ?? null;
    return day !== null && day >= start ? { from: start, to: day } : null;
  };
  return { text: text.slice(from.start, to.end), resolve, start: from.start, end: to.end };
}
