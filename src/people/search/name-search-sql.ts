import { addDays, type Day } from '../../platform/calendar/day.ts';
import { readName } from '../name-reading.ts';
import type { Bindings } from './bindings.ts';
import type { NameMatch, NameQuery } from './name-query.ts';
import { misreadInitials, misreadPinyin } from './surname-readings.ts';

/** What a name as said asks of a row. `isWide`: of the whole district, and not of one place. */
export function nameConditions(to: Bindings, query: NameQuery, said: string, isWide: boolean, today: Day): string[] {
  // Somebody may really be called 陈阿婆.
  const orSo = query.match.kind === 'full' && query.sex === null ? [] : [`p.name = ${to.bind(said.trim())}`];
  const traits =
    isWide && query.match.kind === 'surname' ? traitsWritten(to, query.match.surname, query, today) : [traitsOf(to, query, today)];
  const alternatives = [...traits.map((one) => [...matchConditions(to, query.match, said), ...one]), orSo];
  const written = alternatives.filter((one) => one.length > 0).map((one) => `(${one.join(' AND ')})`);
  return written.length === 0 ? [] : [`(${written.join(' OR ')})`];
}

/** What a title tells; of whom it is not known they fit as well. */
function traitsOf(to: Bindings, { sex, minAge }: NameQuery, today: Day): string[] {
  return [
    ...(sex === null ? [] : [`(p.sex = ${to.bind(sex)} OR p.sex IS NULL)`]),
    ...(minAge === null ? [] : [`(p.birth_on <= ${to.bind(bornBy(minAge, today), 'date')} OR p.birth_on IS NULL)`]),
  ];
}

/** The same for a surname of the whole district, each alternative written out: `person_surname` answers each, and no OR within. */
function traitsWritten(to: Bindings, said: string, { sex, minAge }: NameQuery, today: Day): string[][] {
  const surname = sex === null && minAge === null ? [] : [`left(p.name, 1) = left(${to.bind(said)}, 1)`];
  const sexes = sex === null ? [[]] : [[`p.sex = ${to.bind(sex)}`], ['p.sex IS NULL']];
  const births = minAge === null ? [[]] : [[`p.birth_on <= ${to.bind(bornBy(minAge, today), 'date')}`], ['p.birth_on IS NULL']];
  return sexes.flatMap((ofSex) => births.map((ofBirth) => [...surname, ...ofSex, ...ofBirth]));
}

function bornBy(age: number, today: Day): Day {
  return addDays(today, -Math.floor(age * 365.25));
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
  const misread = misreadPinyin(letters).map((one) => `(p.name_pinyin LIKE ${to.bind(`${one.pinyin}%`)} AND ${isOf(to, one.surname)})`);
  return `(${[...starts, ...misread].join(' OR ')})`;
}

function endingCondition(to: Bindings, ending: string): string {
  return `reverse(p.name) LIKE ${to.bind(`${literal(Array.from(ending).reverse().join(''))}_%`)}`;
}

/** Typed text as LIKE takes it for itself. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** No name is longer, and no sound of a name as short says more than its initials. */
const MOST_INITIALS = 5;

/** The sound is the narrower question: written so that no index of names is walked for it. */
function isOf(to: Bindings, surname: string): string {
  return `strpos(p.name, ${to.bind(surname)}) = 1`;
}

/** So few letters are initials or a whole short name, never the beginning of one. */
const FEWEST_LETTERS = 4;

function lettersConditions(to: Bindings, letters: string): string[] {
  const initials = letters.length > MOST_INITIALS ? [] : [letters];
  const asRead = [...initials.map((one) => `p.name_initials = ${to.bind(one)}`), pinyinCondition(to, letters)];
  const misread = [
    ...misreadPinyin(letters).map((one) => ({ surname: one.surname, condition: pinyinCondition(to, one.pinyin) })),
    ...initials.flatMap(misreadInitials).map((one) => ({ surname: one.surname, condition: `p.name_initials = ${to.bind(one.initials)}` })),
  ].map(({ surname, condition }) => `(${condition} AND ${isOf(to, surname)})`);
  return [`(${[...asRead, ...misread].join(' OR ')})`];
}

function pinyinCondition(to: Bindings, letters: string): string {
  return letters.length < FEWEST_LETTERS ? `p.name_pinyin = ${to.bind(letters)}` : `p.name_pinyin LIKE ${to.bind(`${letters}%`)}`;
}

/** Longer names share too little for one slip to be told from another name. */
const MOST_NEAR = 5;

/**
 * What others may be like: a whole name by one character wrong, missing, added or swapped, or the same to the ear; letters by their sound
 * alone. Null where nothing is like it: a surname, a title.
 */
export function nearable({ match }: NameQuery): { name: string | null; sound: string } | null {
  if (match.kind === 'letters') return match.letters.length < FEWEST_LETTERS ? null : { name: null, sound: match.letters };
  if (match.kind !== 'full') return null;
  const length = Array.from(match.name).length;
  return length < 2 || length > MOST_NEAR ? null : { name: match.name, sound: readName(match.name).pinyin };
}
