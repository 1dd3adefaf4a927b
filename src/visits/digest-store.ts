import { addDays, type Day, momentOf } from '../platform/calendar/day.ts';
import { type CampaignStage, sendTimes } from '../platform/calendar/festival-stages.ts';
import { findFestival } from '../platform/calendar/festivals.ts';
import type { Tx } from '../platform/database.ts';
import type { DueStage, OpenVisit, RunningCampaign, StationFigures } from './digest.ts';
import { toldKey } from './digest-parts.ts';

/** Marks what is open after its deadline, in campaigns that still run. Returns how many were newly marked. */
export async function markOverdue(tx: Tx, today: Day): Promise<number> {
  return tx.$executeRaw`
    UPDATE visit_task SET is_overdue = true FROM campaign c
    WHERE c.id = visit_task.campaign_id AND c.closed_at IS NULL AND c.deadline_on < ${today}::date
      AND visit_task.state = 'todo' AND NOT visit_task.is_overdue`;
}

interface StageRow {
  id: string;
  festival: string;
  year: number;
  on: Day;
  deadlineOn: Day;
  closeOn: Day | null;
  isGivenOut: boolean;
  stage: CampaignStage;
  dueOn: Day;
}

const stageOrder = Object.keys(sendTimes);

/** Campaigns that run, with the stages that are due by now and have not been told. */
export async function readRunning(tx: Tx, today: Day, minute: number): Promise<RunningCampaign[]> {
  const rows = await tx.$queryRaw<(Omit<StageRow, 'stage' | 'dueOn'> & { stage: CampaignStage | null; dueOn: Day | null })[]>`
    SELECT c.id, c.festival, c.year, c.festival_on::text AS on, c.deadline_on::text AS "deadlineOn",
      (SELECT due_on::text FROM campaign_stage WHERE campaign_id = c.id AND stage = 'close') AS "closeOn",
      EXISTS (SELECT 1 FROM campaign_stage WHERE campaign_id = c.id AND stage = 'assign' AND ran_at IS NOT NULL) AS "isGivenOut",
      s.stage, s.due_on::text AS "dueOn"
    FROM campaign c LEFT JOIN campaign_stage s ON s.campaign_id = c.id AND s.ran_at IS NULL AND s.due_on <= ${today}::date
    WHERE c.closed_at IS NULL ORDER BY c.festival_on, c.id`;
  return [...Map.groupBy(rows, (row) => row.id).values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const due = group.flatMap(({ stage, dueOn }) => (stage && dueOn ? [dueStage(stage, dueOn, today, minute)] : []));
    due.sort((a, b) => stageOrder.indexOf(a.stage) - stageOrder.indexOf(b.stage));
    const { id, festival, year, on, deadlineOn, isGivenOut } = first;
    const name = findFestival(festival)?.name ?? festival;
    return [{ id, festival, name, year, on, deadlineOn, closeOn: first.closeOn ?? addDays(on, 7), due, isGivenOut }];
  });
}

function dueStage(stage: CampaignStage, dueOn: Day, today: Day, minute: number): DueStage {
  const [time = '09:00'] = sendTimes[stage];
  return { stage, dueOn, isReached: dueOn < today || minute >= minutesOf(time) };
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** Whether somebody has a visit that nobody told them of, in a campaign whose visits were given out. */
export async function hasUntoldVisits(tx: Tx): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM visit_task t JOIN campaign c ON c.id = t.campaign_id
      JOIN campaign_stage s ON s.campaign_id = c.id AND s.stage = 'assign' AND s.ran_at IS NOT NULL
      WHERE c.closed_at IS NULL AND t.state = 'todo' AND t.reminded_at IS NULL AND t.assignee_id IS NOT NULL) AS found`;
  return row?.found ?? false;
}

export async function readOpenVisits(tx: Tx, campaignIds: readonly string[]): Promise<OpenVisit[]> {
  return tx.$queryRaw<OpenVisit[]>`
    SELECT t.id AS "taskId", t.campaign_id AS "campaignId", p.name AS "personName", t.level, t.town, t.village, t.assignee_id AS "assigneeId",
      t.reason, t.gift_limit::float8 AS "giftLimit", t.reminded_at IS NOT NULL AS "isTold"
    FROM visit_task t JOIN person p USING (archive_no)
    WHERE t.campaign_id = ANY(${[...campaignIds]}::text[]) AND t.state = 'todo'
    ORDER BY t.town NULLS LAST, t.village NULLS LAST, p.name, t.archive_no`;
}

export async function readStationFigures(tx: Tx, campaignIds: readonly string[]): Promise<StationFigures[]> {
  return tx.$queryRaw<StationFigures[]>`
    SELECT campaign_id AS "campaignId", level, town, village, count(*)::int AS total, (count(*) FILTER (WHERE state = 'done'))::int AS done
    FROM visit_task WHERE campaign_id = ANY(${[...campaignIds]}::text[]) AND state <> 'cancelled'
    GROUP BY campaign_id, level, town, village ORDER BY campaign_id, town, village, level`;
}

const TOLD = 'told:';

/** Keys (`toldKey`) of what these campaigns have told, whenever that was. */
export async function readTold(tx: Tx, campaigns: readonly RunningCampaign[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ key: string }[]>`
    SELECT substr(d.kind, ${TOLD.length + 1}::int) || ':' || d.staff_id AS key
    FROM jsonb_to_recordset(${JSON.stringify(campaigns.map(({ id, on }) => ({ id, on })))}::jsonb) AS c(id TEXT, "on" DATE)
    JOIN digest d ON d.on_day = c."on" AND d.kind LIKE ${TOLD} || c.id || ':%'`;
  return new Set(rows.map((row) => row.key));
}

export type DigestKind = 'digest' | 'last-call';

/** Who has had a message of that kind on a day; `before`: made earlier than that. */
export async function readToldOn(tx: Tx, day: Day, kind: DigestKind, before: Date | null = null): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT staff_id AS id FROM digest WHERE on_day = ${day}::date AND kind = ${kind}
      AND (${before}::timestamptz IS NULL OR created_at < ${before}::timestamptz)`;
  return new Set(rows.map((row) => row.id));
}

