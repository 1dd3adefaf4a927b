import type { InboundMessage } from '../channels/channel.ts';
import type { Tx } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';

/** A message taken for work, with the conversation's state as it stands. */
export interface ClaimedInbound {
  id: bigint;
  /** Counts this attempt. */
  attempts: number;
  /** When the process that stored it had it from the channel. */
  receivedAt: Date;
  /** Throws AppError `seal-broken`, like `readState`: a message that cannot be opened is one that could not be answered. */
  readMessage(): InboundMessage;
  /** Plain JSON text of the conversation's state; null at the first message. */
  readState(): string | null;
}

export type Claim = { kind: 'claimed'; inbound: ClaimedInbound } | { kind: 'empty' } | { kind: 'held-elsewhere' };

interface ClaimRow {
  state_sealed: string | null;
  id: bigint | null;
  payload_sealed: string;
  channel: string;
  message_key: string;
  attempts: number;
  received_at: Date;
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
  // The lease may have been waited for, and the oldest message ended meanwhile: hence `pending` is asked of the row itself as well.
  const [row] = await tx.$queryRaw<ClaimRow[]>`
    WITH lease AS (
      INSERT INTO conversation (key, leased_by, leased_until) VALUES (${conversationKey}, ${holder}, ${until}::timestamptz)
      ON CONFLICT (key) DO UPDATE SET leased_by = ${holder}, leased_until = ${until}::timestamptz
        WHERE conversation.leased_until IS NULL OR conversation.leased_until < ${now}::timestamptz OR conversation.leased_by = ${holder}
      RETURNING key, state_sealed
    ), taken AS (
      UPDATE inbound_message SET attempts = attempts + 1
      WHERE id = (SELECT id FROM inbound_message WHERE conversation_key = ${conversationKey} AND state = 'pending' ORDER BY id LIMIT 1)
        AND state = 'pending' AND EXISTS (SELECT 1 FROM lease)
      RETURNING id, payload_sealed, channel, message_key, attempts, received_at
    )
    SELECT lease.state_sealed, taken.* FROM lease LEFT JOIN taken ON true`;
  if (!row) return { kind: 'held-elsewhere' };
  if (row.id === null) return { kind: 'empty' };
  const { id, attempts, received_at: receivedAt, state_sealed: sealedState } = row;
  const inbound: ClaimedInbound = {
    id,
    attempts,
    receivedAt,
    readMessage: () => reviveMessage(sealer.open(row.payload_sealed, payloadPlace(row.channel, row.message_key))),
    readState: () => (sealedState === null ? null : sealer.open(sealedState, statePlace(conversationKey))),
  };
  return { kind: 'claimed', inbound };
}

/** How the work on a message ended. */
export interface InboundEnd {
  conversationKey: string;
  holder: string;
  id: bigint;
  /** Null leaves the conversation's state, or who it is, as it was. */
  state: string | null;
  staffId: string | null;
  /** Goes with `state`. */
  remindsAt: Date | null;
  outcome: 'done' | 'failed';
  error: string | null;
}

/**
 * Ends the work on a message: new state of the conversation and the message's end, in one statement of the caller's transaction.
 * False: the lease was lost meanwhile and another process has the message; roll back.
 */
export async function settleInbound(tx: Tx, sealer: Sealer, end: InboundEnd, now: Date): Promise<boolean> {
  const sealed = end.state === null ? null : sealer.seal(end.state, statePlace(end.conversationKey));
  const count = await tx.$executeRaw`
    WITH owner AS (
      UPDATE conversation SET state_sealed = coalesce(${sealed}, state_sealed), staff_id = coalesce(${end.staffId}, staff_id),
        reminds_at = CASE WHEN ${sealed}::text IS NULL THEN reminds_at ELSE ${end.remindsAt}::timestamptz END,
        version = version + 1, updated_at = ${now}::timestamptz
      WHERE key = ${end.conversationKey} AND leased_by = ${end.holder} RETURNING key
    )
    UPDATE inbound_message SET state = ${end.outcome}, last_error = ${end.error}, done_at = ${now}::timestamptz
    WHERE id = ${end.id} AND state = 'pending' AND EXISTS (SELECT 1 FROM owner)`;
  return count === 1;
}

/** Gives the conversation free. Ask `isWaiting` afterwards: somebody may have come with a message, found it held and gone away. */
export async function releaseConversation(tx: Tx, conversationKey: string, holder: string): Promise<void> {
  await tx.$executeRaw`UPDATE conversation SET leased_by = NULL, leased_until = NULL WHERE key = ${conversationKey} AND leased_by = ${holder}`;
}

/** Whether a message of the conversation is still to be worked on. */
export async function isWaiting(tx: Tx, conversationKey: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM inbound_message WHERE conversation_key = ${conversationKey} AND state = 'pending' LIMIT 1`;
  return rows.length > 0;
}

/** Gives the conversation free, but to nobody before `until`: for another try later. */
export async function postponeConversation(tx: Tx, conversationKey: string, holder: string, until: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE conversation SET leased_by = NULL, leased_until = ${until}::timestamptz WHERE key = ${conversationKey} AND leased_by = ${holder}`;
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
