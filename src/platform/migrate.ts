import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import type { Pool } from 'pg';
import type { Database } from './database.ts';
import { AppError } from './errors.ts';

/** Runs statements one after another in one transaction. */
interface Session {
  exec(sql: string): Promise<void>;
  query<Row>(sql: string, values: unknown[]): Promise<Row[]>;
}

/** Prisma's own bookkeeping table, so that its tools read our history and we theirs. */
const HISTORY = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL,
  logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** The number Prisma's own migrate takes, so that the two never run at once. */
const LOCK = 72_707_369;

/**
 * Applies every migration of `folder` that is not recorded yet, each in a transaction under an advisory lock.
 * Returns the names applied now. Throws AppError `migration-changed` when a recorded file differs from what was applied; a migration
 * that fails leaves nothing behind and is tried again at the next start.
 */
export async function migrate(db: Database, folder: string): Promise<string[]> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const applied: string[] = [];
  for (const name of names.sort()) {
    const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
    if (await inTransaction(db, (session) => applyOne(session, name, sql))) applied.push(name);
  }
  return applied;
}

async function applyOne(session: Session, name: string, sql: string): Promise<boolean> {
  const checksum = createHash('sha256').update(sql).digest('hex');
  await session.exec(`SELECT pg_advisory_xact_lock(${LOCK})`);
  await session.exec(HISTORY);
  const [known] = await session.query<{ checksum: string }>(
    'SELECT checksum FROM _prisma_migrations WHERE migration_name = $1 AND finished_at IS NOT NULL AND rolled_back_at IS NULL',
    [name],
  );
  if (known && known.checksum !== checksum) {
    throw new AppError('conflict', 'migration-changed', `数据库升级脚本 ${name} 与已执行的版本不一致，数据没有改动。请恢复原文件。`);
  }
  if (known) return false;
  await session.exec(sql);
  await session.query(
    'INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) VALUES ($1, $2, now(), $3, 1)',
    [randomUUID(), checksum, name],
  );
  return true;
}

async function inTransaction<T>(db: Database, work: (session: Session) => Promise<T>): Promise<T> {
  return 'pglite' in db.driver ? onEmbedded(db.driver.pglite, work) : onServer(db.driver.pool, work);
}

async function onEmbedded<T>(pglite: PGlite, work: (session: Session) => Promise<T>): Promise<T> {
  return pglite.transaction((tx) =>
    work({
      exec: async (sql) => void (await tx.exec(sql)),
      query: async <Row>(sql: string, values: unknown[]) => (await tx.query<Row>(sql, values)).rows,
    }),
  );
}

async function onServer<T>(pool: Pool, work: (session: Session) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // Once taken out of the pool, a connection that breaks reports here too; unheard it would end the process. The statement rejects.
  let broken: Error | undefined;
  const note = (error: Error) => {
    broken = error;
  };
  client.on('error', note);
  try {
    await client.query('BEGIN');
    const result = await work({
      exec: async (sql) => void (await client.query(sql)),
      query: async <Row>(sql: string, values: unknown[]) => (await client.query(sql, values)).rows as Row[],
    });
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(note);
    throw error;
  } finally {
    client.off('error', note);
    client.release(broken);
  }
}
