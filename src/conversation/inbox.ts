import { randomUUID } from 'node:crypto';
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
  /** Called once a turn with the milliseconds since the message arrived. */
  onTurn?(milliseconds: number): void;
  leaseMs?: number;
  maxAttempts?: number;
}

export function createInbox(deps: InboxDeps): Inbox {
  const holder = randomUUID();
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();

  const drain = (key: string): Promise<void> => {
    const current = running.get(key);
    if (current) {
      again.add(key);
      return current;
    }
    const work = drainConversation(deps, key, holder, () => again.delete(key))
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
      const isNew = await storeInbound(deps.db.tx, deps.sealer, message, key, deps.clock.now());
      if (isNew) setImmediate(() => void drain(key));
    },
    sweep: async () => {
      const now = deps.clock.now();
      const keys = await waitingConversations(deps.db.tx, new Date(now.getTime() - 1000), now);
      await Promise.all(keys.map((key) => drain(key)));
      return keys.length;
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

/** One person in one platform conversation: in a group everyone has a thread of their own. */
export function conversationKeyOf(
  message: Pick<InboundMessage, 'channel' | 'conversationId' | 'isGroup' | 'senderUserId' | 'senderNick'>,
): string {
  const who = message.isGroup ? `:${message.senderUserId ?? message.senderNick}` : '';
  return `${message.channel}:${message.conversationId}${who}`;
}

async function drainConversation(deps: InboxDeps, key: string, holder: string, startOver: () => void): Promise<void> {
  for (;;) {
    startOver();
    const claim = await claimInbound(deps.db.tx, deps.sealer, key, holder, deps.clock.now(), deps.leaseMs ?? 30_000);
    if (claim.kind === 'held-elsewhere') return;
    if (claim.kind === 'empty') return releaseConversation(deps.db.tx, key, holder);
    if (!(await workOn(deps, key, holder, claim.inbound))) return releaseConversation(deps.db.tx, key, holder);
  }
}

/** False: leave the conversation for a later sweep. */
async function workOn(deps: InboxDeps, key: string, holder: string, inbound: ClaimedInbound): Promise<boolean> {
  try {
    const turn = await deps.converse(inbound.message, inbound.state);
    await saveTurn(deps, key, holder, inbound, turn);
    return true;
  } catch (error) {
    const isLast = inbound.attempts >= (deps.maxAttempts ?? 5);
    deps.log[isLast ? 'error' : 'warn']({ attempts: inbound.attempts, reason: reasonOf(error) }, 'a message could not be answered');
    if (!isLast) return false;
    await giveUp(deps, key, holder, inbound, reasonOf(error));
    return true;
  }
}

async function saveTurn(deps: InboxDeps, key: string, holder: string, inbound: ClaimedInbound, turn: Turn): Promise<void> {
  const now = deps.clock.now();
  const end = {
    conversationKey: key,
    holder,
    id: inbound.id,
    state: turn.state,
    staffId: turn.staffId,
    outcome: 'done',
    error: null,
  } as const;
  const ids = await deps.db.transaction(async (tx) => {
    if (!(await settleInbound(tx, deps.sealer, end, now))) return null;
    await turn.save?.(tx);
    return queueReplies(deps, tx, turn.replies);
  });
  if (ids === null) return;
  for (const id of ids) await deps.delivery.deliver(id);
  deps.onTurn?.(deps.clock.now().getTime() - inbound.message.sentAt.getTime());
}

async function giveUp(deps: InboxDeps, key: string, holder: string, inbound: ClaimedInbound, reason: string): Promise<void> {
  const end = { conversationKey: key, holder, id: inbound.id, state: null, staffId: null, outcome: 'failed', error: reason } as const;
  const ids = await deps.db.transaction(async (tx) => {
    if (!(await settleInbound(tx, deps.sealer, end, deps.clock.now()))) return [];
    return queueReplies(deps, tx, [deps.failureReply(inbound.message)]);
  });
  for (const id of ids) await deps.delivery.deliver(id);
}

async function queueReplies(deps: InboxDeps, tx: Tx, replies: NewMessage[]): Promise<string[]> {
  const ids: string[] = [];
  for (const reply of replies) {
    const id = await deps.delivery.enqueue(tx, reply);
    if (id) ids.push(id);
  }
  return ids;
}
