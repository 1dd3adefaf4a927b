import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { type BackupManifest, DATABASE_ENTRY, FILES_FOLDER, MANIFEST_ENTRY } from './write-backup.ts';

const manifestSchema = z.object({
  format: z.literal('yinling-backup/1'),
  madeAt: z.string(),
  counts: z.record(z.string(), z.number()),
  files: z.number(),
});

export interface ReadBackup {
  manifest: BackupManifest;
  database: Blob;
}

/** Reads a backup; its kept files are laid out in `filesFolder`. Throws AppError `bad-backup` for what is no whole backup. */
export async function readBackup(path: string, filesFolder: string): Promise<ReadBackup> {
  const archive = extract();
  const reading = pipeline(createReadStream(path), archive);
  // The loop below reports what goes wrong; unheard here, a broken file would end the process.
  reading.catch(() => undefined);
  let manifest: BackupManifest | null = null;
  let database: Blob | null = null;
  let files = 0;
  await mkdir(filesFolder, { recursive: true });
  try {
    for await (const entry of archive) {
      const { name } = entry.header;
      if (name === MANIFEST_ENTRY) manifest = manifestSchema.parse(JSON.parse((await contentOf(entry)).toString('utf8')));
      else if (name === DATABASE_ENTRY) database = new Blob([new Uint8Array(await contentOf(entry))]);
      else if (name.startsWith(`${FILES_FOLDER}/`) && /^[\w.-]+\.sealed$/.test(basename(name))) {
        await pipeline(entry, createWriteStream(join(filesFolder, basename(name)), { mode: 0o600 }));
        files += 1;
      } else entry.resume();
    }
    await reading;
  } catch (cause) {
    throw badBackup(cause);
  }
  if (!manifest || !database || files !== manifest.files) throw badBackup(new Error('incomplete'));
  return { manifest, database };
}

async function contentOf(entry: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function badBackup(cause: unknown): AppError {
  return new AppError('invalid-input', 'bad-backup', '这个文件不是完整的备份，没有恢复，现有数据没有改动。请换一个备份文件。', { cause });
}
