import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import { createJobs, type Jobs } from '../../src/platform/jobs.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { migrate } from '../../src/platform/migrate.ts';
import { createOwnPostgres, type OwnPostgres } from './own-postgres.ts';

/** That the process survives needs no line here: an error that nobody catches fails the run. */
describe('PostgreSQL stopped and started again under a running process', () => {
  let server: OwnPostgres;
  let db: Database;
  let jobs: Jobs;
  const log = memoryLog();
  const ran: string[] = [];
  const queue = (id: string, startAfter?: Date) =>
    db.transaction((tx) => jobs.enqueue(tx, 'greet', { id }, startAfter === undefined ? {} : { startAfter }));

  beforeAll(async () => {
    server = await createOwnPostgres();
    db = await openDatabase({ url: server.url, folder: null, poolSize: 5 });
    await migrate(db, 'prisma/migrations');
    jobs = createJobs(db, log, { works: true, pollSeconds: 0.5 });
    jobs.define<{ id: string }>('greet', async ({ id }) => {
      // Says so in the database, as real work does, and is tried again when that is away.
      await db.tx.setting.upsert({ where: { key: id }, create: { key: id, value: 1 }, update: { value: 2 } });
      ran.push(id);
    });
    await jobs.start();
  });

  afterAll(async () => {
    await jobs.stop();
    await db.close();
    await server.remove();
  });

  it('works before', async () => {
    await queue('before');
    await expect.poll(() => ran, { timeout: 10_000 }).toEqual(['before']);
    expect(jobs.isHealthy()).toBe(true);
  });

  it('rejects what is under way, and every statement in between', async () => {
    await Promise.all(['a', 'b', 'c'].map((id) => queue(id, new Date(Date.now() + 3000))));
    const underWay = db.transaction(async (tx) => {
      await tx.setting.create({ data: { key: 'half', value: 1 } });
      await server.stop();
      await tx.setting.create({ data: { key: 'other half', value: 1 } });
    });
    await expect(underWay).rejects.toThrow();
    await expect(db.tx.setting.count()).rejects.toThrow();
    await expect(db.tx.$queryRaw`SELECT 1`).rejects.toThrow();
    await expect(queue('in between')).rejects.toThrow();
    await expect(migrate(db, 'prisma/migrations')).rejects.toThrow();
  });

  it('shows that its queue is not well, and tries on', async () => {
    await expect.poll(() => jobs.isHealthy(), { timeout: 10_000 }).toBe(false);
    // Until after the jobs have become due.
    await sleep(3000);
    expect(ran).toEqual(['before']);
  });

  it('goes on by itself when the database is back, with everything that had been queued and nothing by half', async () => {
    await server.start();
    await expect.poll(() => db.tx.setting.count({ where: { key: 'half' } }), { timeout: 10_000 }).toBe(0);
    await expect.poll(() => [...ran].sort(), { timeout: 20_000 }).toEqual(['a', 'b', 'before', 'c']);
    await queue('after');
    await expect.poll(() => ran.at(-1), { timeout: 10_000 }).toBe('after');
    expect(ran).not.toContain('in between');
    await expect(migrate(db, 'prisma/migrations')).resolves.toEqual([]);
    expect(log.errors).toEqual([]);
  });

  it('several times, with statements at every moment', async () => {
    let isOver = false;
    let [done, rejected] = [0, 0];
    const asking = Array.from({ length: 4 }, async () => {
      while (!isOver) {
        await db
          .transaction((tx) => tx.setting.count())
          .then(
            () => (done += 1),
            () => (rejected += 1),
          );
        await sleep(2);
      }
    });
    for (let restarts = 0; restarts < 3; restarts += 1) {
      await server.stop();
      await sleep(100);
      await server.start();
      const before = done;
      await expect.poll(() => done - before, { timeout: 10_000 }).toBeGreaterThan(10);
    }
    isOver = true;
    await Promise.all(asking);
    expect(rejected).toBeGreaterThan(0);
    await queue('at last');
    await expect.poll(() => ran.at(-1), { timeout: 10_000 }).toBe('at last');
  });
});
