import type { Day } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { IndexWindow } from './index-window.ts';
import type { CountRow } from './visit-parts-store.ts';

/**
 * Cases that came due in the window: closed in it, or still open past their promise. The promise moves on while a case waits for a correction
 * by the person, so that time is taken out already; a case that stands still is not due.
 */
export async function casesOnTime(tx: Tx, { fromAt, untilAt }: IndexWindow): Promise<CountRow[]> {
  return tx.$queryRaw<CountRow[]>`
    SELECT town, village, count(*)::int AS n, (count(*) FILTER (WHERE closed_at <= due_at))::int AS k FROM service_case
    WHERE due_at IS NOT NULL AND ((state IN ('completed', 'rejected') AND closed_at >= ${fromAt} AND closed_at < ${untilAt})
      OR (state = 'open' AND due_at >= ${fromAt} AND due_at < ${untilAt}))
    GROUP BY town, village`;
}

/** Cases closed in the window, and those of them that were never sent back to be corrected. */
export async function firstPasses(tx: Tx, { fromAt, untilAt }: IndexWindow): Promise<CountRow[]> {
  return tx.$queryRaw<CountRow[]>`
    SELECT c.town, c.village, count(*)::int AS n, (count(*) FILTER (WHERE r.case_no IS NULL))::int AS k
    FROM service_case c LEFT JOIN (SELECT DISTINCT case_no FROM case_event WHERE type = 'case-returned') r ON r.case_no = c.no
    WHERE c.state IN ('completed', 'rejected') AND c.closed_at >= ${fromAt} AND c.closed_at < ${untilAt} GROUP BY c.town, c.village`;
}

/**
 * Ratings by the person or the family, from one to five (flow festival-visit, field `satisfied`): stars less one, over four. One telephone number
 * counts once in thirty days.
 */
export async function satisfaction(tx: Tx, { fromAt, untilAt }: IndexWindow): Promise<CountRow[]> {
  return tx.$queryRaw<CountRow[]>`
    WITH rated AS (
      SELECT c.town, c.village, c.closed_at, (c.slots->>'satisfied')::int AS stars,
        lag(c.closed_at) OVER (PARTITION BY coalesce(p.phone_index, c.subject_archive_no, c.no) ORDER BY c.closed_at, c.no) AS before
      FROM service_case c LEFT JOIN person p ON p.archive_no = c.subject_archive_no
      WHERE c.flow = 'festival-visit' AND c.state = 'completed' AND c.slots->>'satisfied' ~ '^[1-5]$' AND c.closed_at < ${untilAt}
    )
    SELECT town, village, count(*)::int AS n, (sum(stars - 1) / 4.0)::float8 AS k FROM rated
    WHERE closed_at >= ${fromAt} AND (before IS NULL OR before < closed_at - interval '30 days') GROUP BY town, village`;
}

/** 学习日、宣讲、送喜报 (respect-index.md `honour_activity`), as the flows that they are held by. */
const ACTIVITIES = ['study-day', 'defense-lecture', 'merit-report'];

/** Months of the window in which a station held one; how many it should have is the caller's to know. */
export async function activityMonths(tx: Tx, { fromAt, untilAt }: IndexWindow): Promise<CountRow[]> {
  return tx.$queryRaw<CountRow[]>`
    SELECT town, village, 0 AS n, count(DISTINCT to_char(closed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM'))::int AS k FROM service_case
    WHERE flow = ANY(${ACTIVITIES}::text[]) AND state = 'completed' AND closed_at >= ${fromAt} AND closed_at < ${untilAt} GROUP BY town, village`;
}

export interface AppealRow extends CountRow {
  /** Urgent ones that were not answered in time. */
  lateUrgent: number;
}

/**
 * Appeals of the window whose first answer was due by its end. `answerBy`: for each day the moment by which an appeal of that day must
 * have been answered first. Reaches the mark: answered by then, and not brought again within thirty days.
 */
export async function appealResponses(tx: Tx, window: IndexWindow, answerBy: readonly { day: Day; by: Date }[]): Promise<AppealRow[]> {
  return tx.$queryRaw<AppealRow[]>`
    WITH limits AS (SELECT day, by FROM jsonb_to_recordset(${JSON.stringify(answerBy)}::jsonb) AS l(day DATE, by TIMESTAMPTZ)),
    appeal AS (
      SELECT c.town, c.village, c.started_at, c.slots->>'urgent' = 'true' AS urgent, l.by,
        lead(c.started_at) OVER (PARTITION BY coalesce(c.subject_archive_no, c.subject_name) ORDER BY c.started_at, c.no) AS again,
        (SELECT min(t.decided_at) FROM case_task t WHERE t.case_no = c.no AND t.decided_at IS NOT NULL) AS answered
      FROM service_case c JOIN limits l ON l.day = (c.started_at AT TIME ZONE 'Asia/Shanghai')::date
      WHERE c.flow = 'appeal-handling' AND c.state NOT IN ('draft', 'withdrawn')
    )
    SELECT a.town, a.village, count(*)::int AS n,
      (count(*) FILTER (WHERE a.answered <= a.by AND (a.again IS NULL OR a.again > a.started_at + interval '30 days')))::int AS k,
      (count(*) FILTER (WHERE a.urgent AND (a.answered IS NULL OR a.answered > a.by)))::int AS "lateUrgent"
    FROM appeal a WHERE a.by < ${window.untilAt} GROUP BY a.town, a.village`;
}
