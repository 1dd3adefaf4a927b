import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../../src/cli/bench/judge-bench.ts';
import { type BenchFigures, runBench } from '../../src/cli/bench/run-bench.ts';
import { percentile, spreadOf } from '../../src/cli/bench/sample.ts';
import { loadConfig } from '../../src/platform/config.ts';

describe('the bench', () => {
  let figures: BenchFigures;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yinling-bench-test-'));
    const loaded = loadConfig({ DATA_DIR: folder });
    if (!loaded.ok) throw new Error(loaded.faults.join());
    const size = { people: 1000, rounds: 1, searches: 30, decisions: 3, sends: 3, importRows: 200, withBoot: false };
    figures = await runBench(loaded.config, size, () => undefined);
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('gives every figure that the contract promises, with its sample size', () => {
    expect(Object.keys(figures)).toEqual(
      expect.arrayContaining(['turn', 'ack', 'understand', 'search', 'decide', 'campaign', 'import', 'boot', 'rssMb']),
    );
    for (const spread of [figures.turn, figures.ack, figures.understand, figures.search, figures.decide]) {
      expect(spread.samples).toBeGreaterThan(0);
      expect(spread.p50).toBeGreaterThan(0);
      expect(spread.p99).toBeGreaterThanOrEqual(spread.p50);
    }
  });

  it('measures the limit in the same run: the same statements bare are not slower than the product', () => {
    expect(figures.turn.limitPerSecond).toBeGreaterThan(0);
    expect(figures.turn.statements).toBeGreaterThan(3);
    expect(figures.import.limitPerSecond).toBeGreaterThan(figures.import.rowsPerSecond);
    expect(figures.import.rows).toBe(200);
    expect(figures.campaign.recipients).toBeGreaterThan(0);
    expect(figures.campaign.digests).toBeGreaterThan(0);
  });

  it('judges each figure against its promise', () => {
    const judged = judge({ ...figures, boot: { firstMs: 30_000, nextMs: 100, samples: 1 }, rssMb: 500 });
    expect(judged.find((one) => one.figure === 'boot.firstMs')).toMatchObject({ limit: 25_000, passed: false });
    expect(judged.find((one) => one.figure === 'rssMb')).toMatchObject({ limit: 700, passed: true });
    expect(judge({ ...figures, database: 'postgres', rssMb: 500 }).find((one) => one.figure === 'rssMb')?.passed).toBe(false);
  });
});

describe('a sample', () => {
  it('gives the value that so many lie below', () => {
    expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(percentile([5, 1, 4, 2, 3], 0.99)).toBe(5);
    expect(spreadOf([1, 2, 3, 4])).toEqual({ p50: 2, p99: 4, samples: 4 });
  });
});
