import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PGlite } from '@electric-sql/pglite';
import { type Pack, pack } from 'tar-stream';

/** What a backup says of itself; `restore` compares it with what it finds. */
export interface BackupManifest {
  format: 'yinling-backup/1';
  madeAt: string;
  /** Rows by table, as they were at the moment of the backup. */
  counts: Record<string, number>;
  files: number;
}

export const DATABASE_ENTRY = 'database.tar';
export const MANIFEST_ENTRY = 'manifest.json';
export const FILES_FOLDER = 'files';

/**
 * Writes one file that holds the embedded database as it is at this moment and every kept file. Aside first and renamed when complete: a file
 * of that name is a whole one. Keys are not in it. `onProgress` gets a share from 0 to 1.
 */
export async function writeBackup(
  source: { pglite: PGlite; filesFolder: string; counts: Record<string, number>; now: Date },
  path: string,
  onProgress: (share: number) => void = () => undefined,
): Promise<BackupManifest> {
  const dump = Buffer.from(await (await source.pglite.dumpDataDir('none')).arrayBuffer());
  onProgress(0.5);
  const names = await readdir(source.filesFolder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const kept = names.filter((name) => name.endsWith('.sealed')).sort();
  const manifest: BackupManifest = {
    format: 'yinling-backup/1',
    madeAt: source.now.toISOString(),
    counts: source.counts,
    files: kept.length,
  };
  const aside = `${path}.${process.pid}.part`;
  const archive = pack();
  const written = pipeline(archive, createWriteStream(aside, { mode: 0o600 }));
  try {
    await addBuffer(archive, MANIFEST_ENTRY, Buffer.from(JSON.stringify(manifest)));
    await addBuffer(archive, DATABASE_ENTRY, dump);
    for (const [index, name] of kept.entries()) {
      await addFile(archive, `${FILES_FOLDER}/${name}`, join(source.filesFolder, name));
      onProgress(0.5 + (0.5 * (index + 1)) / kept.length);
    }
    archive.finalize();
    await written;
    await rename(aside, path);
  } catch (error) {
    archive.destroy();
    await rm(aside, { force: true });
    throw error;
  }
  onProgress(1);
  return manifest;
}

async function addBuffer(archive: Pack, name: string, content: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    archive.entry({ name }, content, (error) => (error ? reject(error) : resolve()));
  });
}

async function addFile(archive: Pack, name: string, path: string): Promise<void> {
  const { size } = await stat(path);
  await new Promise<void>((resolve, reject) => {
    const entry = archive.entry({ name, size }, (error) => (error ? reject(error) : resolve()));
    createReadStream(path).on('error', reject).pipe(entry);
  });
}
