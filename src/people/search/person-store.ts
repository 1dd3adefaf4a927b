import { type Day, dayOf } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import type { Reach, Viewer } from '../access/access.ts';
import { currentNo } from '../file/current-no-store.ts';
import { type Bindings, bindings } from './bindings.ts';
import { nearestCondition } from './name-search-sql.ts';
import { type PersonQuery, tailsFor } from './person-query.ts';
import { type Criteria, criteriaOf, ownCases, placeConditions, reachCondition } from './person-search-sql.ts';

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
  /** More than `total` fit; how many is not counted. */
  isMore: boolean;
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

const NEAREST = 8;

const COLUMNS = `p.archive_no AS "archiveNo", p.name, p.town, p.village, p.birth_on::text AS "birthOn", p.status,
  p.archive_no = ANY((SELECT numbers FROM own)::text[]) AS "inCase"`;

/**
 * So many are looked at, those of the asker's own town first: nobody reads on through more, and putting fifty thousand in order to show
 * eight would keep everybody waiting. `isMore` says that there are more.
 */
const MOST_HITS = 2000;

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
  const archiveNo = query.archiveNo === undefined ? undefined : await currentNo(deps.tx, query.archiveNo);
  const criteria = criteriaOf(to, deps.sealer, { query: { ...query, archiveNo }, tails: tailsFor(viewer) }, today);
  const reached = reachCondition(to, reach, '(SELECT numbers FROM own)::text[]');
  const near = nearestPart(to, query, criteria, reached);
  const order = orderOf(to, viewer, criteria);
  const sql = `WITH own AS MATERIALIZED (SELECT ${cases} AS numbers),
    candidate AS MATERIALIZED (${candidates(to, viewer, [...criteria.conditions, reached].join(' AND '))}),
    hit AS MATERIALIZED (SELECT ${COLUMNS}, false AS "isNear", count(*) OVER ()::int AS total, row_number() OVER (ORDER BY ${order})::int AS rank
      FROM candidate p ORDER BY rank LIMIT ${to.bind(page.limit, 'int')} OFFSET ${to.bind(page.offset, 'int')})
    SELECT * FROM hit ${near === null ? '' : `UNION ALL ${near}`} ORDER BY rank`;
  const rows = await deps.tx.$queryRawUnsafe<Row[]>(sql, ...to.values);
  const hits = rows.filter((row) => !row.isNear);
  const total = hits[0]?.total ?? 0;
  const nearest = rows.filter((row) => row.isNear).map(found);
  return { people: hits.map(found), total: Math.min(total, MOST_HITS), isMore: total > MOST_HITS, nearest };
}

const FACTS = 'p.archive_no, p.name, p.town, p.village, p.birth_on, p.status';

function candidates(to: Bindings, viewer: Viewer, condition: string): string {
  const limit = `LIMIT ${MOST_HITS + 1}`;
  if (viewer.town === null) return `SELECT ${FACTS} FROM person p WHERE ${condition} ${limit}`;
  const town = to.bind(viewer.town);
  return `(SELECT ${FACTS} FROM person p WHERE ${condition} AND p.town = ${town} ${limit})
    UNION ALL (SELECT ${FACTS} FROM person p WHERE ${condition} AND (p.town = ${town}) IS NOT TRUE ${limit}) ${limit}`;
}

/** So many alike names are looked through for the nearest. */
const MOST_ALIKE = 500;

/** Runs only where nothing was hit: the planner skips it otherwise. One person a name. */
function nearestPart(to: Bindings, query: PersonQuery, criteria: Criteria, reached: string): string | null {
  const nearness = criteria.names.flatMap((name) => nearestCondition(to, name) ?? []);
  const [near] = nearness;
  if (near === undefined) return null;
  const where = [
    `(${nearness.map((one) => one.condition).join(' OR ')})`,
    reached,
    ...placeConditions(to, query),
    'NOT EXISTS (SELECT 1 FROM hit)',
  ].join(' AND ');
  return `(SELECT "archiveNo", name, town, village, "birthOn", status, "inCase", true, 0, row_number() OVER (ORDER BY nearness, name)::int AS rank
    FROM (SELECT DISTINCT ON (name) * FROM (SELECT ${COLUMNS}, row_number() OVER (ORDER BY ${[...near.order, 'p.name'].join(', ')}) AS nearness
      FROM person p WHERE ${where} ORDER BY nearness LIMIT ${MOST_ALIKE}) alike ORDER BY name, nearness) one
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
