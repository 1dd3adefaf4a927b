import type { Tx } from '../../platform/database.ts';

/** What is counted for one place, by the person's own town and village. */
export interface PlaceCounts {
  town: string | null;
  village: string | null;
  people: number;
  recipients: number;
  visits: number;
  visited: number;
  overdueVisits: number;
  openCases: number;
  overdueCases: number;
}

/** Every place at once. `campaignId`: the festival whose visits are shown; null leaves them at nothing. */
export async function placeCounts(tx: Tx, campaignId: string | null, now: Date): Promise<PlaceCounts[]> {
  return tx.$queryRaw<PlaceCounts[]>`
    WITH people AS (
      SELECT town, village, count(*)::int AS people, count(key_category)::int AS recipients FROM person
      WHERE status = '在世' AND lifecycle = '在册' AND merged_into IS NULL GROUP BY town, village
    ), visits AS (
      SELECT t.town, t.village, count(*)::int AS visits, (count(*) FILTER (WHERE t.state = 'done'))::int AS visited,
        (count(*) FILTER (WHERE t.state = 'todo' AND c.deadline_on < (${now}::timestamptz AT TIME ZONE 'Asia/Shanghai')::date))::int AS late
      FROM visit_task t JOIN campaign c ON c.id = t.campaign_id WHERE t.campaign_id = ${campaignId} AND t.state <> 'cancelled' GROUP BY t.town, t.village
    ), cases AS (
      SELECT town, village, count(*)::int AS open, (count(*) FILTER (WHERE state = 'open' AND due_at < ${now}))::int AS late
      FROM service_case WHERE state IN ('open', 'suspended') GROUP BY town, village
    ), places AS (SELECT town, village FROM people UNION SELECT town, village FROM visits UNION SELECT town, village FROM cases)
    SELECT p.town, p.village, coalesce(a.people, 0) AS people, coalesce(a.recipients, 0) AS recipients, coalesce(v.visits, 0) AS visits,
      coalesce(v.visited, 0) AS visited, coalesce(v.late, 0) AS "overdueVisits", coalesce(c.open, 0) AS "openCases", coalesce(c.late, 0) AS "overdueCases"
    FROM places p
    LEFT JOIN people a ON a.town IS NOT DISTINCT FROM p.town AND a.village IS NOT DISTINCT FROM p.village
    LEFT JOIN visits v ON v.town IS NOT DISTINCT FROM p.town AND v.village IS NOT DISTINCT FROM p.village
    LEFT JOIN cases c ON c.town IS NOT DISTINCT FROM p.town AND c.village IS NOT DISTINCT FROM p.village`;
}
