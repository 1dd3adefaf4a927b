import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { CommandContext } from '../../src/cli/command-context.ts';
import { commandGroups } from '../../src/cli/command-groups.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import { createKeptFiles } from '../../src/conversation/kept-files.ts';
import { insertPeople } from '../../src/people/import/people-bulk-store.ts';
import { newPerson } from '../../src/people/new-person.ts';
import { finishSwap } from '../../src/platform/backup/swap-folders.ts';
import { type Config, loadConfig } from '../../src/platform/config.ts';

const jpg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(2000, 7)]);
let folder = '';
let config: Config;

function configOf(dataDir: string): Config {
  const loaded = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
  if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
  return loaded.config;
}

/** Runs one command line as the operator would; the database is opened for it and closed again. */
async function run(given: Config, ...argv: string[]): Promise<{ exit: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  let app: Awaited<ReturnType<typeof createApp>> | null = null;
  const context: CommandContext = {
    io: {
      cwd: folder,
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      progress: () => undefined,
      lines: async function* () {},
    },
    config: given,
    app: async () => {
      app ??= await createApp(given);
      return app;
    },
  };
  const exit = await runCommand(argv, context, commandGroups);
  await (app as Awaited<ReturnType<typeof createApp>> | null)?.close();
  return { exit, out, err };
}

const people = (given: Config) => openAnd(given, (app) => app.db.tx.person.findMany({ orderBy: { archive_no: 'asc' } }));

async function openAnd<T>(given: Config, work: (app: Awaited<ReturnType<typeof createApp>>) => Promise<T>): Promise<T> {
  const app = await createApp(given);
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yinling-backup-'));
  config = configOf(join(folder, 'data'));
  await openAnd(config, async (app) => {
    const facts = { archiveNo: 'YZ-0000001', name: '张建国', phone: '13800001234', categories: [] };
    await app.db.transaction((tx) => insertPeople(tx, app.sealer, [newPerson(facts)]));
    await createKeptFiles(join(config.dataDir, 'files'), app.sealer).keep(jpg);
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a backup', () => {
  it('is one whole file, with the keys beside and never in it', async () => {
    const made = await run(config, 'backup', 'a.backup', '--json');
    expect(made).toMatchObject({ exit: 0, err: '' });
    expect(JSON.parse(made.out)).toMatchObject({ format: 'yinling-backup/1', files: 1, counts: { person: 1 } });
    const keys = await readFile(join(folder, 'a.backup.keys.json'), 'utf8');
    const inside = await readFile(join(folder, 'a.backup'), 'latin1');
    expect(inside).not.toContain((JSON.parse(keys) as { indexKey: string }).indexKey);
    expect(inside).not.toContain('13800001234');
  });

  it('comes back on another machine with everything in it', async () => {
    const other = configOf(join(folder, 'other'));
    const back = await run(other, 'restore', 'a.backup', '--json');
    expect(back).toMatchObject({ exit: 0, err: '' });
    expect(await people(other)).toEqual(await people(config));
    expect(existsSync(join(folder, 'other', 'files'))).toBe(true);
  });

  it('does not replace data that is there unless told, and keeps it then', async () => {
    const other = configOf(join(folder, 'other'));
    const refused = await run(other, 'restore', 'a.backup');
    expect(refused).toMatchObject({ exit: 1, out: '' });
    expect(refused.err).toContain('--replace');
    const told = await run(other, 'restore', 'a.backup', '--replace');
    expect(told.exit).toBe(0);
    expect(told.out).toMatch(/原数据保留为 pglite\.before-restore-/);
  });

  it('that is cut short, altered or no backup at all changes nothing', async () => {
    const other = configOf(join(folder, 'third'));
    const whole = await readFile(join(folder, 'a.backup'));
    await writeFile(join(folder, 'short.backup'), whole.subarray(0, whole.length / 2));
    await writeFile(join(folder, 'text.backup'), '不是备份');
    await writeFile(join(folder, 'short.backup.keys.json'), await readFile(join(folder, 'a.backup.keys.json')));
    await writeFile(join(folder, 'text.backup.keys.json'), await readFile(join(folder, 'a.backup.keys.json')));
    for (const file of ['short.backup', 'text.backup']) {
      const refused = await run(other, 'restore', file);
      expect(refused, file).toMatchObject({ exit: 1 });
      expect(refused.err, file).toContain('没有恢复');
      expect(existsSync(join(folder, 'third', 'pglite')), file).toBe(false);
    }
  });

  it('without its keys is refused before anything is touched', async () => {
    await rm(join(folder, 'third'), { recursive: true, force: true });
    await writeFile(join(folder, 'b.backup'), await readFile(join(folder, 'a.backup')));
    const refused = await run(configOf(join(folder, 'third')), 'restore', 'b.backup');
    expect(refused.exit).toBe(1);
    expect(refused.err).toContain('没有找到密钥');
  });

  it('whose restore was killed between its renames is completed at the next start', async () => {
    const dataDir = join(folder, 'other');
    await run(configOf(dataDir), 'backup', 'c.backup');
    const { rename } = await import('node:fs/promises');
    await rename(join(dataDir, 'pglite'), join(dataDir, 'pglite.in'));
    await writeFile(join(dataDir, 'restore.json'), JSON.stringify({ incoming: 'in', outgoing: 'out' }));
    expect(await people(configOf(dataDir))).toHaveLength(1);
    expect(existsSync(join(dataDir, 'restore.json'))).toBe(false);
    await finishSwap(dataDir);
  });
});

it('on PostgreSQL the line of its own tools is given', async () => {
  const onServer = { ...config, databaseUrl: 'postgresql://x/y' };
  expect((await run(onServer, 'backup', 'x')).out).toContain('pg_dump');
  expect((await run(onServer, 'restore', 'x')).out).toContain('pg_restore');
});
