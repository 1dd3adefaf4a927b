import type { Channel, OutgoingTarget, SendResult } from '../channels/channel.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import { AppError, reasonOf } from '../platform/errors.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Log } from '../platform/log.ts';
import type { Sealer } from '../platform/seal.ts';
import type { ClaimedMessage, NewMessage } from './outgoing-message.ts';
import { claimMessage, dueMessageIds, insertMessage, postponeMessage, settleMessage } from './outgoing-store.ts';
import type { Pace } from './pace.ts';
import { mayResume, type Reaction, reactTo } from './reaction.ts';

export const DELIVER_QUEUE = 'deliver';

/** The one path out: a row in the transaction that caused it, then an attempt, then its end written down. */
export interface Delivery {
  /** Queues a message with the caller's transaction. Null: one with the same dedupe key exists. */
  enqueue(tx: Tx, message: NewMessage): Promise<string | null>;
  /** Attempts one reply now, before what is pushed; for right after a commit. Never throws for what the platform answers. */
  deliver(id: string): Promise<void>;
  /** Attempts everything that is due and in nobody's hands; returns how many were tried. */
  sweep(limit?: number): Promise<number>;
}

export interface DeliveryDeps {
  db: Database;
  sealer: Sealer;
  jobs: Jobs;
  channels: Map<string, Channel>;
  pace: Pace;
  clock: Clock;
  log: Log;
  /** A claim older than this belonged to a process that died. */
  leaseMs?: number;
}

export function createDelivery(deps: DeliveryDeps): Delivery {
  const leaseMs = deps.leaseMs ?? 60_000;
  const attempt = async (id: string): Promise<boolean> => {
    const message = await claim(deps, id, leaseMs);
    if (!message) return false;
    await carryOut(deps, message, await judge(deps, message));
    return true;
  };
  deps.jobs.define<{ id: string }>(
    DELIVER_QUEUE,
    async ({ id }) => {
      await deps.pace.take();
      await attempt(id);
    },
    { retryLimit: 3, concurrency: 4 },
  );
  return {
    enqueue: async (tx, message) => {
      const id = await insertMessage(tx, deps.sealer, message, deps.clock.now());
      // Replies are attempted by the process that holds the conversation, right after the commit; the sweep covers its death.
      if (id && message.kind !== 'reply')
        await deps.jobs.enqueue(tx, DELIVER_QUEUE, { id }, message.sendAfter ? { startAfter: message.sendAfter } : {});
      return id;
    },
    deliver: async (id) => {
      await deps.pace.take('waited-for');
      await attempt(id);
    },
    sweep: async (limit = 200) => {
      const ids = await dueMessageIds(deps.db.tx, deps.clock.now(), limit);
      let tried = 0;
      for (const id of ids) {
        await deps.pace.take();
        if (await attempt(id)) tried += 1;
      }
      return tried;
    },
  };
}

const UNREADABLE_WAIT_MS = 300_000;

/** Null: not due, done, in another worker's hands, or not to be opened. */
async function claim(deps: DeliveryDeps, id: string, leaseMs: number): Promise<ClaimedMessage | null> {
  try {
    return await claimMessage(deps.db.tx, deps.sealer, id, deps.clock.now(), leaseMs);
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'seal-broken')) throw error;
    // Most likely a key is missing in FIELD_KEYS. The message waits for it, and the messages behind it do not.
    deps.log.error({ id, reason: reasonOf(error) }, 'message cannot be opened');
    await postponeMessage(deps.db.tx, id, new Date(deps.clock.now().getTime() + UNREADABLE_WAIT_MS), error.code);
    return null;
  }
}

async function judge(deps: DeliveryDeps, message: ClaimedMessage): Promise<Reaction> {
  const channel = deps.channels.get(message.channel);
  const target = targetOf(message, deps.clock.now());
  if (!channel) return { do: 'settle', state: 'failed', failure: 'channel-off' };
  if (!target) return { do: 'settle', state: 'failed', failure: 'no-address' };
  if (message.expiresAt && message.expiresAt <= deps.clock.now()) return { do: 'settle', state: 'expired' };
  const sendsOnce = channel.sendsOnce && isSentAsCard(target, message);
  if (message.wasInterrupted && !mayResume(message, sendsOnce)) return { do: 'settle', state: 'unknown', failure: 'interrupted' };
  return reactTo(await send(channel, target, message), message, sendsOnce);
}

/** A reply without buttons is posted to its session, which has no key that would make a repeat harmless (dingtalk.md §3.1). */
function isSentAsCard(target: OutgoingTarget, message: ClaimedMessage): boolean {
  return target.kind !== 'session' || (target.fallback !== null && message.body.buttons.length > 0);
}

async function send(channel: Channel, target: OutgoingTarget, message: ClaimedMessage): Promise<SendResult> {
  // A channel throws only when it is broken; whether the message went out before that, nobody knows.
  return channel.send(target, { ...message.body, key: message.id }).catch((error) => ({ state: 'unknown', code: reasonOf(error) }));
}

async function carryOut(deps: DeliveryDeps, message: ClaimedMessage, reaction: Reaction): Promise<void> {
  const now = deps.clock.now();
  if (reaction.do === 'settle') {
    if (reaction.state !== 'accepted') {
      deps.log.warn({ id: message.id, state: reaction.state, failure: reaction.failure?.split(' ')[0] }, 'message not delivered');
    }
    await settleMessage(
      deps.db.tx,
      message.id,
      { state: reaction.state, receipt: reaction.receipt ?? null, failure: reaction.failure ?? null },
      now,
    );
    return;
  }
  await postponeMessage(deps.db.tx, message.id, new Date(now.getTime() + reaction.afterMs), reaction.failure);
}

function targetOf(message: ClaimedMessage, now: Date): OutgoingTarget | null {
  const { session, userId, groupId } = message;
  if (session && session.expiresAt > now) {
    const fallback = groupId ? { groupId } : userId ? { userId } : null;
    return { kind: 'session', webhook: session.webhook, fallback, mentionUserId: session.mentionUserId };
  }
  if (groupId) return { kind: 'group', groupId };
  return userId ? { kind: 'person', userId } : null;
}
