import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { findDuties, findDuty } from '../../src/organisation/duty-store.ts';
import { importStaff } from '../../src/organisation/import-staff.ts';
import { importStations } from '../../src/organisation/import-stations.ts';
import { loadPlaceBook } from '../../src/organisation/place-book-store.ts';
import { addLeave, findStaff, findStaffByName, findStaffByUserId, listStaff, staffHolding } from '../../src/organisation/staff-store.ts';
import { findStation, stationOf } from '../../src/organisation/station-store.ts';
import { onBothDatabases, testSealer } from '../setup/test-database.ts';

const sealer = testSealer();
const stationHead = '站点编码,名称,层级,上级站点编码,镇街,村社,地址,经度,纬度,站长姓名,联系电话';
const staffHead = '工号,姓名,手机号,站点编码,部门,科室,角色,钉钉userId,浙政钉accountId,状态';
const csv = (head: string, rows: string[]) => ({ bytes: Buffer.from([head, ...rows].join('\n')) });

const stationRows = [
  // Children before their parents: the order of a list does not matter.
  'V1,东柳社区站,村社,T1,东柳街道,东柳社区,东柳路1号,121.59,29.86,王敏,0574-87654321',
  'T1,东柳街道站,镇街,D,东柳街道,,,,,,',
  'D,区中心,区,,,,,,,,',
];
const staffRows = [
  'S1,王敏,13800000001,V1,,,village-liaison；村社站站长,u1,z1,在岗',
  'S2,李强,,T1,,,镇街站专职人员,u2,,',
  'S3,赵科,,,,拥军优抚科（褒扬纪念）,section-officer,u3,,在岗',
  'S4,钱教,,,区教育局,,区级部门经办,,,在岗',
  'S5,孙行,,,银行,,行业单位联络人,,,离岗',
];

