import { addDays, type Day } from '../../platform/calendar/day.ts';
import { readName } from '../name-reading.ts';
import type { Bindings } from './bindings.ts';
import type { NameMatch, NameQuery } from './name-query.ts';
import { misreadInitials, misreadPinyin } from './surname-readings.ts';

/** What a name as said asks of a row. */
export function nameConditions(to: Bindings, query: NameQuery, said: string, today: Day): string[] {
  const parts = matchConditions(to, query.match, said);
  if (query.sex !== null) parts.push(`(p.sex = ${to.bind(query.sex)} OR p.sex IS NULL)`);
  if (query.minAge !== null) {
    const latest = addDays(today, -Math.floor(query.minAge * 365.25));
    parts.push(`(p.birth_on <= ${to.bind(latest, 'date')} OR p.birth_on IS NULL)`);
  }
  // Somebody may really be called 陈阿婆.
  return query.match.kind === 'full' && query.sex === null
    ? parts
    : [`(${parts.join(' AND ') || 'true'} OR p.name = ${to.bind(said.trim())})`];
}

function matchConditions(to: Bindings, match: NameMatch, said: string): string[] {
  switch (match.kind) {
    case 'full':
      // 文华 is the name of somebody called 文, and what many more are called by.
      if (Array.from(match.name).length === 2)
        return [`(p.name IN (${to.bind(match.name)}, ${to.bind(said.trim())}) OR ${endingCondition(to, match.name)})`];
      return [
        match.name === said.trim() ? `p.name = ${to.bind(match.name)}` : `p.name IN (${to.bind(match.name)}, ${to.bind(said.trim())})`,
      ];
    case 'surname':
      return [`p.name LIKE ${to.bind(`${literal(match.surname)}%`)}`];
    case 'ending':
      return [endingCondition(to, match.ending)];
    case 'letters':
      return lettersConditions(to, match.letters);
    case 'mixed': {
      const start = readName(match.start);
      const full = `p.name_pinyin LIKE ${to.bind(`${start.pinyin}${match.letters}%`)}`;
      return [`p.name LIKE ${to.bind(`${match.start}%`)} AND (p.name_initials = ${to.bind(start.initials + match.letters)} OR ${full})`];
    }
    case 'sounding':
      return [`${endingCondition(to, match.ending)} AND p.name_pinyin LIKE ${to.bind(`${match.letters}%`)}`];
    case 'title':
      return [];
  }
}

/** A name still being typed: 张建, zhangj, zj, danj for 单. */
export function beginningCondition(to: Bindings, typed: string): string {
  const text = typed.replace(/\s+/gu, '');
  if (!/^[a-z]+$/iu.test(text)) return `(p.name LIKE ${to.bind(`${literal(text)}%`)} OR ${endingCondition(to, text)})`;
  const letters = text.toLowerCase();
  const starts = [`p.name_pinyin LIKE ${to.bind(`${letters}%`)}`, `p.name_initials LIKE ${to.bind(`${letters}%`)}`];
  const misread = misreadPinyin(letters).map(
    (one) => `(p.name LIKE ${to.bind(`${one.surname}%`)} AND p.name_pinyin LIKE ${to.bind(`${one.pinyin}%`)})`,
  );
  return `(${[...starts, ...misread].join(' OR ')})`;
}

function endingCondition(to: Bindings, ending: string): string {
  return `reverse(p.name) LIKE ${to.bind(`${literal(Array.from(ending).reverse().join(''))}_%`)}`;
}

/** Typed text as LIKE takes it for itself. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** So few letters are initials or a whole short name, never the beginning of one. */
const FEWEST_LETTERS = 4;

function lettersConditions(to: Bindings, letters: string): string[] {
  const asRead = [`p.name_initials = ${to.bind(letters)}`, pinyinCondition(to, letters)];
  const misread = [
    ...misreadPinyin(letters).map((one) => ({ surname: one.surname, condition: pinyinCondition(to, one.pinyin) })),
    ...misreadInitials(letters).map((one) => ({ surname: one.surname, condition: `p.name_initials = ${to.bind(one.initials)}` })),
  ].map(({ surname, condition }) => `(p.name LIKE ${to.bind(`${surname}%`)} AND ${condition})`);
  return [`(${[...asRead, ...misread].join(' OR ')})`];
}

function pinyinCondition(to: Bindings, letters: string): string {
  return letters.length < FEWEST_LETTERS ? `p.name_pinyin = ${to.bind(letters)}` : `p.name_pinyin LIKE ${to.bind(`${letters}%`)}`;
}

/** What names that may have been meant have to be like, and in which order they are told. */
export interface Nearness {
  condition: string;
  order: readonly string[];
}

/**
 * Names that may have been meant: one character wrong, missing, added or swapped, or the same to the ear. Null where nothing is like
 * it: a surname alone, a title. An index answers each part (`name_keys`, `fold_sound`).
 */
export function nearestCondition(to: Bindings, { match }: NameQuery): Nearness | null {
  if (match.kind === 'letters') return nearestSound(to, match.letters);
  const name = match.kind === 'full' ? match.name : '';
  const length = Array.from(name).length;
  if (length < 2 || length > MOST_NEAR) return null;
  const said = to.bind(name);
  const sound = to.bind(readName(name).pinyin);
  const sameSound = `p.name_pinyin = ${sound}`;
  const alike = `fold_sound(p.name_pinyin) = fold_sound(${sound})`;
  return {
    condition: `(${alike} OR name_keys(p.name) && name_keys(${said}))`,
    order: [
      `${sameSound} DESC`,
      `(${said} = ANY(name_keys(p.name))) DESC`,
      `${alike} DESC`,
      `(left(p.name, 1) = left(${said}, 1)) DESC`,
      `abs(char_length(p.name) - ${length})`,
    ],
  };
}

/** Longer names share too little for one slip to be told from another name. */
const MOST_NEAR = 5;

function nearestSound(to: Bindings, letters: string): Nearness | null {
  if (letters.length < FEWEST_LETTERS) return null;
  const sound = to.bind(letters);
  return {
    condition: `fold_sound(p.name_pinyin) LIKE fold_sound(${sound}) || '%'`,
    order: [`(fold_sound(p.name_pinyin) = fold_sound(${sound})) DESC`],
  };
}
