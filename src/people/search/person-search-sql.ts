import type { Day } from '../../platform/calendar/day.ts';
import type { Sealer } from '../../platform/seal.ts';
import type { Reach } from '../access/access.ts';
import { categoryMembers } from '../categories.ts';
import type { Bindings } from './bindings.ts';
import { type NameQuery, readNameQuery } from './name-query.ts';
import { beginningCondition, nameConditions } from './name-search-sql.ts';
import type { PersonQuery } from './person-query.ts';

/** Archive numbers of the viewer's open cases: started by them, or with a task of theirs. */
export function ownCases(to: Bindings, viewerId: string): string {
  return `own_cases(${to.bind(viewerId)})`;
}

/** Who may be reached at all. */
export function reachCondition(to: Bindings, reach: Reach, ownCasesName: string): string {
  return `(${reachConditions(to, reach, ownCasesName).join(' OR ')})`;
}

/** The same one by one: an index of town and name answers a part of it, and none answers an OR. Never empty. */
export function reachConditions(to: Bindings, reach: Reach, ownCasesName: string): string[] {
  // A file that was merged into another is a sign, not a person.
  if (reach.isEverywhere) return ['p.merged_into IS NULL'];
  const areas = reach.areas.map((area) => areaCondition(to, area.town, area.village));
  const parts = [...areas, ...(reach.withCases ? [`p.archive_no = ANY(${ownCasesName})`] : [])];
  return parts.length === 0 ? ['false'] : parts.map((part) => `(p.merged_into IS NULL AND ${part})`);
}

function areaCondition(to: Bindings, town: string, village: string | null): string {
  return village === null ? `p.town = ${to.bind(town)}` : `(p.town = ${to.bind(town)} AND p.village = ${to.bind(village)})`;
}

/** A question made ready: its conditions, and how to order several. */
export interface Criteria {
  conditions: string[];
  prefers: NameQuery['prefers'];
  names: readonly NameQuery[];
}

export interface Asking {
  query: PersonQuery;
  /** What an end of unknown kind may be the end of. */
  tails: readonly ('idcard' | 'phone')[];
  /** Whoever asks reaches the whole district. */
  isEverywhere: boolean;
}

export function criteriaOf(to: Bindings, sealer: Sealer, { query, tails, isEverywhere }: Asking, today: Day): Criteria {
  const isWide = isEverywhere && query.town === undefined && query.village === undefined && query.places === undefined;
  const said = [query.name, query.orName].filter((one) => one !== undefined).filter((one) => one.trim() !== '');
  const names = said.map((one) => ({ said: one, read: readNameQuery(one) }));
  const named = names.map((one) => `(${nameConditions(to, one.read, one.said, isWide, today).join(' AND ') || 'true'})`);
  const conditions = [
    ...(named.length === 0 ? [] : [`(${named.join(' OR ')})`]),
    ...(query.begins === undefined ? [] : [beginningCondition(to, query.begins)]),
    ...numberConditions(to, sealer, query),
    ...tailCondition(to, sealer, query.tail, tails),
    ...placeConditions(to, query),
  ];
  if (query.birthYear !== undefined) {
    const [from, until] = [`${query.birthYear}-01-01`, `${query.birthYear}-12-31`];
    conditions.push(`p.birth_on BETWEEN ${to.bind(from, 'date')} AND ${to.bind(until, 'date')}`);
  }
  if (query.category !== undefined) conditions.push(categoryCondition(to, query.category, today));
  if (query.age !== undefined) conditions.push(ageCondition(to, query.age, today));
  if (query.sex !== undefined) conditions.push(`(p.sex = ${to.bind(query.sex)} OR p.sex IS NULL)`);
  if (query.archiveNo !== undefined) conditions.push(`p.archive_no = ${to.bind(query.archiveNo)}`);
  return { conditions, prefers: names[0]?.read.prefers ?? null, names: names.map((one) => one.read) };
}

export function placeConditions(to: Bindings, query: Pick<PersonQuery, 'town' | 'village' | 'places'>): string[] {
  const { town, village, places } = query;
  return [
    ...(places === undefined ? [] : [`(${places.map((one) => areaCondition(to, one.town, one.village)).join(' OR ') || 'false'})`]),
    ...(town === undefined ? [] : [`p.town = ${to.bind(town)}`]),
    ...(village === undefined ? [] : [`p.village = ${to.bind(village)}`]),
  ];
}

export function categoryCondition(to: Bindings, category: string, today: Day): string {
  return `EXISTS (SELECT 1 FROM person_category k WHERE k.archive_no = p.archive_no
    AND k.category = ANY(${to.bind(categoryMembers(category), 'text[]')}) AND (k.until_on IS NULL OR k.until_on >= ${to.bind(today, 'date')}))`;
}

function numberConditions(to: Bindings, sealer: Sealer, query: PersonQuery): string[] {
  const { idcard, phone, idcardTail, phoneTail } = query;
  const hit = (column: string, kind: string, value: string | undefined) =>
    value === undefined ? [] : [`p.${column} = ${to.bind(sealer.index(kind, value.trim().toUpperCase()))}`];
  return [
    ...hit('idcard_index', 'idcard', idcard),
    ...hit('phone_index', 'phone', phone),
    ...hit('idcard_tail_index', 'idcard-tail', idcardTail),
    ...hit('phone_tail_index', 'phone-tail', phoneTail),
  ];
}

function tailCondition(to: Bindings, sealer: Sealer, tail: string | undefined, kinds: Asking['tails']): string[] {
  if (tail === undefined) return [];
  const hits = kinds.map((kind) => `p.${kind}_tail_index = ${to.bind(sealer.index(`${kind}-tail`, tail.trim().toUpperCase()))}`);
  return [`(${hits.join(' OR ') || 'false'})`];
}

/** 虚岁 counts from one at birth: who is said to be 80 may have turned 79. */
function ageCondition(to: Bindings, age: number, today: Day): string {
  const back = (years: number) => `(${to.bind(today, 'date')} - make_interval(years => ${to.bind(years, 'int')}))`;
  return `(p.birth_on > ${back(age + 1)} AND p.birth_on <= ${back(age - 1)})`;
}