/**
 * Takes the right to send today's message to each of these people. Of two processes that try, one gets it; it is given back when the transaction
 * fails. Always asked in the order of ids, so that two processes never wait for each other.
 */
export async function takeDay(tx: Tx, day: Day, kind: DigestKind, receivers: readonly string[], at: Date): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO digest (staff_id, on_day, kind, created_at)
    SELECT id, ${day}::date, ${kind}, ${at}::timestamptz FROM unnest(${[...receivers]}::text[]) AS id ORDER BY id
    ON CONFLICT DO NOTHING RETURNING staff_id AS id`;
  return new Set(rows.map((row) => row.id));
}

export async function giveDayBack(tx: Tx, day: Day, kind: DigestKind, receivers: readonly string[]): Promise<void> {
  if (receivers.length === 0) return;
  await tx.$executeRaw`DELETE FROM digest WHERE on_day = ${day}::date AND kind = ${kind} AND staff_id = ANY(${[...receivers]}::text[])`;
}

export interface Telling {
  campaign: RunningCampaign;
  stage: CampaignStage;
  principalId: string;
}

/** Takes the right to tell a stage of a campaign to a principal, once for all days. Returns the keys that were free. */
export async function takeTellings(tx: Tx, tellings: readonly Telling[], at: Date): Promise<Set<string>> {
  if (tellings.length === 0) return new Set();
  const rows = tellings.map(({ campaign, stage, principalId }) => ({
    id: principalId,
    on: campaign.on,
    kind: `${TOLD}${campaign.id}:${stage}`,
  }));
  const free = await tx.$queryRaw<{ key: string }[]>`
    INSERT INTO digest (staff_id, on_day, kind, created_at)
    SELECT DISTINCT id, "on", kind, ${at}::timestamptz FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t(id TEXT, "on" DATE, kind TEXT)
    ORDER BY id, kind ON CONFLICT DO NOTHING RETURNING substr(kind, ${TOLD.length + 1}::int) || ':' || staff_id AS key`;
  return new Set(free.map((row) => row.key));
}

export interface SentDigest {
  receiverId: string;
  messageId: string | null;
  tellings: Telling[];
  visitIds: string[];
}

/** Writes down by which message each was told. */
export async function markSent(tx: Tx, day: Day, kind: DigestKind, sent: readonly SentDigest[], at: Date): Promise<void> {
  const messages = sent.flatMap(({ receiverId, messageId, tellings }) => [
    { id: receiverId, on: day, kind: kind as string, message: messageId },
    ...tellings.map((one) => ({
      id: one.principalId,
      on: one.campaign.on,
      kind: `${TOLD}${one.campaign.id}:${one.stage}`,
      message: messageId,
    })),
  ]);
  await tx.$executeRaw`
    UPDATE digest SET message_id = m.message
    FROM jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) AS m(id TEXT, "on" DATE, kind TEXT, message TEXT)
    WHERE digest.staff_id = m.id AND digest.on_day = m."on" AND digest.kind = m.kind`;
  const visitIds = sent.flatMap((one) => one.visitIds);
  if (visitIds.length > 0) await tx.$executeRaw`UPDATE visit_task SET reminded_at = ${at}::timestamptz WHERE id = ANY(${visitIds}::text[])`;
}

/** Marks open visits as escalated: those of a town's stations, or all when `town` is null. */
export async function markEscalated(tx: Tx, campaignId: string, town: string | null, at: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE visit_task SET escalated_at = ${at}::timestamptz
    WHERE campaign_id = ${campaignId} AND state = 'todo' AND escalated_at IS NULL
      AND (${town}::text IS NULL OR (town = ${town}::text AND level <> 'district'))`;
}

/** Puts stages down as done with; closing a campaign settles whatever of it was left. */
export async function settleStages(
  tx: Tx,
  settled: readonly { campaignId: string; stages: readonly CampaignStage[] }[],
  at: Date,
): Promise<void> {
  for (const { campaignId, stages } of settled) {
    if (stages.length === 0) continue;
    const closes = stages.includes('close');
    await tx.$executeRaw`
      UPDATE campaign_stage SET ran_at = ${at}::timestamptz
      WHERE campaign_id = ${campaignId} AND ran_at IS NULL AND (${closes} OR stage = ANY(${[...stages]}::text[]))`;
    if (closes) await tx.$executeRaw`UPDATE campaign SET closed_at = ${at}::timestamptz WHERE id = ${campaignId} AND closed_at IS NULL`;
  }
}

/** 16:00 of a day, the second time that a deadline is told. */
export function lastCallMoment(day: Day): Date {
  return momentOf(day, sendTimes.deadline[1]);
}

export function tellingsOf(
  parts: readonly { campaign: RunningCampaign; stages: readonly CampaignStage[]; principalId: string }[],
): Telling[] {
  return parts.flatMap(({ campaign, stages, principalId }) => stages.map((stage) => ({ campaign, stage, principalId })));
}

export function keyOfTelling({ campaign, stage, principalId }: Telling): string {
  return toldKey(campaign.id, stage, principalId);
}
