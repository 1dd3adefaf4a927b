import { setTimeout as sleep } from 'node:timers/promises';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import { openDatabase } from '../../src/platform/database.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { runTick } from '../../src/visits/tick.ts';
import { sendToOutbox } from './outbox.ts';

/** A process of its own that ticks once, slowly, to be killed in the middle: `node tick-process.ts <database url> <ISO time>`. */
const [, , url = '', at = ''] = process.argv;
const db = await openDatabase({ url, folder: null, poolSize: 2 });
await runTick(
  {
    db,
    workingDays: createWorkingDays(),
    log: memoryLog(),
    batchSize: 3,
    send: async (tx, message) => {
      await sleep(4);
      return sendToOutbox(tx, message);
    },
  },
  new Date(at),
);
await db.close();
