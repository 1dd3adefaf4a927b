import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { benchTable } from '../../src/cli/bench/bench-table.ts';
import { judge } from '../../src/cli/bench/judge-bench.ts';
import { createRenewal } from '../../src/cli/bench/renewal.ts';
import { type BenchFigures, runBench } from '../../src/cli/bench/run-bench.ts';
import { percentile, spreadOf } from '../../src/cli/bench/sample.ts';
import { makeScratch } from '../../src/cli/bench/scratch-database.ts';
import { createTape } from '../../src/cli/bench/statement-tape.ts';
import { loadConfig } from '../../src/platform/config.ts';
import { openDatabase } from '../../src/platform/database.ts';
import { buildProduct } from '../setup/build-product.ts';
import { onBothDatabases } from '../setup/test-database.ts';

describe('the bench', () => {
  let figures: BenchFigures;
  let folder: string;

  beforeAll(async () => {
    await buildProduct();
    folder = await mkdtemp(join(tmpdir(), 'yinling-bench-test-'));
    const loaded = loadConfig({ DATA_DIR: folder, DINGTALK_QPS: '20' });
    if (!loaded.ok) throw new Error(loaded.faults.join());
    const boot = { messages: 6, settleMs: 0 };
    const size = { people: 1500, rounds: 1, passes: 1, searches: 30, decisions: 3, sends: 3, importRows: 200, boot };
    figures = await runBench(loaded.config, size, () => undefined);
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('gives every figure that the contract promises, as a number', () => {
    const promised = {
      turn: ['p50', 'p99', 'perSecond', 'limitPerSecond'],
      ack: ['p50', 'p99'],
      understand: ['p50', 'p99'],
      search: ['p50', 'p99', 'people'],
      decide: ['p50', 'p99', 'perSecond', 'limitPerSecond'],
      campaign: ['recipients', 'planMs', 'sendPerSecond', 'qpsLimit'],
      import: ['rowsPerSecond', 'limitPerSecond'],
      boot: ['firstMs', 'nextMs'],
    };
    const all = figures as unknown as Record<string, Record<string, number>>;
    for (const [figure, keys] of Object.entries(promised)) {
      for (const key of keys) expect(all[figure]?.[key], `${figure}.${key}`).toBeGreaterThan(0);
    }
    expect(figures.rssMb).toBeGreaterThan(50);
    expect(figures.search.people).toBeGreaterThanOrEqual(1500);
  });

  it('says beside each figure how many were measured', () => {
    const { turn, ack, understand, search, decide, campaign, boot } = figures;
    expect([turn.samples, ack.samples].every((count) => count > 10)).toBe(true);
    expect([understand.samples > 200, search.samples, decide.samples, campaign.sent, boot.samples]).toEqual([true, 30, 3, 3, 1]);
    expect(figures.import.rows).toBe(200);
    for (const spread of [turn, ack, understand, search, decide]) expect(spread.p99).toBeGreaterThanOrEqual(spread.p50);
  });

  it('sends reminders at the rate of the plan and no faster', () => {
    expect(figures.campaign.qpsLimit).toBe(20);
    // The first goes at once, so that three take the time of two.
    expect(figures.campaign.sendPerSecond).toBeLessThanOrEqual(20 * (3 / 2));
  });

  it('leaves nothing behind', async () => {
    expect(await readdir(folder)).toEqual([]);
  });

  it('judges each figure against its promise', () => {
    const judged = judge({ ...figures, boot: { firstMs: 30_000, nextMs: 100, samples: 1 }, rssMb: 500 });
    expect(judged.find((one) => one.figure === 'boot.firstMs')).toMatchObject({ limit: 25_000, passed: false });
    expect(judged.find((one) => one.figure === 'rssMb')).toMatchObject({ limit: 700, passed: true });
    expect(judge({ ...figures, database: 'postgres', rssMb: 500 }).find((one) => one.figure === 'rssMb')?.passed).toBe(false);
    const slow = judge({ ...figures, database: 'postgres', import: { rowsPerSecond: 4999, limitPerSecond: 12_500, rows: 1 } });
    expect(slow.find((one) => one.figure === 'import.rowsPerSecond')).toMatchObject({ limit: 5000, passed: false });
    expect(slow.find((one) => one.figure === 'import.share')).toMatchObject({ value: 0.4, passed: true });
  });

  it('shows people a table with what is promised and what failed', () => {
    const table = benchTable({ ...figures, boot: { firstMs: 30_000, nextMs: 100, samples: 1 } });
    expect(table).toMatch(/首次启动到首条答复 +30\.0 秒 +✗ ≤ 25\.0 秒/);
    expect(table).toMatch(/再次启动到首条答复 +0\.1 秒 +✓ ≤ 3\.0 秒/);
    expect(table).toContain('没有达到要求');
  });
});

describe('a scratch database', () => {
  it('stands on the configured server, has keys of its own, and is gone when dropped', async () => {
    const server = `${inject('postgresUrl')}/postgres`;
    const key = Buffer.alloc(32, 1).toString('base64');
    const loaded = loadConfig({ DATABASE_URL: server, FIELD_KEYS: `k1:${key}`, INDEX_KEY: key, SESSION_SECRET: 'x'.repeat(32) });
    if (!loaded.ok) throw new Error(loaded.faults.join());
    const scratch = await makeScratch(loaded.config);
    const { databaseUrl, indexKey } = scratch.config;
    expect(indexKey).not.toEqual(loaded.config.indexKey);
    const name = new URL(databaseUrl ?? '').pathname.slice(1);
    const admin = await openDatabase({ url: server, folder: null, poolSize: 1 });
    const isThere = async () => (await admin.tx.$queryRaw<unknown[]>`SELECT 1 FROM pg_database WHERE datname = ${name}`).length;
    expect(await isThere()).toBe(1);
    await scratch.drop();
    expect(await isThere()).toBe(0);
    await admin.close();
  });
});

onBothDatabases('A tape of statements', (db) => {
  const rows = async () => {
    const [row] = await db().tx.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM setting WHERE key LIKE 'tape-%'`;
    return row?.count ?? 0;
  };

  it('sends the same statements again with fresh keys, each transaction as one', async () => {
    const tape = createTape(db());
    const id = '7b3c1a52-3c2e-4f7b-9a55-0d9f6a1b2c3d';
    await tape.record(async () => {
      await db().transaction(async (tx) => {
        await tx.$executeRaw`INSERT INTO setting (key, value) VALUES (${`tape-${id}`}, '1'::jsonb)`;
        await tx.$executeRaw`UPDATE setting SET value = '2'::jsonb WHERE key = ${`tape-${id}`}`;
      });
      await db().tx.$queryRaw`SELECT value FROM setting WHERE key = ${`tape-${id}`}`;
    });
    expect(tape.count()).toBe(3);
    expect(await tape.replay(db())).toEqual({ alike: 3, all: 3 });
    expect(await tape.replay(db())).toEqual({ alike: 3, all: 3 });
    expect(await rows()).toBe(3);
  });

  it('follows the numbers that the database hands out, as the inbox has them', async () => {
    const tape = createTape(db());
    const key = `msg${'a1'.repeat(16)}==`;
    const store = () => db().tx.$queryRaw<{ id: bigint }[]>`
      INSERT INTO inbound_message (channel, message_key, conversation_key, received_at, payload_sealed)
      VALUES ('dingtalk', ${key}, 'tape', now(), '') RETURNING id`;
    await tape.record(async () => {
      const [stored] = await store();
      await db().tx.$executeRaw`UPDATE inbound_message SET state = 'done' WHERE id = ${stored?.id}`;
    });
    expect(await tape.replay(db())).toEqual({ alike: 2, all: 2 });
    const open = await db().tx.$queryRaw<unknown[]>`SELECT 1 FROM inbound_message WHERE conversation_key = 'tape' AND state <> 'done'`;
    expect(open).toEqual([]);
  });

  it('tells when a replay did not do the same work', async () => {
    const tape = createTape(db());
    await db().tx.$executeRaw`INSERT INTO setting (key, value) VALUES ('tape-once', '1'::jsonb)`;
    await tape.record(() => db().tx.$executeRaw`DELETE FROM setting WHERE key = 'tape-once'`);
    expect(await tape.replay(db())).toEqual({ alike: 0, all: 1 });
  });

  it('hears nothing outside a recording', async () => {
    const tape = createTape(db());
    await rows();
    expect(tape.count()).toBe(0);
  });
});

describe('Renewed keys', () => {
  it('are the same for the same key, within longer texts too, and shaped alike', () => {
    const { renew } = createRenewal({});
    const first = String(renew('{"no":"YZ20261125-0001"}'));
    expect(first).toMatch(/^\{"no":"YZ9\d{7}-\d{4}"\}$/);
    expect(renew('YZ20261125-0001')).toBe(first.slice(7, -2));
  });

  it('give way to words put in for them', () => {
    const { renew } = createRenewal({ 'YZ20261125-0001': 'YZ20261125-0002', 'with:': 'bench:' });
    expect(renew('with:YZ20261125-0001')).toBe('bench:YZ20261125-0002');
  });
});

describe('a sample', () => {
  it('gives the value that so many lie below', () => {
    expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(percentile([5, 1, 4, 2, 3], 0.99)).toBe(5);
    expect(spreadOf([1, 2, 3, 4])).toEqual({ p50: 2, p99: 4, samples: 4 });
  });
});
