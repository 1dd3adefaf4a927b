import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../platform/config.ts';
import { openDatabase } from '../../platform/database.ts';

/** A place of the configured kind to measure in, so that no figure costs anybody's data. */
export interface Scratch {
  config: Config;
  drop(): Promise<void>;
}

/** Embedded: a folder of its own. PostgreSQL: a database of its own on the configured server (the role must be allowed to create one). */
export async function makeScratch(config: Config): Promise<Scratch> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yinling-bench-'));
  const rest = { dataDir, host: '127.0.0.1', port: 0, demo: 'on' as const, logLevel: 'error', languageModel: null };
  const dingtalk = { ...config.dingtalk, clientId: null, clientSecret: null, robotCode: null, cardTemplateId: null, qps: 1000 };
  const removeFolder = () => rm(dataDir, { recursive: true, force: true });
  if (config.databaseUrl === null) return { config: { ...config, ...rest, dingtalk, fieldKeys: null, indexKey: null }, drop: removeFolder };
  const name = `yinling_bench_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const url = new URL(config.databaseUrl);
  url.pathname = `/${name}`;
  await onServer(config.databaseUrl, `CREATE DATABASE ${name}`);
  const keys = {
    fieldKeys: [{ id: 'k1', key: randomBytes(32) }],
    indexKey: randomBytes(32),
    sessionSecret: randomBytes(32).toString('hex'),
  };
  return {
    config: { ...config, ...rest, ...keys, dingtalk, databaseUrl: url.href },
    drop: async () => {
      await onServer(config.databaseUrl ?? '', `DROP DATABASE ${name} WITH (FORCE)`);
      await removeFolder();
    },
  };
}

async function onServer(url: string, sql: string): Promise<void> {
  const db = await openDatabase({ url, folder: null, poolSize: 1 });
  try {
    if ('pool' in db.driver) await db.driver.pool.query(sql);
  } finally {
    await db.close();
  }
}
