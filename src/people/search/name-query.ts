import type { Sex } from '../new-person.ts';
import { beginsWithSurname, isSurname } from '../surname.ts';

/** What a name as said asks for. */
export type NameMatch =
  | { kind: 'full'; name: string }
  /** 陈阿婆, 老王: only the surname is known. */
  | { kind: 'surname'; surname: string }
  /** 建国, 阿国: what the name ends in. */
  | { kind: 'ending'; ending: string }
  /** zhangjianguo, zjg. */
  | { kind: 'letters'; letters: string }
  /** 张jg. */
  | { kind: 'mixed'; start: string; letters: string }
  /** zhang建国: how it begins by sound, what it ends in. */
  | { kind: 'sounding'; letters: string; ending: string }
  /** 阿婆: only what the title tells. */
  | { kind: 'title' };

export interface NameQuery {
  match: NameMatch;
  sex: Sex | null;
  minAge: number | null;
  /** Which of several comes first. */
  prefers: 'older' | 'younger' | null;
}

interface Title {
  sex: Sex | null;
  minAge: number | null;
}

const lexicon: readonly [words: string, sex: Sex | null, minAge: number | null][] = [
  ['老阿婆 阿婆 婆婆 奶奶 阿奶 阿太 老太太 老太', '女', 60],
  ['大娘 阿嬷 嬷嬷 老大姐', '女', 50],
  ['大妈 阿姨 阿姆 阿娘', '女', 40],
  ['大姐 阿姐 大嫂 嫂子 阿嫂 女士 小姐', '女', null],
  ['爷爷 阿爷 老爷子 老爷爷 老大爷 大爷 老伯 老伯伯 老头', '男', 60],
  ['爷叔 伯伯 阿伯 大伯 老爹', '男', 50],
  ['大叔 叔叔 阿叔 阿公 伯', '男', 40],
  ['大哥 阿哥 先生 小伙子', '男', null],
  ['老人家 老人 老同志 老革命 老英雄 老', null, 60],
  ['老师傅 师傅 老师 同志 老兵 老班长 班长 书记 主任 站长 老板 医生 连长 排长', null, null],
];

const titles = new Map<string, Title>(lexicon.flatMap(([words, sex, minAge]) => words.split(' ').map((word) => [word, { sex, minAge }])));
/** Longest first: 陈老阿婆 is not 陈老 + 阿婆. */
const titleWords = [...titles.keys()].sort((a, b) => b.length - a.length);

/** Reads a name as people say it: whole, by title, by nickname, or typed in letters. */
export function readNameQuery(said: string): NameQuery {
  const text = said.replace(/\s+/gu, '');
  if (/^[a-z]+$/i.test(text)) return plain({ kind: 'letters', letters: text.toLowerCase() });
  const mixed = /^(\p{Script=Han}+)([a-z]+)$/iu.exec(text);
  if (mixed) return plain({ kind: 'mixed', start: mixed[1] ?? '', letters: (mixed[2] ?? '').toLowerCase() });
  const sounding = /^([a-z]+)(\p{Script=Han}+)$/iu.exec(text);
  if (sounding) return plain({ kind: 'sounding', letters: (sounding[1] ?? '').toLowerCase(), ending: sounding[2] ?? '' });
  return titled(text) ?? nicknamed(text) ?? plain(nameMatch(text));
}

function titled(text: string): NameQuery | null {
  const old = /^老(.)头儿?$/u.exec(text)?.[1];
  if (old !== undefined && beginsWithSurname(old))
    return { match: { kind: 'surname', surname: old }, sex: '男', minAge: 60, prefers: 'older' };
  const word = titleWords.find((one) => text.endsWith(one));
  const title = word === undefined ? undefined : titles.get(word);
  if (word === undefined || title === undefined) return null;
  const rest = text.slice(0, text.length - word.length);
  // 李伯, 吴老: short titles count only behind a bare surname; 王小伯 is a name.
  if (word.length === 1 && Array.from(rest).length !== 1) return null;
  const prefers = title.minAge === null ? null : ('older' as const);
  if (rest === '') return { match: { kind: 'title' }, ...title, prefers };
  const inner = nicknamed(rest);
  if (inner !== null) return { ...inner, ...title, prefers: inner.prefers ?? prefers };
  return { match: isSurname(rest) ? { kind: 'surname', surname: rest } : nameMatch(rest), ...title, prefers };
}

/** 老王, 小李, 阿国. */
function nicknamed(text: string): NameQuery | null {
  const [first = '', ...others] = Array.from(text);
  const rest = others.join('');
  if (others.length !== 1) return null;
  if (first === '阿') return plain({ kind: 'ending', ending: rest });
  if ((first !== '老' && first !== '小') || !beginsWithSurname(rest)) return null;
  return { ...plain({ kind: 'surname', surname: rest }), prefers: first === '老' ? 'older' : 'younger' };
}

function nameMatch(text: string): NameMatch {
  const length = Array.from(text).length;
  if (length === 1) return beginsWithSurname(text) ? { kind: 'surname', surname: text } : { kind: 'ending', ending: text };
  return length === 2 && !beginsWithSurname(text) ? { kind: 'ending', ending: text } : { kind: 'full', name: text };
}

function plain(match: NameMatch): NameQuery {
  return { match, sex: null, minAge: null, prefers: null };
}
