import { createDingtalkChannel } from '../../src/channels/dingtalk/dingtalk-channel.ts';
import { createDelivery } from '../../src/delivery/delivery.ts';
import { createPace } from '../../src/delivery/pace.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openDatabase } from '../../src/platform/database.ts';
import { createJobs } from '../../src/platform/jobs.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { createSealer } from '../../src/platform/seal.ts';
import { credentials, LEASE_MS } from './killed-sends.ts';

/** A process that sends whatever is due, one message after another, until it is killed or nothing is left. */
const [url = '', base = '', cardTemplateId = ''] = process.argv.slice(2);
const db = await openDatabase({ url, folder: null, poolSize: 2 });
const log = memoryLog();
const channel = createDingtalkChannel({
  ...credentials,
  apiBase: base,
  oapiBase: base,
  cardTemplateId: cardTemplateId || null,
  qps: 1000,
  log,
  clock: systemClock,
});
const delivery = createDelivery({
  db,
  sealer: createSealer([{ id: 'k1', key: Buffer.alloc(32, 7) }], Buffer.alloc(32, 9), 'aes'),
  jobs: createJobs(db, log, { works: false }),
  channels: new Map([[channel.name, channel]]),
  pace: createPace(1000),
  clock: systemClock,
  log,
  leaseMs: LEASE_MS,
});
process.stdout.write('sending\n');
let idle = 0;
while (idle < 4) {
  const sent = await delivery.sweep(1);
  idle = sent === 0 ? idle + 1 : 0;
  if (sent === 0) await new Promise((resolve) => setTimeout(resolve, LEASE_MS / 2));
}
await db.close();
