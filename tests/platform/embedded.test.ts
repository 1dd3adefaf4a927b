import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { numbersOf, openAfterwards, openInProcess } from './killed-folders.ts';

describe('the embedded database whose process is killed -9', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yinling-embedded-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 20 }));

  it.each([[0.1], [0.4], [0.7]])('while its folder is first laid out, opens at the next start (%f)', async (part) => {
    const process = openInProcess(folder);
    await process.says('locked');
    // Laying out takes some seconds; the moment is random within its part of them.
    await sleep((part + Math.random() * 0.3) * 2500);
    await process.kill();
    // A fast machine may have begun to write.
    const told = numbersOf(process);
    expect((await openAfterwards(folder)).slice(0, told.length)).toEqual(told);
    expect(await readdir(folder)).not.toContainEqual(expect.stringContaining('creating'));
  });

  it('while it puts down that it runs, opens at the next start', async () => {
    await openAfterwards(folder);
    await writeFile(join(folder, 'pglite', 'postmaster.pid'), '');
    expect(await openAfterwards(folder)).toEqual([]);
  });

  it('while it migrates, then while it writes, keeps every row that was told to be written', async () => {
    const first = openInProcess(folder);
    await first.says('opened');
    await sleep(Math.random() * 600);
    await first.kill();
    const second = openInProcess(folder);
    await second.says(/^\d+$/);
    await sleep(Math.random() * 300);
    await second.kill();
    const told = [...numbersOf(first), ...numbersOf(second)];
    const kept = await openAfterwards(folder);
    expect(told.length).toBeGreaterThan(0);
    expect(kept.slice(0, told.length)).toEqual(told);
    // At most the one whose end could not be told any more.
    expect(kept.length - told.length).toBeLessThanOrEqual(2);
  });
});
