import type { Tx } from '../platform/database.ts';
import type { ActContext, Moved } from './engine/act.ts';

/** Puts down who was sent a copy. Once a person a case: the engine has left out who had one. */
export async function insertCopies(tx: Tx, caseNo: string, copies: Moved['copies'], { actor, now }: ActContext): Promise<void> {
  if (copies.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO case_copy (case_no, staff_id, kind, by_staff, at)
    SELECT ${caseNo}, "staffId", kind, ${actor.id}, ${now} FROM jsonb_to_recordset(${JSON.stringify(copies)}::jsonb) AS r("staffId" TEXT, kind TEXT)
    ON CONFLICT (case_no, staff_id) DO NOTHING`;
}

/** Notes that someone has read the copy sent to them (已阅). Returns whether it was the first time. */
export async function markRead(tx: Tx, caseNo: string, staffId: string, now: Date): Promise<boolean> {
  const read = await tx.$executeRaw`
    UPDATE case_copy SET read_at = ${now} WHERE case_no = ${caseNo} AND staff_id = ${staffId} AND read_at IS NULL`;
  return read > 0;
}

export interface CaseCopy {
  staffId: string;
  kind: 'copy' | 'circulate';
  by: string;
  at: Date;
  readAt: Date | null;
}

/** Everyone who was sent a copy of a case, in the order of sending. */
export async function copiesOf(tx: Tx, caseNo: string): Promise<CaseCopy[]> {
  return tx.$queryRaw<CaseCopy[]>`
    SELECT staff_id AS "staffId", kind, by_staff AS by, at, read_at AS "readAt" FROM case_copy WHERE case_no = ${caseNo} ORDER BY at, staff_id`;
}

/** Whose file a case is about. */
export async function subjectOf(tx: Tx, caseNo: string): Promise<string | null> {
  const row = await tx.service_case.findUnique({ where: { no: caseNo }, select: { subject_archive_no: true } });
  return row?.subject_archive_no ?? null;
}
