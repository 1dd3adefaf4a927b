import type { Day } from '../platform/calendar/day.ts';
import type { FestivalSchedule } from '../platform/calendar/festival-stages.ts';
import type { FestivalLevel } from '../platform/calendar/festivals.ts';
import type { Tx } from '../platform/database.ts';
import type { Visitor } from './assign-visits.ts';
import type { PlannedVisit, StandingVisit } from './plan-visits.ts';
import { type Recipient, visitedCategories } from './recipient.ts';

export interface Campaign {
  id: string;
  festival: string;
  year: number;
  name: string;
  on: Day;
  deadlineOn: Day;
  isProvisional: boolean;
  isClosed: boolean;
}

export interface StoredVisit extends StandingVisit {
  state: 'todo' | 'done' | 'cancelled';
}

/** The campaign of a festival and year, taken for this transaction, and whether it had been planned before. */
export async function takeCampaign(
  tx: Tx,
  schedule: FestivalSchedule,
  name: string,
  now: Date,
): Promise<{ campaign: Campaign; isNew: boolean }> {
  const { festival, year } = schedule;
  const id = `${festival.id}-${year}`;
  const made = await tx.$executeRaw`
    INSERT INTO campaign (id, festival, year, name, festival_on, deadline_on, is_provisional, planned_at)
    VALUES (${id}, ${festival.id}, ${year}, ${name}, ${schedule.on}::date, ${schedule.deadlineOn ?? schedule.on}::date, ${schedule.isProvisional}, ${now}::timestamptz)
    ON CONFLICT DO NOTHING`;
  // Whoever plans the same festival at the same time waits here and then finds everything planned.
  const [campaign] = await tx.$queryRaw<Campaign[]>`
    SELECT id, festival, year, name, festival_on::text AS on, deadline_on::text AS "deadlineOn", is_provisional AS "isProvisional",
      closed_at IS NOT NULL AS "isClosed" FROM campaign WHERE id = ${id} FOR UPDATE`;
  if (!campaign) throw new Error(`campaign ${id} cannot be read back`);
  return { campaign, isNew: made > 0 };
}

export async function findCampaign(tx: Tx, festival: string, year: number): Promise<Campaign | null> {
  const [campaign] = await tx.$queryRaw<Campaign[]>`
    SELECT id, festival, year, name, festival_on::text AS on, deadline_on::text AS "deadlineOn", is_provisional AS "isProvisional",
      closed_at IS NOT NULL AS "isClosed" FROM campaign WHERE festival = ${festival} AND year = ${year}`;
  return campaign ?? null;
}

/** Writes the days of a schedule; a stage that has run keeps its day. */
export async function writeSchedule(tx: Tx, campaignId: string, schedule: FestivalSchedule): Promise<void> {
  const stages = JSON.stringify(schedule.stages.map(({ stage, dueOn }) => ({ stage, due_on: dueOn })));
  await tx.$executeRaw`
    INSERT INTO campaign_stage (campaign_id, stage, due_on)
    SELECT ${campaignId}, s.stage, s.due_on FROM jsonb_to_recordset(${stages}::jsonb) AS s(stage TEXT, due_on DATE)
    ON CONFLICT (campaign_id, stage) DO UPDATE SET due_on = excluded.due_on
    WHERE campaign_stage.ran_at IS NULL AND campaign_stage.due_on <> excluded.due_on`;
  await tx.$executeRaw`
    UPDATE campaign SET deadline_on = ${schedule.deadlineOn ?? schedule.on}::date, is_provisional = ${schedule.isProvisional}
    WHERE id = ${campaignId} AND (deadline_on, is_provisional) IS DISTINCT FROM (${schedule.deadlineOn ?? schedule.on}::date, ${schedule.isProvisional})`;
}

/**
 * Living people on the books of whom anything is known that a festival asks for. A coarse sieve, so that most of the archive need not leave the
 * database; the rules themselves are in visit-rules.ts. `agedBy`: whoever was born by then is let through for their age alone.
 */
export async function readRecipients(tx: Tx, on: Day, agedBy: Day | null): Promise<Recipient[]> {
  return tx.$queryRaw<Recipient[]>`
    SELECT p.archive_no AS "archiveNo", p.birth_on::text AS "birthOn", p.town, p.village, p.key_category AS "keyCategory",
      ARRAY(SELECT c.category FROM person_category c WHERE c.archive_no = p.archive_no AND (c.until_on IS NULL OR c.until_on >= ${on}::date)
        ORDER BY c.category) AS categories,
      p.discharged_on IS NOT NULL AS "isDischarged", p.disability_grade AS "disabilityGrade", p.merit, p.hardship,
      p.lives_alone AS "livesAlone", p.is_bedridden AS "isBedridden", r.spouse_no AS "spouseNo"
    FROM person p
    LEFT JOIN (SELECT archive_no, min(spouse) AS spouse_no FROM (
        SELECT archive_no, related_archive_no AS spouse FROM person_relation WHERE kind = '配偶' AND related_archive_no IS NOT NULL
        UNION ALL SELECT related_archive_no, archive_no FROM person_relation WHERE kind = '配偶' AND related_archive_no IS NOT NULL
      ) AS couples GROUP BY archive_no) r USING (archive_no)
    WHERE p.status = '在世' AND p.lifecycle = '在册' AND p.merged_into IS NULL
      AND (p.key_category IS NOT NULL OR p.hardship IS NOT NULL OR p.merit ~ '勋章|荣誉|英雄|模范|特等|一等|二等' OR p.birth_on <= ${agedBy}::date
        OR p.archive_no IN (SELECT archive_no FROM person_category WHERE category = ANY(${[...visitedCategories]}::text[])))`;
}

