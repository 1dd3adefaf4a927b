import { givenCharacters } from '../lexicon/given-names.ts';
import { neverInNames } from '../lexicon/plain-words.ts';
import { singleSurnames, wordsAsNames } from '../lexicon/surnames.ts';
import { createPhraseTable, type PhraseTable, type Span } from '../phrase-table.ts';

/** What is known of the language around names: words that are none, and pairs of characters that plain texts hold. */
export interface NameKnowledge {
  words: PhraseTable<unknown>;
  pairs: ReadonlySet<string>;
}

/** `words` stand in no name; `texts` are written without any name (labels, questions, rules) and show what else is often said. */
export function createNameKnowledge(words: Iterable<string>, texts: Iterable<string>): NameKnowledge {
  const pairs = new Set<string>();
  for (const text of texts) {
    for (let at = 0; at + 1 < text.length; at += 1) pairs.add(text.slice(at, at + 2));
  }
  return { words: createPhraseTable([...words].map((word) => [word, true] as const)), pairs };
}

/** A text with the characters that belong to words, dates, places: no name goes through those. */
export interface Ground {
  text: string;
  isTaken: boolean[];
  pairs: ReadonlySet<string>;
}

const CHINESE = /[\u3400-\u9FFF]/;

export function groundOf(text: string, { words, pairs }: NameKnowledge, taken: Span[]): Ground {
  const isTaken = new Array<boolean>(text.length).fill(false);
  const found = words.findAll(text).filter((word) => !mayBeGivenName(text, word));
  for (const { start, end } of [...taken, ...found]) isTaken.fill(true, start, end);
  return { text, isTaken, pairs };
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

/** Where a name may end for certain. */
function isEnd({ text, isTaken }: Ground, at: number): boolean {
  return !isChinese(text[at]) || isTaken[at] === true || /[两二三的给在去到]/.test(text[at] ?? '');
}

/** 阿多; 山大为, 龚大有, 洪秀才 at the end of a word, whatever word that is. */
function endsGivenName(ground: Ground, at: number, character: string): boolean {
  const before = ground.text[at - 1] ?? '';
  if (character === '多' && before === '阿') return true;
  return /[为才有]/.test(character) && /[大有志作卫秀文德]/.test(before) && isEnd(ground, at + 1);
}

/** 邱少云, not 多少; 昌有根. */
function beginsGivenName({ text }: Ground, at: number, character: string): boolean {
  const [before = '', after = ''] = [text[at - 1], text[at + 1]];
  if (character === '少') return givenCharacters.has(after) && singleSurnames.has(before);
  return character === '有' && LUCKY.test(after);
}

/** Whether a character may belong to a name. */
export function isFree(ground: Ground, at: number): boolean {
  const character = ground.text[at];
  if (character === undefined) return false;
  if (endsGivenName(ground, at, character)) return true;
  if (ground.isTaken[at] !== false) return false;
  return beginsGivenName(ground, at, character) || (CHINESE.test(character) && !neverInNames.has(character));
}

export function isChinese(character: string | undefined): boolean {
  return character !== undefined && CHINESE.test(character);
}