onBothDatabases('the organisation', (db) => {
  const stations = (rows: string[], options = {}) => importStations({ db: db() }, csv(stationHead, rows), options);
  const staff = (rows: string[], options = {}) => importStaff({ db: db(), sealer }, csv(staffHead, rows), options);

  beforeAll(async () => {
    expect(await stations(stationRows)).toMatchObject({ read: 3, created: 3, faults: [] });
    expect(await staff(staffRows)).toMatchObject({ read: 5, created: 5, faults: [] });
  });

  describe('its stations', () => {
    it('change nothing the second time, and only what is new afterwards', async () => {
      expect(await stations(stationRows)).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
      const moved = [...stationRows.slice(0, 1).map((row) => row.replace('东柳路1号', '东柳路2号')), ...stationRows.slice(1)];
      expect(await stations(moved, { dryRun: true })).toMatchObject({ updated: 1, unchanged: 2 });
      expect((await findStation(db().tx, 'V1'))?.address).toBe('东柳路1号');
      expect(await stations(moved)).toMatchObject({ updated: 1, unchanged: 2 });
      expect(await findStation(db().tx, 'V1')).toMatchObject({
        address: '东柳路2号',
        longitude: 121.59,
        parentCode: 'T1',
        level: 'village',
      });
    });

    it('are refused row by row, with their children', async () => {
      const report = await stations([
        'T2,甲站,镇街,X,姜山镇,,,,,,',
        'V2,乙站,村社,T2,姜山镇,乙村,,,,,',
        'V3,丙站,村社,D,姜山镇,丙村,,,,,',
        'V4,丁站,村,T1,东柳街道,丁村,,,,,',
        'V5,戊站,村社,T1,,,,,,,',
        'V6,己站,村社,T1,梅墟街道,己村,,200,29,,12',
        ',庚站,村社,T1,东柳街道,庚村,,,,,',
        'V7,辛站,村社,T1,东柳街道,辛村,,,,,',
        'V7,壬站,村社,T1,东柳街道,壬村,,,,,',
        'D2,区站,区,,东柳街道,,,,,,',
      ]);
      expect(report).toMatchObject({ read: 10, created: 1 });
      expect(report.faults.map(({ line, column }) => `${line} ${column}`)).toEqual([
        '2 上级站点编码',
        '3 上级站点编码',
        '4 上级站点编码',
        '5 层级',
        '6 镇街',
        '6 村社',
        '7 经度',
        '7 联系电话',
        '7 镇街',
        '8 站点编码',
        '10 站点编码',
        '11 镇街',
      ]);
    });

    it('are the nearest to a place', async () => {
      expect((await stationOf(db().tx, '东柳街道', '东柳社区'))?.code).toBe('V1');
      expect((await stationOf(db().tx, '东柳街道', '没有站的村'))?.code).toBe('T1');
      expect(await stationOf(db().tx, '姜山镇', null)).toBeNull();
    });

    it('make the place book', async () => {
      expect((await loadPlaceBook(db().tx)).town('东柳')).toBe('东柳街道');
    });
  });

  describe('its staff', () => {
    it('are found by number, account and name, with roles and area from their station', async () => {
      const min = await findStaffByUserId(db().tx, 'dingtalk', 'u1');
      expect(min).toEqual({
        id: 'S1',
        name: '王敏',
        roles: ['village-head', 'village-liaison'],
        level: 'village',
        stationCode: 'V1',
        town: '东柳街道',
        village: '东柳社区',
        department: null,
        section: null,
        industry: null,
        dingtalkUserId: 'u1',
        zzdAccountId: 'z1',
        isActive: true,
      });
      expect((await findStaffByUserId(db().tx, 'zhezhengding', 'z1'))?.id).toBe('S1');
      expect(await findStaffByUserId(db().tx, 'dingtalk', 'nobody')).toBeNull();
      expect(await findStaff(db().tx, 'S4')).toMatchObject({ department: 'edu', level: 'district' });
      expect((await findStaffByName(db().tx, '王敏', { town: '东柳街道' })).map((one) => one.id)).toEqual(['S1']);
      expect(await findStaffByName(db().tx, '孙行')).toEqual([]);
    });

    it('change nothing the second time, and only what is new afterwards', async () => {
      expect(await staff(staffRows)).toMatchObject({ created: 0, updated: 0, unchanged: 5, faults: [] });
      const changed = ['S4,钱教,13900000000,,区教育局,,区级部门经办；区级部门分管负责人,,,在岗'];
      expect(await staff(changed, { dryRun: true })).toMatchObject({ updated: 1 });
      expect((await findStaff(db().tx, 'S4'))?.roles).toEqual(['dept-officer']);
      expect(await staff(changed)).toMatchObject({ updated: 1 });
      expect((await findStaff(db().tx, 'S4'))?.roles).toEqual(['dept-leader', 'dept-officer']);
    });

    it('have their phones sealed', async () => {
      const rows = await db().tx.$queryRaw<{ text: string }[]>`SELECT s::text AS text FROM staff s`;
      expect(rows.map((row) => row.text).join('')).not.toContain('13800000001');
    });

    it('are refused row by row', async () => {
      const report = await staff([
        'S10,甲,,V9,,,village-liaison,,,',
        'S11,乙,,T1,,,village-liaison,,,',
        'S12,丙,,,,,town-officer,,,',
        'S13,丁,,,,,dept-officer,,,',
        'S14,戊,,,水利局,,dept-officer,,,',
        'S15,己,,,,没有科,section-head,,,',
        'S16,庚,,,,,保安；系统自动,,,',
        'S17,辛,123,T1,,,town-officer,u1,,休假',
        'S18,壬,,T1,,,town-officer,u18,,',
        'S18,癸,,T1,,,town-officer,u18,,',
        'S19,子,,T1,,,town-officer,u1,,',
        'S20,丑,,,,,,,,',
      ]);
      expect(report).toMatchObject({ read: 12, created: 1 });
      expect(report.faults.map(({ line, column }) => `${line} ${column}`)).toEqual([
        '2 站点编码',
        '2 站点编码',
        '3 站点编码',
        '4 站点编码',
        '5 部门',
        '6 部门',
        '6 部门',
        '7 科室',
        '7 科室',
        '8 角色',
        '8 角色',
        '9 手机号',
        '9 状态',
        '11 工号',
        '11 钉钉userId',
        '12 钉钉userId',
        '13 角色',
      ]);
      expect(report.faults.find((fault) => fault.line === 12)?.reason).toBe('这个账号已属于其他工作人员');
    });

    it('are listed by what they hold and where', async () => {
      expect((await staffHolding(db().tx, { role: 'industry-contact', industry: 'bank' })).map((one) => one.id)).toEqual([]);
      expect((await staffHolding(db().tx, { role: 'village-head', town: '东柳街道', village: undefined })).map((one) => one.id)).toEqual([
        'S1',
      ]);
      expect((await listStaff(db().tx, { level: 'district', isActive: false })).map((one) => one.id)).toEqual(['S5']);
    });
  });

  describe('its duty', () => {
    const on = '2026-12-03';

    it('goes to holders, to the next level, and on their leave to their deputies', async () => {
      const post = { role: 'village-liaison' as const, town: '东柳街道', village: '东柳社区' };
      expect((await findDuty(db().tx, post, on)).acting).toMatchObject([{ staff: { id: 'S1' }, onBehalfOf: null }]);
      await addLeave(db().tx, { id: 'L1', staffId: 'S1', deputyId: 'S3', fromOn: '2026-12-01', toOn: on });
      expect((await findDuty(db().tx, post, on)).acting).toMatchObject([{ staff: { id: 'S3' }, onBehalfOf: 'S1' }]);
      expect((await findDuty(db().tx, post, '2026-12-04')).acting).toMatchObject([{ staff: { id: 'S1' }, onBehalfOf: null }]);
      const posts = [
        { ...post, village: '中兴社区' },
        { ...post, town: '姜山镇' },
        { role: 'dept-officer' as const, department: 'edu' },
      ];
      const duties = await findDuties(db().tx, posts, on);
      expect(duties.map((duty) => [duty.acting[0]?.staff.id, duty.role, duty.fallbackFrom])).toEqual([
        ['S18', 'town-officer', 'village-liaison'],
        ['S3', 'section-officer', 'village-liaison'],
        ['S4', 'dept-officer', null],
      ]);
      expect(await findDuties(db().tx, [], on)).toEqual([]);
    });
  });

  it('takes the station list that ships with the product', async () => {
    const bytes = await readFile('src/organisation/demo/stations.csv');
    expect(await importStations({ db: db() }, { bytes })).toMatchObject({ read: 366, created: 366, faults: [], unknownColumns: [] });
    expect(await importStations({ db: db() }, { bytes })).toMatchObject({ created: 0, updated: 0, unchanged: 366 });
  });
});
