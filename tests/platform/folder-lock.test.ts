import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../src/platform/folder-lock.ts';
import { type FolderProcess, openInProcess } from './killed-folders.ts';

describe('a data folder', () => {
  let folder: string;
  let holder: FolderProcess | null;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yinling-lock-'));
    holder = null;
  });
  afterEach(async () => {
    await holder?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it('is refused to a second process, which is told who holds it', async () => {
    holder = openInProcess(folder, 'lock-only');
    await holder.says('locked');
    const fault = { code: 'data-in-use', kind: 'conflict', sentence: expect.stringContaining(` ${holder.pid} `) };
    await expect(lockFolder(folder)).rejects.toMatchObject(fault);
    // The refused one has not freed it for a third.
    await expect(lockFolder(folder)).rejects.toMatchObject(fault);
  });

  it('is free as soon as its holder is killed -9', async () => {
    holder = openInProcess(folder, 'lock-only');
    await holder.says('locked');
    await holder.kill();
    const unlock = await lockFolder(folder);
    await unlock();
  });

  it('is refused within the same process, and free after its release', async () => {
    const unlock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'data-in-use' });
    await unlock();
    await unlock();
    const again = await lockFolder(folder);
    await again();
    expect(await readdir(folder)).not.toContain('lock.holder');
  });

  it('is made where there is none', async () => {
    const unlock = await lockFolder(join(folder, 'a', 'b'));
    await unlock();
    expect(await readdir(join(folder, 'a', 'b'))).toEqual(['lock.db']);
  });

  it('goes to one of several that start at once', async () => {
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => lockFolder(folder)));
    const won = results.filter((result) => result.status === 'fulfilled');
    expect(won).toHaveLength(1);
    await won[0]?.value();
  });
});
