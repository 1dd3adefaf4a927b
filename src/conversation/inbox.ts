import { randomUUID } from 'node:crypto';
import { setImmediate as nextLoop } from 'node:timers/promises';
import type { InboundMessage } from '../channels/channel.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { NewMessage } from '../delivery/outgoing-message.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import { reasonOf } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { Sealer } from '../platform/seal.ts';
import {
  type ClaimedInbound,
  claimInbound,
  type InboundEnd,
  isWaiting,
  postponeConversation,
  releaseConversation,
  settleInbound,
  storeInbound,
  waitingConversations,
} from './inbox-store.ts';

/** What one message led to: the next state and what is said, saved together. */
export interface Turn {
  /** JSON text of the conversation's next state; null leaves it as it is. */
  state: string | null;
  staffId: string | null;
  replies: NewMessage[];
  /** When the person is told that what they left half done is kept; null: never. Goes with `state`. */
  remindsAt?: Date | null;
  /** Further writes of the same transaction. */
  save?: (tx: Tx) => Promise<void>;
}

export interface Inbox {
  /** Stores a message and returns; the work follows. The channel acknowledges when this resolves. */
  receive(message: InboundMessage): Promise<void>;
  /** Takes up what a process that died, or a lost race, left behind. Returns how many conversations were taken up. */
  sweep(): Promise<number>;
  /** Resolves when nothing is being worked on in this process. */
  idle(): Promise<void>;
}

export interface InboxDeps {
  db: Database;
  sealer: Sealer;
  delivery: Delivery;
  clock: Clock;
  log: Log;
  /** Works out one turn; may be called again for the same message after a crash, so what it writes itself must be idempotent. */
  converse(message: InboundMessage, state: string | null): Promise<Turn>;
  /** Said when a message failed for good. */
  failureReply(message: InboundMessage): NewMessage;
  /** Called once a turn, after its replies were handed to the channel, with the milliseconds since the message was received. */
  onTurn?(milliseconds: number): void;
  leaseMs?: number;
  maxAttempts?: number;
}

export function createInbox(deps: InboxDeps): Inbox {
  const holder = randomUUID();
  const storing = new Map<string, Promise<unknown>>();
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();

  const drain = (key: string): Promise<void> => {
    const current = running.get(key);
    if (current) {
      again.add(key);
      return current;
    }
    // In the next round of the event loop, so that the acknowledgement goes out first.
    const work = nextLoop()
      .then(() => drainConversation(deps, key, holder, () => again.delete(key)))
      .catch((error) => deps.log.warn({ reason: reasonOf(error) }, 'conversation could not be worked on; the sweep takes it up'))
      .finally(() => {
        running.delete(key);
        if (again.delete(key)) void drain(key);
      });
    running.set(key, work);
    return work;
  };

  return {
    receive: async (message) => {
      const key = conversationKeyOf(message);
      const receivedAt = deps.clock.now();
      // One after the other, or two messages of one person could get their numbers the wrong way round.
      const earlier = storing.get(key)?.catch(() => undefined);
      const store = () => storeInbound(deps.db.tx, deps.sealer, message, key, receivedAt);
      const stored = earlier ? earlier.then(store) : store();
      storing.set(key, stored);
      try {
        if (await stored) void drain(key);
      } finally {
        if (storing.get(key) === stored) storing.delete(key);
      }
    },
    sweep: async () => {
      const now = deps.clock.now();
      const keys = await waitingConversations(deps.db.tx, new Date(now.getTime() - 1000), now);
      await Promise.all(keys.map((key) => drain(key)));
      return keys.length;
    },
    idle: async () => {
      while (storing.size + running.size > 0) await Promise.allSettled([...storing.values(), ...running.values()]);
    },
  };
}

