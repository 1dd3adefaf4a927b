import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { numbersOf, openAfterwards, openInProcess } from './killed-folders.ts';

it('forty kills -9 at random moments of a first start leave a folder that opens, with all that was told to be written', async () => {
  for (let kill = 0; kill < 40; kill += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'yinling-embedded-'));
    const process = openInProcess(folder);
    // From before the lock is taken until rows have been written for a while.
    await sleep(((kill + Math.random()) / 40) * 6000);
    await process.kill();
    const told = numbersOf(process);
    expect((await openAfterwards(folder)).slice(0, told.length)).toEqual(told);
    await rm(folder, { recursive: true });
  }
});

it('forty kills -9 of one folder, start after start, lose nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'yinling-embedded-'));
  await openAfterwards(folder);
  const told: number[] = [];
  for (let kill = 0; kill < 40; kill += 1) {
    const process = openInProcess(folder);
    // While it recovers from the kill before, or while it writes.
    await process.says(kill % 2 === 0 ? 'locked' : /^\d+$/);
    await sleep(Math.random() * 1000);
    await process.kill();
    told.push(...numbersOf(process));
  }
  const kept = new Set(await openAfterwards(folder));
  expect(told.length).toBeGreaterThan(0);
  // A number told twice was lost in between: the next process goes on from the last one that stands there.
  expect(new Set(told).size).toBe(told.length);
  expect(told.filter((number) => !kept.has(number))).toEqual([]);
  await rm(folder, { recursive: true });
});
