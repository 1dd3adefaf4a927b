import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { loadDemoResources } from '../../src/cases/scarce/demo-resources.ts';
import type { Channel } from '../../src/channels/channel.ts';
import type { DingtalkChannelOptions } from '../../src/channels/dingtalk/dingtalk-channel.ts';
import type { LocalDingtalk } from '../../src/channels/local-dingtalk/local-dingtalk.ts';
import { loadDemoOrganisation } from '../../src/organisation/demo/load-demo-organisation.ts';
import { loadDemoPeople } from '../../src/people/demo/load-demo-people.ts';
import { manualClock } from '../../src/platform/clock.ts';
import { loadConfig } from '../../src/platform/config.ts';
import type { Database } from '../../src/platform/database.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { localChannel, makeLocalDingtalk } from '../../src/serving/local-server.ts';
import { type Persona, persona } from './personas.ts';
import { type DatabaseKind, freshDatabase } from './test-database.ts';

const VILLAGES = new Set(['安居社区', '园丁社区', '月季社区', '东柳坊社区', '华侨城社区', '走马塘村']);

/** The product over a slice of the demo district, with the real SDK connected to a local DingTalk. */
export interface District {
  app: App;
  local: LocalDingtalk;
  channel: Channel;
  clock: ReturnType<typeof manualClock>;
  log: ReturnType<typeof memoryLog>;
  /** A member of staff by 工号, in their 1:1 chat with the bot; in a group with `groupId`. */
  person(staffId: string, groupId?: string): Promise<Persona>;
  /** Until every turn is over and everything that is pushed has been sent. */
  settle(): Promise<void>;
  /** Runs a query, for looking at what was stored. */
  rows<Row>(sql: string, ...values: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface DistrictOptions {
  env?: Record<string, string>;
  channel?: Partial<DingtalkChannelOptions>;
  now?: string;
  /** An open, migrated database to use instead of a fresh one of the kind; closed with the district. */
  db?: Database;
}

export async function openDistrict(kind: DatabaseKind, options: DistrictOptions = {}): Promise<District> {
  const folder = await mkdtemp(join(tmpdir(), 'yinling-district-'));
  const loaded = loadConfig({ DATA_DIR: folder, DINGTALK_QPS: '1000', ...options.env });
  if (!loaded.ok) throw new Error(loaded.faults.join());
  const clock = manualClock(options.now ?? '2026-11-25T10:00:00+08:00');
  const log = memoryLog();
  const db = options.db ?? (await freshDatabase(kind));
  const app = await createApp(loaded.config, { db, clock, log, works: false });
  await loadDemoOrganisation(app);
  await loadDemoPeople(app, undefined, ({ village }) => VILLAGES.has(village ?? ''));
  await loadDemoResources(app);
  await app.jobs.start();
  const local = makeLocalDingtalk(app);
  const channel = localChannel(app, await local.listen(), options.channel);
  app.channels.set(channel.name, channel);
  await channel.start(app.reception);
  const people = new Map<string, Promise<Persona>>();
  return {
    app,
    local,
    channel,
    clock,
    log,
    person: (staffId, groupId) => {
      const key = `${staffId} ${groupId ?? ''}`;
      const known = people.get(key) ?? persona(local, `u-${staffId}`, groupId);
      people.set(key, known);
      return known;
    },
    settle: async () => {
      await app.reception.idle();
      while ((await app.delivery.sweep()) > 0);
    },
    rows: (sql, ...values) => db.tx.$queryRawUnsafe(sql, ...values),
    close: async () => {
      await channel.stop();
      await local.close();
      await app.reception.idle();
      await app.jobs.stop();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same journey on PGlite and on a real PostgreSQL, each over a district of its own. */
export function inBothDistricts(
  title: string,
  body: (district: () => District, kind: DatabaseKind) => void,
  options: DistrictOptions = {},
): void {
  for (const kind of ['pglite', 'postgres'] as const) {
    describe(`${title} (${kind})`, () => {
      let open: District | undefined;
      beforeAll(async () => {
        open = await openDistrict(kind, options);
      });
      afterAll(async () => {
        await open?.close();
      });
      body(() => {
        if (!open) throw new Error('the district is open only inside tests');
        return open;
      }, kind);
    });
  }
}
