import { dayOf } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';
import type { Reach } from './access/access.ts';
import type { PersonStatus } from './new-person.ts';
import { type Bindings, bindings } from './search/bindings.ts';
import { categoryCondition, ownCases, placeConditions, reachCondition } from './search/person-search-sql.ts';

/** Town and village are official names; ages in full years, both ends included. */
export interface CountFilter {
  town?: string | undefined;
  village?: string | undefined;
  category?: string | undefined;
  age?: { min?: number | undefined; max?: number | undefined } | undefined;
  status?: PersonStatus | undefined;
}

/** Living people unless a status is asked for. */
export async function countPeopleWithin(tx: Tx, viewerId: string, reach: Reach, filter: CountFilter, now: Date): Promise<number> {
  const to = bindings();
  const today = dayOf(now);
  const conditions = [
    reachCondition(to, reach, reach.withCases ? ownCases(to, viewerId) : ''),
    `p.status = ${to.bind(filter.status ?? '在世')}`,
    ...placeConditions(to, filter),
    ...ageConditions(to, filter.age, today),
    ...(filter.category === undefined ? [] : [categoryCondition(to, filter.category, today)]),
  ];
  const sql = `SELECT count(*)::int AS count FROM person p WHERE ${conditions.join(' AND ')}`;
  const [row] = await tx.$queryRawUnsafe<{ count: number }[]>(sql, ...to.values);
  return row?.count ?? 0;
}

function ageConditions(to: Bindings, age: CountFilter['age'], today: string): string[] {
  const years = (count: number) => `(${to.bind(today, 'date')} - make_interval(years => ${to.bind(Math.floor(count), 'int')}))`;
  return [
    ...(age?.min === undefined ? [] : [`p.birth_on <= ${years(age.min)}`]),
    // Whoever turns max + 1 tomorrow still counts.
    ...(age?.max === undefined ? [] : [`p.birth_on > ${years(age.max + 1)}`]),
  ];
}
