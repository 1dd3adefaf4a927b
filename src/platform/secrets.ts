import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from './config.ts';
import { AppError } from './errors.ts';
import type { SealKey } from './seal.ts';

export interface Secrets {
  fieldKeys: readonly SealKey[];
  indexKey: Buffer;
  sessionSecret: string;
}

const fileSchema = z.object({ fieldKeys: z.string(), indexKey: z.string(), sessionSecret: z.string() });

/**
 * Keys from the configuration, else from `DATA_DIR/keys.json`, generated there at the first start of the embedded database and readable
 * by the owner alone. Throws AppError `keys-unreadable` rather than making new keys beside sealed fields.
 */
export async function ensureSecrets(config: Config): Promise<Secrets> {
  const { fieldKeys, indexKey, sessionSecret } = config;
  if (fieldKeys && indexKey && sessionSecret) return { fieldKeys, indexKey, sessionSecret };
  const stored = await readOrCreate(join(config.dataDir, 'keys.json'));
  return {
    fieldKeys: fieldKeys ?? stored.fieldKeys.split(',').map(parseKey),
    indexKey: indexKey ?? Buffer.from(stored.indexKey, 'base64'),
    sessionSecret: sessionSecret ?? stored.sessionSecret,
  };
}

async function readOrCreate(path: string): Promise<z.infer<typeof fileSchema>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text !== null) {
    try {
      return fileSchema.parse(JSON.parse(text));
    } catch (cause) {
      throw new AppError('invalid-input', 'keys-unreadable', `密钥文件 ${path} 无法读取，数据没有改动。请从备份恢复该文件后再启动。`, {
        cause,
      });
    }
  }
  const fresh = {
    fieldKeys: `k1:${randomBytes(32).toString('base64')}`,
    indexKey: randomBytes(32).toString('base64'),
    sessionSecret: randomBytes(32).toString('base64url'),
  };
  await writePrivate(path, JSON.stringify(fresh, null, 2));
  return fresh;
}

/** Writes a file that only the owner can read, whole or not at all. */
export async function writePrivate(path: string, text: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  const aside = `${path}.${process.pid}.tmp`;
  await writeFile(aside, text, { mode: 0o600 });
  await chmod(aside, 0o600);
  await rename(aside, path);
}

function parseKey(text: string): SealKey {
  const [id = '', body = ''] = text.split(':');
  return { id, key: Buffer.from(body, 'base64') };
}
