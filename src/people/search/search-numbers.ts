import { fromFifteen } from '../../platform/id-number.ts';
import type { PersonQuery } from './person-query.ts';

/** Numbers of a search and what is left of it without them. */
export interface SearchNumbers {
  query: PersonQuery;
  rest: string;
}

interface Reader {
  pattern: RegExp;
  read(match: RegExpExecArray): PersonQuery;
}

const digits = (text: string) => text.replace(/[\s-]/g, '').toUpperCase();
const CHINESE = '〇一二三四五六七八九';
const chineseDigit = (one: string) => CHINESE.indexOf(one === '零' ? '〇' : one);

/** 七十八, 八十, 十八 and 78. */
function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const [tens = '', ones = ''] = text.includes('十') ? text.split('十') : ['', text];
  const ten = text.includes('十') ? (tens === '' ? 1 : chineseDigit(tens)) : 0;
  return ten * 10 + (ones === '' ? 0 : chineseDigit(ones));
}

/** Two digits of a year of birth: 48 is 1948, 03 is 2003. */
function yearOf(two: number): number {
  return two < 20 ? 2000 + two : 1900 + two;
}

const PHONE_MARK = '(?:(?:手机|电话|联系)(?:号码|电话|号)?)';
const CARD_MARK = '(?:(?:身份证|证件)(?:号码|号)?)';
const END_MARK = '(?:的?(?:尾号|尾数|后四位|末四位|最后四位|末尾|最后))';
const IS = '(?:是|为|[:：])?\\s*';
const BORN = '(?:年?\\s*(?:出生|生人|生))|年';

/** In this order: what is longer or said more clearly is read first. */
const readers: readonly Reader[] = [
  { pattern: /(?<![a-z])YZ-(\d{1,10})(?!\d)/iu, read: ([, no = '']) => ({ archiveNo: `YZ-${no}` }) },
  {
    pattern: new RegExp(`${CARD_MARK}?${IS}(?<!\\d)(\\d(?:[\\s-]?\\d){16}[\\s-]?[\\dX])(?!\\d)`, 'iu'),
    read: ([, no = '']) => ({ idcard: digits(no) }),
  },
  {
    pattern: new RegExp(`${CARD_MARK}?${IS}(?<!\\d)(\\d(?:[\\s-]?\\d){14})(?!\\d)`, 'iu'),
    read: ([, no = '']) => ({ idcard: fromFifteen(digits(no)) }),
  },
  { pattern: new RegExp(`${PHONE_MARK}?${IS}(?<!\\d)(1\\d(?:[\\s-]?\\d){9})(?!\\d)`, 'u'), read: ([, no = '']) => ({ phone: digits(no) }) },
  {
    pattern: new RegExp(`${PHONE_MARK}${END_MARK}?${IS}(\\d{4})(?!\\d)(?:结尾)?`, 'u'),
    read: ([, no = '']) => ({ phoneTail: no }),
  },
  {
    pattern: new RegExp(`${CARD_MARK}${END_MARK}?${IS}(\\d{3}[\\dX])(?![\\dX])(?:结尾)?`, 'iu'),
    read: ([, no = '']) => ({ idcardTail: no.toUpperCase() }),
  },
  { pattern: new RegExp(`${END_MARK}${IS}(\\d{3}[\\dX])(?![\\dX])`, 'iu'), read: tailOf },
  { pattern: /(?<!\d)(\d{3}[\dX])\s*(?:结尾|收尾)/iu, read: tailOf },
  {
    pattern: /(?<!\d)((?:19|20)\d\d)[-年./](?:\d{1,2})[-月./](?:\d{1,2})[日号]?(?:出生|生人|生)?/u,
    read: ([, year]) => ({ birthYear: Number(year) }),
  },
  { pattern: new RegExp(`(?<!\\d)((?:19|20)\\d\\d)\\s*(?:${BORN})`, 'u'), read: ([, year]) => ({ birthYear: Number(year) }) },
  { pattern: new RegExp(`(?<!\\d)(\\d\\d)\\s*(?:${BORN})`, 'u'), read: ([, year]) => ({ birthYear: yearOf(Number(year)) }) },
  {
    pattern: new RegExp(`([零${CHINESE}]{2})(?:${BORN})`, 'u'),
    read: ([, year = '']) => ({ birthYear: yearOf(Number(Array.from(year).map(chineseDigit).join(''))) }),
  },
  { pattern: /(?<!\d)(\d{1,3})\s*(?:周?岁|虚岁)/u, read: ([, age]) => ({ age: Number(age) }) },
  { pattern: /([二三四五六七八九]?十[一二三四五六七八九]?)(?:周?岁|虚岁)/u, read: ([, age = '']) => ({ age: numberOf(age) }) },
  // Four figures alone: a year where it can be one that somebody living was born in, else the end of a number.
  { pattern: /(?<![\d一-龥a-z-])(19[1-9]\d|20[01]\d)(?![\dX])/iu, read: ([, year]) => ({ birthYear: Number(year) }) },
  { pattern: /(?<![\da-z-])(\d{3}[\dX])(?![\dXa-z年月岁])/iu, read: tailOf },
];

function tailOf([, tail = '']: RegExpExecArray): PersonQuery {
  const end = tail.toUpperCase();
  return end.endsWith('X') ? { idcardTail: end } : { tail: end };
}

/** Reads archive, identity and phone numbers, their ends, and year of birth or age out of what was typed. */
export function readSearchNumbers(text: string): SearchNumbers {
  let query: PersonQuery = {};
  let rest = text;
  for (const { pattern, read } of readers) {
    const match = pattern.exec(rest);
    if (match === null) continue;
    const found = read(match);
    // The first reading of a fact stands: a second one is left to be read as something else.
    if (Object.keys(found).some((key) => key in query)) continue;
    query = { ...query, ...found };
    rest = `${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`;
  }
  return { query, rest };
}
