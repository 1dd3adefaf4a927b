import type { Place, PlaceBook } from '../../organisation/place-book.ts';
import { categories } from '../categories.ts';
import { beginsWithSurname, isSurname } from '../surname.ts';
import { readNameQuery } from './name-query.ts';
import type { PersonQuery } from './person-query.ts';
import { readSearchNumbers } from './search-numbers.ts';

/** What has been read so far; pieces of a name are put together at the end. */
interface Reading {
  query: PersonQuery;
  names: string[];
  /** 查 said before a name, where it may be its surname. */
  mayBeSurname: boolean;
  surname: string | null;
  places: Place[] | null;
}

/** 老兵 and the like tell nothing apart: nearly every file is a veteran's. */
const categoryWords = new Map(
  categories.filter((one) => !['veteran', 'ordinary_veteran'].includes(one.id)).flatMap((one) => one.words.map((word) => [word, one.id])),
);
const LONGEST_CATEGORY = Math.max(...[...categoryWords.keys()].map((word) => word.length));
const LONGEST_PLACE = 14;

const ASKING =
  /^(?:请|麻烦|帮我|帮忙|我要|我想)*(?:查一下|查查看|查一查|查查|查找|查询|查|找一下|找一找|找找|寻找|找|搜一下|搜索|搜|看一下|看看|翻一下|翻翻)/u;
const NOTHING =
  /^(?:请|帮我|那个|这个|有个|一个|一位|那位|这位|姓名|名字|名叫|档案|资料|信息|户籍|人|家|家里|老兵|退役军人|退伍军人|村里|镇上|街道|那边|这边|住|在)$/u;
/** 张 建 国. */
const SPELT_APART = /(?<!\S)(\p{Script=Han})\s+(\p{Script=Han})(?:\s+(\p{Script=Han}))?(?!\S)/gu;
const LIVING = /^(?:家住在?|住在|住|在)/u;
const CALLED = /^(?:名字叫|姓名叫|名叫|叫做|叫|姓名[:：]?)/u;
const AFTER_PLACE = /^(?:那边|这边|那里|这里|人|村里|镇上|有个|有位|有一个|的)+/u;
const POINTING = /^(?:那个|这个|那位|这位|有个|有位|一个|一位|老兵|退役军人|退伍军人)/u;

/**
 * What somebody types to find a person, in any order: 东柳社区 48年的 张建国, 姜山残疾军人老王, zjg 尾号1234. Places may be said short;
 * a village's name that several towns share gives `places`. What is no fact is taken for the name, so nothing typed is left out.
 */
export function readSearchText(text: string, book: PlaceBook): PersonQuery {
  const { query, rest } = readSearchNumbers(text.normalize('NFKC').replace(SPELT_APART, '$1$2$3'));
  const reading: Reading = { query, names: [], mayBeSurname: false, surname: null, places: null };
  for (const token of rest.split(/[\s,，。、;；:：的]+/u)) readToken(withoutAsking(token, reading), book, reading);
  const name = nameOf(reading);
  const names = name === '' ? {} : { name, ...(reading.mayBeSurname ? { orName: `查${name}` } : {}) };
  return { ...reading.query, ...placesOf(reading), ...names };
}

/** 查 is a surname too: 查良镛 stays whole, 查张建国 does not, 查王强 may be either. */
function withoutAsking(token: string, reading: Reading): string {
  const asked = ASKING.exec(token)?.[0] ?? '';
  const rest = token.slice(asked.length);
  if (asked !== '查' || rest === '') return rest;
  const { match } = readNameQuery(rest);
  if (match.kind === 'ending' || Array.from(rest).length === 1) return token;
  const size = match.kind === 'full' ? Array.from(match.name).length : match.kind === 'letters' ? match.letters.length - 1 : 3;
  reading.mayBeSurname ||= size <= 2;
  return rest;
}

/** Reads the beginning of a token and gives what is left of it; null where it reads nothing. */
type TokenReader = (token: string, reading: Reading, book: PlaceBook) => string | null;

const tokenReaders: readonly TokenReader[] = [
  afterSurname,
  afterPointing,
  calledSo,
  ofSex,
  withSurname,
  afterCategory,
  afterPlace,
  beforePlace,
];

function readToken(token: string, book: PlaceBook, reading: Reading): void {
  let rest: string = token;
  while (rest !== '' && !NOTHING.test(rest)) {
    const at = rest;
    const left = tokenReaders.reduce<string | null>((done, read) => done ?? read(at, reading, book), null);
    if (left === null) reading.names.push(at);
    rest = left ?? '';
  }
}

