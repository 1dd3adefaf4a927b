import type { Day } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';

export interface FollowUp {
  id: string;
  caseNo: string;
  archiveNo: string | null;
  key: string;
  text: string;
  dueOn: Day;
  town: string | null;
  village: string | null;
  /** The service that it leads to; null where a person only has to look after it. */
  nextFlow: string | null;
}

/** Puts down what must still be done after a case; a second call changes nothing. */
export async function addFollowUp(tx: Tx, one: FollowUp): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO follow_up (id, case_no, archive_no, key, text, due_on, town, village, next_flow)
    VALUES (${one.id}, ${one.caseNo}, ${one.archiveNo}, ${one.key}, ${one.text}, ${one.dueOn}::date, ${one.town}, ${one.village}, ${one.nextFlow})
    ON CONFLICT (id) DO NOTHING`;
}

/** Open ones of an area (null: everywhere), the most urgent first. */
export async function openFollowUps(tx: Tx, area: { town: string | null; village: string | null }, limit: number): Promise<FollowUp[]> {
  return tx.$queryRaw<FollowUp[]>`
    SELECT id, case_no AS "caseNo", archive_no AS "archiveNo", key, text, due_on::text AS "dueOn", town, village, next_flow AS "nextFlow"
    FROM follow_up WHERE state = 'open' AND (${area.town}::text IS NULL OR town = ${area.town})
      AND (${area.village}::text IS NULL OR village = ${area.village}) ORDER BY due_on, id LIMIT ${limit}`;
}

/** Closes one with what came of it. Returns false when it was closed before. */
export async function closeFollowUp(
  tx: Tx,
  id: string,
  done: { by: string; at: Date; note: string | null; nextCaseNo: string | null },
): Promise<boolean> {
  const closed = await tx.$executeRaw`
    UPDATE follow_up SET state = 'done', done_by = ${done.by}, done_at = ${done.at}, note = ${done.note}, next_case_no = ${done.nextCaseNo}
    WHERE id = ${id} AND state = 'open'`;
  return closed > 0;
}
