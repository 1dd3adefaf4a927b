import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of DATA_DIR that a restore replaces. */
const FOLDERS = ['pglite', 'files'] as const;
const JOURNAL = 'restore.json';

interface Swap {
  /** Suffix of what comes in, and of what is kept from before. */
  incoming: string;
  outgoing: string;
}

/**
 * Puts restored folders (`pglite.<incoming>`, `files.<incoming>`) in the place of the present ones, which are kept as `….<outgoing>`. What is
 * to be done is written down first: killed in the middle, `finishSwap` completes it at the next start.
 */
export async function swapFolders(dataDir: string, swap: Swap): Promise<void> {
  await writeFile(join(dataDir, JOURNAL), JSON.stringify(swap));
  await finishSwap(dataDir);
}

/** Completes a restore that was cut off between its renames. Does nothing when there is none. */
export async function finishSwap(dataDir: string): Promise<void> {
  const journal = join(dataDir, JOURNAL);
  const text = await readFile(journal, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return;
  const { incoming, outgoing } = JSON.parse(text) as Swap;
  for (const folder of FOLDERS) {
    const [here, next, before] = [join(dataDir, folder), join(dataDir, `${folder}.${incoming}`), join(dataDir, `${folder}.${outgoing}`)];
    if (!existsSync(next)) continue;
    if (existsSync(here)) await rename(here, before);
    await rename(next, here);
  }
  await rm(journal);
}
