import type { InboundMessage } from '../channels/channel.ts';
import type { Tx } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';

/** A message taken for work, with the conversation's state as it stands. */
export interface ClaimedInbound {
  id: bigint;
  message: InboundMessage;
  attempts: number;
  /** Plain JSON text of the conversation's state; null at the first message. */
  state: string | null;
}

export type Claim = { kind: 'claimed'; inbound: ClaimedInbound } | { kind: 'empty' } | { kind: 'held-elsewhere' };

interface ClaimRow {
  held: boolean;
  state_sealed: string | null;
  id: bigint | null;
  payload_sealed: string | null;
  channel: string | null;
  message_key: string | null;
  attempts: number | null;
}

/** Stores an arrived message. False: it was stored before (redelivered, or sent to two processes). */
export async function storeInbound(tx: Tx, sealer: Sealer, message: InboundMessage, conversationKey: string, now: Date): Promise<boolean> {
  const payload = sealer.seal(JSON.stringify(message), payloadPlace(message.channel, message.messageKey));
  const count = await tx.$executeRaw`
    INSERT INTO inbound_message (channel, message_key, conversation_key, received_at, payload_sealed)
    VALUES (${message.channel}, ${message.messageKey}, ${conversationKey}, ${now}::timestamptz, ${payload})
    ON CONFLICT (channel, message_key) DO NOTHING`;
  return count === 1;
}

/**
 * Takes the oldest pending message of a conversation, together with the conversation's lease: while it is held no other process works
 * on this conversation, so that messages of one person are taken in order. One round trip.
 */
export async function claimInbound(
  tx: Tx,
  sealer: Sealer,
  conversationKey: string,
  holder: string,
  now: Date,
  leaseMs: number,
): Promise<Claim> {
  const until = new Date(now.getTime() + leaseMs);
  const [row] = await tx.$queryRaw<ClaimRow[]>`
    WITH lease AS (
      INSERT INTO conversation (key, leased_by, leased_until) VALUES (${conversationKey}, ${holder}, ${until}::timestamptz)
      ON CONFLICT (key) DO UPDATE SET leased_by = ${holder}, leased_until = ${until}::timestamptz
        WHERE conversation.leased_until IS NULL OR conversation.leased_until < ${now}::timestamptz OR conversation.leased_by = ${holder}
      RETURNING key, state_sealed
    ), taken AS (
      UPDATE inbound_message SET attempts = attempts + 1
      WHERE id = (SELECT id FROM inbound_message WHERE conversation_key = ${conversationKey} AND state = 'pending' ORDER BY id LIMIT 1)
        AND EXISTS (SELECT 1 FROM lease)
      RETURNING id, payload_sealed, channel, message_key, attempts
    )
    SELECT EXISTS (SELECT 1 FROM lease) AS held, (SELECT state_sealed FROM lease) AS state_sealed, taken.*
    FROM (SELECT 1) AS one LEFT JOIN taken ON true`;
  if (!row?.held) return { kind: 'held-elsewhere' };
  if (row.id === null || row.payload_sealed === null) return { kind: 'empty' };
  const message = reviveMessage(sealer.open(row.payload_sealed, payloadPlace(row.channel ?? '', row.message_key ?? '')));
  const state = row.state_sealed === null ? null : sealer.open(row.state_sealed, statePlace(conversationKey));
  return { kind: 'claimed', inbound: { id: row.id, message, attempts: row.attempts ?? 1, state } };
}

/**
 * Ends the work on a message: new state of the conversation and the message's end, in one statement of the caller's transaction.
 * False: the lease was lost meanwhile and another process has the message; nothing was written, roll back.
 */
export async function settleInbound(
  tx: Tx,
  sealer: Sealer,
  end: {
    conversationKey: string;
    holder: string;
    id: bigint;
    state: string | null;
    staffId: string | null;
    outcome: 'done' | 'failed';
    error: string | null;
  },
  now: Date,
): Promise<boolean> {
  const sealed = end.state === null ? null : sealer.seal(end.state, statePlace(end.conversationKey));
  const count = await tx.$executeRaw`
    WITH owner AS (
      UPDATE conversation SET state_sealed = coalesce(${sealed}, state_sealed), staff_id = coalesce(${end.staffId}, staff_id),
        version = version + 1, updated_at = ${now}::timestamptz
      WHERE key = ${end.conversationKey} AND leased_by = ${end.holder} RETURNING key
    )
    UPDATE inbound_message SET state = ${end.outcome}, last_error = ${end.error}, done_at = ${now}::timestamptz
    WHERE id = ${end.id} AND state = 'pending' AND EXISTS (SELECT 1 FROM owner)`;
  return count === 1;
}

/** Gives the conversation free. */
export async function releaseConversation(tx: Tx, conversationKey: string, holder: string): Promise<void> {
  await tx.$executeRaw`UPDATE conversation SET leased_by = NULL, leased_until = NULL WHERE key = ${conversationKey} AND leased_by = ${holder}`;
}

/** Conversations that have waited since before `before` and are in nobody's hands. */
export async function waitingConversations(tx: Tx, before: Date, now: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ conversation_key: string }[]>`
    SELECT m.conversation_key FROM inbound_message m LEFT JOIN conversation c ON c.key = m.conversation_key
    WHERE m.state = 'pending' AND m.received_at < ${before}::timestamptz AND (c.leased_until IS NULL OR c.leased_until < ${now}::timestamptz)
    GROUP BY m.conversation_key ORDER BY min(m.id) LIMIT 500`;
  return rows.map((row) => row.conversation_key);
}

function reviveMessage(json: string): InboundMessage {
  const raw = JSON.parse(json) as InboundMessage & { sentAt: string; session: { webhook: string; expiresAt: string } | null };
  return { ...raw, sentAt: new Date(raw.sentAt), session: raw.session && { ...raw.session, expiresAt: new Date(raw.session.expiresAt) } };
}

function payloadPlace(channel: string, messageKey: string) {
  return { table: 'inbound_message', column: 'payload_sealed', row: `${channel}:${messageKey}` };
}

function statePlace(conversationKey: string) {
  return { table: 'conversation', column: 'state_sealed', row: conversationKey };
}
