import type { Staff } from '../organisation/staff.ts';
import type { Tx } from '../platform/database.ts';
import { AppError } from '../platform/errors.ts';
import type { Sealer } from '../platform/seal.ts';

/**
 * Puts a thread down in the middle of its turn. Only while the message is still to be done: another process that finished it meanwhile
 * (this one's lease ran out) has written a later state, and this turn must end here. Throws AppError `turn-lost` then.
 */
export async function saveMidTurn(
  tx: Tx,
  sealer: Sealer,
  turn: { conversationKey: string; channel: string; messageKey: string },
  thread: string,
): Promise<void> {
  const { conversationKey, channel, messageKey } = turn;
  const sealed = sealer.seal(thread, statePlace(conversationKey));
  const count = await tx.$executeRaw`UPDATE conversation SET state_sealed = ${sealed} WHERE key = ${conversationKey} AND EXISTS (
    SELECT 1 FROM inbound_message WHERE channel = ${channel} AND message_key = ${messageKey} AND state = 'pending')`;
  if (count !== 1)
    throw new AppError('conflict', 'turn-lost', '这条消息已由另一个进程处理，没有重复办理。', {
      message: 'the turn was finished elsewhere',
    });
}

/** The 1:1 thread of a member of staff on a channel, as JSON text; null when they have never written. */
export async function savedThreadOf(
  tx: Tx,
  sealer: Sealer,
  channel: string,
  { dingtalkUserId, zzdAccountId }: Pick<Staff, 'dingtalkUserId' | 'zzdAccountId'>,
): Promise<string | null> {
  const userId = channel === 'zhezhengding' ? zzdAccountId : dingtalkUserId;
  if (userId === null) return null;
  const key = `${channel}:with:${userId}`;
  const row = await tx.conversation.findUnique({ where: { key }, select: { state_sealed: true } });
  return row?.state_sealed ? sealer.open(row.state_sealed, { table: 'conversation', column: 'state_sealed', row: key }) : null;
}

/**
 * Changes a thread between two of its turns, in the caller's transaction. False: a message of it is just being worked on, whose end would
 * write over the change.
 */
export async function changeThread(
  tx: Tx,
  sealer: Sealer,
  thread: { key: string; staffId: string; now: Date },
  change: (saved: string | null) => string,
): Promise<boolean> {
  const { key, staffId, now } = thread;
  const place = { table: 'conversation', column: 'state_sealed', row: key };
  await tx.$executeRaw`INSERT INTO conversation (key) VALUES (${key}) ON CONFLICT (key) DO NOTHING`;
  // Whoever takes up a message meanwhile waits for this row, and then reads what was changed.
  const [row] = await tx.$queryRaw<{ state_sealed: string | null; isHeld: boolean }[]>`
    SELECT state_sealed, coalesce(leased_until > ${now}::timestamptz, false) AS "isHeld" FROM conversation WHERE key = ${key} FOR UPDATE`;
  if (!row || row.isHeld) return false;
  const sealed = sealer.seal(change(row.state_sealed === null ? null : sealer.open(row.state_sealed, place)), place);
  await tx.$executeRaw`
    UPDATE conversation SET state_sealed = ${sealed}, staff_id = ${staffId}, version = version + 1, updated_at = ${now}::timestamptz WHERE key = ${key}`;
  return true;
}

/** Threads whose owner has been silent so long that they are to be told that their form is kept. */
export async function dueReminders(
  tx: Tx,
  sealer: Sealer,
  now: Date,
): Promise<{ key: string; staffId: string; saved: string; at: Date }[]> {
  const rows = await tx.$queryRaw<{ key: string; staff_id: string; state_sealed: string; reminds_at: Date }[]>`
    SELECT key, staff_id, state_sealed, reminds_at FROM conversation
    WHERE reminds_at <= ${now}::timestamptz AND staff_id IS NOT NULL AND state_sealed IS NOT NULL ORDER BY reminds_at LIMIT 100`;
  return rows.map((row) => ({
    key: row.key,
    staffId: row.staff_id,
    saved: sealer.open(row.state_sealed, { table: 'conversation', column: 'state_sealed', row: row.key }),
    at: row.reminds_at,
  }));
}

/** Takes one up. False: it is not due any more. */
export async function takeReminder(tx: Tx, key: string, at: Date): Promise<boolean> {
  const count = await tx.$executeRaw`UPDATE conversation SET reminds_at = NULL WHERE key = ${key} AND reminds_at = ${at}::timestamptz`;
  return count === 1;
}

/**
 * Takes a conversation for a page, as a message would: nobody else works on it until it is given back or `until` has passed. The saved
 * state as JSON text; `held` while somebody else has it.
 */
export async function takeThread(
  tx: Tx,
  sealer: Sealer,
  taking: { key: string; holder: string; now: Date; until: Date },
): Promise<{ kind: 'held' } | { kind: 'taken'; state: string | null }> {
  const { key, holder, now, until } = taking;
  const [row] = await tx.$queryRaw<{ sealed: string | null }[]>`
    INSERT INTO conversation (key, leased_by, leased_until) VALUES (${key}, ${holder}, ${until}::timestamptz)
    ON CONFLICT (key) DO UPDATE SET leased_by = ${holder}, leased_until = ${until}::timestamptz
      WHERE conversation.leased_until IS NULL OR conversation.leased_until < ${now}::timestamptz
    RETURNING state_sealed AS sealed`;
  if (!row) return { kind: 'held' };
  return { kind: 'taken', state: row.sealed === null ? null : sealer.open(row.sealed, statePlace(key)) };
}

/** Saves the next state (null: nothing came of it) and gives the conversation back. False: the lease ran out and somebody else has it. */
export async function giveThreadBack(
  tx: Tx,
  sealer: Sealer,
  given: { key: string; holder: string; staffId: string; now: Date },
  next: { state: string; remindsAt: Date | null } | null,
): Promise<boolean> {
  const { key, holder, staffId, now } = given;
  const mine = { where: { key, leased_by: holder } };
  const free = { leased_by: null, leased_until: null };
  if (next === null) return (await tx.conversation.updateMany({ ...mine, data: free })).count === 1;
  const written = { state_sealed: sealer.seal(next.state, statePlace(key)), reminds_at: next.remindsAt };
  const data = { ...written, ...free, staff_id: staffId, version: { increment: 1 }, updated_at: now };
  const { count } = await tx.conversation.updateMany({ ...mine, data });
  return count === 1;
}

/** A conversation's state as it stands, for looking at it; null before the first message. */
export async function readThread(tx: Tx, sealer: Sealer, key: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ sealed: string | null }[]>`SELECT state_sealed AS sealed FROM conversation WHERE key = ${key}`;
  return row?.sealed ? sealer.open(row.sealed, statePlace(key)) : null;
}

function statePlace(key: string) {
  return { table: 'conversation', column: 'state_sealed', row: key };
}
