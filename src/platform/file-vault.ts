import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filePlace } from './keys/rotate-files.ts';
import type { Sealer } from './seal.ts';

/** Files kept sealed under `DATA_DIR/files`. A name is the content's hash: the same content twice is one file. */
export interface FileVault {
  keep(content: Buffer, extension: string): Promise<string>;
  /** Null when there is no such file. */
  open(name: string): Promise<Buffer | null>;
  has(name: string): Promise<boolean>;
  remove(name: string): Promise<void>;
}

const isName = (text: string) => /^[0-9a-f]{64}\.[a-z]{3,4}$/.test(text);

export function createFileVault(folder: string, sealer: Sealer): FileVault {
  const pathOf = (name: string) => join(folder, `${name}.sealed`);
  return {
    keep: async (content, extension) => {
      const name = `${createHash('sha256').update(content).digest('hex')}.${extension}`;
      await mkdir(folder, { recursive: true });
      const aside = `${pathOf(name)}.${process.pid}`;
      // Whole or not at all: a half-written file must not be taken for the content that its name promises.
      await writeFile(aside, sealer.seal(content.toString('base64'), filePlace(name)), { mode: 0o600 });
      await rename(aside, pathOf(name));
      return name;
    },
    open: async (name) => {
      if (!isName(name)) return null;
      const sealed = await readFile(pathOf(name), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      return sealed === null ? null : Buffer.from(sealer.open(sealed, filePlace(name)), 'base64');
    },
    has: async (name) =>
      isName(name) &&
      access(pathOf(name)).then(
        () => true,
        () => false,
      ),
    remove: (name) => rm(pathOf(name), { force: true }),
  };
}
