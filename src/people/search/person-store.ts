import { type Day, dayOf } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import type { Reach, Viewer } from '../access/access.ts';
import type { PersonQuery } from './person-query.ts';
import {
  type Bindings,
  bindings,
  type Criteria,
  criteriaOf,
  nearestCondition,
  ownCases,
  placeConditions,
  reachCondition,
} from './person-search-sql.ts';

/** What a search brings back of one person, before it is decided how much of it is shown. */
export interface FoundPerson {
  archiveNo: string;
  name: string;
  town: string | null;
  village: string | null;
  birthOn: Day | null;
  status: string;
  inCase: boolean;
}

export interface FoundPeople {
  people: FoundPerson[];
  total: number;
  /** Only when nobody was found. */
  nearest: FoundPerson[];
}

interface Row extends FoundPerson {
  isNear: boolean;
  total: number;
}

export interface SearchDeps {
  tx: Tx;
  sealer: Sealer;
  now: Date;
}

const NEAREST = 5;

const COLUMNS = `p.archive_no AS "archiveNo", p.name, p.town, p.village, p.birth_on::text AS "birthOn", p.status,
  p.archive_no = ANY((SELECT numbers FROM own)::text[]) AS "inCase"`;

/** People within reach that fit a question, own area first; one round trip. */
export async function searchPeople(
  deps: SearchDeps,
  viewer: Viewer,
  reach: Reach,
  query: PersonQuery,
  page: { limit: number; offset: number },
): Promise<FoundPeople> {
  const to = bindings();
  const today = dayOf(deps.now);
  const cases = ownCases(to, viewer.id);
  const criteria = criteriaOf(to, deps.sealer, query, today);
  const reached = reachCondition(to, reach, '(SELECT numbers FROM own)::text[]');
  const near = nearestPart(to, query, criteria, reached, reach.isEverywhere);
  const sql = `WITH own AS MATERIALIZED (SELECT ${cases} AS numbers),
    hit AS MATERIALIZED (SELECT ${COLUMNS}, false AS "isNear", count(*) OVER ()::int AS total,
      row_number() OVER (ORDER BY ${orderOf(to, viewer, criteria)})::int AS rank
      FROM person p WHERE ${[...criteria.conditions, reached].join(' AND ')}
      ORDER BY rank LIMIT ${to.bind(page.limit, 'int')} OFFSET ${to.bind(page.offset, 'int')})
    SELECT * FROM hit ${near === null ? '' : `UNION ALL ${near}`} ORDER BY rank`;
  const rows = await deps.tx.$queryRawUnsafe<Row[]>(sql, ...to.values);
  const hits = rows.filter((row) => !row.isNear);
  return { people: hits.map(found), total: hits[0]?.total ?? 0, nearest: rows.filter((row) => row.isNear).map(found) };
}

/** Runs only where nothing was hit: the planner skips it otherwise. One person a name, those that sound the same first. */
function nearestPart(to: Bindings, query: PersonQuery, criteria: Criteria, reached: string, isEverywhere: boolean): string | null {
  const match = criteria.name?.match;
  const near = match?.kind === 'full' ? nearestCondition(to, match.name, isEverywhere) : null;
  if (near === null) return null;
  const where = [near.condition, reached, ...placeConditions(to, query), 'NOT EXISTS (SELECT 1 FROM hit)'].join(' AND ');
  return `(SELECT "archiveNo", name, town, village, "birthOn", status, "inCase", true, 0,
    row_number() OVER (ORDER BY sounds DESC, left(name, 1) <> ${to.bind(Array.from(match?.kind === 'full' ? match.name : '')[0])}, name)::int AS rank
    FROM (SELECT DISTINCT ON (p.name) ${COLUMNS}, ${near.soundsSame} AS sounds FROM person p WHERE ${where} ORDER BY p.name) alike
    ORDER BY rank LIMIT ${NEAREST})`;
}

function orderOf(to: Bindings, viewer: Viewer, criteria: Criteria): string {
  const town = to.bind(viewer.town);
  const village = to.bind(viewer.village);
  const own = [`(p.town = ${town} AND p.village = ${village}) IS NOT TRUE`, `(p.town = ${town}) IS NOT TRUE`, `p.status <> '在世'`];
  const age = criteria.prefers === null ? [] : [`p.birth_on ${criteria.prefers === 'older' ? 'ASC' : 'DESC'} NULLS LAST`];
  return [...own, ...age, 'p.town', 'p.village', 'p.archive_no'].join(', ');
}

function found({ isNear: _isNear, total: _total, ...person }: Row): FoundPerson {
  const { archiveNo, name, town, village, birthOn, status, inCase } = person;
  return { archiveNo, name, town, village, birthOn, status, inCase };
}
