import { beforeAll, describe, expect, it } from 'vitest';
import { districtMap } from '../../src/insight/map/map-figures.ts';
import { stationNetwork } from '../../src/insight/network/station-network.ts';
import { createIndexBook } from '../../src/insight/respect-index/index-book.ts';
import { readIndex } from '../../src/insight/respect-index/index-reading.ts';
import { createWallBook } from '../../src/insight/wall/wall-book.ts';
import { wallFigures } from '../../src/insight/wall/wall-figures.ts';
import { addHonour, addRota, changeContact, removeHonour, removeRota } from '../../src/organisation/station-keeping.ts';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import { manualClock } from '../../src/platform/clock.ts';
import { bank, head, officer, viewer } from '../credentials/holders.ts';
import { onBothDatabases } from '../setup/test-database.ts';

const workingDays = createWorkingDays();
const now = new Date('2026-11-25T10:00:00+08:00');
const TOWN = '姜山镇';
const liaison = { ...officer, id: 'VA', roles: ['village-liaison' as const], village: '甲村', level: 'village' as const };

onBothDatabases('figures of a small district', (db) => {
  const seed = (sql: string) => db().tx.$executeRawUnsafe(sql);
  const oneCase = (no: string, state: string, started: string, due: string, closed: string | null, village = '甲村') =>
    seed(`INSERT INTO service_case (no, flow, flow_version, state, subject_name, town, village, started_by, started_at, due_at, closed_at, slots)
      VALUES ('${no}', 'hardship-aid', 'h', '${state}', '某', '${TOWN}', '${village}', 'T1', '${started}T09:00:00+08:00', '${due}T23:59:59+08:00',
        ${closed === null ? 'NULL' : `'${closed}T10:00:00+08:00'`}, '{}')`);

  const pay = (from: number, to: number) =>
    seed(`INSERT INTO payment (id, case_no, flow, kind, title, amount, year, paid_on, by_staff)
      SELECT 'p' || n, 'C3', 'hardship-aid', 'k', '补助', 1000, 2026, '2026-10-15', 'T1' FROM generate_series(${from}, ${to}) AS n`);

  beforeAll(async () => {
    await seed(`INSERT INTO station (code, name, level, town, village, longitude, latitude, phone, head_name) VALUES
      ('D', '区中心', 'district', NULL, NULL, 121.5, 29.8, '0574-88888888', NULL), ('T', '姜山镇站', 'town', '${TOWN}', NULL, 121.54, 29.76, NULL, NULL),
      ('A', '甲村站', 'village', '${TOWN}', '甲村', 121.53, 29.75, '13800000001', NULL), ('B', '乙村站', 'village', '${TOWN}', '乙村', NULL, NULL, NULL, '老王')`);
    await seed(`INSERT INTO staff (id, name, level, town, village, station_code) VALUES ('VA', '联络员甲', 'village', '${TOWN}', '甲村', 'A'),
      ('HA', '站长甲', 'village', '${TOWN}', '甲村', 'A'), ('RA', '轮值甲', 'village', '${TOWN}', '甲村', 'A'), ('TH', '镇站长', 'town', '${TOWN}', NULL, 'T')`);
    await seed(
      `INSERT INTO staff_role (staff_id, role) VALUES ('VA', 'village-liaison'), ('HA', 'village-head'), ('RA', 'rotating-head'), ('TH', 'town-head')`,
    );
    await seed(`INSERT INTO person (archive_no, name, name_pinyin, name_initials, town, village, key_category)
      SELECT 'P' || n, '人', 'ren', 'r', '${TOWN}', (ARRAY['甲村', '甲村', '甲村', '甲村', '甲村', '甲村', '乙村', '丙村'])[n], CASE WHEN n <= 3 THEN 'war' END
      FROM generate_series(1, 8) AS n`);
    await seed(
      `INSERT INTO person (archive_no, name, name_pinyin, name_initials, town, village, status, lifecycle) VALUES ('P9', '人', 'ren', 'r', '${TOWN}', '甲村', '去世', '已故')`,
    );
    await seed(
      `INSERT INTO campaign (id, festival, year, name, festival_on, deadline_on, is_provisional, planned_at) VALUES ('c', 'new_year', 2027, '元旦走访', '2027-01-01', '2026-11-20', false, now())`,
    );
    for (const [n, state] of [
      [1, 'done'],
      [2, 'todo'],
      [3, 'cancelled'],
    ] as const)
      await seed(
        `INSERT INTO visit_task (id, campaign_id, archive_no, level, town, village, station_code, reason, state, assignee_id) VALUES ('v${n}', 'c', 'P${n}', 'village', '${TOWN}', '甲村', 'A', '优抚', '${state}', 'VA')`,
      );
    await seed(`INSERT INTO flow_version (hash, flow, definition) VALUES ('h', 'f', '{}')`);
    await oneCase('C1', 'open', '2026-11-25', '2026-12-01', null);
    await oneCase('C2', 'open', '2026-11-01', '2026-11-20', null);
    await oneCase('C3', 'completed', '2026-10-01', '2026-10-20', '2026-10-15');
    await oneCase('C4', 'completed', '2026-10-01', '2026-10-20', '2026-11-25', '乙村');
    await seed(
      `INSERT INTO case_task (id, case_no, step, role, state, opened_at, position) VALUES ('t2', 'C2', 's', 'village-liaison', 'open', now(), 1)`,
    );
    await seed(`INSERT INTO case_task_assignee (task_id, staff_id) VALUES ('t2', 'VA')`);
    await pay(1, 2);
    await seed(`INSERT INTO alarm (key, kind, about, sentence, raised_at) VALUES ('a', 'ceiling', 'T1', 'x', now())`);
  });

  describe('on the map', () => {
    const map = async (staff: typeof officer) =>
      districtMap(db().tx, staff, await readIndex({ tx: db().tx, workingDays }, '2026-11-25'), now);

    it('stand where people live, town and station, with the visits of the running festival', async () => {
      const found = await map(officer);
      expect(found?.campaign).toEqual({ name: '元旦走访', deadlineOn: '2026-11-20' });
      expect(found?.stations.find((one) => one.key === 'A')).toMatchObject({
        ...{ people: 6, recipients: 3, visits: 2, visited: 1, overdueVisits: 1, openCases: 2, overdueCases: 1, longitude: 121.53 },
      });
      expect(found?.towns).toMatchObject([{ key: TOWN, people: 7, openCases: 2, longitude: 121.54 }]);
      expect(found?.elsewhere).toBe(1);
    });

    it('of what the viewer covers, and too small a figure is not told to who sees figures only', async () => {
      const own = await map(liaison);
      expect(own?.stations.map((one) => one.key)).toEqual(['A']);
      expect(own?.towns).toEqual([]);
      expect(await map(bank)).toBeNull();
      const figures = await map(viewer);
      expect(figures?.stations.find((one) => one.key === 'A')).toMatchObject({ people: 6, recipients: 'few', visits: 'few' });
      expect(figures?.stations.find((one) => one.key === 'B')).toMatchObject({ people: 'few', recipients: 0 });
      expect((await map(head))?.stations.find((one) => one.key === 'B')).toMatchObject({ people: 1 });
    });
  });

  describe('on the wall', () => {
    it('are of the district, and name nobody', async () => {
      const wall = await wallFigures(db().tx, now);
      expect(wall).toMatchObject({
        ...{ people: 8, recipients: 3, openCases: 2, overdueCases: 1, startedToday: 1, closedToday: 1, closed: 2, onTime: 1 },
        ...{ villageStations: 2, townStations: 1, headless: 1, alarms: [{ kind: 'ceiling', count: 1 }] },
      });
      expect(wall.visits).toMatchObject({ name: '元旦走访', planned: 2, visited: 1, towns: [{ town: TOWN, planned: 2, visited: 1 }] });
      expect(wall.trend).toHaveLength(12);
      expect(wall.trend.at(-1)).toMatchObject({ month: '2026-11', started: 2, closed: 1, onTime: 0 });
      expect(wall.trend.at(-2)).toMatchObject({ month: '2026-10', started: 2, closed: 1, onTime: 1 });
      expect(wall.trend[0]?.month).toBe('2025-12');
    });

    it('tell no sum of money of fewer than five payments', async () => {
      expect(await wallFigures(db().tx, now)).toMatchObject({ aidPayments: 2, aidPaid: null });
      await pay(3, 5);
      expect(await wallFigures(db().tx, now)).toMatchObject({ aidPayments: 5, aidPaid: 5000 });
    });

    it('are counted once for all who look, and anew within a second of any change', async () => {
      const clock = manualClock(now);
      const book = createWallBook({ db: db(), clock });
      const [first, same] = await Promise.all([book.now(), book.now()]);
      expect(same).toBe(first);
      await oneCase('C9', 'open', '2026-11-25', '2026-12-01', null);
      expect((await book.now()).figures.openCases).toBe(2);
      clock.advance(1000);
      const next = await book.now();
      expect(next.figures.openCases).toBe(3);
      expect(next.mark).not.toBe(first.mark);
      clock.advance(1000);
      expect((await book.now()).mark).toBe(next.mark);
      await seed(`DELETE FROM service_case WHERE no = 'C9'`);
    });
  });

  it('the index is counted once a minute, however many look', async () => {
    const book = createIndexBook({ db: db(), workingDays });
    const first = await book.now(now);
    expect((await book.now(new Date(now.getTime() + 59_000))).index).toBe(first.index);
    expect((await book.now(new Date(now.getTime() + 60_000))).index).not.toBe(first.index);
  });

  describe('of the network', () => {
    it('put first what is wanting', async () => {
      const network = await stationNetwork(db().tx, now);
      expect(network.map((one) => [one.station.code, one.gaps])).toEqual([
        ['B', ['nobody', 'no-phone', 'no-place']],
        ['T', ['no-phone']],
        ['A', []],
        ['D', []],
      ]);
      expect(network.find((one) => one.station.code === 'A')).toMatchObject({
        ...{ people: 6, openTasks: 1, lateTasks: 1, openVisits: 1 },
        heads: [{ id: 'HA' }],
        staff: [{ id: 'VA' }],
        rotating: [{ id: 'RA' }],
      });
    });

    it('see when nobody is on duty, unless somebody stands in or keeps the station', async () => {
      const gapsOfA = async () => (await stationNetwork(db().tx, now, TOWN)).find((one) => one.station.code === 'A')?.gaps;
      await seed(
        `INSERT INTO staff_leave (id, staff_id, deputy_id, from_on, to_on) VALUES ('l1', 'HA', 'HA', '2026-11-25', '2026-11-25'), ('l2', 'VA', 'VA', '2026-11-25', '2026-11-25')`,
      );
      await seed(`UPDATE staff SET is_active = false WHERE id = 'none'`);
      await seed(`UPDATE staff_leave SET deputy_id = 'TH' WHERE id = 'l1'`);
      expect(await gapsOfA()).toEqual([]);
      await seed(`UPDATE staff SET is_active = false WHERE id = 'TH'`);
      await seed(`UPDATE staff_leave SET deputy_id = 'TH'`);
      expect(await gapsOfA()).toEqual(['nobody-on-duty']);
      const rota = { staffId: 'RA', fromOn: '2026-11-23', toOn: '2026-11-29' };
      expect(await addRota({ tx: db().tx, now }, officer, 'A', rota)).toEqual({ ok: true });
      expect(await gapsOfA()).toEqual([]);
      expect(await addRota({ tx: db().tx, now }, officer, 'A', rota)).toMatchObject({ code: 'taken' });
      expect(await addRota({ tx: db().tx, now }, officer, 'A', { ...rota, staffId: 'VA' })).toMatchObject({ code: 'notRotating' });
      expect(await addRota({ tx: db().tx, now }, officer, 'A', { ...rota, toOn: '2026-11-01' })).toMatchObject({ code: 'badDays' });
      const [entry] = await db().tx.station_rota.findMany();
      expect(await removeRota({ tx: db().tx, now }, liaison, 'A', entry?.id ?? '')).toMatchObject({ code: 'notYours' });
      expect(await removeRota({ tx: db().tx, now }, officer, 'A', entry?.id ?? '')).toEqual({ ok: true });
    });

    it('are kept up by the station, its town and the bureau', async () => {
      const deps = { tx: db().tx, now };
      const contact = { headName: '新站长', phone: '0574-88123456', address: '甲村1号' };
      expect(await changeContact(deps, liaison, 'A', contact)).toMatchObject({ code: 'notYours' });
      expect(await changeContact(deps, { ...officer, town: '横溪镇' }, 'A', contact)).toMatchObject({ code: 'notYours' });
      expect(await changeContact(deps, { ...liaison, roles: ['village-head'] }, 'B', contact)).toMatchObject({ code: 'notYours' });
      expect(await changeContact(deps, officer, 'A', { ...contact, phone: '123' })).toMatchObject({ code: 'badPhone' });
      expect(await changeContact(deps, head, 'A', contact)).toEqual({ ok: true });
      expect(await addHonour(deps, officer, 'A', { title: '全国示范型', year: 2022 })).toEqual({ ok: true });
      expect(await addHonour(deps, officer, 'A', { title: '全国示范型', year: 2999 })).toMatchObject({ code: 'badHonour' });
      const own = (await stationNetwork(db().tx, now)).find((one) => one.station.code === 'A');
      expect(own).toMatchObject({ station: { headName: '新站长' }, honours: [{ title: '全国示范型', year: 2022 }] });
      expect(await removeHonour(deps, officer, 'A', '全国示范型')).toEqual({ ok: true });
      expect(await removeHonour(deps, officer, 'A', '全国示范型')).toMatchObject({ code: 'gone' });
    });
  });
});
