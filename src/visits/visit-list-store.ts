import type { Day } from '../platform/calendar/day.ts';
import type { CampaignStage } from '../platform/calendar/festival-stages.ts';
import type { FestivalLevel } from '../platform/calendar/festivals.ts';
import type { Tx } from '../platform/database.ts';
import type { Campaign } from './campaign-store.ts';

/** The campaign that is meant: of that festival and year where they are said, else the running one whose festival is nearest. */
export async function nearestCampaign(
  tx: Tx,
  ask: { festival?: string | undefined; year?: number | undefined },
  today: Day,
): Promise<Campaign | null> {
  const [campaign] = await tx.$queryRaw<Campaign[]>`
    SELECT id, festival, year, name, festival_on::text AS on, deadline_on::text AS "deadlineOn", is_provisional AS "isProvisional",
      closed_at IS NOT NULL AS "isClosed"
    FROM campaign
    WHERE (${ask.festival ?? null}::text IS NULL OR festival = ${ask.festival ?? null}::text)
      AND (${ask.year ?? null}::int IS NULL OR year = ${ask.year ?? null}::int)
    ORDER BY closed_at IS NOT NULL, abs(festival_on - ${today}::date), festival_on LIMIT 1`;
  return campaign ?? null;
}

export type VisitState = 'todo' | 'done' | 'overdue';

export interface VisitFilter {
  campaignId: string;
  which: VisitState | 'all';
  /** Of that person, or of those for whom they stand in today; null: of everybody. */
  assigneeId: string | null;
  town: string | null;
  village: string | null;
}

export interface VisitRow {
  archiveNo: string;
  name: string;
  town: string | null;
  village: string | null;
  level: FestivalLevel;
  reason: string;
  giftLimit: number | null;
  isOverdue: boolean;
  isDone: boolean;
  assigneeId: string | null;
  assigneeName: string | null;
  visitedOn: Day | null;
}

/** One page of visits, and how many there are in all; `planned`: in whatever state. */
export async function readVisitRows(
  tx: Tx,
  filter: VisitFilter,
  today: Day,
  page: { limit: number; offset: number },
): Promise<{ rows: VisitRow[]; total: number; planned: number }> {
  const [found] = await tx.$queryRaw<{ rows: VisitRow[] | null; total: number; planned: number }[]>`
    WITH fitting AS (
      SELECT t.*, c.deadline_on < ${today}::date AS is_late FROM visit_task t JOIN campaign c ON c.id = t.campaign_id
      WHERE t.campaign_id = ${filter.campaignId} AND t.state <> 'cancelled'
        AND (${filter.town}::text IS NULL OR t.town = ${filter.town}::text)
        AND (${filter.village}::text IS NULL OR t.village = ${filter.village}::text)
        AND (${filter.assigneeId}::text IS NULL OR t.assignee_id = ${filter.assigneeId}::text OR t.assignee_id IN (
          SELECT l.staff_id FROM staff_leave l WHERE l.deputy_id = ${filter.assigneeId}::text AND l.from_on <= ${today}::date AND l.to_on >= ${today}::date))
    ), wanted AS (
      SELECT * FROM fitting WHERE CASE ${filter.which}::text WHEN 'done' THEN state = 'done' WHEN 'overdue' THEN state = 'todo' AND is_late
        WHEN 'all' THEN true ELSE state = 'todo' END
    ), page AS (
      SELECT w.archive_no AS "archiveNo", p.name, w.town, w.village, w.level, w.reason, w.gift_limit AS "giftLimit",
        w.state = 'todo' AND w.is_late AS "isOverdue", w.state = 'done' AS "isDone", w.assignee_id AS "assigneeId", s.name AS "assigneeName",
        (SELECT max(r.visited_on) FROM visit_record r WHERE r.task_id = w.id) AS "visitedOn"
      FROM wanted w JOIN person p USING (archive_no) LEFT JOIN staff s ON s.id = w.assignee_id
      ORDER BY w.town NULLS LAST, w.village NULLS LAST, p.name, w.archive_no LIMIT ${page.limit}::int OFFSET ${page.offset}::int
    )
    SELECT (SELECT jsonb_agg(page) FROM page) AS rows, (SELECT count(*)::int FROM wanted) AS total, (SELECT count(*)::int FROM fitting) AS planned`;
  return { rows: found?.rows ?? [], total: found?.total ?? 0, planned: found?.planned ?? 0 };
}

