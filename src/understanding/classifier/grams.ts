import { pinyin } from 'pinyin-pro';

const NOT_CHINESE = /[^\u3400-\u9FFF]+/;

/** Characters that anything is said with; alone or in pairs of them they tell nothing of what is wanted. */
const COMMON = new Set(
  '的了他她我你们帮给想要个一来去弄办这那位着和就也都还在是有不没好说把让请为呢吧啊吗么哪什怎多少几年月日号下上里家老人同志身子出事情看'.split(
    '',
  ),
);

const syllables = new Map<string, string>();

/** The toneless syllable of one character, whatever stands around it: the same character always sounds the same. Kept, as asking is slow. */
export function syllableOf(character: string): string {
  const known = syllables.get(character);
  if (known !== undefined) return known;
  const syllable = pinyin(character, { toneType: 'none', nonZh: 'consecutive', v: true });
  syllables.set(character, syllable);
  return syllable;
}

/** What a text is compared by: its characters, its pairs of characters, and the sounds of the pairs (咨寻 sounds like 咨询). */
export function gramsOf(text: string): string[] {
  const grams: string[] = [];
  for (const run of text.split(NOT_CHINESE)) {
    for (let at = 0; at < run.length; at += 1) {
      const [one = '', next] = [run[at], run[at + 1]];
      const isCommon = COMMON.has(one);
      if (!isCommon) grams.push(one);
      if (next !== undefined && !(isCommon && COMMON.has(next))) grams.push(one + next, `${syllableOf(one)}-${syllableOf(next)}`);
    }
  }
  return grams;
}
