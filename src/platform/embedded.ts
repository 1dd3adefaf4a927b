import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';

/**
 * Opens the embedded database. A PGlite that is killed while it first lays out its folder leaves it unusable, so the folder is
 * laid out beside and renamed when complete: at any moment there is either no folder or a whole one. The caller holds the folder's lock.
 */
export async function openPglite(folder: string | null): Promise<PGlite> {
  if (folder === null) return PGlite.create();
  if (!existsSync(folder)) await layOut(folder);
  return PGlite.create(folder);
}

/**
 * In a process of its own: a second database in this one would stay in its memory. The name is this process's, so that one that outlives a
 * killed parent writes into nobody's folder.
 */
async function layOut(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const prefix = `${basename(folder)}.creating-`;
  for (const name of await readdir(dirname(folder))) {
    if (name.startsWith(prefix)) await rm(join(dirname(folder), name), { recursive: true, force: true });
  }
  const aside = join(dirname(folder), `${prefix}${process.pid}`);
  const library = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const script = 'const [library, folder] = process.argv.slice(1); require(library).PGlite.create(folder).then((fresh) => fresh.close())';
  await promisify(execFile)(process.execPath, ['-e', script, library, aside]);
  await rename(aside, folder);
}
