import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Config } from './config.ts';
import { AppError } from './errors.ts';
import type { SealKey } from './seal.ts';

export interface Secrets {
  fieldKeys: readonly SealKey[];
  indexKey: Buffer;
  sessionSecret: string;
}

const fileSchema = z.object({
  fieldKeys: z.string().regex(/^[\w-]{1,32}:[A-Za-z0-9+/]{43}=(,[\w-]{1,32}:[A-Za-z0-9+/]{43}=)*$/),
  indexKey: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
  sessionSecret: z.string().min(32),
});
type Stored = z.infer<typeof fileSchema>;

/**
 * Keys from the configuration, else from `DATA_DIR/keys.json`, generated there at the first start of the embedded database and readable
 * by the owner alone. Call it before that database is laid out. Throws AppError `keys-unreadable` when the file cannot be used, and
 * `keys-missing` when there is a database without it, rather than making new keys beside sealed fields.
 */
export async function ensureSecrets(config: Config): Promise<Secrets> {
  const { fieldKeys, indexKey, sessionSecret } = config;
  if (fieldKeys && indexKey && sessionSecret) return { fieldKeys, indexKey, sessionSecret };
  const path = join(config.dataDir, 'keys.json');
  const stored = (await readStored(path)) ?? (await create(path, !(fieldKeys && indexKey)));
  return {
    fieldKeys: fieldKeys ?? stored.fieldKeys.split(',').map(parseKey),
    indexKey: indexKey ?? Buffer.from(stored.indexKey, 'base64'),
    sessionSecret: sessionSecret ?? stored.sessionSecret,
  };
}

async function readStored(path: string): Promise<Stored | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    // Without the cause: a parser quotes what it reads, and this is a file of keys.
    throw new AppError('invalid-input', 'keys-unreadable', `密钥文件 ${path} 无法读取，数据没有改动。请从备份恢复该文件后再启动。`);
  }
}

async function create(path: string, sealsWithThem: boolean): Promise<Stored> {
  if (sealsWithThem && (await holdsDatabase(dirname(path)))) {
    throw new AppError(
      'invalid-input',
      'keys-missing',
      `数据库已存在，但密钥文件 ${path} 不见了，数据没有改动。请从备份恢复该文件后再启动。`,
    );
  }
  const fresh = {
    fieldKeys: `k1:${randomBytes(32).toString('base64')}`,
    indexKey: randomBytes(32).toString('base64'),
    sessionSecret: randomBytes(32).toString('base64url'),
  };
  // Of two processes that start at once both go on with the keys of one.
  if (await createPrivate(path, JSON.stringify(fresh, null, 2))) return fresh;
  const winners = await readStored(path);
  if (!winners) throw new Error(`${path} was there and is gone`);
  return winners;
}

/** Every laid out PostgreSQL folder, embedded or not, has this file; one whose laying out was broken off (embedded.ts) holds nothing yet. */
async function holdsDatabase(folder: string): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.some(
    (entry) => entry.isDirectory() && !entry.name.includes('.creating-') && existsSync(join(folder, entry.name, 'PG_VERSION')),
  );
}

/** Writes a new file that only the owner can read, whole or not at all. False: there is one already, and it stays as it is. */
export async function createPrivate(path: string, text: string): Promise<boolean> {
  const aside = await writeAside(path, text);
  try {
    // Unlike a rename, a link never replaces.
    await link(aside, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(aside, { force: true });
  }
}

/** Writes a file that only the owner can read, whole or not at all. */
export async function writePrivate(path: string, text: string): Promise<void> {
  await rename(await writeAside(path, text), path);
}

async function writeAside(path: string, text: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  const aside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(aside, 'wx', 0o600);
  try {
    await file.writeFile(text);
    // On the disk before it gets its name, or a power cut could leave the name with nothing in it.
    await file.sync();
  } finally {
    await file.close();
  }
  return aside;
}

function parseKey(text: string): SealKey {
  const [id = '', body = ''] = text.split(':');
  return { id, key: Buffer.from(body, 'base64') };
}
