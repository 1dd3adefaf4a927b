import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/platform/config.ts';
import type { Database } from '../../src/platform/database.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { type RunningServer, startServer } from '../../src/serving/server.ts';
import { freshDatabase } from '../setup/test-database.ts';

describe('a server started without tokens', () => {
  let folder: string;
  let db: Database;
  let server: RunningServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yinling-api-served-'));
    const loaded = loadConfig({ DATA_DIR: folder, PORT: '0' });
    if (!loaded.ok) throw new Error(loaded.faults.join());
    db = await freshDatabase('postgres');
    server = await startServer(await createApp(loaded.config, { db, log: memoryLog(), works: false }));
  });
  afterAll(async () => {
    await server.stop();
    await db.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('answers with those that it made, which only the owner of its folder can read', async () => {
    const [, console] = server.urls[0] ?? ['', ''];
    const path = join(folder, 'api-tokens.json');
    const { read } = JSON.parse(await readFile(path, 'utf8')) as { read: string };
    expect((await stat(path)).mode & 0o077).toBe(0);
    const ask = (authorization: string) => fetch(new URL('/api/v1/campaigns', console), { headers: { authorization } });
    expect(await (await ask(`Bearer ${read}`)).json()).toEqual({ items: [] });
    expect((await ask('Bearer nobody')).status).toBe(401);
    expect((await fetch(new URL('/api/docs', console))).status).toBe(200);
    expect((await fetch(new URL('/readyz', console))).status).toBe(200);
  });
});