export interface ProgressRow {
  /** Town or village; null: none is on file. */
  name: string | null;
  total: number;
  done: number;
  overdue: number;
}

/** Counts by town, or by village within one town. */
export async function readProgress(
  tx: Tx,
  filter: { campaignId: string; town: string | null; village: string | null },
  today: Day,
): Promise<ProgressRow[]> {
  return tx.$queryRaw<ProgressRow[]>`
    SELECT CASE WHEN ${filter.town}::text IS NULL THEN t.town ELSE t.village END AS name, count(*)::int AS total,
      (count(*) FILTER (WHERE t.state = 'done'))::int AS done,
      (count(*) FILTER (WHERE t.state = 'todo' AND c.deadline_on < ${today}::date))::int AS overdue
    FROM visit_task t JOIN campaign c ON c.id = t.campaign_id
    WHERE t.campaign_id = ${filter.campaignId} AND t.state <> 'cancelled'
      AND (${filter.town}::text IS NULL OR t.town = ${filter.town}::text)
      AND (${filter.village}::text IS NULL OR t.village = ${filter.village}::text)
    GROUP BY 1 ORDER BY 1 NULLS LAST`;
}

export interface VisitCounts {
  recipients: number;
  /** Visits: one a household. */
  planned: number;
  reminded: number;
  visited: number;
  overdue: number;
  escalated: number;
}

export type StationCounts = VisitCounts & { town: string | null; station: string | null; name: string | null };

/** Counts by the town that people live in and the station that visits them. */
export async function readStationCounts(tx: Tx, campaignId: string): Promise<StationCounts[]> {
  return tx.$queryRaw<StationCounts[]>`
    SELECT t.town, t.station_code AS station, s.name, count(*)::int AS recipients, count(t.gift_limit)::int AS planned,
      (count(*) FILTER (WHERE t.reminded_at IS NOT NULL))::int AS reminded, (count(*) FILTER (WHERE t.state = 'done'))::int AS visited,
      (count(*) FILTER (WHERE t.is_overdue AND t.state = 'todo'))::int AS overdue,
      (count(*) FILTER (WHERE t.escalated_at IS NOT NULL))::int AS escalated
    FROM visit_task t LEFT JOIN station s ON s.code = t.station_code
    WHERE t.campaign_id = ${campaignId} AND t.state <> 'cancelled'
    GROUP BY t.town, t.station_code, s.name ORDER BY t.town NULLS LAST, t.station_code NULLS LAST`;
}

export async function readCampaignStages(
  tx: Tx,
  campaignId: string,
): Promise<{ stage: CampaignStage; dueOn: Day; ranAt: string | null }[]> {
  const rows = await tx.$queryRaw<{ stage: CampaignStage; dueOn: Day; ranAt: Date | null }[]>`
    SELECT stage, due_on::text AS "dueOn", ran_at AS "ranAt" FROM campaign_stage WHERE campaign_id = ${campaignId} ORDER BY due_on, stage`;
  return rows.map((row) => ({ ...row, ranAt: row.ranAt?.toISOString() ?? null }));
}

export interface CampaignProgress extends Campaign {
  total: number;
  done: number;
  overdue: number;
}

/** Every campaign, the latest festival first, with how far its visits are in an area. */
export async function readCampaignProgress(
  tx: Tx,
  area: { town: string | null; village: string | null },
  today: Day,
): Promise<CampaignProgress[]> {
  return tx.$queryRaw<CampaignProgress[]>`
    SELECT c.id, c.festival, c.year, c.name, c.festival_on::text AS on, c.deadline_on::text AS "deadlineOn", c.is_provisional AS "isProvisional",
      c.closed_at IS NOT NULL AS "isClosed", count(t.id)::int AS total, (count(t.id) FILTER (WHERE t.state = 'done'))::int AS done,
      (count(t.id) FILTER (WHERE t.state = 'todo' AND c.deadline_on < ${today}::date))::int AS overdue
    FROM campaign c LEFT JOIN visit_task t ON t.campaign_id = c.id AND t.state <> 'cancelled'
      AND (${area.town}::text IS NULL OR t.town = ${area.town}::text) AND (${area.village}::text IS NULL OR t.village = ${area.village}::text)
    GROUP BY c.id ORDER BY c.festival_on DESC, c.id`;
}
