import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureApiTokens, sha256, TOKENS_FILE } from '../../src/platform/api-tokens.ts';
import { loadConfig } from '../../src/platform/config.ts';

const keys = {
  FIELD_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
  INDEX_KEY: Buffer.alloc(32).toString('base64'),
  SESSION_SECRET: 'x'.repeat(16),
};

describe('the tokens of other systems', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yinling-tokens-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const tokens = (env: Record<string, string> = {}) => {
    const result = loadConfig({ DATA_DIR: folder, ...env });
    if (!result.ok) throw new Error(result.faults.join('\n'));
    return ensureApiTokens(result.config);
  };

  it('are made beside the embedded database, one of each scope, for the owner of the folder alone', async () => {
    const made = await tokens();
    const clear = JSON.parse(await readFile(join(folder, TOKENS_FILE), 'utf8')) as Record<string, string>;
    expect(made.map(({ scope, sha256: hash }) => [scope, hash])).toEqual(
      ['read', 'write', 'admin'].map((scope) => [scope, sha256(clear[scope] ?? '')]),
    );
    expect((await stat(join(folder, TOKENS_FILE))).mode & 0o777).toBe(0o600);
    expect(await tokens()).toEqual(made);
    expect(new Set(Object.values(clear)).size).toBe(3);
  });

  it('are those of one when several start at once', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => tokens()));
    for (const one of all) expect(one).toEqual(all[0]);
    expect(await readdir(folder)).toEqual([TOKENS_FILE]);
  });

  it('come from outside where they are given, and none are made then', async () => {
    const given = `dw:read:${sha256('a')},portal:write:${sha256('b')}`;
    expect((await tokens({ API_TOKENS: given })).map((one) => one.name)).toEqual(['dw', 'portal']);
    expect(await tokens({ DATABASE_URL: 'postgresql://x/y', ...keys })).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['', '{', '{"read":"short"}'])('are not guessed when their file cannot be read: %j', async (text) => {
    await writeFile(join(folder, TOKENS_FILE), text);
    await expect(tokens()).rejects.toMatchObject({ code: 'tokens-unreadable' });
    expect(await readFile(join(folder, TOKENS_FILE), 'utf8')).toBe(text);
  });
});
