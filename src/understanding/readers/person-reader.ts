import { neverInNames } from '../lexicon/plain-words.ts';
import { doubleSurnames, rareSurnames, singleSurnames, titles, wordsAsNames } from '../lexicon/surnames.ts';
import type { PhraseTable, Span } from '../phrase-table.ts';

export interface PersonSighting extends Span {
  /** 张建国; a full name without its title, a surname with it (陈阿婆). */
  name: string;
  isTitled: boolean;
}

const CHINESE = /[\u3400-\u9FFF]/;
const titleList = [...titles].sort((a, b) => b.length - a.length);

interface Ground {
  text: string;
  /** Which characters belong to words that are no names. */
  isTaken: boolean[];
}

function groundOf(text: string, words: PhraseTable<unknown>, taken: Span[]): Ground {
  const isTaken = new Array<boolean>(text.length).fill(false);
  const found = words.findAll(text).filter((word) => !mayBeGivenName(text, word));
  for (const { start, end } of [...taken, ...found]) isTaken.fill(true, start, end);
  return { text, isTaken };
}

const BEGINS_SURNAME = /(?:^|[\s,，。])[\u3400-\u9FFF]{2}$/;

/** 海军 right behind a surname that begins something. */
function mayBeGivenName(text: string, word: Span): boolean {
  if (word.end - word.start !== 2 || !wordsAsNames.has(text.slice(word.start, word.end))) return false;
  // 茹建新办烈士证 is no 新办 but a name and a verb.
  if (/^新[办报建挂]$/.test(text.slice(word.start, word.end)) && BEGINS_SURNAME.test(text.slice(Math.max(0, word.start - 3), word.start)))
    return true;
  // 齐小红军嫂: the 军 belongs to what follows.
  if (/军$/.test(text.slice(word.start, word.end)) && /[嫂属娃官]/.test(text[word.end] ?? '')) return true;
  const [surname = '', before = ''] = [text[word.start - 1], text[word.start - 2]];
  return singleSurnames.has(surname) && !/[\u3400-\u9FFF]/.test(before.replace(/[帮给替叫是的人爸妈爷奶子女儿公婆伴]/, ''));
}

/** 有 stands in names only before these: 昌有根. */
const LUCKY = /[根才福财德祥法良余庆富娣仁义]/;

function isFree(ground: Ground, at: number): boolean {
  const character = ground.text[at];
  if (character === '多' && ground.text[at - 1] === '阿') return true;
  if (character === '有' && LUCKY.test(ground.text[at + 1] ?? '') && ground.isTaken[at] === false) return true;
  return character !== undefined && CHINESE.test(character) && ground.isTaken[at] === false && !neverInNames.has(character);
}

/** A name may end or begin here: something that is no name stands on the other side. */
function isEdge(ground: Ground, at: number): boolean {
  return !isFree(ground, at);
}

function titleAt(text: string, at: number): string | null {
  return titleList.find((title) => text.startsWith(title, at)) ?? null;
}

function surnameLengthAt(ground: Ground, at: number): number {
  if (doubleSurnames.has(ground.text.slice(at, at + 2)) && ground.isTaken[at] === false) return 2;
  const character = ground.text[at] ?? '';
  if (ground.isTaken[at] !== false) return 0;
  if (rareSurnames.has(character) && !singleSurnames.has(character)) return standsAlone(ground, at) ? 1 : 0;
  return singleSurnames.has(character) ? 1 : 0;
}

const BEGINS_A_NAME =
  /(?:^|[\s,，。、;；:：]|[帮给替叫子女公婆伴爸妈爷奶]|老兵|申请人|联络[员人]|监护人|户主|机主|联系人|姓名|烈属|负责人)$/;

/** What most given names here are made of. */
const GIVEN = new Set(
  '国强志明建军小龙平华伟勇刚杰波涛斌辉飞鹏海林峰磊超毅文武德福根法阿宝祥兴良生民永金水土英秀珍芳兰桂花丽娟红梅燕玲霞敏静莉娜雪佳慧珠凤仙月娥素芬美琴爱萍春香云彩娣翠玉莲大毛荣贵定忠立远豪'.split(
    '',
  ),
);

/** A rare surname needs both edges: something begins before it, and after a given name of two the sentence breaks or goes on with a known word. */
function standsAlone(ground: Ground, at: number): boolean {
  const { text } = ground;
  if (!BEGINS_A_NAME.test(text.slice(Math.max(0, at - 4), at))) return false;
  if (titleAt(text, at + 1) !== null && titleAt(text, at + 1)?.length !== 1) return true;
  if (!isFree(ground, at + 1) || !isFree(ground, at + 2) || /^[一二三四五六七八九十百千]/.test(text.slice(at + 1))) return false;
  return !isFree(ground, at + 3) || (GIVEN.has(text[at + 1] ?? '') && GIVEN.has(text[at + 2] ?? ''));
}

function titledAt(ground: Ground, at: number, surname: number): PersonSighting | null {
  const title = titleAt(ground.text, at + surname);
  if (title === null || (title.length === 1 && isFree(ground, at + surname + 1))) return null;
  const end = at + surname + title.length;
  return { name: ground.text.slice(at, end), isTitled: true, start: at, end };
}

