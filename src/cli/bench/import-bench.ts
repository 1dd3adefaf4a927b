import { stringify } from 'csv-stringify/sync';
import { type App, createApp } from '../../app.ts';
import { demoVillages, readDemoStations } from '../../organisation/demo/demo-stations.ts';
import { loadPlaceBook } from '../../organisation/place-book-store.ts';
import { saveStations } from '../../organisation/station-store.ts';
import { demoPeople } from '../../people/demo/demo-people.ts';
import { importPeople } from '../../people/import/import-people.ts';
import type { Config } from '../../platform/config.ts';
import { rounded, timed } from './sample.ts';
import { createTape } from './statement-tape.ts';

export interface ImportFigures {
  rowsPerSecond: number;
  limitPerSecond: number;
  rows: number;
}

/** Imports a people list into an empty archive; the limit is the same statements sent bare into another one. */
export async function benchImport(config: Config, bareConfig: Config, rows: number): Promise<ImportFigures> {
  const app = await emptyApp(config);
  const bare = await emptyApp(bareConfig);
  const tape = createTape(app.db);
  const bytes = peopleList(rows);
  const deps = {
    db: app.db,
    sealer: app.sealer,
    places: await loadPlaceBook(app.db.tx),
    now: app.clock.now(),
    by: 'bench',
    channel: 'bench',
    sealingKeys: { keys: app.secrets.fieldKeys, indexKey: app.secrets.indexKey, suite: config.cryptoSuite },
  };
  let created = 0;
  const spent = await timed(async () => {
    created = (await tape.record(() => importPeople(deps, { bytes }))).created;
  });
  const bareMs = await timed(() => tape.repeat(bare.db));
  await app.close();
  await bare.close();
  return { rowsPerSecond: rounded((created * 1000) / spent, 0), limitPerSecond: rounded((created * 1000) / bareMs, 0), rows: created };
}

async function emptyApp(config: Config): Promise<App> {
  const app = await createApp(config, { works: false });
  await app.db.transaction((tx) => saveStations(tx, readDemoStations()));
  return app;
}

function peopleList(rows: number): Buffer {
  const header = [
    '档案号',
    '姓名',
    '性别',
    '身份证号',
    '手机号',
    '户籍地址',
    '居住镇街',
    '居住村社',
    '入伍日期',
    '退役日期',
    '银行卡号',
    '状态',
  ];
  const lines: (string | null)[][] = [];
  for (const one of demoPeople(demoVillages(readDemoStations()))) {
    if (lines.length >= rows) break;
    lines.push([
      one.archiveNo,
      one.name,
      one.sex,
      one.idcard,
      one.phone,
      one.address,
      one.town,
      one.village,
      one.enlistedOn,
      one.dischargedOn,
      one.bankcard,
      one.status,
    ]);
  }
  return Buffer.from(stringify([header, ...lines]), 'utf8');
}
