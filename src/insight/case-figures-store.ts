import type { Tx } from '../platform/database.ts';
import type { FigureArea } from './figure-scope.ts';

export interface CaseCounts {
  open: number;
  suspended: number;
  /** Open and past its promised day. */
  overdue: number;
  completed: number;
  /** Completed by the promised day. */
  onTime: number;
  /** Ended otherwise: rejected, withdrawn, terminated. */
  ended: number;
}

const COUNTS = `(count(*) FILTER (WHERE c.state = 'open'))::int AS open, (count(*) FILTER (WHERE c.state = 'suspended'))::int AS suspended,
  (count(*) FILTER (WHERE c.state = 'open' AND c.due_at < $1::timestamptz))::int AS overdue,
  (count(*) FILTER (WHERE c.state = 'completed'))::int AS completed,
  (count(*) FILTER (WHERE c.state = 'completed' AND c.closed_at <= c.due_at))::int AS "onTime",
  (count(*) FILTER (WHERE c.state IN ('rejected', 'withdrawn', 'terminated')))::int AS ended`;

const WITHIN = `c.state <> 'draft' AND ($2::text IS NULL OR c.town = $2) AND ($3::text IS NULL OR c.village = $3)`;

/** Cases of an area, as they stand at a moment. */
export async function readCaseCounts(tx: Tx, area: FigureArea, now: Date): Promise<CaseCounts> {
  const sql = `SELECT ${COUNTS} FROM service_case c WHERE ${WITHIN}`;
  const [row] = await tx.$queryRawUnsafe<CaseCounts[]>(sql, now, area.town, area.village);
  if (!row) throw new Error('a count without a group gives one row');
  return row;
}

export interface CaseParts {
  total: CaseCounts;
  /** The busiest first. */
  byFlow: (CaseCounts & { flow: string })[];
  /** By town, or by village within one town. */
  byPlace: (CaseCounts & { place: string | null })[];
}

type PartRow = CaseCounts & { flow: string | null; place: string | null; part: number };

/** The same in all and in parts, in one pass. */
export async function readCaseParts(tx: Tx, area: FigureArea, now: Date): Promise<CaseParts> {
  const place = area.town === null ? 'c.town' : 'c.village';
  const sql = `SELECT c.flow, ${place} AS place, GROUPING(c.flow, ${place})::int AS part, ${COUNTS} FROM service_case c WHERE ${WITHIN}
    GROUP BY GROUPING SETS ((), (c.flow), (${place})) ORDER BY count(*) DESC, 1, 2`;
  const rows = await tx.$queryRawUnsafe<PartRow[]>(sql, now, area.town, area.village);
  const total = rows.find((row) => row.part === 0b11);
  if (!total) throw new Error('a count without a group gives one row');
  return {
    total: countsOf(total),
    byFlow: rows.flatMap((row) => (row.part === 0b01 ? [{ flow: row.flow ?? '', ...countsOf(row) }] : [])),
    byPlace: rows.flatMap((row) => (row.part === 0b10 ? [{ place: row.place, ...countsOf(row) }] : [])),
  };
}

function countsOf({ open, suspended, overdue, completed, onTime, ended }: CaseCounts): CaseCounts {
  return { open, suspended, overdue, completed, onTime, ended };
}

export interface MonthCount {
  /** `YYYY-MM`, of Shanghai. */
  month: string;
  started: number;
  completed: number;
}

/** The last twelve months, this one included, oldest first; months without any case too. */
export async function readCaseMonths(tx: Tx, { town, village }: FigureArea, now: Date): Promise<MonthCount[]> {
  return tx.$queryRaw<MonthCount[]>`
    WITH month AS (
      SELECT generate_series(this - interval '11 months', this, interval '1 month') AS m, (this - interval '11 months') AT TIME ZONE 'Asia/Shanghai' AS since
      FROM (SELECT date_trunc('month', ${now}::timestamptz AT TIME ZONE 'Asia/Shanghai') AS this) t
    ), within AS (
      SELECT date_trunc('month', c.started_at AT TIME ZONE 'Asia/Shanghai') AS started,
        CASE WHEN c.state = 'completed' THEN date_trunc('month', c.closed_at AT TIME ZONE 'Asia/Shanghai') END AS completed
      FROM service_case c WHERE c.state <> 'draft' AND (${town}::text IS NULL OR c.town = ${town}) AND (${village}::text IS NULL OR c.village = ${village})
        AND (c.started_at >= (SELECT min(since) FROM month) OR c.closed_at >= (SELECT min(since) FROM month))
    ), started AS (SELECT started AS m, count(*)::int AS count FROM within GROUP BY 1),
    completed AS (SELECT completed AS m, count(*)::int AS count FROM within GROUP BY 1)
    SELECT to_char(month.m, 'YYYY-MM') AS month, coalesce(started.count, 0) AS started, coalesce(completed.count, 0) AS completed
    FROM month LEFT JOIN started USING (m) LEFT JOIN completed USING (m) ORDER BY month.m`;
}
