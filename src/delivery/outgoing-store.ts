import { randomUUID } from 'node:crypto';
import type { Tx } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';
import type { ClaimedMessage, MessageKind, MessageState, NewMessage } from './outgoing-message.ts';

interface Row {
  id: string;
  channel: ClaimedMessage['channel'];
  kind: MessageKind;
  staff_id: string | null;
  user_id: string | null;
  group_id: string | null;
  body_sealed: string;
  session_sealed: string | null;
  session_expires_at: Date | null;
  attempts: number;
  was_interrupted: boolean;
  expires_at: Date | null;
}

/** Writes a message row; without a user id it goes to the staff member's own. Returns its id, or null when one with the same dedupe key exists. */
export async function insertMessage(tx: Tx, sealer: Sealer, message: NewMessage, now: Date): Promise<string | null> {
  const id = randomUUID();
  const session = message.session && JSON.stringify({ webhook: message.session.webhook, mentionUserId: message.mentionUserId });
  const body = sealer.seal(JSON.stringify(message.body), place('body_sealed', id));
  const sessionSealed = session ? sealer.seal(session, place('session_sealed', id)) : null;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO outgoing_message (id, channel, kind, dedupe_key, staff_id, user_id, group_id, body_sealed, session_sealed,
      session_expires_at, about, send_after, expires_at, created_at)
    VALUES (${id}, ${message.channel}, ${message.kind}, ${message.dedupeKey}, ${message.staffId},
      coalesce(${message.userId}, (SELECT dingtalk_user_id FROM staff WHERE id = ${message.staffId})), ${message.groupId},
      ${body}, ${sessionSealed}, ${message.session?.expiresAt ?? null}::timestamptz, ${message.about},
      ${message.sendAfter ?? now}::timestamptz, ${message.expiresAt}::timestamptz, ${now}::timestamptz)
    ON CONFLICT (dedupe_key) DO NOTHING RETURNING id`;
  return rows[0]?.id ?? null;
}

/** Takes one message for an attempt; null when it is not due, done, or in another worker's hands. */
export async function claimMessage(tx: Tx, sealer: Sealer, id: string, now: Date, leaseMs: number): Promise<ClaimedMessage | null> {
  const until = new Date(now.getTime() + leaseMs);
  const rows = await tx.$queryRaw<Row[]>`
    UPDATE outgoing_message SET state = 'sending', attempts = outgoing_message.attempts + 1, leased_until = ${until}::timestamptz
    FROM (SELECT id, state = 'sending' AS was_interrupted FROM outgoing_message WHERE id = ${id}
      AND send_after <= ${now}::timestamptz AND (state = 'created' OR (state = 'sending' AND leased_until < ${now}::timestamptz))
      FOR UPDATE SKIP LOCKED) AS due
    WHERE outgoing_message.id = due.id
    RETURNING outgoing_message.*, due.was_interrupted`;
  return rows[0] ? toClaimed(rows[0], sealer) : null;
}

/** Ids of messages that are due and not in anybody's hands, replies first, oldest first. */
export async function dueMessageIds(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM outgoing_message
    WHERE state IN ('created', 'sending') AND send_after <= ${now}::timestamptz AND (state = 'created' OR leased_until < ${now}::timestamptz)
    ORDER BY CASE kind WHEN 'reply' THEN 0 WHEN 'notice' THEN 1 ELSE 2 END, send_after, id LIMIT ${limit}`;
  return rows.map((row) => row.id);
}

/** Writes down how an attempt ended. */
export async function settleMessage(
  tx: Tx,
  id: string,
  end: { state: Exclude<MessageState, 'sending' | 'created'>; receipt?: string | null; failure?: string | null },
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE outgoing_message SET state = ${end.state}, receipt = ${end.receipt ?? null}, failure = ${end.failure ?? null},
      leased_until = NULL, settled_at = ${now}::timestamptz WHERE id = ${id} AND state = 'sending'`;
}

/** Puts a message back for a later attempt. */
export async function postponeMessage(tx: Tx, id: string, sendAfter: Date, failure: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE outgoing_message SET state = 'created', leased_until = NULL, send_after = ${sendAfter}::timestamptz, failure = ${failure}
    WHERE id = ${id} AND state = 'sending'`;
}

/** How many messages stand in which state, for health and the doctor. */
export async function countMessages(tx: Tx): Promise<Partial<Record<MessageState, number>>> {
  const rows = await tx.$queryRaw<{ state: MessageState; count: number }[]>`
    SELECT state, count(*)::int AS count FROM outgoing_message GROUP BY state`;
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

function toClaimed(row: Row, sealer: Sealer): ClaimedMessage {
  const session = row.session_sealed && JSON.parse(sealer.open(row.session_sealed, place('session_sealed', row.id)));
  return {
    id: row.id,
    channel: row.channel,
    kind: row.kind,
    staffId: row.staff_id,
    userId: row.user_id,
    groupId: row.group_id,
    body: JSON.parse(sealer.open(row.body_sealed, place('body_sealed', row.id))),
    session: session && row.session_expires_at ? { ...session, expiresAt: row.session_expires_at } : null,
    attempts: row.attempts,
    wasInterrupted: row.was_interrupted,
    expiresAt: row.expires_at,
  };
}

function place(column: string, row: string) {
  return { table: 'outgoing_message', column, row };
}
