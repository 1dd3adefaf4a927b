import type { Span } from '../phrase-table.ts';

export interface NumberSighting extends Span {
  value: number;
  text: string;
  /** The measure word right after it: 天, 岁, 块 … ; empty when there is none. */
  unit: string;
  /** 来, 多, 左右: said as roughly. */
  isRough: boolean;
}

const DIGITS: Record<string, number> = { 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 俩: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 幺: 1 };
const PLACES: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
const PART = /\d+(?:\.\d+)?|[零〇一二两俩三四五六七八九幺]|[十百千万亿]|半/g;
const WHOLE = /^(?:\d+(?:\.\d+)?|[零〇一二两俩三四五六七八九幺十百千万亿半])+$/;

interface Sum {
  total: number;
  section: number;
  pending: number | null;
  /** The last place that was said; a bare digit after it counts in the place below (三千五 → 3500). */
  lastPlace: number;
  isAfterZero: boolean;
}

function addPart(sum: Sum, part: string): void {
  if (part === '万' || part === '亿') {
    const size = part === '万' ? 10_000 : 100_000_000;
    sum.total = (sum.total + sum.section + (sum.pending ?? (sum.section + sum.total === 0 ? 1 : 0))) * size;
    Object.assign(sum, { section: 0, pending: null, lastPlace: size, isAfterZero: false });
    return;
  }
  const place = PLACES[part];
  if (place !== undefined) {
    sum.section += (sum.pending ?? 1) * place;
    Object.assign(sum, { pending: null, lastPlace: place, isAfterZero: false });
    return;
  }
  if (part === '零' || part === '〇') sum.isAfterZero = true;
  sum.pending = DIGITS[part] ?? Number(part);
}

/** The number that a run of digits and Chinese numerals says (三千五 → 3500, 1万2 → 12000, 一百二 → 120); null when it says none. */
export function parseNumber(text: string): number | null {
  if (!WHOLE.test(text)) return null;
  if (/^[零〇一二三四五六七八九幺]{2,}$/.test(text)) return Number([...text].map((c) => DIGITS[c]).join(''));
  if (text === '半') return 0.5;
  const isHalfMore = text.length > 1 && text.endsWith('半');
  const parts = text.replace(/半/g, '').match(PART) ?? [];
  if (parts.length === 0) return null;
  const sum: Sum = { total: 0, section: 0, pending: null, lastPlace: 1, isAfterZero: false };
  for (const part of parts) addPart(sum, part);
  const tail = sum.pending ?? 0;
  const isShortTail = sum.lastPlace >= 100 && !sum.isAfterZero && tail < 10 && Number.isInteger(tail);
  const value = sum.total + sum.section + tail * (isShortTail ? sum.lastPlace / 10 : 1);
  return isHalfMore ? value + sum.lastPlace / 2 : value;
}

const UNITS =
  '万元|块钱|个人|号人|个月|平方米|平方|平米|口人|天|日|月|年|岁|周岁|元|块|圆|人|口|名|位|户|个|次|分|平|㎡|卷|级|折|%|点|号|趟|星期|周|家|号线|层';
const NUMBER = new RegExp(
  `((?:\\d+(?:,\\d{3})+|\\d+(?:\\.\\d+)?|[一二两俩三四五六七八九十百千万亿零〇半])(?:(?!一个月)(?:(?<!万)\\d+(?:\\.\\d+)?|(?<=万)\\d+(?:\\.\\d+)?(?!年|个月|天|期)|(?<!万)[一二三四五六七八九]|(?<=万)[一二三四五六七八九](?!年|个月|天|期|个)|[十百千万亿零〇]|两(?=[百千万])))*)(来|多|几)?(个?半)?(${UNITS})?((?<=年|月|天)半)?`,
  'g',
);

/** 一下, 一起, 一些 count nothing. */
const NO_COUNT = /^[下些起直定样般共边遍会致旦]/;

function sightingOf(match: RegExpExecArray, text: string): NumberSighting | null {
  const [whole, said = '', rough, half, unit = '', halfAfter] = match;
  if (said === '一' && NO_COUNT.test(text.slice(match.index + 1))) return null;
  const [before, after] = [text[match.index - 1] ?? '', text.slice(match.index + whole.length)];
  // 万志明 is a person, 十万火急 no amount, 老两口 no count of mouths.
  if (
    (/^[万千百亿]$/.test(said) && unit === '') ||
    after.startsWith('火急') ||
    (unit === '口' && /[老小]/.test(before)) ||
    (unit === '口' && after.startsWith('子'))
  )
    return null;
  const base = parseNumber(said.replace(/,/g, ''));
  if (base === null) return null;
  const value = half || halfAfter ? base + 0.5 : base;
  return { value, text: whole, unit: unitOf(half, unit), isRough: Boolean(rough), start: match.index, end: match.index + whole.length };
}

/** 两个半月 counts months, a 半 without a measure word halves. */
function unitOf(half: string | undefined, unit: string): string {
  if (half?.startsWith('个') && unit === '月') return '个月';
  return half && unit === '' ? 'half' : unit;
}

/** Every number in a text with the measure word after it. */
export function readNumbers(text: string): NumberSighting[] {
  return [...text.matchAll(NUMBER)].flatMap((match) => sightingOf(match, text) ?? []);
}

const MONEY_UNITS = new Set(['元', '块', '块钱', '圆', '万元']);

/** True where a number is surely an amount: a currency word after it, or 千/万 inside it. */
export function isMoney(number: NumberSighting): boolean {
  return MONEY_UNITS.has(number.unit) || (number.unit === '' && /[千万百]/.test(number.text) && number.value >= 100);
}

/** An amount in yuan; 1.2万元 counts its 万. */
export function yuanOf(number: NumberSighting): number {
  const value = number.unit === '万元' ? number.value * 10_000 : number.value;
  return Math.round(value * 100) / 100;
}
