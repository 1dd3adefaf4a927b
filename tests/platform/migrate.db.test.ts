import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { migrate } from '../../src/platform/migrate.ts';
import { onBothDatabases } from '../setup/test-database.ts';

onBothDatabases('migrations', (db) => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yinling-migrations-'));
    await db().tx.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name LIKE 't%'`;
    for (const name of ['t1', 't2', 't3']) await db().tx.$executeRawUnsafe(`DROP TABLE IF EXISTS ${name}`);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const put = async (name: string, sql: string) => {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, 'migration.sql'), sql);
  };

  it('are applied once, in the order of their names', async () => {
    await put('t2', 'CREATE TABLE t2 (id INT); INSERT INTO t2 SELECT id FROM t1');
    await put('t1', 'CREATE TABLE t1 (id INT); INSERT INTO t1 VALUES (1)');
    expect(await migrate(db(), folder)).toEqual(['t1', 't2']);
    expect(await migrate(db(), folder)).toEqual([]);
    await put('t3', 'ALTER TABLE t1 RENAME TO t3');
    expect(await migrate(db(), folder)).toEqual(['t3']);
    expect(await tables(db())).toEqual(['t2', 't3']);
  });

  it('of the product are all there', async () => {
    expect(await migrate(db(), 'prisma/migrations')).toEqual([]);
  });

  it('whose file was changed afterwards are refused, and nothing behind them is applied', async () => {
    await put('t1', 'CREATE TABLE t1 (id INT)');
    await migrate(db(), folder);
    await put('t1', 'CREATE TABLE t1 (id BIGINT)');
    await put('t2', 'CREATE TABLE t2 (id INT)');
    await expect(migrate(db(), folder)).rejects.toMatchObject({ code: 'migration-changed', sentence: expect.stringContaining('t1') });
    expect(await tables(db())).toEqual(['t1']);
  });

  it('that fail leave nothing, and are tried again when mended', async () => {
    await put('t1', 'CREATE TABLE t1 (id INT)');
    await put('t2', 'CREATE TABLE t2 (id INT); INSERT INTO t2 VALUES (1); SELECT 1 / (SELECT count(*) FROM t1)');
    await expect(migrate(db(), folder)).rejects.toThrow('division by zero');
    expect(await tables(db())).toEqual(['t1']);
    await put('t2', 'CREATE TABLE t2 (id INT)');
    expect(await migrate(db(), folder)).toEqual(['t2']);
    expect(await tables(db())).toEqual(['t1', 't2']);
  });

  it('are applied once when several start at the same time', async () => {
    for (const name of ['t1', 't2', 't3']) await put(name, `CREATE TABLE ${name} (id INT)`);
    const applied = await Promise.all([migrate(db(), folder), migrate(db(), folder), migrate(db(), folder)]);
    expect(applied.flat().sort()).toEqual(['t1', 't2', 't3']);
  });
});

async function tables(db: Database): Promise<string[]> {
  const rows = await db.tx.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_name IN ('t1', 't2', 't3') ORDER BY 1`;
  return rows.map(({ name }) => name);
}
