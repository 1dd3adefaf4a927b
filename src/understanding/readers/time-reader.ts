import type { Span } from '../phrase-table.ts';
import { parseNumber } from './numeral.ts';

export interface TimeSighting extends Span {
  /** `HH:mm`; null when only a half of the day is said. */
  time: string | null;
  half: '上午' | '下午' | null;
}

const HALVES: Record<string, '上午' | '下午'> = {
  凌晨: '上午',
  早上: '上午',
  早晨: '上午',
  一早: '上午',
  清早: '上午',
  清晨: '上午',
  上半日: '上午',
  上午: '上午',
  上半天: '上午',
  中午: '下午',
  下午: '下午',
  午后: '下午',
  午饭后: '下午',
  晌午: '下午',
  下半日: '下午',
  下半天: '下午',
  傍晚: '下午',
  晚上: '下午',
  夜里: '下午',
  夜到: '下午',
  晚饭后: '下午',
};
const HALF = Object.keys(HALVES).join('|');
const HOUR = '1\\d|2[0-3]|\\d|十[一二]?|二十[一二三]?|[一二两三四五六七八九]';
const CLOCK = new RegExp(
  `(?<half>${HALF})?\\s?(?:(?<hour>${HOUR})(?:点钟?|时)(?<minute>半|一刻|三刻|[0-5]?\\d分?|[一二三四五]?十[一二三四五六七八九]?分?)?|(?<h>[01]?\\d|2[0-3])[:：](?<m>[0-5]\\d))`,
  'g',
);
const ALONE = new RegExp(HALF, 'g');

function minuteSaid(text: string | undefined): number {
  if (!text) return 0;
  if (text === '半') return 30;
  if (text === '一刻') return 15;
  if (text === '三刻') return 45;
  return parseNumber(text.replace('分', '')) ?? 0;
}

function hourIn(hour: number, half: string | undefined): number {
  if (half === '中午' || half === '晌午') return hour < 3 ? hour + 12 : hour;
  if (half && HALVES[half] === '下午' && hour < 12) return hour + 12;
  return half === undefined && hour >= 1 && hour <= 5 ? hour + 12 : hour;
}

function clockTime(match: RegExpExecArray): TimeSighting {
  const { half, hour, minute, h, m } = match.groups ?? {};
  const said = hour === undefined ? Number(h) : (parseNumber(hour) ?? 0);
  const minutes = hour === undefined ? Number(m) : minuteSaid(minute);
  const time = `${String(hourIn(said, half)).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
  return { time, half: half ? (HALVES[half] ?? null) : null, start: match.index, end: match.index + match[0].length };
}

/** Clock times and halves of the day; an hour from 1 to 5 said alone is in the afternoon, when offices are open. */
export function readTimes(text: string): TimeSighting[] {
  const found = [...text.matchAll(CLOCK)].map(clockTime);
  for (const match of text.matchAll(ALONE)) {
    if (found.some((one) => match.index >= one.start && match.index < one.end)) continue;
    found.push({ time: null, half: HALVES[match[0]] ?? null, start: match.index, end: match.index + match[0].length });
  }
  return found.sort((a, b) => a.start - b.start);
}
