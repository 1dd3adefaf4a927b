import type { Day } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';

/** A visit of a campaign that a record may belong to. */
export interface FittingVisit {
  taskId: string;
  campaignId: string;
  festival: string;
  year: number;
  festivalOn: Day;
  state: 'todo' | 'done';
  /** Given to the asker, or to somebody on leave for whom the asker stands in. */
  isMine: boolean;
}

export interface VisitContext {
  archiveNo: string;
  name: string;
  town: string | null;
  village: string | null;
  status: string;
  lifecycle: string;
  /** Of campaigns within whose days (planning to closing) the visit falls, nearest festival first. */
  fitting: FittingVisit[];
  /** What was recorded from the same source before. */
  recorded: { id: string; visitedOn: Day } | null;
}

/** Everything that recording a visit depends on, in one round trip. Null: nobody has that archive number. */
export async function readVisitContext(
  tx: Tx,
  ask: { archiveNo: string; staffId: string; visitedOn: Day; today: Day; sourceKey: string },
): Promise<VisitContext | null> {
  const [row] = await tx.$queryRaw<VisitContext[]>`
    SELECT p.archive_no AS "archiveNo", p.name, p.town, p.village, p.status, p.lifecycle,
      COALESCE((SELECT jsonb_agg(jsonb_build_object('taskId', t.id, 'campaignId', c.id, 'festival', c.festival, 'year', c.year,
            'festivalOn', c.festival_on, 'state', t.state,
            'isMine', COALESCE(t.assignee_id = ${ask.staffId} OR EXISTS (SELECT 1 FROM staff_leave l WHERE l.staff_id = t.assignee_id
              AND l.deputy_id = ${ask.staffId} AND l.from_on <= ${ask.today}::date AND l.to_on >= ${ask.today}::date), false))
          ORDER BY t.state DESC, abs(c.festival_on - ${ask.visitedOn}::date), c.festival_on)
        FROM visit_task t JOIN campaign c ON c.id = t.campaign_id
        WHERE t.archive_no = p.archive_no AND t.state IN ('todo', 'done')
          AND ${ask.visitedOn}::date >= (SELECT min(due_on) FROM campaign_stage WHERE campaign_id = c.id)
          AND ${ask.visitedOn}::date <= (SELECT max(due_on) FROM campaign_stage WHERE campaign_id = c.id)), '[]') AS fitting,
      (SELECT jsonb_build_object('id', r.id, 'visitedOn', r.visited_on) FROM visit_record r WHERE r.source_key = ${ask.sourceKey}) AS recorded
    FROM person p WHERE p.archive_no = ${ask.archiveNo}`;
  return row ?? null;
}

export interface NewVisitRecord {
  id: string;
  taskId: string | null;
  archiveNo: string;
  visitedOn: Day;
  visitorId: string;
  way: string;
  noteSealed: string | null;
  photoCount: number;
  /** It was said what is needed, or that nothing is. */
  needsAnswered: boolean;
  sourceKey: string;
  needs: { id: string; textSealed: string; dueOn: Day }[];
}

/** Writes a record with its needs. False: one from the same source was written meanwhile. */
export async function insertVisitRecord(tx: Tx, record: NewVisitRecord, now: Date): Promise<boolean> {
  const made = await tx.$executeRaw`
    INSERT INTO visit_record (id, task_id, archive_no, visited_on, visitor_id, recorded_at, way, note_sealed, photo_count, needs_answered,
      source_key)
    VALUES (${record.id}, ${record.taskId}, ${record.archiveNo}, ${record.visitedOn}::date, ${record.visitorId}, ${now}::timestamptz,
      ${record.way}, ${record.noteSealed}, ${record.photoCount}::int, ${record.needsAnswered}, ${record.sourceKey})
    ON CONFLICT (source_key) DO NOTHING`;
  if (made === 0) return false;
  await insertNeeds(tx, record, now);
  return true;
}

export async function insertNeeds(tx: Tx, record: Pick<NewVisitRecord, 'id' | 'archiveNo' | 'needs'>, now: Date): Promise<void> {
  if (record.needs.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO visit_need (id, record_id, archive_no, text_sealed, due_on, created_at)
    SELECT n.id, ${record.id}, ${record.archiveNo}, n."textSealed", n."dueOn", ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(record.needs)}::jsonb) AS n(id TEXT, "textSealed" TEXT, "dueOn" DATE)`;
}

/** Puts a visit down as made, with the spouse's of the same household. Returns whether it was open. */
export async function completeVisit(tx: Tx, visit: Pick<FittingVisit, 'taskId' | 'campaignId'>): Promise<boolean> {
  const done = await tx.$executeRaw`
    UPDATE visit_task SET state = 'done'
    FROM visit_task own
    WHERE own.id = ${visit.taskId} AND visit_task.campaign_id = ${visit.campaignId} AND visit_task.state = 'todo'
      AND (visit_task.id = own.id OR (visit_task.town IS NOT DISTINCT FROM own.town AND visit_task.village IS NOT DISTINCT FROM own.village
        AND EXISTS (SELECT 1 FROM person_relation r WHERE r.kind = '配偶'
          AND ((r.archive_no = own.archive_no AND r.related_archive_no = visit_task.archive_no)
            OR (r.archive_no = visit_task.archive_no AND r.related_archive_no = own.archive_no)))))`;
  return done > 0;
}

/** Visits of a campaign that a member of staff still has to make. */
export async function countOpenVisits(tx: Tx, campaignId: string, assigneeId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM visit_task WHERE assignee_id = ${assigneeId} AND state = 'todo' AND campaign_id = ${campaignId}`;
  return row?.count ?? 0;
}

export interface StoredRecord {
  id: string;
  archiveNo: string;
  visitorId: string;
  visitedOn: Day;
  noteSealed: string | null;
  needs: { id: string; textSealed: string; state: string }[];
}

/** One record, taken for this transaction. */
export async function takeVisitRecord(tx: Tx, id: string): Promise<StoredRecord | null> {
  const [row] = await tx.$queryRaw<StoredRecord[]>`
    SELECT r.id, r.archive_no AS "archiveNo", r.visitor_id AS "visitorId", r.visited_on::text AS "visitedOn", r.note_sealed AS "noteSealed",
      COALESCE((SELECT jsonb_agg(jsonb_build_object('id', n.id, 'textSealed', n.text_sealed, 'state', n.state) ORDER BY n.created_at, n.id)
        FROM visit_need n WHERE n.record_id = r.id), '[]') AS needs
    FROM visit_record r WHERE r.id = ${id} FOR UPDATE OF r`;
  return row ?? null;
}

export async function updateVisitRecord(tx: Tx, id: string, change: { visitedOn: Day; noteSealed: string | null }): Promise<void> {
  await tx.$executeRaw`UPDATE visit_record SET visited_on = ${change.visitedOn}::date, note_sealed = ${change.noteSealed} WHERE id = ${id}`;
}

/** Needs that became a case stay: that is followed where the case is. */
export async function removeOpenNeeds(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0)
    await tx.$executeRaw`DELETE FROM visit_need WHERE id = ANY(${[...ids]}::text[]) AND state = 'open' AND case_no IS NULL`;
}

/** Keeps what a correction replaced, with the changes of the person's file. */
export async function keepHistory(
  tx: Tx,
  change: { id: string; archiveNo: string; by: string; reason: string; sealed: string },
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO person_change (id, archive_no, changed_at, changed_by, reason, sealed_change)
    VALUES (${change.id}, ${change.archiveNo}, ${now}::timestamptz, ${change.by}, ${change.reason}, ${change.sealed})`;
}
