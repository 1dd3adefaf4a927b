import { afterEach, expect, it } from 'vitest';
import { createJobs, type Jobs } from '../../src/platform/jobs.ts';
import type { Log } from '../../src/platform/log.ts';
import { onBothDatabases } from '../setup/test-database.ts';

function listeningLog(): Log & { lines: { level: string; message: string; fields: Record<string, unknown> }[] } {
  const lines: { level: string; message: string; fields: Record<string, unknown> }[] = [];
  const at = (level: string) => (fields: Record<string, unknown>, message: string) => void lines.push({ level, message, fields });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

onBothDatabases('the job queue', (db) => {
  const opened: Jobs[] = [];
  afterEach(async () => {
    for (const jobs of opened.splice(0)) await jobs.stop();
  });
  const open = (log: Log, works: boolean): Jobs => {
    const jobs = createJobs(db(), log, { works, pollSeconds: 0.5 });
    opened.push(jobs);
    return jobs;
  };

  it('tries work that fails again, says at last that it failed for good, and keeps no value that the fault quoted', async () => {
    const log = listeningLog();
    let tries = 0;
    const jobs = open(log, true);
    const fail = async () => {
      tries += 1;
      throw new Error('invalid input syntax for type integer: "张建国"');
    };
    jobs.define('fails', fail, { retryLimit: 1, retryDelaySeconds: 1 });
    await jobs.start();
    await db().transaction((tx) => jobs.enqueue(tx, 'fails', { id: '1' }));
    await expect
      .poll(() => log.lines.map(({ level, message }) => `${level} ${message}`), { timeout: 20_000 })
      .toEqual(['warn job failed and will be tried again', 'error job failed for good']);
    expect(tries).toBe(2);
    expect(log.lines.map(({ fields }) => fields['attempt'])).toEqual([1, 2]);
    const kept = async () => db().tx.$queryRaw<{ state: string; text: string }[]>`
      SELECT state::text, job::text AS text FROM jobs.job WHERE name = 'fails'`;
    await expect.poll(async () => (await kept())[0]?.state, { timeout: 10_000 }).toBe('failed');
    expect(JSON.stringify(await kept())).toContain('invalid input syntax');
    expect(JSON.stringify([await kept(), log.lines])).not.toContain('张建国');
  });

  it('waits for its moment, is done once by one of two processes, and never by one that only queues', async () => {
    const ran: string[] = [];
    let laterAt = 0;
    const handlerOf =
      (who: string) =>
      async ({ id }: { id: string }) => {
        ran.push(`${who} ${id}`);
        if (id === 'later') laterAt = Date.now();
      };
    const log = listeningLog();
    const [web, one, other] = [open(log, false), open(log, true), open(log, true)];
    web.define('once', handlerOf('web'));
    one.define('once', handlerOf('worker'));
    other.define('once', handlerOf('worker'));
    for (const jobs of [web, one, other]) await jobs.start();
    const startAfter = new Date(Date.now() + 2500);
    await db().transaction(async (tx) => {
      await web.enqueue(tx, 'once', { id: 'later' }, { startAfter });
      for (let id = 0; id < 10; id += 1) await web.enqueue(tx, 'once', { id: String(id) });
    });
    for (const jobs of [one, other]) jobs.nudge('once');
    await expect.poll(() => ran.length, { timeout: 20_000 }).toBe(11);
    expect(laterAt).toBeGreaterThanOrEqual(startAfter.getTime() - 50);
    expect(new Set(ran).size).toBe(11);
    expect(ran.every((line) => line.startsWith('worker'))).toBe(true);
    expect(log.lines).toEqual([]);
  });
});
