import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inFolder, onServer } from '../../people/import/killed-imports.ts';
import { freshDatabase } from '../../setup/test-database.ts';
import { killLoads } from './killed-loads.ts';

describe('work that is killed -9 in the middle', () => {
  it('keeps every act that was acknowledged and does each once (PostgreSQL)', async () => {
    const db = await freshDatabase('postgres');
    expect(await killLoads(onServer(db), { kills: 4, lanes: 3, seed: 1 })).toMatchObject({ kills: 4, faults: [] });
    await db.close();
  });

  it('keeps every act that was acknowledged and does each once (embedded)', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yinling-killed-cases-'));
    expect(await killLoads(inFolder(join(folder, 'pglite')), { kills: 1, lanes: 2, seed: 2 })).toMatchObject({ kills: 1, faults: [] });
    await rm(folder, { recursive: true });
  });
});
