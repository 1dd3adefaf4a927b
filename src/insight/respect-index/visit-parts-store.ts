import type { Tx } from '../../platform/database.ts';
import type { IndexWindow } from './index-window.ts';

/** Where something was counted: the station itself, or the place that one looks after. */
export interface CountedAt {
  station?: string | null;
  town?: string | null;
  village?: string | null;
}

export interface CountRow extends CountedAt {
  k: number;
  n: number;
}

/**
 * Visits whose deadline lies in the window, by the station that makes them. One reaches the mark when somebody went there in time and the
 * record has all four elements (rules.yaml visits.record); a couple of one household is visited once. `unmet`: done otherwise than at home.
 */
export async function visitCoverage(tx: Tx, { from, to }: IndexWindow): Promise<(CountRow & { unmet: number })[]> {
  return tx.$queryRaw<(CountRow & { unmet: number })[]>`
    WITH due AS (
      SELECT t.id, t.campaign_id, t.archive_no, t.station_code, t.state, c.deadline_on FROM visit_task t JOIN campaign c ON c.id = t.campaign_id
      WHERE t.state <> 'cancelled' AND c.deadline_on BETWEEN ${from}::date AND ${to}::date
    ), whole AS (
      SELECT DISTINCT d.campaign_id, d.archive_no FROM due d JOIN visit_record r ON r.task_id = d.id
      WHERE r.way = 'home' AND r.photo_count > 0 AND r.visited_on <= d.deadline_on
        AND (r.needs_answered IS TRUE OR EXISTS (SELECT FROM visit_need n WHERE n.record_id = r.id))
    ), household AS (
      SELECT archive_no AS one, related_archive_no AS other FROM person_relation WHERE kind = '配偶' AND related_archive_no IS NOT NULL
      UNION SELECT related_archive_no, archive_no FROM person_relation WHERE kind = '配偶' AND related_archive_no IS NOT NULL
    ), met AS (
      SELECT d.id FROM due d JOIN whole w ON w.campaign_id = d.campaign_id AND w.archive_no = d.archive_no
      UNION SELECT d.id FROM due d JOIN household h ON h.one = d.archive_no
        JOIN whole w ON w.campaign_id = d.campaign_id AND w.archive_no = h.other WHERE d.state = 'done'
    )
    SELECT d.station_code AS station, count(*)::int AS n, count(m.id)::int AS k,
      (count(*) FILTER (WHERE m.id IS NULL AND EXISTS (SELECT FROM visit_record r WHERE r.task_id = d.id AND r.way <> 'home')))::int AS unmet
    FROM due d LEFT JOIN met m ON m.id = d.id GROUP BY d.station_code`;
}

/**
 * Needs that visits found and that were due in the window, by where the person lives. One counts as met when it was settled in time (by the
 * case that it became, else by its own day) and the person said so when called back. Those settled before days were kept are not judged.
 */
export async function needsClosed(tx: Tx, { from, to }: IndexWindow): Promise<CountRow[]> {
  return tx.$queryRaw<CountRow[]>`
    SELECT p.town, p.village, count(*)::int AS n,
      (count(*) FILTER (WHERE n.confirmed_on IS NOT NULL AND CASE WHEN c.no IS NULL THEN n.closed_on <= n.due_on
        ELSE c.state = 'completed' AND c.closed_at <= c.due_at END))::int AS k
    FROM visit_need n JOIN person p USING (archive_no) LEFT JOIN service_case c ON c.no = n.case_no
    WHERE n.due_on BETWEEN ${from}::date AND ${to}::date AND (n.state = 'open' OR n.closed_on IS NOT NULL)
    GROUP BY p.town, p.village`;
}
