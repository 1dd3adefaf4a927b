import { describe, expect, it } from 'vitest';
import { createJobs } from '../../src/platform/jobs.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { onBothDatabases } from '../setup/test-database.ts';

onBothDatabases('a database', (db) => {
  it('keeps what a transaction wrote and drops what one that failed wrote', async () => {
    await db().transaction(async (tx) => {
      await tx.setting.create({ data: { key: 'kept', value: 1 } });
    });
    await expect(
      db().transaction(async (tx) => {
        await tx.setting.create({ data: { key: 'dropped', value: 1 } });
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect((await db().tx.setting.findMany()).map((row) => row.key)).toEqual(['kept']);
  });

  it('gives moments back as they were put in', async () => {
    const at = new Date('2026-11-25T01:02:03.004Z');
    await db().tx.timed_run.create({ data: { task: 't', moment: at, ran_at: at } });
    const [row] = await db().tx.$queryRaw<{ moment: Date }[]>`SELECT moment FROM timed_run WHERE moment = ${at}`;
    expect(row?.moment.toISOString()).toBe(at.toISOString());
  });

  describe('its job queue', () => {
    it('runs what a transaction queued and forgets what a failed one queued', async () => {
      const ran: string[] = [];
      const jobs = createJobs(db(), memoryLog(), { works: true, pollSeconds: 0.5 });
      jobs.define<{ id: string }>('greet', async ({ id }) => {
        ran.push(id);
      });
      await jobs.start();
      await db()
        .transaction(async (tx) => {
          await jobs.enqueue(tx, 'greet', { id: 'lost' });
          throw new Error('stop');
        })
        .catch(() => undefined);
      await db().transaction(async (tx) => jobs.enqueue(tx, 'greet', { id: 'kept' }));
      jobs.nudge('greet');
      await expect.poll(() => ran, { timeout: 10_000 }).toEqual(['kept']);
      await jobs.stop();
    });
  });
});
