import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../../src/app.ts';
import { readDemoStations } from '../../../src/organisation/demo/demo-stations.ts';
import { saveStaff } from '../../../src/organisation/staff-store.ts';
import { saveStations } from '../../../src/organisation/station-store.ts';
import { insertPeople } from '../../../src/people/import/people-bulk-store.ts';
import { manualClock } from '../../../src/platform/clock.ts';
import { loadConfig } from '../../../src/platform/config.ts';
import type { Database } from '../../../src/platform/database.ts';
import { memoryLog } from '../../../src/platform/log.ts';
import { planCampaign } from '../../../src/visits/plan-campaign.ts';
import { postHolders } from '../../cases/posts.ts';
import { createFakeChannel, type FakeChannel } from '../../setup/fake-channel.ts';
import { freshDatabase } from '../../setup/test-database.ts';
import { campaigns, people, resources, staff } from './cast.ts';

/** A Monday morning in working time. */
export const BEGINS = '2026-11-23T09:00:00+08:00';

/** The whole product over the cast, without a wire: what is handed in is what a channel would hand in. */
export interface Stage {
  app: App;
  channel: FakeChannel;
  clock: ReturnType<typeof manualClock>;
  log: ReturnType<typeof memoryLog>;
  /** Everything but the audit record as it was before the first conversation. */
  reset(now: string | null): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'yinling-stage-'));
  const loaded = loadConfig({ DATA_DIR: folder, DINGTALK_QPS: '1000' });
  if (!loaded.ok) throw new Error(loaded.faults.join());
  const clock = manualClock(BEGINS);
  const log = memoryLog();
  const db = await freshDatabase('postgres');
  const app = await createApp(loaded.config, { db, clock, log, works: false });
  await app.jobs.start();
  const channel = createFakeChannel();
  app.channels.set(channel.name, channel);
  await layCast(app);
  await app.understander();
  await keepAll(db);
  return {
    app,
    channel,
    clock,
    log,
    reset: async (now) => {
      await app.reception.idle();
      clock.set(now ?? BEGINS);
      channel.sent.length = 0;
      channel.arrived.length = 0;
      await restoreAll(db);
    },
    close: async () => {
      await app.reception.idle();
      await app.jobs.stop();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The stations of the district with nobody else in them, the cast, and two people for every other post that a service names. */
async function layCast(app: App): Promise<void> {
  await app.db.transaction((tx) =>
    saveStations(
      tx,
      readDemoStations().map((one) => ({ ...one, headName: null, demo: false })),
    ),
  );
  const held = new Set(staff.map((one) => [one.roles[0], one.department, one.section, one.industry].join()));
  const others = postHolders().filter((one) => !held.has([one.roles[0], one.department, one.section, one.industry].join()));
  await app.db.transaction((tx) =>
    saveStaff(
      tx,
      app.sealer,
      [...staff, ...others].map((one) => ({ ...one, phone: null, demo: false })),
    ),
  );
  await app.db.transaction((tx) => insertPeople(tx, app.sealer, people));
  for (const { 类型, 编码, 名称, 开始 = null, 结束 = null, 名额, 学段 = null } of resources) {
    await app.db.tx.$executeRaw`INSERT INTO resource (code, kind, name, starts_on, ends_on, capacity, stage)
      VALUES (${编码}, ${类型}, ${名称}, ${开始}::date, ${结束}::date, ${名额}::int, ${学段})`;
  }
  for (const { 节日, 年 } of campaigns) await planCampaign(app.visits, { festival: 节日, year: 年, now: app.clock.now() });
}

/** What a conversation cannot change, and the record that nobody may change. */
const LEFT = ['_prisma_migrations', 'audit_head', 'audit_record', 'audit_stub', 'station', 'flow_version', 'timed_run', 'setting'];

async function tablesOf(db: Database): Promise<string[]> {
  const rows = await db.tx.$queryRaw<{ name: string }[]>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`;
  return rows.map((row) => row.name).filter((name) => !LEFT.includes(name));
}

async function keepAll(db: Database): Promise<void> {
  await db.tx.$executeRawUnsafe('CREATE SCHEMA kept');
  const filled: string[] = [];
  const tables = await tablesOf(db);
  for (const name of tables) {
    const [row] = await db.tx.$queryRawUnsafe<{ any: boolean }[]>(`SELECT EXISTS (SELECT FROM public.${name}) AS any`);
    if (!row?.any) continue;
    filled.push(name);
    await db.tx.$executeRawUnsafe(`CREATE TABLE kept.${name} AS TABLE public.${name}`);
  }
  const statements = [
    ...tables.map((name) => `DELETE FROM public.${name};`),
    ...filled.map((name) => `INSERT INTO public.${name} SELECT * FROM kept.${name};`),
  ];
  await db.tx.$executeRawUnsafe(
    `CREATE FUNCTION kept.restore() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$ BEGIN ${statements.join(' ')} END $$`,
  );
}

async function restoreAll(db: Database): Promise<void> {
  await db.tx.$executeRawUnsafe('SELECT kept.restore()');
}