/** One person, 1:1 by typing or by pressing; in a group everyone has a thread of their own. */
export function conversationKeyOf(
  message: Pick<InboundMessage, 'channel' | 'conversationId' | 'isGroup' | 'senderUserId' | 'senderNick'>,
): string {
  if (message.isGroup) return `${message.channel}:${message.conversationId}:${message.senderUserId ?? message.senderNick}`;
  return message.senderUserId ? `${message.channel}:with:${message.senderUserId}` : `${message.channel}:${message.conversationId}`;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

async function drainConversation(deps: InboxDeps, key: string, holder: string, startOver: () => void): Promise<void> {
  do {
    startOver();
    const claim = await claimInbound(deps.db.tx, deps.sealer, key, holder, deps.clock.now(), deps.leaseMs ?? 30_000);
    if (claim.kind === 'held-elsewhere') return;
    if (claim.kind === 'claimed' && !(await workOn(deps, key, holder, claim.inbound))) {
      // Not at once: what failed, say a language model, may need a moment, and the tries are few.
      const wait = Math.min(FIRST_WAIT_MS * 2 ** (claim.inbound.attempts - 1), LONGEST_WAIT_MS);
      return postponeConversation(deps.db.tx, key, holder, new Date(deps.clock.now().getTime() + wait));
    }
    await releaseConversation(deps.db.tx, key, holder);
  } while (await isWaiting(deps.db.tx, key));
}

/** False: leave the message for a later try. */
async function workOn(deps: InboxDeps, key: string, holder: string, inbound: ClaimedInbound): Promise<boolean> {
  const end = { conversationKey: key, holder, id: inbound.id };
  try {
    const turn = await deps.converse(inbound.readMessage(), inbound.readState());
    await saveTurn(deps, end, inbound, turn);
    return true;
  } catch (error) {
    if (error instanceof LeaseLost) return true;
    const isLast = inbound.attempts >= (deps.maxAttempts ?? 5);
    deps.log[isLast ? 'error' : 'warn']({ attempts: inbound.attempts, reason: reasonOf(error) }, 'a message could not be answered');
    if (!isLast) return false;
    await giveUp(deps, end, inbound, reasonOf(error));
    return true;
  }
}

/** Another process took the conversation over; what this one did is rolled back. */
class LeaseLost extends Error {}

type Work = Pick<InboundEnd, 'conversationKey' | 'holder' | 'id'>;

async function saveTurn(deps: InboxDeps, work: Work, inbound: ClaimedInbound, turn: Turn): Promise<void> {
  const { state, staffId, remindsAt = null } = turn;
  const end: InboundEnd = { ...work, state, staffId, remindsAt, outcome: 'done', error: null };
  const ids = await settle(deps, end, turn.replies, turn.save);
  await deliverAll(deps, ids);
  deps.onTurn?.(deps.clock.now().getTime() - inbound.receivedAt.getTime());
}

async function giveUp(deps: InboxDeps, work: Work, inbound: ClaimedInbound, reason: string): Promise<void> {
  const end: InboundEnd = { ...work, state: null, staffId: null, remindsAt: null, outcome: 'failed', error: reason };
  const ids = await settle(deps, end, replyToFailure(deps, inbound));
  await deliverAll(deps, ids);
}

/** Ends the message and queues what is said, in one transaction. Throws LeaseLost. */
async function settle(deps: InboxDeps, end: InboundEnd, replies: NewMessage[], save?: Turn['save']): Promise<string[]> {
  return deps.db.transaction(async (tx) => {
    if (!(await settleInbound(tx, deps.sealer, end, deps.clock.now()))) throw new LeaseLost();
    await save?.(tx);
    const ids: string[] = [];
    for (const reply of replies) {
      const id = await deps.delivery.enqueue(tx, reply);
      if (id) ids.push(id);
    }
    return ids;
  });
}

/** A message that cannot even be opened names nobody to answer. */
function replyToFailure(deps: InboxDeps, inbound: ClaimedInbound): NewMessage[] {
  try {
    return [deps.failureReply(inbound.readMessage())];
  } catch (error) {
    deps.log.error({ reason: reasonOf(error) }, 'a message could not be answered at all');
    return [];
  }
}

/** The turn is saved; a reply that does not get away now is taken up by the delivery's sweep. */
async function deliverAll(deps: InboxDeps, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await deps.delivery.deliver(id).catch((error) => deps.log.warn({ id, reason: reasonOf(error) }, 'a reply has to wait for the sweep'));
  }
}
