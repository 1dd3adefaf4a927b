import type { Day } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { IndexPart } from './index-rule.ts';
import type { IndexWindow } from './index-window.ts';

/** One record behind a count: a case, or what concerns a person. */
export interface IndexRecord {
  kind: 'case' | 'person';
  /** Case number, or archive number. */
  ref: string;
  /** Whose it is; null where nobody's file is concerned. */
  archiveNo: string | null;
  name: string;
  town: string | null;
  village: string | null;
  on: Day | null;
  met: boolean;
}

/** A station by its code and place, or a whole town. */
export interface IndexArea {
  station: string | null;
  town: string;
  village: string | null;
}

const CASE = `'case' AS kind, c.no AS ref, c.subject_archive_no AS "archiveNo", c.subject_name AS name, c.town, c.village`;
const PERSON = `'person' AS kind, p.archive_no AS ref, p.archive_no AS "archiveNo", p.name, p.town, p.village`;
const BOOKS = `p.status = '在世' AND p.lifecycle = '在册' AND p.merged_into IS NULL`;
const day = (moment: string) => `(${moment} AT TIME ZONE 'Asia/Shanghai')::date::text`;

/** $1, $2: the window's days; $3, $4: its moments. `a`: the table that has town and village. */
const sources: Partial<Record<IndexPart, { a: string; sql: string }>> = {
  visit_coverage: {
    a: 't',
    sql: `SELECT ${PERSON}, c.deadline_on::text AS "on", EXISTS (SELECT FROM visit_record r WHERE r.task_id = t.id AND r.way = 'home' AND r.photo_count > 0
        AND r.visited_on <= c.deadline_on AND (r.needs_answered IS TRUE OR EXISTS (SELECT FROM visit_need n WHERE n.record_id = r.id))) AS met
      FROM visit_task t JOIN campaign c ON c.id = t.campaign_id JOIN person p USING (archive_no)
      WHERE t.state <> 'cancelled' AND c.deadline_on BETWEEN $1::date AND $2::date`,
  },
  needs_closed: {
    a: 'p',
    sql: `SELECT ${PERSON}, n.due_on::text AS "on", n.confirmed_on IS NOT NULL AND n.closed_on <= n.due_on AS met FROM visit_need n JOIN person p USING (archive_no)
      WHERE n.due_on BETWEEN $1::date AND $2::date AND (n.state = 'open' OR n.closed_on IS NOT NULL)`,
  },
  case_on_time: {
    a: 'c',
    sql: `SELECT ${CASE}, ${day('c.due_at')} AS "on", coalesce(c.closed_at <= c.due_at, false) AS met FROM service_case c
      WHERE c.due_at IS NOT NULL AND ((c.state IN ('completed', 'rejected') AND c.closed_at >= $3 AND c.closed_at < $4)
        OR (c.state = 'open' AND c.due_at >= $3 AND c.due_at < $4))`,
  },
  first_pass: {
    a: 'c',
    sql: `SELECT ${CASE}, ${day('c.closed_at')} AS "on", NOT EXISTS (SELECT FROM case_event e WHERE e.case_no = c.no AND e.type = 'case-returned') AS met
      FROM service_case c WHERE c.state IN ('completed', 'rejected') AND c.closed_at >= $3 AND c.closed_at < $4`,
  },
  satisfaction: {
    a: 'c',
    sql: `SELECT ${CASE}, ${day('c.closed_at')} AS "on", (c.slots->>'satisfied')::int >= 4 AS met FROM service_case c
      WHERE c.flow = 'festival-visit' AND c.state = 'completed' AND c.slots->>'satisfied' ~ '^[1-5]$' AND c.closed_at >= $3 AND c.closed_at < $4`,
  },
  archive_quality: {
    a: 'p',
    sql: `SELECT ${PERSON}, NULL AS "on", EXISTS (SELECT FROM person_confirmation k WHERE k.archive_no = p.archive_no AND k.confirmed_on BETWEEN $1::date AND $2::date)
        AND p.idcard_sealed IS NOT NULL AND p.phone_sealed IS NOT NULL AND p.address_sealed IS NOT NULL AND p.birth_on IS NOT NULL AND p.village IS NOT NULL
        AND (p.key_category IS NULL OR p.emergency_phone_sealed IS NOT NULL) AS met FROM person p WHERE ${BOOKS}`,
  },
  honour_activity: {
    a: 'c',
    sql: `SELECT ${CASE}, ${day('c.closed_at')} AS "on", true AS met FROM service_case c
      WHERE c.flow IN ('study-day', 'defense-lecture', 'merit-report') AND c.state = 'completed' AND c.closed_at >= $3 AND c.closed_at < $4`,
  },
  appeal_response: {
    a: 'c',
    sql: `SELECT ${CASE}, ${day('c.started_at')} AS "on", EXISTS (SELECT FROM case_task t WHERE t.case_no = c.no AND t.decided_at IS NOT NULL) AS met
      FROM service_case c WHERE c.flow = 'appeal-handling' AND c.state NOT IN ('draft', 'withdrawn') AND c.started_at >= $3 AND c.started_at < $4`,
  },
};

/** Whether the records of a part can be listed one by one. */
export function hasRecords(part: IndexPart): boolean {
  return sources[part] !== undefined;
}

/** The records behind a part in an area, those that did not reach the mark first. */
export async function indexRecords(
  tx: Tx,
  part: IndexPart,
  area: IndexArea,
  window: IndexWindow,
  page: { limit: number; offset: number },
): Promise<{ records: IndexRecord[]; total: number }> {
  const { [part]: source } = sources;
  if (!source) return { records: [], total: 0 };
  // A visit counts where the station is that makes it, everything else where the person lives.
  const place =
    source.a === 't' && area.station !== null
      ? `t.station_code = $7`
      : `${source.a}.town = $5 AND ($7::text IS NULL OR ${source.a}.village IS NOT DISTINCT FROM $6)`;
  const rows = await tx.$queryRawUnsafe<(IndexRecord & { total: number })[]>(
    `SELECT found.*, count(*) OVER ()::int AS total FROM (${source.sql} AND ${place} AND $1::date IS NOT NULL AND $2::date IS NOT NULL
       AND $3::timestamptz IS NOT NULL AND $4::timestamptz IS NOT NULL AND ($5::text IS NOT NULL OR $6::text IS NULL OR $7::text IS NULL)) found
     ORDER BY met, "on" DESC NULLS LAST, ref LIMIT $8::int OFFSET $9::int`,
    window.from,
    window.to,
    window.fromAt,
    window.untilAt,
    area.town,
    area.village,
    area.station,
    page.limit,
    page.offset,
  );
  return { records: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}
