import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from './database.ts';
import { AppError } from './errors.ts';

/** Runs statements one after another on one connection. */
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
 * Returns the names applied now. Throws AppError `migration-changed` when a recorded file differs from what was applied.
 */
export async function migrate(db: Database, folder: string): Promise<string[]> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const applied: string[] = [];
  await inSession(db, async (session) => {
    for (const name of names.sort()) {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      if (await applyOne(session, name, sql)) applied.push(name);
    }
  });
  return applied;
}

async function applyOne(session: Session, name: string, sql: string): Promise<boolean> {
  const checksum = createHash('sha256').update(sql).digest('hex');
  await session.exec('BEGIN');
  try {
    await session.exec(`SELECT pg_advisory_xact_lock(${LOCK})`);
    await session.exec(HISTORY);
    const [known] = await session.query<{ checksum: string }>(
      'SELECT checksum FROM _prisma_migrations WHERE migration_name = $1 AND finished_at IS NOT NULL AND rolled_back_at IS NULL',
      [name],
    );
    if (known && known.checksum !== checksum) {
      throw new AppError('conflict', 'migration-changed', `数据库升级脚本 ${name} 与已执行的版本不一致，数据没有改动。请恢复原文件。`);
    }
    if (!known) {
      await session.exec(sql);
      await session.query(
        'INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) VALUES ($1, $2, now(), $3, 1)',
        [randomUUID(), checksum, name],
      );
    }
    await session.exec('COMMIT');
    return !known;
  } catch (error) {
    await session.exec('ROLLBACK');
    throw error;
  }
}

async function inSession(db: Database, work: (session: Session) => Promise<void>): Promise<void> {
  if ('pglite' in db.driver) {
    const { pglite } = db.driver;
    await work({
      exec: async (sql) => void (await pglite.exec(sql)),
      query: async <Row>(sql: string, values: unknown[]) => (await pglite.query<Row>(sql, values)).rows,
    });
    return;
  }
  const client = await db.driver.pool.connect();
  try {
    await work({
      exec: async (sql) => void (await client.query(sql)),
      query: async <Row>(sql: string, values: unknown[]) => (await client.query(sql, values)).rows as Row[],
    });
  } finally {
    client.release();
  }
}
