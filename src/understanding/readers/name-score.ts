import { givenCharacters, seldomInNames } from '../lexicon/given-names.ts';
import { neverInNames } from '../lexicon/plain-words.ts';
import { commonSurnames, doubleSurnames, rareSurnames } from '../lexicon/surnames.ts';
import { type Ground, isChinese, isFree } from './name-ground.ts';

/** What each sign is worth; found by measurement over names put at random into labelled sentences (docs/decisions/2026-11-25-understanding.md). */
export const WORTH = {
  surname: { common: 1.2, plain: 0.35, rare: -0.45, double: 2.5 },
  left: { edge: 1, cue: 2, word: 0.75, particle: 0.6, office: 0.6, open: -3 },
  right: { edge: 2.1, house: 4.9, word: 1.5, particle: 2.6, verb: 2, known: 0, open: -1 },
  given: { usual: 0.8, unusual: -1.4, seldom: -3.3 },
  second: 0.5,
  pair: { head: -1.5, tail: -1.3, over: -1.6 },
  least: 1.6,
};

const NAMED_AFTER =
  /(?:老[大二三四五幺小]|[帮给替叫上下和跟与由请让]|[子女儿公婆伴爸妈爷奶爹娘哥姐弟妹叔伯姑舅婶侄婿囡娃]|老兵|战士|士兵|新兵|[员者生主属嫂]|(?<![个多几别客本有])人|姓名|名字|军人|烈士|同志|老师|师傅)[:：]?$/;
const OFFICE_END = /[老小阿科局站室办部组队镇村厂院校家里]$/;

/** What stands before a name says for it; negative inside of an unknown word. */
export function leftWorth({ text, isTaken }: Ground, at: number): number {
  const before = text[at - 1];
  if (NAMED_AFTER.test(text.slice(Math.max(0, at - 3), at))) return WORTH.left.cue;
  if (!isChinese(before)) return WORTH.left.edge;
  if (isTaken[at - 1]) return WORTH.left.word;
  if (neverInNames.has(before ?? '')) return WORTH.left.particle;
  return OFFICE_END.test(before ?? '') ? WORTH.left.office : WORTH.left.open;
}

function rightOf(ground: Ground, end: number, endsWithTitle: boolean): number {
  const { text, isTaken, pairs } = ground;
  const next = text[end];
  if (endsWithTitle) return WORTH.right.edge;
  if (!isChinese(next)) return WORTH.right.edge;
  if (next === '家' || next === '的') return WORTH.right.house;
  if (isTaken[end]) return WORTH.right.word;
  if (!isFree(ground, end)) return WORTH.right.particle;
  if (seldomInNames.has(next ?? '')) return WORTH.right.verb;
  return pairs.has(text.slice(end, end + 2)) ? WORTH.right.known : WORTH.right.open;
}

function surnameWorth(surname: string): number {
  if (doubleSurnames.has(surname)) return WORTH.surname.double;
  if (commonSurnames.has(surname)) return WORTH.surname.common;
  return rareSurnames.has(surname) ? WORTH.surname.rare : WORTH.surname.plain;
}

function givenWorth(given: string): number {
  let sum = given.length > 1 ? WORTH.second : 0;
  for (const character of given) {
    if (seldomInNames.has(character)) sum += WORTH.given.seldom;
    else sum += givenCharacters.has(character) ? WORTH.given.usual : WORTH.given.unusual;
  }
  return sum;
}

/** 方便, 安排: pairs that plain texts hold speak against a name that begins with one, or goes on into one. */
function pairWorth({ text, pairs }: Ground, at: number, first: number, end: number): number {
  const head = first - at === 1 && pairs.has(text.slice(at, at + 2)) ? WORTH.pair.head : 0;
  const tail = end - first > 1 && pairs.has(text.slice(first, first + 2)) ? WORTH.pair.tail : 0;
  const over = isChinese(text[end]) && pairs.has(text.slice(end - 1, end + 1)) ? WORTH.pair.over : 0;
  return head + tail + over;
}

/** Where a surname begins, where the given name begins, and where it ends. */
export interface NamePlace {
  at: number;
  first: number;
  end: number;
}

/** How likely the characters from `at` to `end`, with a surname up to `first`, are somebody's full name; from `WORTH.least` on they are read as one. */
export function nameWorth(ground: Ground, { at, first, end }: NamePlace, endsWithTitle: boolean): number {
  const { text } = ground;
  return (
    surnameWorth(text.slice(at, first)) +
    givenWorth(text.slice(first, end)) +
    leftWorth(ground, at) +
    rightOf(ground, end, endsWithTitle) +
    pairWorth(ground, at, first, end)
  );
}
