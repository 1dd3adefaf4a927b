import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/platform/config.ts';
import type { Database } from '../../src/platform/database.ts';
import { isIdNumber } from '../../src/platform/id-number.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { freshDatabase } from '../setup/test-database.ts';
import { commandsOf, type Ran } from './commanding.ts';

interface Report {
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  faults: { line: number; column: string; reason: string }[];
}

const idcard = (born: string, no: string) => {
  const body = `330299${born}${no}`;
  return [...'0123456789X'].map((check) => body + check).find(isIdNumber) ?? '';
};

const stations = `站点编码,名称,层级,上级站点编码,镇街,村社,地址,经度,纬度,站长姓名,联系电话
330212,鄞州区退役军人服务中心,区,,,,惠风东路568号,121.55,29.82,李明,15400000001
330212012,东柳街道退役军人服务站,镇街,330212,东柳街道,,中兴路,121.58,29.87,王芳,15400000002
330212012001,安居社区退役军人服务站,村社,330212012,东柳街道,安居社区,安居路1号,121.58,29.87,陈静,15400000003
`;
const staff = `工号,姓名,手机号,站点编码,部门,科室,角色,钉钉userId,浙政钉accountId,状态,星座
T1,陈静,15400000003,330212012001,,,village-liaison,u-T1,,在岗,天秤
T2,王芳,15400000002,330212012,,,镇街站专职人员,u-T2,,在岗,
T3,无名,15400000009,999999,,,village-liaison,u-T3,,在岗,
`;
const people = [
  '档案号,姓名,性别,身份证号,手机号,居住镇街,居住村社,人员类别,状态',
  `YZ-9000001,赵志强,男,${idcard('19500312', '001')},15400001111,东柳街道,安居社区,退役士兵,在世`,
  'YZ-9000002,钱爱民,男,330299195003120018,15400001112,东柳街道,安居社区,退役士兵,在世',
  `YZ-9000003,=孙,女,${idcard('19600312', '002')},123,东柳街道,不存在村,退役士兵,在世`,
  `YZ-9000004,李建军,男,${idcard('19700312', '003')},,东柳街道,安居社区,退役士兵,在世`,
].join('\r\n');

describe('import', () => {
  let db: Database;
  let app: App;
  let folder: string;
  let run: (argv: string[]) => Promise<Ran>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yinling-import-'));
    const loaded = loadConfig({ DATA_DIR: folder });
    if (!loaded.ok) throw new Error(loaded.faults.join());
    db = await freshDatabase('pglite');
    app = await createApp(loaded.config, { db, log: memoryLog() });
    run = commandsOf(app, folder);
    await writeFile(join(folder, 'stations.csv'), `\uFEFF${stations}`);
    await writeFile(join(folder, 'staff.csv'), iconv.encode(staff, 'gb18030'));
    await writeFile(join(folder, 'people.csv'), people);
  });
  afterAll(async () => {
    await db.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('takes stations, and the same file again changes nothing', async () => {
    expect((await run(['import', 'stations', 'stations.csv'])).json<Report>()).toEqual({
      read: 3,
      created: 3,
      updated: 0,
      unchanged: 0,
      faults: [],
    });
    expect((await run(['import', 'stations', 'stations.csv'])).json<Report>()).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
  });

  it('takes staff in GB18030, names an unknown column, and reports who belongs to no station', async () => {
    const ran = await run(['import', 'staff', 'staff.csv', '--faults', 'staff-faults.csv']);
    const report = ran.json<Report>();
    expect(report).toMatchObject({ read: 3, created: 2 });
    expect(report.faults).toContainEqual(expect.objectContaining({ line: 4, column: '站点编码' }));
    expect(report.faults.filter((fault) => fault.line !== 4)).toEqual([]);
    expect(ran.err).toContain('星座');
  });

  it('changes nothing on a dry run, and yet finds every fault', async () => {
    const report = (await run(['import', 'people', 'people.csv', '--dry-run'])).json<Report>();
    expect(report.faults.length).toBeGreaterThan(1);
    expect(await db.tx.person.count()).toBe(0);
  });

  it('takes the good rows of a list of people and writes the bad ones out with line, column and reason, for the owner alone', async () => {
    const ran = await run(['import', 'people', 'people.csv', '--faults', 'bad.csv', '--json']);
    const report = ran.json<Report>();
    expect(ran.code).toBe(0);
    expect(report).toMatchObject({ read: 4, created: 2 });
    expect(new Set(report.faults.map((fault) => fault.line))).toEqual(new Set([3, 4]));
    expect(report.faults.find((fault) => fault.line === 3)).toMatchObject({ column: '身份证号' });
    for (const fault of report.faults) expect(fault.reason).toMatch(/[\u4e00-\u9fff]/);
    const written = await readFile(join(folder, 'bad.csv'), 'utf8');
    expect(written.startsWith('\uFEFF行号,列,原因,档案号')).toBe(true);
    expect(written.trim().split('\n')).toHaveLength(1 + 2);
    expect(written).toContain("'=孙");
    if (process.platform !== 'win32') expect((await stat(join(folder, 'bad.csv'))).mode & 0o077).toBe(0);
    expect((await run(['import', 'people', 'people.csv'])).json<Report>()).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
  });

  it('says what is wrong with a file that is none, and with a kind that there is none of', async () => {
    expect(await run(['import', 'people', 'nowhere.csv'])).toMatchObject({ code: 1, out: '' });
    expect(await run(['import', 'horses', 'people.csv'])).toMatchObject({ code: 2, out: '' });
    await writeFile(join(folder, 'empty.csv'), '');
    const empty = await run(['import', 'people', 'empty.csv']);
    expect(empty.code).toBe(1);
    expect(empty.json<Report>()).toMatchObject({ read: 0, created: 0 });
    expect(empty.json<Report>().faults).toContainEqual(expect.objectContaining({ line: 1, column: '姓名' }));
  });

  it('makes what was imported visible to those whose area it is', async () => {
    expect((await run(['person', 'show', '赵志强', '--as', 'T1', '--json'])).json()).toMatchObject({ archiveNo: 'YZ-9000001' });
  });
});
