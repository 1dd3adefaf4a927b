import type { Day } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';
import type { FigureArea } from './figure-scope.ts';

export interface NamedCount {
  /** Null: nothing is on file. */
  key: string | null;
  count: number;
}

/** Living people on the books of an area. A merged file is a sign, not a person. */
export async function readLiving(tx: Tx, { town, village }: FigureArea): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM person p WHERE p.status = '在世' AND p.merged_into IS NULL
      AND (${town}::text IS NULL OR p.town = ${town}) AND (${village}::text IS NULL OR p.village = ${village})`;
  return row?.count ?? 0;
}

/** By town, or by village within one town. */
export async function readLivingByPlace(tx: Tx, { town, village }: FigureArea): Promise<NamedCount[]> {
  return tx.$queryRaw<NamedCount[]>`
    SELECT CASE WHEN ${town}::text IS NULL THEN p.town ELSE p.village END AS key, count(*)::int AS count FROM person p
    WHERE p.status = '在世' AND p.merged_into IS NULL
      AND (${town}::text IS NULL OR p.town = ${town}) AND (${village}::text IS NULL OR p.village = ${village})
    GROUP BY 1 ORDER BY 1 NULLS LAST`;
}

/** By category as of a day; one person may be of several. */
export async function readLivingByCategory(tx: Tx, { town, village }: FigureArea, today: Day): Promise<NamedCount[]> {
  return tx.$queryRaw<NamedCount[]>`
    SELECT k.category AS key, count(DISTINCT k.archive_no)::int AS count FROM person_category k JOIN person p USING (archive_no)
    WHERE p.status = '在世' AND p.merged_into IS NULL AND (k.until_on IS NULL OR k.until_on >= ${today}::date)
      AND (${town}::text IS NULL OR p.town = ${town}) AND (${village}::text IS NULL OR p.village = ${village})
    GROUP BY 1 ORDER BY 2 DESC, 1`;
}

export interface DecadeCount {
  /** Lowest age of the ten years, in full years; null: no birth day is on file. */
  from: number | null;
  count: number;
}

export async function readLivingByDecade(tx: Tx, { town, village }: FigureArea, today: Day): Promise<DecadeCount[]> {
  return tx.$queryRaw<DecadeCount[]>`
    SELECT (floor(date_part('year', age(${today}::date, p.birth_on)) / 10) * 10)::int AS from, count(*)::int AS count FROM person p
    WHERE p.status = '在世' AND p.merged_into IS NULL
      AND (${town}::text IS NULL OR p.town = ${town}) AND (${village}::text IS NULL OR p.village = ${village})
    GROUP BY 1 ORDER BY 1 NULLS LAST`;
}
