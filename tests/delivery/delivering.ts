import { createDelivery, type DeliveryDeps } from '../../src/delivery/delivery.ts';
import type { NewMessage } from '../../src/delivery/outgoing-message.ts';
import { manualClock } from '../../src/platform/clock.ts';
import type { Database } from '../../src/platform/database.ts';
import { createJobs } from '../../src/platform/jobs.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { createFakeChannel } from '../setup/fake-channel.ts';
import { testSealer } from '../setup/test-database.ts';

export const START = '2026-11-23T09:00:00+08:00';

/** A delivery over a fake channel, its queue declared but worked by nobody. */
export async function startDelivering(db: Database, given: Partial<DeliveryDeps> & { sendsOnce?: boolean } = {}) {
  const { sendsOnce = false, ...deps } = given;
  const channel = createFakeChannel({ sendsOnce });
  const clock = manualClock(START);
  const log = memoryLog();
  const jobs = createJobs(db, log, { works: false });
  const delivery = createDelivery({
    db,
    sealer: testSealer(),
    jobs,
    channels: new Map([[channel.name, channel]]),
    pace: { take: async () => undefined },
    clock,
    log,
    ...deps,
  });
  await jobs.start();
  return { channel, clock, log, jobs, delivery };
}

export type Delivering = Awaited<ReturnType<typeof startDelivering>>;

export function newMessage(given: Partial<NewMessage> = {}): NewMessage {
  return {
    channel: 'dingtalk',
    kind: 'notice',
    dedupeKey: null,
    staffId: null,
    userId: 'user1',
    groupId: null,
    body: { title: '提醒', markdown: '请在本周内走访。', buttons: [] },
    session: null,
    mentionUserId: null,
    about: null,
    sendAfter: null,
    expiresAt: null,
    ...given,
  };
}

/** Queues a message as a feature would. */
export async function queue(db: Database, { delivery }: Delivering, given: Partial<NewMessage> = {}): Promise<string> {
  const id = await db.transaction((tx) => delivery.enqueue(tx, newMessage(given)));
  if (id === null) throw new Error('a message with this dedupe key exists');
  return id;
}
