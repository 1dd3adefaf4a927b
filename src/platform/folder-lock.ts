import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from './errors.ts';

/** Ends with the process that holds it, however that ends; here it is kept from being collected while it is still wanted. */
const held = new Set<DatabaseSync>();

/** Two contenders may hinder each other for a moment; a holder keeps its lock for good. */
const PATIENCE_MS = 500;

/**
 * Makes sure that one process alone opens the embedded database. The lock is the operating system's own, which SQLite takes in the
 * same way on every system: a killed process leaves nothing to take over, and a process number of another container misleads nobody.
 * While it is held this process must not open and close `lock.db` by other means: closing any handle would free it (POSIX).
 * Returns the release. Throws AppError `data-in-use`.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const holder = join(folder, 'lock.holder');
  const lock = new DatabaseSync(join(folder, 'lock.db'), { timeout: PATIENCE_MS });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    await writeFile(holder, `${process.pid}\n`);
  } catch (error) {
    lock.close();
    throw (error as { errcode?: number }).errcode === SQLITE_BUSY ? await inUse(folder, holder) : error;
  }
  held.add(lock);
  return async () => {
    if (!held.delete(lock)) return;
    await rm(holder, { force: true });
    lock.close();
  };
}

const SQLITE_BUSY = 5;

async function inUse(folder: string, holder: string): Promise<AppError> {
  const pid = (await readFile(holder, 'utf8').catch(() => '')).trim();
  return new AppError(
    'conflict',
    'data-in-use',
    `数据目录 ${folder} 正被另一个进程${pid && ` ${pid} `}使用，没有做任何改动。请先停止它，或改用 DATABASE_URL。`,
  );
}
