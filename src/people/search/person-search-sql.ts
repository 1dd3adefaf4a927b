import { addDays, type Day } from '../../platform/calendar/day.ts';
import type { Sealer } from '../../platform/seal.ts';
import type { Reach } from '../access/access.ts';
import { categoryMembers } from '../categories.ts';
import { readName } from '../name-reading.ts';
import { type NameMatch, type NameQuery, readNameQuery } from './name-query.ts';
import type { PersonQuery } from './person-query.ts';

/** Collects the values of one statement as it is put together. */
export interface Bindings {
  readonly values: unknown[];
  bind(value: unknown, type?: string): string;
}

export function bindings(): Bindings {
  const values: unknown[] = [];
  return { values, bind: (value, type = 'text') => `$${values.push(value)}::${type}` };
}

/** Archive numbers of the viewer's open cases: started by them, or with a task of theirs. Worked out once per statement. */
export function ownCases(to: Bindings, viewerId: string): string {
  const id = to.bind(viewerId);
  return `ARRAY(SELECT c.subject_archive_no FROM service_case c WHERE c.closed_at IS NULL AND c.subject_archive_no IS NOT NULL
    AND (c.started_by = ${id} OR c.no IN (SELECT t.case_no FROM case_task t JOIN case_task_assignee a ON a.task_id = t.id
      WHERE a.staff_id = ${id})))`;
}

/** Who may be reached at all. */
export function reachCondition(to: Bindings, reach: Reach, ownCasesName: string): string {
  // A file that was merged into another is a sign, not a person.
  if (reach.isEverywhere) return 'p.merged_into IS NULL';
  const areas = reach.areas.map((area) => areaCondition(to, area.town, area.village));
  const parts = [...areas, ...(reach.withCases ? [`p.archive_no = ANY(${ownCasesName})`] : [])];
  return parts.length === 0 ? 'false' : `p.merged_into IS NULL AND (${parts.join(' OR ')})`;
}

function areaCondition(to: Bindings, town: string, village: string | null): string {
  return village === null ? `p.town = ${to.bind(town)}` : `(p.town = ${to.bind(town)} AND p.village = ${to.bind(village)})`;
}

/** A question made ready: its conditions, and how to order several. */
export interface Criteria {
  conditions: string[];
  prefers: NameQuery['prefers'];
  name: NameQuery | null;
}

export function criteriaOf(to: Bindings, sealer: Sealer, query: PersonQuery, today: Day): Criteria {
  const name = query.name === undefined || query.name.trim() === '' ? null : readNameQuery(query.name);
  const conditions = [
    ...(name === null ? [] : nameConditions(to, name, query.name ?? '', today)),
    ...numberConditions(to, sealer, query),
    ...placeConditions(to, query),
  ];
  if (query.birthYear !== undefined) {
    const [from, until] = [`${query.birthYear}-01-01`, `${query.birthYear}-12-31`];
    conditions.push(`p.birth_on BETWEEN ${to.bind(from, 'date')} AND ${to.bind(until, 'date')}`);
  }
  if (query.category !== undefined) conditions.push(categoryCondition(to, query.category, today));
  return { conditions, prefers: name?.prefers ?? null, name };
}

export function placeConditions(to: Bindings, query: PersonQuery): string[] {
  const { town, village } = query;
  return [
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

function nameConditions(to: Bindings, query: NameQuery, said: string, today: Day): string[] {
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
      return [
        match.name === said.trim() ? `p.name = ${to.bind(match.name)}` : `p.name IN (${to.bind(match.name)}, ${to.bind(said.trim())})`,
      ];
    case 'surname':
      return [`p.name LIKE ${to.bind(`${literal(match.surname)}%`)}`];
    case 'ending':
      return [`reverse(p.name) LIKE ${to.bind(`${literal(Array.from(match.ending).reverse().join(''))}_%`)}`];
    case 'letters':
      return lettersConditions(to, match.letters);
    case 'mixed': {
      const start = readName(match.start);
      const full = `p.name_pinyin LIKE ${to.bind(`${start.pinyin}${match.letters}%`)}`;
      return [`p.name LIKE ${to.bind(`${match.start}%`)} AND (p.name_initials = ${to.bind(start.initials + match.letters)} OR ${full})`];
    }
    case 'title':
      return [];
  }
}

/** Typed text as LIKE takes it for itself. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function lettersConditions(to: Bindings, letters: string): string[] {
  const exact = `p.name_initials = ${to.bind(letters)} OR p.name_pinyin = ${to.bind(letters)}`;
  return [letters.length < 4 ? `(${exact})` : `(${exact} OR p.name_pinyin LIKE ${to.bind(`${letters}%`)})`];
}

/**
 * Names that may have been meant: they sound the same, differ in one character, or lack or add one at the end. Whole-district
 * searches look names up by index alone; a name whose surname is wrong is then found by its sound only.
 */
export function nearestCondition(to: Bindings, name: string, isEverywhere: boolean): { condition: string; soundsSame: string } | null {
  const characters = Array.from(name);
  if (characters.length < 2 || characters.length > 4 || !/^\p{Script=Han}+$/u.test(name)) return null;
  const patterns = characters.map((_, i) => characters.map((one, j) => (i === j ? '_' : one)).join('')).slice(isEverywhere ? 1 : 0);
  patterns.push(`${name}_`);
  if (characters.length > 2) patterns.push(characters.slice(0, -1).join(''));
  else patterns.push(`_${name}`);
  const alike = patterns.map((pattern) => `p.name LIKE ${to.bind(pattern)}`);
  const soundsSame = `(p.name_pinyin = ${to.bind(readName(name).pinyin)})`;
  return { condition: `(${[soundsSame, ...alike].join(' OR ')})`, soundsSame };
}
