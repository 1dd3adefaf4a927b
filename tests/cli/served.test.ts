import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { findServer, runRemotely } from '../../src/cli/running-server.ts';
import { loadDemoOrganisation } from '../../src/organisation/demo/load-demo-organisation.ts';
import { loadConfig } from '../../src/platform/config.ts';
import type { Database } from '../../src/platform/database.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { type RunningServer, startServer } from '../../src/serving/server.ts';
import { freshDatabase } from '../setup/test-database.ts';
import { collecting, type Ran } from './commanding.ts';

const program = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

/** The command program as a process of its own, in a folder without `.env`. */
async function command(folder: string, env: Record<string, string>, ...argv: string[]): Promise<Ran> {
  const child = spawn(process.execPath, [program, ...argv], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', DATA_DIR: folder, ...env },
  });
  const collected = collecting(folder);
  child.stdout.setEncoding('utf8').on('data', (text: string) => collected.io.out(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => collected.io.err(text));
  const code = await new Promise<number>((resolve) => child.once('close', (exit) => resolve(exit ?? -1)));
  return collected.ran(code);
}

describe('commands beside a running server', () => {
  let folder: string;
  let db: Database;
  let app: App;
  let server: RunningServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yinling-served-'));
    const loaded = loadConfig({ DATA_DIR: folder, PORT: '0' });
    if (!loaded.ok) throw new Error(loaded.faults.join());
    db = await freshDatabase('pglite');
    app = await createApp(loaded.config, { db, log: memoryLog(), works: true });
    await loadDemoOrganisation(app);
    server = await startServer(app);
  });
  afterAll(async () => {
    await server.stop();
    await db.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('work through it, since only one process can open the embedded database', async () => {
    const ran = await command(folder, {}, 'staff', 'list', '--json');
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.json<unknown[]>()).toHaveLength(await db.tx.staff.count());
  });

  it('read files from the folder in which they are typed, and pass the exit code on', async () => {
    await writeFile(
      join(folder, 'resources.csv'),
      '类型,编码,名称,开始日期,结束日期,名额,学段,备注\n疗养批次,LY2028-01,一月批,2028-01-10,2028-01-15,20,,\n',
    );
    const ran = await command(folder, {}, 'import', 'resources', 'resources.csv');
    expect(ran.json()).toMatchObject({ read: 1, created: 1, faults: [] });
    expect((await command(folder, {}, 'import', 'resources', 'nowhere.csv')).code).toBe(1);
    expect((await command(folder, {}, 'campaign', 'tick', '--at', 'never')).code).toBe(2);
  });

  it('let nobody but the owner read the token, and nobody without it command', async () => {
    // Windows keeps files of a profile private by itself and knows no such bits.
    if (process.platform !== 'win32') expect((await stat(join(folder, 'server.json'))).mode & 0o077).toBe(0);
    const found = await findServer(folder);
    if (!found) throw new Error('the server left no word of where it is');
    const refused = collecting(folder);
    expect(await runRemotely({ ...found, token: 'guessed' }, ['staff', 'list'], refused.io, '')).toBe(1);
    expect(refused.ran(1)).toMatchObject({ out: '' });
  });
});

describe('the command program', () => {
  it('says every fault of the configuration at once, exit code 78', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yinling-faults-'));
    const faulty = { PORT: 'eighty', ROLE: 'robot', LOG_LEVEL: 'loud', LLM_MODEL: 'm' };
    const ran = await command(folder, faulty, 'doctor');
    expect(ran.code).toBe(78);
    const named = ran.err
      .trim()
      .split('\n')
      .map((line) => line.split('：')[0]);
    expect(named).toEqual(expect.arrayContaining(['PORT', 'ROLE', 'LOG_LEVEL', 'LLM_BASE_URL']));
    expect(named).toHaveLength(4);
    await rm(folder, { recursive: true, force: true });
  });
});
