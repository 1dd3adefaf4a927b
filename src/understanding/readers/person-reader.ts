import { seldomInNames } from '../lexicon/given-names.ts';
import { commonSurnames, doubleSurnames, rareSurnames, singleSurnames, titles } from '../lexicon/surnames.ts';
import type { Span } from '../phrase-table.ts';
import { type Ground, groundOf, isFree, type NameKnowledge } from './name-ground.ts';
import { leftWorth, nameWorth, WORTH } from './name-score.ts';

export interface PersonSighting extends Span {
  /** 张建国; a full name without its title, a surname with it (陈阿婆). */
  name: string;
  isTitled: boolean;
}

const titleList = [...titles].sort((a, b) => b.length - a.length);

function titleAt(text: string, at: number): string | null {
  return titleList.find((title) => text.startsWith(title, at)) ?? null;
}

function surnameLengthAt({ text, isTaken }: Ground, at: number): number {
  if (isTaken[at] !== false) return 0;
  if (doubleSurnames.has(text.slice(at, at + 2)) && isTaken[at + 1] === false) return 2;
  const character = text[at] ?? '';
  return singleSurnames.has(character) || rareSurnames.has(character) ? 1 : 0;
}

function titledAt(ground: Ground, at: number, surname: number): PersonSighting | null {
  const title = titleAt(ground.text, at + surname);
  if (title === null || (title.length === 1 && isFree(ground, at + surname + 1))) return null;
  const isRare = rareSurnames.has(ground.text.slice(at, at + surname));
  if (leftWorth(ground, at) < (isRare ? WORTH.left.edge : WORTH.left.office)) return null;
  if (isRare && title.length === 1) return null;
  const end = at + surname + title.length;
  return { name: ground.text.slice(at, end), isTitled: true, start: at, end };
}

/** 李梅家小孩: the house, not a part of the name. */
const OF_THE_HOUSE = /^家(?:小孩|孩子|儿子|女儿|里|的|老大|老二|娃|走|坐|看|去|送)/;

/** 卫健局 begins with a surname and is nobody. */
const AN_OFFICE = /^..[局科站院厂校委路街巷村]$/;
const OF_AN_OFFICE = /^[局科站厂委](?![长员])/;
/** 国庆走访 begins with no 国. */
const A_FESTIVAL = /^国庆$/;
const A_ROAD = /^(?:[路街巷]|大道|弄\d)/;

function isPossible(ground: Ground, first: number, end: number): boolean {
  for (let at = first; at < end; at += 1) if (!isFree(ground, at)) return false;
  const { text } = ground;
  if (isOtherWord(text, first, end) || isCutShort(text, first, end)) return false;
  // 王大爷, 李强师傅: the title is no part of the given name.
  return (titleAt(text, end - 1)?.length ?? 0) < 2;
}

/** The characters are a number, a festival or the name of a road. */
function isOtherWord(text: string, first: number, end: number): boolean {
  if (/^[一二三四五六七八九十百千]{2}$/.test(text.slice(first, end))) return true;
  return A_FESTIVAL.test(text.slice(first - 1, end)) || A_ROAD.test(text.slice(end, end + 3));
}

/** The last character belongs to what follows. */
function isCutShort(text: string, first: number, end: number): boolean {
  const last = text[end - 1] ?? '';
  if (last === '家') return end - first === 1 || OF_THE_HOUSE.test(text.slice(end - 1));
  // 杜鹏立二等功: the 立 is what he did.
  if (last === '立' && /^(?:了|过|[一二三]等)/.test(text.slice(end))) return true;
  // 常晨来换…, 居敏搬去…: a verb follows the name.
  return end - first === 2 && seldomInNames.has(last);
}

function isOffice(text: string, at: number, end: number): boolean {
  return AN_OFFICE.test(text.slice(at, end)) || (end - at === 2 && OF_AN_OFFICE.test(text.slice(end, end + 2)));
}

interface LikelyName {
  end: number;
  /** With the title behind it. */
  stop: number;
  worth: number;
}

/** The likelier of a given name of one and of two characters; null when neither is likely enough. */
function likeliestAt(ground: Ground, at: number, surname: number): LikelyName | null {
  const first = at + surname;
  let best: LikelyName | null = null;
  for (const end of [first + 1, first + 2]) {
    if (!isPossible(ground, first, end) || isOffice(ground.text, at, end)) continue;
    const title = titleAt(ground.text, end);
    const hasTitle = title !== null && title.length > 1;
    const worth = nameWorth(ground, { at, first, end }, hasTitle);
    if (worth >= WORTH.least && worth > (best?.worth ?? 0)) best = { end, stop: end + (hasTitle ? title.length : 0), worth };
  }
  return best;
}

function fullNameAt(ground: Ground, at: number, surname: number): PersonSighting | null {
  const best = likeliestAt(ground, at, surname);
  if (!best) return null;
  // 帮查卢家静: of 查卢 and 卢家静 the likelier.
  const isRare = rareSurnames.has(ground.text[at] ?? '');
  const next = isRare ? likeliestAt(ground, at + 1, surnameLengthAt(ground, at + 1) || 1) : null;
  if (next && surnameLengthAt(ground, at + 1) > 0 && next.worth > best.worth) return null;
  return { name: ground.text.slice(at, best.end), isTitled: false, start: at, end: best.stop };
}

/** 老王, 小顾: a nickname stays as it is said. */
function nicknameAt(ground: Ground, at: number): PersonSighting | null {
  const first = ground.text[at];
  if ((first !== '老' && first !== '小') || ground.isTaken[at] || isFree(ground, at - 1)) return null;
  const surname = surnameLengthAt(ground, at + 1);
  const end = at + 1 + surname;
  if (surname === 0 || (surname === 1 && !commonSurnames.has(ground.text[at + 1] ?? '') && rareSurnames.has(ground.text[at + 1] ?? '')))
    return null;
  if (isFree(ground, end) && ground.text[end] !== '家') return null;
  return { name: ground.text.slice(at, end), isTitled: true, start: at, end };
}

function personAt(ground: Ground, at: number): PersonSighting | null {
  if (ground.isTaken[at]) return null;
  const nickname = nicknameAt(ground, at);
  if (nickname) return nickname;
  const surname = surnameLengthAt(ground, at);
  return surname === 0 ? null : (titledAt(ground, at, surname) ?? fullNameAt(ground, at, surname));
}

/**
 * Persons named in a text. What `known` holds is no name; of what is left over that begins with a surname the likely ones are. `taken` are
 * places in the text that were read as something else (dates, numbers).
 */
export function readPersons(text: string, known: NameKnowledge, taken: Span[] = []): PersonSighting[] {
  const ground = groundOf(text, known, taken);
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
export function readPossibleNames(text: string, known: NameKnowledge): Span[] {
  const ground = groundOf(text, known, []);
  const found: Span[] = readPersons(text, known).map(({ start, end }) => ({ start, end }));
  for (let at = 0; at < text.length; at += 1) {
    const surname = surnameLengthAt(ground, at);
    const isRare = surname === 1 && rareSurnames.has(text[at] ?? '') && leftWorth(ground, at) < WORTH.left.edge;
    if (surname === 0 || isRare || found.some((span) => at >= span.start && at < span.end)) continue;
    let end = at + surname;
    while (end < at + surname + 2 && isFree(ground, end)) end += 1;
    if (end > at + surname) found.push({ start: at, end });
  }
  return found;
}
