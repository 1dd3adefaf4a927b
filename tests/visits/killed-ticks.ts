import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Database } from '../../src/platform/database.ts';

/** Ticks in a process of its own and kills it -9 as soon as that many of the day's messages are there. Says whether that was before its end. */
export async function tickAndKill(db: Database, at: Date, day: string, whenThereAre: number): Promise<boolean> {
  if (!('pool' in db.driver)) throw new Error('only PostgreSQL can be used by several processes');
  const script = fileURLToPath(new URL('./tick-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, db.driver.url, at.toISOString()], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let exitCode: number | null | undefined;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      exitCode = code;
      resolve();
    });
  });
  while (exitCode === undefined && (await countMessages(db, day)) < whenThereAre) await sleep(3);
  child.kill('SIGKILL');
  await ended;
  return exitCode === null;
}

export function countMessages(db: Database, day: string): Promise<number> {
  return db.tx.outgoing_message.count({ where: { dedupe_key: { endsWith: `:${day}` } } });
}

/** People who have visits to make and were not told exactly once on that day; and messages without their day's row, or the other way round. */
export async function faultsOfDay(db: Database, day: string, campaignId: string): Promise<string[]> {
  const rows = await db.tx.$queryRaw<{ fault: string }[]>`
    SELECT v.id || ' has ' || count(m.id) || ' messages' AS fault
    FROM (SELECT DISTINCT assignee_id AS id FROM visit_task WHERE campaign_id = ${campaignId} AND state = 'todo') v
    LEFT JOIN outgoing_message m ON m.staff_id = v.id AND m.dedupe_key LIKE 'digest:%:' || ${day}
    GROUP BY v.id HAVING count(m.id) <> 1
    UNION ALL
    SELECT COALESCE(d.staff_id, m.staff_id) || ' was told by half' FROM (SELECT * FROM digest WHERE kind = 'digest') d
    FULL JOIN (SELECT * FROM outgoing_message WHERE dedupe_key LIKE 'digest:%') m ON m.id = d.message_id
    WHERE d.staff_id IS NULL OR m.id IS NULL`;
  return rows.map((row) => row.fault);
}
