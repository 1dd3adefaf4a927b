import type { Span } from '../phrase-table.ts';
import { parseNumber } from './numeral.ts';

export interface NumberSighting extends Span {
  value: number;
  text: string;
  /** The measure word right after it: 天, 岁, 块 … ; empty when there is none. */
  unit: string;
  /** 来, 多, 左右, 七八个: said as roughly; the value is the lower bound. */
  isRough: boolean;
}

const UNITS =
  '万元|块钱|个人|号人|个月|平方米|平方|平米|口人|天|日|月|年|岁|周岁|元|块|圆|人|口|名|位|户|个|次|分|平|㎡|卷|级|折|%|点|号|趟|星期|礼拜|周|家(?![属人长里庭小孩的娃])|号线|层';
const NUMBER = new RegExp(
  `((?:\\d+(?:,\\d{3})+|\\d+(?:\\.\\d+)?[kKwW](?![A-Za-z])|\\d+(?:\\.\\d+)?|[一二两俩仨三四五六七八九十百千万亿零〇半廿卅])(?:(?!一个月)(?:(?<!万)\\d+(?:\\.\\d+)?|(?<=万)\\d+(?:\\.\\d+)?(?!年|个月|天|期)|(?<!万)[一二三四五六七八九]|(?<=万)[一二三四五六七八九](?!年|个月|天|期|个)|(?<=[十百千])有(?=[一二三四五六七八九])|[十百千万亿零〇]|两(?=[百千万])))*(?:点[零〇一二三四五六七八九\\d]{1,2}(?=分(?!钟)|万|折|%|个百分))?)(来|多|几|余|把)?(万|千|百)?(个?半)?(${UNITS})?((?<=年|月|天|分|岁)半)?`,
  'g',
);

/** 一下, 一起, 一些 count nothing. */
const NO_COUNT = /^[下些起直定样般共边遍会致旦]/;
const SIZES: Record<string, number> = { 万: 10_000, 千: 1000, 百: 100 };

function isNoNumber(match: RegExpExecArray, text: string): boolean {
  const [whole, said = '', rough, , , unit = ''] = match;
  const [before, after] = [text[match.index - 1] ?? '', text.slice(match.index + whole.length)];
  if (said === '一' && NO_COUNT.test(text.slice(match.index + 1))) return true;
  // 万志明 is a person, 十万火急 no amount, 老两口 no count of mouths.
  return (
    (/^[万千百亿]$/.test(said) && unit === '' && rough === undefined) ||
    after.startsWith('火急') ||
    // 盛一平 is a person.
    (unit === '平' && said === '一' && /[\u3400-\u9FFF]/.test(before) && !/[要租约大共有]/.test(before)) ||
    // 爷俩, 夫妻俩 are two together.
    (/^[俩仨]$/.test(said) && /[爷娘子女妻弟妹哥姐妹]/.test(before)) ||
    (unit === '口' && (/[老小]/.test(before) || after.startsWith('子')))
  );
}

function sightingOf(match: RegExpExecArray, text: string): NumberSighting | null {
  if (isNoNumber(match, text)) return null;
  const [whole, said = '', rough, size = '', half, unit = '', halfAfter] = match;
  const base = parseNumber(said.replace(/,/g, ''), unit);
  if (base === null) return null;
  const value = base * (SIZES[size] ?? 1) + (half || halfAfter ? 0.5 : 0);
  const measure = unit === '' && /[俩仨]$/.test(said) ? '个' : unitOf(half, unit);
  return { value, text: whole, unit: measure, isRough: Boolean(rough), start: match.index, end: match.index + whole.length };
}

/** 两个半月 counts months, a 半 without a measure word halves. */
function unitOf(half: string | undefined, unit: string): string {
  if (half?.startsWith('个') && unit === '月') return '个月';
  return half && unit === '' ? 'half' : unit;
}

const PERCENT = /百分之([零〇一二三四五六七八九十百\d.点]+)/g;
const A_MONTH_OR_SO = /个把月/g;
/** Numerals as on a cheque, at least two of them: 伍佰元; 伍 alone is a name. */
const ON_CHEQUES = /[壹贰叁肆伍陆柒捌玖零拾佰仟萬万]{2,}/g;
const PLAIN: Record<string, string> = Object.fromEntries(
  [...'壹贰叁肆伍陆柒捌玖拾佰仟萬'].map((one, at) => [one, '一二三四五六七八九十百千万'[at] ?? one]),
);

function plainNumerals(text: string): string {
  return text.replace(ON_CHEQUES, (run) => [...run].map((one) => PLAIN[one] ?? one).join(''));
}

function special(text: string): NumberSighting[] {
  const percents = [...text.matchAll(PERCENT)].flatMap((match) => {
    const value = parseNumber(match[1] ?? '');
    return value === null ? [] : [{ match, value, unit: '%', isRough: false }];
  });
  const months = [...text.matchAll(A_MONTH_OR_SO)].map((match) => ({ match, value: 1, unit: '个月', isRough: true }));
  return [...percents, ...months].map(({ match, ...rest }) => ({
    ...rest,
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Every number in a text with the measure word after it. */
export function readNumbers(said: string): NumberSighting[] {
  const text = plainNumerals(said);
  const spoken = special(text);
  const plain = [...text.matchAll(NUMBER)].flatMap((match) => sightingOf(match, text) ?? []);
  const rest = plain.filter((one) => !spoken.some((other) => one.start < other.end && other.start < one.end));
  return [...spoken, ...rest].sort((a, b) => a.start - b.start);
}

const MONEY_UNITS = new Set(['元', '块', '块钱', '圆', '万元']);

/** True where a number is surely an amount: a currency word after it, or 千/万 inside it. */
export function isMoney(number: NumberSighting): boolean {
  return MONEY_UNITS.has(number.unit) || (number.unit === '' && /[千万百kKwW]/.test(number.text) && number.value >= 100);
}

/** An amount in yuan; 1.2万元 counts its 万. */
export function yuanOf(number: NumberSighting): number {
  const value = number.unit === '万元' ? number.value * 10_000 : number.value;
  return Math.round(value * 100) / 100;
}