/** Active staff whose post it can be to visit. */
export async function readVisitors(tx: Tx): Promise<Visitor[]> {
  return tx.$queryRaw<Visitor[]>`
    SELECT s.id, array_agg(r.role ORDER BY r.role) AS roles, s.town, s.village, s.section
    FROM staff s JOIN staff_role r ON r.staff_id = s.id
    WHERE s.is_active AND r.role IN ('village-liaison', 'village-head', 'town-officer', 'town-head', 'center-officer', 'section-officer',
      'section-head', 'bureau-leader')
    GROUP BY s.id ORDER BY s.id`;
}

export async function readVisits(tx: Tx, campaignId: string): Promise<StoredVisit[]> {
  return tx.$queryRaw<StoredVisit[]>`
    SELECT archive_no AS "archiveNo", level, town, village, assignee_id AS "assigneeId", state
    FROM visit_task WHERE campaign_id = ${campaignId}`;
}

/** Open visits of all other campaigns that still run, by staff id. */
export async function readLoad(tx: Tx, campaignId: string): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ id: string; count: number }[]>`
    SELECT t.assignee_id AS id, count(*)::int AS count FROM visit_task t JOIN campaign c ON c.id = t.campaign_id
    WHERE c.closed_at IS NULL AND c.id <> ${campaignId} AND t.state = 'todo' AND t.assignee_id IS NOT NULL GROUP BY t.assignee_id`;
  return new Map(rows.map((row) => [row.id, row.count]));
}

/** Puts visits down as to be made; one that was cancelled, moved or given to somebody else is to be told anew. */
export async function writeVisits(tx: Tx, campaignId: string, visits: readonly PlannedVisit[]): Promise<void> {
  if (visits.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO visit_task (id, campaign_id, archive_no, level, town, village, station_code, assignee_id, reason, gift_limit, state)
    SELECT ${campaignId} || '/' || v."archiveNo", ${campaignId}, v."archiveNo", v.level, v.town, v.village, s.code, v."assigneeId", v.reason,
      v."giftLimit", 'todo'
    FROM jsonb_to_recordset(${JSON.stringify(visits)}::jsonb) AS v("archiveNo" TEXT, level TEXT, town TEXT, village TEXT, "assigneeId" TEXT,
      reason TEXT, "giftLimit" NUMERIC)
    LEFT JOIN (SELECT min(code) AS code, level, town, village FROM station GROUP BY level, town, village) s
      ON s.level = v.level AND (v.level = 'district' OR s.town = v.town) AND (v.level <> 'village' OR s.village = v.village)
    ON CONFLICT (campaign_id, archive_no) DO UPDATE SET level = excluded.level, town = excluded.town, village = excluded.village,
      station_code = excluded.station_code, assignee_id = excluded.assignee_id, reason = excluded.reason, gift_limit = excluded.gift_limit,
      state = 'todo', reminded_at = NULL
    WHERE visit_task.state <> 'done'`;
}

export async function cancelVisits(tx: Tx, campaignId: string, archiveNos: readonly string[]): Promise<void> {
  if (archiveNos.length === 0) return;
  await tx.$executeRaw`
    UPDATE visit_task SET state = 'cancelled', is_overdue = false
    WHERE campaign_id = ${campaignId} AND state = 'todo' AND archive_no = ANY(${[...archiveNos]}::text[])`;
}

export interface TownFigures {
  town: string | null;
  recipients: number;
  /** Visits to be made or made: households, not people. */
  planned: number;
  /** People for whom nobody at any level is in post. */
  unassigned: number;
  byLevel: Record<FestivalLevel, number>;
}

/** What a campaign plans, by town in the order of their names. */
export async function readTownFigures(tx: Tx, campaignId: string): Promise<TownFigures[]> {
  const rows = await tx.$queryRaw<(Omit<TownFigures, 'byLevel'> & { district: number; inTown: number; village: number })[]>`
    SELECT town, count(*)::int AS recipients, count(gift_limit)::int AS planned,
      (count(*) FILTER (WHERE assignee_id IS NULL))::int AS unassigned,
      (count(gift_limit) FILTER (WHERE level = 'district'))::int AS district,
      (count(gift_limit) FILTER (WHERE level = 'town'))::int AS "inTown",
      (count(gift_limit) FILTER (WHERE level = 'village'))::int AS village
    FROM visit_task WHERE campaign_id = ${campaignId} AND state <> 'cancelled' GROUP BY town ORDER BY town NULLS LAST`;
  return rows.map(({ district, inTown, village, ...row }) => ({ ...row, byLevel: { district, town: inTown, village } }));
}
