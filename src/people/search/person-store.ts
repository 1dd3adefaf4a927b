import type { Place } from '../../organisation/place-book.ts';
import { type Day, dayOf } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { isOutside, type Reach, type Viewer } from '../access/access.ts';
import { currentNo } from '../file/current-no-store.ts';
import { type Bindings, bindings } from './bindings.ts';
import type { NameQuery } from './name-query.ts';
import { nearable } from './name-search-sql.ts';
import { type PersonQuery, tailsFor } from './person-query.ts';
import { type Criteria, criteriaOf, ownCases, reachConditions } from './person-search-sql.ts';

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
 * So many are looked at, those of the asker's own town first: nobody reads on through more, and putting twenty thousand in order to show
 * eight would keep everybody waiting. `isMore` says that there are more.
 */
const MOST_HITS = 500;

/** People within reach that fit a question, own area first; one round trip. */
export async function searchPeople(
  deps: SearchDeps,
  viewer: Viewer,
  reach: Reach,
  query: PersonQuery,
  page: { limit: number; offset: number },
): Promise<FoundPeople> {
  const to = bindings();
  const cases = ownCases(to, viewer.id);
  const archiveNo = query.archiveNo === undefined ? undefined : await currentNo(deps.tx, query.archiveNo);
  const asking = { query: { ...query, archiveNo }, tails: tailsFor(viewer), isEverywhere: reach.isEverywhere };
  const criteria = criteriaOf(to, deps.sealer, asking, dayOf(deps.now));
  const reached = reachConditions(to, reach, OWN_CASES);
  const asksElsewhere = isOutside(reach, query.town ?? null, query.village ?? null);
  const near = page.offset > 0 || asksElsewhere ? [] : criteria.names.flatMap((name) => nearestNames(to, name, reach, query) ?? []);
  const sql = `WITH own AS MATERIALIZED (SELECT ${cases} AS numbers),
    candidate AS MATERIALIZED (${candidates(to, viewer, criteria.conditions, reached)}),
    hit AS MATERIALIZED (SELECT ${COLUMNS}, false AS "isNear", count(*) OVER ()::int AS total,
      row_number() OVER (ORDER BY ${orderOf(to, viewer, criteria)})::int AS rank FROM candidate p
      ORDER BY rank LIMIT ${to.bind(page.limit, 'int')} OFFSET ${to.bind(page.offset, 'int')})
    SELECT * FROM hit ${near.map((one) => `UNION ALL ${nearestPart(one)}`).join(' ')} ORDER BY rank`;
  const rows = await deps.tx.$queryRawUnsafe<Row[]>(sql, ...to.values);
  const hits = rows.filter((row) => !row.isNear);
  const total = hits[0]?.total ?? 0;
  const nearest = rows.filter((row) => row.isNear).map(found);
  return { people: hits.map(found), total: Math.min(total, MOST_HITS), isMore: total > MOST_HITS, nearest };
}

const OWN_CASES = '(SELECT numbers FROM own)::text[]';

const FACTS = 'p.archive_no, p.name, p.town, p.village, p.birth_on, p.status';

/** Each part of what is reached looked for by itself, own town first. */
function candidates(to: Bindings, viewer: Viewer, conditions: readonly string[], reached: readonly string[]): string {
  const [only] = reached;
  const parts = reached.length === 1 && only !== undefined && viewer.town !== null ? ownFirst(only, to.bind(viewer.town)) : reached;
  const selects = parts.map(
    (part) => `(SELECT ${FACTS} FROM person p WHERE ${[...conditions, part].join(' AND ')} LIMIT ${MOST_HITS + 1})`,
  );
  // Somebody of the area may be in a case too.
  return selects.length === 1 ? selects.join('') : `SELECT DISTINCT * FROM (${selects.join(' UNION ALL ')}) found LIMIT ${MOST_HITS + 1}`;
}

function ownFirst(part: string, town: string): string[] {
  return [`${part} AND p.town = ${town}`, `${part} AND (p.town = ${town}) IS NOT TRUE`];
}

/** Runs only where nothing was hit. */
function nearestPart(names: string): string {
  return `(SELECT ${COLUMNS}, true, 0, nearest.rank FROM ${names} nearest JOIN person p ON p.archive_no = nearest.archive_no
    WHERE NOT EXISTS (SELECT 1 FROM hit))`;
}

/** The call that finds files of the nearest names (`nearest_names`); null where nothing is like what was said. */
function nearestNames(to: Bindings, name: NameQuery, reach: Reach, query: PersonQuery): string | null {
  const said = nearable(name);
  if (said === null) return null;
  const places = placesAsked(query);
  const written = (all: readonly Place[]) =>
    to.bind(
      all.map(({ town, village }) => `${town}${village ?? ''}`),
      'text[]',
    );
  const own = reach.isEverywhere || !reach.withCases ? "'{}'::text[]" : OWN_CASES;
  const towns = to.bind(reach.isEverywhere ? null : [...new Set(reach.areas.map(({ town }) => town))], 'text[]');
  const areas = written(reach.isEverywhere ? [] : reach.areas);
  const villages = to.bind(villagesOf(reach), 'text[]');
  const within = places === null ? 'NULL' : written(places);
  return `nearest_names(${to.bind(said.name)}, ${to.bind(said.sound)}, ${towns}, ${villages}, ${areas}, ${own}, ${within}, ${NEAREST})`;
}

/** Null where somebody reaches more than single villages. */
function villagesOf(reach: Reach): string[] | null {
  const villages = reach.areas.flatMap(({ village }) => village ?? []);
  return reach.isEverywhere || villages.length < reach.areas.length ? null : villages;
}

function placesAsked({ town, village, places }: PersonQuery): readonly Place[] | null {
  if (places !== undefined) return places;
  return town === undefined ? null : [{ town, village: village ?? null }];
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
