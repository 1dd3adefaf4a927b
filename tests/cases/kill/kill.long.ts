import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inFolder, onServer } from '../../people/import/killed-imports.ts';
import { freshDatabase } from '../../setup/test-database.ts';
import { killLoads } from './killed-loads.ts';

it('two hundred kills of a working load on PostgreSQL lose no acknowledged act and double none', async () => {
  const db = await freshDatabase('postgres');
  const { kills, acts, faults } = await killLoads(onServer(db), { kills: 200, lanes: 3, seed: 11 });
  process.stdout.write(`PostgreSQL: ${kills} kills, ${acts} acts acknowledged\n`);
  expect(faults).toEqual([]);
  expect(kills).toBe(200);
  await db.close();
});

it('twelve kills of a working load on the embedded database lose no acknowledged act and double none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'yinling-killed-cases-'));
  const { kills, acts, faults } = await killLoads(inFolder(join(folder, 'pglite')), { kills: 12, lanes: 2, seed: 12 });
  process.stdout.write(`embedded: ${kills} kills, ${acts} acts acknowledged\n`);
  expect(faults).toEqual([]);
  expect(kills).toBe(12);
  await rm(folder, { recursive: true });
});
