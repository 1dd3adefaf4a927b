import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createLocalDingtalk } from '../../src/channels/local-dingtalk/local-dingtalk.ts';
import { directoryOf } from '../../src/channels/local-dingtalk/local-directory.ts';
import { insertMessage } from '../../src/delivery/outgoing-store.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { freshDatabase, testSealer } from '../setup/test-database.ts';

export const credentials = { clientId: 'dingkill', clientSecret: 'secret', robotCode: 'dingkill' };
export const LEASE_MS = 300;

export interface KilledSends {
  kills: number;
  /** How many messages each receiver got. */
  received: Map<string, number>;
  /** How each receiver's message stands in the end. */
  states: Map<string, string>;
}

/** Sends digests from processes that are killed -9 in the middle, again and again, until all is settled; the gateway lives on and counts. */
export async function sendAndKill(options: {
  digests: number;
  kills: number;
  cardTemplateId: string | null;
  random: () => number;
}): Promise<KilledSends> {
  const userIds = Array.from({ length: options.digests }, (_, index) => `r${index + 1}`);
  const users = userIds.map((userId) => ({ userId, name: userId, title: '', mobile: '', area: '', roles: [] }));
  const gateway = createLocalDingtalk({
    ...credentials,
    directory: directoryOf(users),
    log: memoryLog(),
    clock: systemClock,
    settings: { qps: 5000 },
  });
  const base = await gateway.listen();
  const db = await freshDatabase('postgres');
  const url = 'url' in db.driver ? db.driver.url : '';
  const now = new Date();
  for (const userId of userIds) {
    const body = { title: '走访提醒', markdown: `今天有走访：${userId}`, buttons: [] };
    const rest = { staffId: null, groupId: null, session: null, mentionUserId: null, about: null, sendAfter: null, expiresAt: null };
    await insertMessage(
      db.tx,
      testSealer(),
      { channel: 'dingtalk', kind: 'digest', dedupeKey: `digest:${userId}`, userId, body, ...rest },
      now,
    );
  }
  let kills = 0;
  for (; kills < options.kills; kills += 1) {
    const child = start(url, base, options.cardTemplateId);
    await once(child.stdout ?? child, 'data');
    await new Promise((resolve) => setTimeout(resolve, 4 + options.random() * 60));
    if (child.exitCode !== null) break;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await new Promise((resolve) => setTimeout(resolve, LEASE_MS));
  const last = start(url, base, options.cardTemplateId);
  await once(last, 'exit');
  const rows = await db.tx.outgoing_message.findMany({ select: { user_id: true, state: true } });
  const received = new Map(
    userIds.map((id) => [id, gateway.state.chat.direct(id).messages.filter((message) => message.authorId === null).length]),
  );
  await db.close();
  await gateway.close();
  return { kills, received, states: new Map(rows.map((row) => [row.user_id ?? '', row.state])) };
}

function start(url: string, base: string, cardTemplateId: string | null): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, 'delivery-process.ts'), url, base, cardTemplateId ?? ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
