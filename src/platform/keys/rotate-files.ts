import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sealer } from '../seal.ts';

const SUFFIX = '.sealed';

/** Where the content of a kept file is sealed to. */
export function filePlace(name: string) {
  return { table: 'files', column: 'content', row: name };
}

/**
 * Seals every kept file of a folder anew that is not sealed with the first key yet; each is replaced whole. Files that no key opens are left
 * and counted. A folder that is not there has none.
 */
export async function rotateFiles(folder: string, sealer: Sealer): Promise<{ files: number; resealed: number; unreadable: number }> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const result = { files: 0, resealed: 0, unreadable: 0 };
  for (const file of names.filter((name) => name.endsWith(SUFFIX))) {
    const path = join(folder, file);
    const place = filePlace(file.slice(0, -SUFFIX.length));
    const sealed = await readFile(path, 'utf8');
    result.files += 1;
    if (sealer.isCurrent(sealed)) continue;
    let clear: string;
    try {
      clear = sealer.open(sealed, place);
    } catch {
      result.unreadable += 1;
      continue;
    }
    await writeFile(`${path}.${process.pid}`, sealer.seal(clear, place), { mode: 0o600 });
    await rename(`${path}.${process.pid}`, path);
    result.resealed += 1;
  }
  return result;
}