/** 李梅家小孩: the house, not a part of the name. */
const OF_THE_HOUSE = /^家(?:小孩|孩子|儿子|女儿|里|的(?:孩子|小孩|儿子|女儿)|老大|老二|娃)/;

const OF_KIN = /[爸妈爷奶爹娘哥姐弟妹子女公婆伴]/;

/** 卫健局 begins with a surname and is nobody. */
const AN_OFFICE = /^..[局科站院厂校委]$/;

/** The given name that fits best: one that something else ends, two characters rather than one. */
function fullNameAt(ground: Ground, at: number, surname: number): PersonSighting | null {
  const first = at + surname;
  if (!isFree(ground, first)) return null;
  const canBeTwo = isFree(ground, first + 1);
  const endsAfter = (length: number): boolean =>
    isEdge(ground, first + length) || titleAt(ground.text, first + length) !== null || ground.text[first + length] === '家';
  const isOneBefore = !canBeTwo || OF_THE_HOUSE.test(ground.text.slice(first + 1)) || (titleAt(ground.text, first + 1)?.length ?? 0) > 1;
  const given = isOneBefore ? 1 : 2;
  if (!endsAfter(given) && !isEdge(ground, at - 1) && !OF_KIN.test(ground.text[at - 1] ?? '')) return null;
  if (given === 1 && ground.text[first] === '家') return null;
  const nameEnd = first + given;
  if (AN_OFFICE.test(ground.text.slice(at, nameEnd))) return null;
  const title = titleAt(ground.text, nameEnd);
  const end = nameEnd + (title !== null && title.length > 1 ? title.length : 0);
  return { name: ground.text.slice(at, nameEnd), isTitled: false, start: at, end };
}

/** 优抚科李强, 姜山镇陈国良: the end of an office or a place is a left edge, so are 小 and 老. */
const OFFICE_END = /[老小阿科局站室办部组队镇村厂院校爸妈爷奶爹娘哥姐弟妹叔伯姑舅婶孙侄婿囡子女伴婆公妇属士人]/;

/** 老王, 小顾: a nickname stays as it is said. */
function nicknameAt(ground: Ground, at: number): PersonSighting | null {
  const first = ground.text[at];
  if ((first !== '老' && first !== '小') || ground.isTaken[at] || isFree(ground, at - 1)) return null;
  const surname = surnameLengthAt(ground, at + 1);
  const end = at + 1 + surname;
  if (surname === 0 || (isFree(ground, end) && ground.text[end] !== '家')) return null;
  return { name: ground.text.slice(at, at + 1 + surname), isTitled: true, start: at, end: at + 1 + surname };
}

function personAt(ground: Ground, at: number): PersonSighting | null {
  if (ground.isTaken[at]) return null;
  const nickname = nicknameAt(ground, at);
  if (nickname) return nickname;
  const surname = surnameLengthAt(ground, at);
  if (surname === 0) return null;
  // A surname in the middle of an unknown word is no name; after 小 and 老 or a comma it is.
  if (isFree(ground, at - 1) && !OFFICE_END.test(ground.text[at - 1] ?? '')) return null;
  return titledAt(ground, at, surname) ?? fullNameAt(ground, at, surname);
}

/**
 * Persons named in a text. `words` are the words that are no names (plain words, services, places, categories); what is left over and
 * begins with a surname is a name. `taken` are places in the text that were read as something else (dates, numbers).
 */
export function readPersons(text: string, words: PhraseTable<unknown>, taken: Span[] = []): PersonSighting[] {
  const ground = groundOf(text, words, taken);
  const found: PersonSighting[] = [];
  for (let at = 0; at < text.length; ) {
    const person = personAt(ground, at);
    if (person) found.push(person);
    at = person ? person.end : at + 1;
  }
  return found;
}

const NAME_LEAD = /^(?:就是|是|叫|名字叫|名字是|名叫|姓名|申请人|他叫|她叫|给|帮|替)[:：]?\s*/;

/** A whole answer to "what is the name": trusted even where the surname is rare. Null when it cannot be a name. */
export function parseName(text: string): string | null {
  const rest = text
    .replace(NAME_LEAD, '')
    .replace(/(?:同志|的|啊|呀|吧)$/, '')
    .trim();
  if (!/^[\u3400-\u9FFF·]{2,8}$/.test(rest)) return null;
  const title = titleList.find((one) => one.length > 1 && rest.endsWith(one) && rest.length - one.length >= 2);
  return title ? rest.slice(0, -title.length) : rest;
}

/**
 * Every place that could be a name, for hiding: a surname and up to two characters after it that are no plain words, edges or not.
 * Errs on the side of too much; readPersons errs on the other.
 */
export function readPossibleNames(text: string, words: PhraseTable<unknown>): Span[] {
  const ground = groundOf(text, words, []);
  const found: Span[] = readPersons(text, words).map(({ start, end }) => ({ start, end }));
  for (let at = 0; at < text.length; at += 1) {
    const surname = surnameLengthAt(ground, at);
    if (surname === 0 || found.some((span) => at >= span.start && at < span.end)) continue;
    let end = at + surname;
    while (end < at + surname + 2 && isFree(ground, end)) end += 1;
    if (end > at + surname) found.push({ start: at, end });
  }
  return found;
}
