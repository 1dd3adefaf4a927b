import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freshDatabase } from '../../setup/test-database.ts';
import { inFolder, killImports, onServer } from './killed-imports.ts';

it('ends the same however often it is killed: five pairs of lists, ten kills or more each', async () => {
  let total = 0;
  for (const seed of [11, 12, 13, 14, 15]) {
    const [db, calm] = [await freshDatabase('postgres'), await freshDatabase('postgres')];
    const { kills, left, right, touchedAgain } = await killImports(onServer(db), calm, 16, seed);
    total += kills;
    expect(touchedAgain).toBe(0);
    expect(left).toBe(right);
    await db.close();
    await calm.close();
  }
  expect(total).toBeGreaterThanOrEqual(50);
});

it('ends the same in the embedded database too: ten kills or more', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'yinling-killed-folder-'));
  const place = inFolder(join(folder, 'pglite'));
  await place.use(async () => undefined);
  const calm = await freshDatabase('pglite');
  const { kills, left, right, touchedAgain } = await killImports(place, calm, 14, 21);
  expect(kills).toBeGreaterThanOrEqual(10);
  expect(touchedAgain).toBe(0);
  expect(left).toBe(right);
  await calm.close();
  await rm(folder, { recursive: true });
});
