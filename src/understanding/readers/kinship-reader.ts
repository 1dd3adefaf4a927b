import { overlaps } from '../phrase-table.ts';
import type { PersonSighting } from './person-reader.ts';

/** What one is to another, by generation and side. */
export type KinKind = 'spouse' | 'child' | 'parent' | 'sibling' | 'grandchild' | 'grandparent' | 'other';

export interface Kin {
  /** As it was said: 老伴, 侄子. */
  word: string;
  kind: KinKind;
  sex: 'male' | 'female' | null;
}

/** A named person who is said to be kin of somebody: of another named person (`of`), or of whom the message is about (null). */
export interface KinLink {
  person: PersonSighting;
  of: PersonSighting | null;
  kin: Kin;
  /** 老婆荆秀芳 is named by what she is; 靳志军的女儿靳小宝 is tied to him word by word. */
  isTied: boolean;
}

const WORDS: readonly [KinKind, Kin['sex'], string][] = [
  ['grandchild', 'male', '孙子 外孙'],
  ['grandchild', 'female', '孙女 外孙女'],
  ['grandparent', 'male', '爷爷 外公 祖父 外祖父'],
  ['grandparent', 'female', '奶奶 外婆 祖母 外祖母'],
  [
    'other',
    null,
    '儿媳妇 儿媳 女婿 侄子 侄女 外甥 外甥女 叔叔 伯伯 舅舅 姑姑 姨妈 嫂子 姐夫 妹夫 弟媳 邻居 战友 亲戚 朋友 家属 老乡 同事 隔壁邻居',
  ],
  ['spouse', 'female', '老婆 妻子 媳妇 太太 老太婆 家主婆 屋里人 婆娘'],
  ['spouse', 'male', '老公 丈夫 老头子 老倌 当家的 男人'],
  ['spouse', null, '爱人 老伴 配偶 对象'],
  ['child', 'male', '大儿子 小儿子 二儿子 独生子 儿子 囝 幺儿'],
  ['child', 'female', '大女儿 小女儿 二女儿 女儿 闺女 囡囡 小囡 囡'],
  ['child', null, '老大 老二 孩子 小孩 子女 娃 小朋友 宝宝'],
  ['parent', 'male', '父亲 爸爸 爹爹 阿爹 老爸 老爹 老爷子 爸 爹'],
  ['parent', 'female', '母亲 妈妈 姆妈 阿姆 老妈 老娘 妈 娘'],
  ['parent', null, '父母 家长'],
  ['sibling', 'male', '哥哥 弟弟 亲弟弟 亲哥哥 大哥 哥 弟'],
  ['sibling', 'female', '姐姐 妹妹 大姐 姐 妹'],
  ['sibling', null, '兄弟 姐妹'],
];
const byWord = new Map(WORDS.flatMap(([kind, sex, words]) => words.split(' ').map((word): [string, Kin] => [word, { word, kind, sex }])));
const ANY = [...byWord.keys()].sort((a, b) => b.length - a.length).join('|');
const BEFORE = new RegExp(
  `(的|他们?家?|她家?|我|家|家的)?(${ANY})(?:也|就|还)?(?:[叫是]|名叫|名字叫|[:：]|现役军人|现役的?|烈士|军人|义务兵|当兵的|在部队)*\\s*$`,
);
const SAID_OF = /^(?:(?:他|她)?是(?:烈士|现役军人|军人|义务兵)?|烈士|现役军人|牺牲的?|病故的?)$/;
const AFTER = new RegExp(`^的?(${ANY})`);
/** 籍小梅（女儿） */
const IN_BRACKETS = new RegExp(`^\\s?[（(](${ANY})[）)]`);
const IS_KIN = new RegExp(`^(?:就)?是(?:他|她|我)(?:的)?(${ANY})`);
const ALONE = new RegExp(`(${ANY})`);

/** The first word for kin in a text (是他侄子), for an answer that holds nothing else. */
export function kinIn(text: string): Kin | null {
  return byWord.get(ALONE.exec(text)?.[1] ?? '') ?? null;
}

/** What the other one is to whom `kin` belongs: 儿子 → parent. */
export function turnedKind(kind: KinKind): KinKind {
  const turned: Partial<Record<KinKind, KinKind>> = {
    child: 'parent',
    parent: 'child',
    grandchild: 'grandparent',
    grandparent: 'grandchild',
  };
  return turned[kind] ?? kind;
}

function linkBefore(text: string, person: PersonSighting, previous: PersonSighting | null): KinLink | null {
  const match = BEFORE.exec(text.slice(0, person.start));
  const kin = byWord.get(match?.[2] ?? '');
  if (!match || !kin) return null;
  const isTied = previous !== null && match.index <= previous.end;
  return { person, of: previous, kin, isTied };
}

/** 茹小妹 她是茹国强的女儿: the first is kin of the second. */
function linkAfter(text: string, person: PersonSighting, next: PersonSighting | null): KinLink | null {
  if (!next || !SAID_OF.test(text.slice(person.end, next.start).replace(/[\s,，]/g, ''))) return null;
  const kin = byWord.get(AFTER.exec(text.slice(next.end))?.[1] ?? '');
  return kin ? { person, of: next, kin, isTied: true } : null;
}

/** 烈士姚国兴是她弟弟: kin of who was named before. */
function linkBehind(text: string, person: PersonSighting, previous: PersonSighting | null): KinLink | null {
  const kin = byWord.get(IS_KIN.exec(text.slice(person.end))?.[1] ?? '');
  return kin && previous ? { person, of: previous, kin, isTied: false } : null;
}

/** 籍小梅（女儿）: kin of whom the message is about. */
function linkBracketed(text: string, person: PersonSighting, previous: PersonSighting | null): KinLink | null {
  const kin = byWord.get(IN_BRACKETS.exec(text.slice(person.end))?.[1] ?? '');
  return kin ? { person, of: previous, kin, isTied: true } : null;
}

/** Who is said to be whose kin, among the persons of a text. */
export function readKinship(text: string, persons: PersonSighting[]): KinLink[] {
  return persons.flatMap((person, at) => {
    const previous = persons[at - 1] ?? null;
    const link =
      linkBracketed(text, person, previous) ??
      linkBefore(text, person, previous) ??
      linkBehind(text, person, previous) ??
      linkAfter(text, person, persons[at + 1] ?? null);
    return link && !(link.of && overlaps(link.of, person)) ? [link] : [];
  });
}
