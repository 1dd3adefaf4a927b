import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';

/** A browser that somebody has signed in with. `id` is the fingerprint of what its cookie holds. */
export interface Session {
  id: string;
  staffId: string;
  /** `second-factor`: the second factor is still asked for. */
  state: 'open' | 'second-factor' | 'ended';
  beganAt: Date;
  seenAt: Date;
  endedAt: Date | null;
  /** What the browser calls itself, shortened. */
  device: string;
  address: string;
}

const COLUMNS = `id, staff_id AS "staffId", state, began_at AS "beganAt", seen_at AS "seenAt", ended_at AS "endedAt", device, address`;

export async function insertSession(tx: Tx, session: Session): Promise<void> {
  const { id, staffId, state, beganAt, seenAt, device, address } = session;
  await tx.$executeRaw`INSERT INTO console_session (id, staff_id, state, began_at, seen_at, device, address)
    VALUES (${id}, ${staffId}, ${state}, ${beganAt}, ${seenAt}, ${device}, ${address})`;
}

export async function findSession(tx: Tx, id: string): Promise<Session | null> {
  const rows = await tx.$queryRawUnsafe<Session[]>(`SELECT ${COLUMNS} FROM console_session WHERE id = $1`, id);
  return rows[0] ?? null;
}

/** Open sessions of a person, the last used first. */
export async function openSessionsOf(tx: Tx, staffId: string): Promise<Session[]> {
  return tx.$queryRawUnsafe<Session[]>(
    `SELECT ${COLUMNS} FROM console_session WHERE staff_id = $1 AND state = 'open' ORDER BY seen_at DESC`,
    staffId,
  );
}

export async function touchSession(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.$executeRaw`UPDATE console_session SET seen_at = ${now} WHERE id = ${id} AND state <> 'ended'`;
}

/** Whether there was one of this person to end. */
export async function endSession(tx: Tx, id: string, staffId: string, now: Date): Promise<boolean> {
  const ended = await tx.$executeRaw`UPDATE console_session SET state = 'ended', ended_at = ${now}, notice_sealed = NULL
    WHERE id = ${id} AND staff_id = ${staffId} AND state <> 'ended'`;
  return ended > 0;
}

/** A sentence that the next page shows once. It may name people. */
export async function putNotice(tx: Tx, sealer: Sealer, id: string, sentence: string): Promise<void> {
  await tx.$executeRaw`UPDATE console_session SET notice_sealed = ${sealer.seal(sentence, noticePlace(id))} WHERE id = ${id}`;
}

export async function takeNotice(tx: Tx, sealer: Sealer, id: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ sealed: string }[]>`
    WITH told AS (SELECT id, notice_sealed FROM console_session WHERE id = ${id} AND notice_sealed IS NOT NULL FOR UPDATE)
    UPDATE console_session s SET notice_sealed = NULL FROM told WHERE s.id = told.id RETURNING told.notice_sealed AS sealed`;
  return row ? sealer.open(row.sealed, noticePlace(id)) : null;
}

function noticePlace(id: string) {
  return { table: 'console_session', column: 'notice_sealed', row: id };
}

export async function addFailure(tx: Tx, who: string, now: Date): Promise<void> {
  await tx.$executeRaw`INSERT INTO console_failure (who, at) VALUES (${who}, ${now})`;
}

export async function failuresSince(tx: Tx, who: string, since: Date): Promise<number> {
  const [row] = await tx.$queryRaw<
    { count: number }[]
  >`SELECT count(*)::int AS count FROM console_failure WHERE who = ${who} AND at > ${since}`;
  return row?.count ?? 0;
}

export async function forgiveFailures(tx: Tx, who: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM console_failure WHERE who = ${who}`;
}

/** Takes away what nobody can come back to. Returns how many rows went. */
export async function sweepSessions(tx: Tx, before: Date): Promise<number> {
  const counts = [
    await tx.$executeRaw`DELETE FROM console_session WHERE seen_at < ${before}`,
    await tx.$executeRaw`DELETE FROM console_failure WHERE at < ${before}`,
    await tx.$executeRaw`DELETE FROM console_submission WHERE at < ${before}`,
    await tx.$executeRaw`DELETE FROM console_kept_form WHERE at < ${before}`,
  ];
  return counts.reduce((sum, count) => sum + count, 0);
}
