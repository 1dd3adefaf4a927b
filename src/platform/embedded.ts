import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

/**
 * Opens the embedded database. A PGlite that is killed while it first lays out its folder leaves it unusable, so the folder is
 * laid out beside and renamed when complete: at any moment there is either no folder or a whole one.
 */
export async function openPglite(folder: string | null): Promise<PGlite> {
  if (folder === null) return PGlite.create();
  if (!existsSync(folder)) {
    const aside = `${folder}.creating`;
    await rm(aside, { recursive: true, force: true });
    await mkdir(dirname(folder), { recursive: true });
    const fresh = await PGlite.create(aside);
    await fresh.close();
    await rename(aside, folder);
  }
  return PGlite.create(folder);
}