/** 张 建国: whoever has typed a surname goes on with the given name, even where a village is called that. */
function afterSurname(token: string, { names }: Reading): string | null {
  if (!isSurname(names.join('')) || Array.from(token).length > 2) return null;
  names.push(token);
  return '';
}

function afterPointing(token: string): string | null {
  const pointed = POINTING.exec(token)?.[0];
  return pointed === undefined || token.length === pointed.length ? null : token.slice(pointed.length);
}

function calledSo(token: string, { names }: Reading): string | null {
  const called = CALLED.exec(token)?.[0];
  if (called === undefined || token.length === called.length) return null;
  names.push(token.slice(called.length));
  return '';
}

function ofSex(token: string, { query }: Reading): string | null {
  const sex = /^(男|女)(?:性|同志)?$/u.exec(token)?.[1];
  if (sex !== '男' && sex !== '女') return null;
  query.sex = sex;
  return '';
}

function withSurname(token: string, reading: Reading): string | null {
  const surname = /^姓(.{1,2})$/u.exec(token)?.[1];
  if (surname === undefined || !isSurname(surname)) return null;
  reading.surname = surname;
  return '';
}

/** 烈属张建国: what follows the category; null when the token begins with none. */
function afterCategory(token: string, reading: Reading): string | null {
  for (let length = Math.min(LONGEST_CATEGORY, token.length); length >= 2; length -= 1) {
    const id = categoryWords.get(token.slice(0, length));
    if (id === undefined) continue;
    reading.query.category = id;
    return token.slice(length);
  }
  return null;
}

/** 姜山张建国, 东柳街道东柳社区: what follows the place; null when the token begins with none. */
function afterPlace(token: string, reading: Reading, book: PlaceBook): string | null {
  const text = token.replace(LIVING, '');
  for (let length = Math.min(LONGEST_PLACE, text.length); length >= 2; length -= 1) {
    const word = text.slice(0, length);
    const rest = text.slice(length).replace(AFTER_PLACE, '');
    if (!isPlace(word, book, reading) || (isShort(word) && rest !== '' && !canFollow(rest, book))) continue;
    takePlace(word, book, reading);
    return rest;
  }
  return null;
}

/** 张建国姜山: what comes before the place. */
function beforePlace(token: string, reading: Reading, book: PlaceBook): string | null {
  for (let at = 2; at <= 4 && at <= token.length - 2; at += 1) {
    const place = token.slice(at).replace(LIVING, '').replace(AFTER_PLACE, '');
    const who = token.slice(0, at);
    if (!beginsWithSurname(who) || !isPlace(place, book, reading)) continue;
    takePlace(place, book, reading);
    return who;
  }
  return null;
}

function isShort(word: string): boolean {
  return !/(?:街道|镇|乡|村|社区|居委会|委员会)$/u.test(word);
}

/** Behind a short name of a place only what can stand alone: 建国村's short name is no place in 建国华. */
function canFollow(rest: string, book: PlaceBook): boolean {
  if (/^姓./u.test(rest) || [...categoryWords.keys()].some((word) => rest.startsWith(word))) return true;
  for (let length = Math.min(LONGEST_PLACE, rest.length); length >= 2; length -= 1) {
    const word = rest.slice(0, length);
    if (book.town(word) !== null || book.villages(word).length > 0) return true;
  }
  if (Array.from(rest).length < 2) return false;
  const { match } = readNameQuery(rest);
  return match.kind !== 'ending' && (match.kind !== 'full' || beginsWithSurname(match.name));
}

function isPlace(word: string, book: PlaceBook, reading: Reading): boolean {
  return book.town(word) !== null || book.villages(word, reading.query.town).length > 0;
}

function takePlace(word: string, book: PlaceBook, reading: Reading): void {
  const town = book.town(word);
  const villages = book.villages(word, reading.query.town);
  // A town's short name wins over a village's: 姜山 is the town before it is 姜山村; 姜山村 is the village.
  if (town !== null && (villages.length === 0 || !/(?:村|社区)$/u.test(word))) reading.query.town = town;
  else reading.places = villages;
}

function placesOf({ query, places }: Reading): Pick<PersonQuery, 'town' | 'village' | 'places'> {
  const within = (places ?? []).filter((one) => query.town === undefined || one.town === query.town);
  const [only] = within;
  if (only === undefined) return {};
  return within.length === 1 ? { town: only.town, ...(only.village === null ? {} : { village: only.village }) } : { places: within };
}

function nameOf({ names, surname }: Reading): string {
  const name = names.join('');
  if (surname === null) return name;
  return name === '' || readNameQuery(name).match.kind === 'title' ? `${surname}${name}` : name;
}
