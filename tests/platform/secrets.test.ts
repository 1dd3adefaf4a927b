import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/platform/config.ts';
import { ensureSecrets } from '../../src/platform/secrets.ts';

describe('the keys of a data folder', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yinling-keys-'));
    path = join(folder, 'keys.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const secrets = (env: Record<string, string> = {}) => {
    const result = loadConfig({ DATA_DIR: folder, ...env });
    if (!result.ok) throw new Error(result.faults.join('\n'));
    return ensureSecrets(result.config);
  };

  it('are made at the first start, for the owner alone, and stay the same', async () => {
    const first = await secrets();
    expect(first.fieldKeys.map(({ id, key }) => [id, key.length])).toEqual([['k1', 32]]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await secrets()).toEqual(first);
    expect(await readdir(folder)).toEqual(['keys.json']);
  });

  it('are those of one when several start at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => secrets()));
    for (const one of all) expect(one).toEqual(all[0]);
  });

  it('come from outside where they are given', async () => {
    const key = Buffer.alloc(32, 5);
    const given = { FIELD_KEYS: `k9:${key.toString('base64')}`, INDEX_KEY: key.toString('base64'), SESSION_SECRET: 'a-secret-of-sixteen' };
    expect(await secrets(given)).toEqual({ fieldKeys: [{ id: 'k9', key }], indexKey: key, sessionSecret: 'a-secret-of-sixteen' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('are not made anew beside a database', async () => {
    await mkdir(join(folder, 'pglite'));
    await writeFile(join(folder, 'pglite', 'PG_VERSION'), '17\n');
    await expect(secrets()).rejects.toMatchObject({ code: 'keys-missing' });
    expect(await readdir(folder)).toEqual(['pglite']);
  });

  it('are made beside one whose laying out was broken off, for it holds nothing', async () => {
    await mkdir(join(folder, 'pglite.creating-1'));
    await writeFile(join(folder, 'pglite.creating-1', 'PG_VERSION'), '17\n');
    expect((await secrets()).fieldKeys).toHaveLength(1);
  });

  it.each(['', '{', '{"fieldKeys":"k1:short"}'])('are left alone when their file cannot be read: %j', async (text) => {
    await writeFile(path, text);
    await expect(secrets()).rejects.toMatchObject({ code: 'keys-unreadable' });
    expect(await readFile(path, 'utf8')).toBe(text);
  });
});
