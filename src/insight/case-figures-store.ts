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

/** By service, the busiest first. */
export async function readCaseCountsByFlow(tx: Tx, area: FigureArea, now: Date): Promise<(CaseCounts & { flow: string })[]> {
  const sql = `SELECT c.flow, ${COUNTS} FROM service_case c WHERE ${WITHIN} GROUP BY c.flow ORDER BY count(*) DESC, c.flow`;
  return tx.$queryRawUnsafe(sql, now, area.town, area.village);
}

/** By town, or by village within one town. */
export async function readCaseCountsByPlace(tx: Tx, area: FigureArea, now: Date): Promise<(CaseCounts & { place: string | null })[]> {
  const column = area.town === null ? 'c.town' : 'c.village';
  const sql = `SELECT ${column} AS place, ${COUNTS} FROM service_case c WHERE ${WITHIN} GROUP BY 1 ORDER BY 1 NULLS LAST`;
  return tx.$queryRawUnsafe(sql, now, area.town, area.village);
}

export interface MonthCount {
  /** `YYYY-MM`, of Shanghai. */
  month: string;
  started: number;
  completed: number;
}

/** The last twelve months, this one included, oldest first; months without any case too. */
export async function readCaseMonths(tx: Tx, area: FigureArea, now: Date): Promise<MonthCount[]> {
  return tx.$queryRaw<MonthCount[]>`
    SELECT to_char(m, 'YYYY-MM') AS month,
      (SELECT count(*)::int FROM service_case c WHERE c.state <> 'draft' AND c.started_at >= m AT TIME ZONE 'Asia/Shanghai'
        AND c.started_at < (m + interval '1 month') AT TIME ZONE 'Asia/Shanghai'
        AND (${area.town}::text IS NULL OR c.town = ${area.town}) AND (${area.village}::text IS NULL OR c.village = ${area.village})) AS started,
      (SELECT count(*)::int FROM service_case c WHERE c.state = 'completed' AND c.closed_at >= m AT TIME ZONE 'Asia/Shanghai'
        AND c.closed_at < (m + interval '1 month') AT TIME ZONE 'Asia/Shanghai'
        AND (${area.town}::text IS NULL OR c.town = ${area.town}) AND (${area.village}::text IS NULL OR c.village = ${area.village})) AS completed
    FROM generate_series(date_trunc('month', ${now}::timestamptz AT TIME ZONE 'Asia/Shanghai') - interval '11 months',
      date_trunc('month', ${now}::timestamptz AT TIME ZONE 'Asia/Shanghai'), interval '1 month') AS m ORDER BY m`;
}
