import { beforeAll, describe, expect, it } from 'vitest';
import { enterFinding } from '../../src/insight/respect-index/enter-finding.ts';
import { readIndex } from '../../src/insight/respect-index/index-reading.ts';
import type { IndexPart } from '../../src/insight/respect-index/index-rule.ts';
import { indexHistory } from '../../src/insight/respect-index/index-snapshot-store.ts';
import { lastDayOf, periodBefore, windowTo } from '../../src/insight/respect-index/index-window.ts';
import { townStanding } from '../../src/insight/respect-index/score-lines.ts';
import { takeSnapshot } from '../../src/insight/respect-index/take-snapshot.ts';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import { head, officer, sealer, viewer } from '../credentials/holders.ts';
import { onBothDatabases } from '../setup/test-database.ts';

const workingDays = createWorkingDays();
const TOWN = '姜山镇';

it('looks back twelve months, to the end of a month or to a day within it', () => {
  expect(windowTo('2026-11-30', 12)).toMatchObject({ period: '2026-11', from: '2025-12-01', to: '2026-11-30' });
  expect(windowTo('2026-11-25', 12)).toMatchObject({ period: '2026-11', from: '2025-11-26', to: '2026-11-25' });
  expect(windowTo('2024-02-29', 12)).toMatchObject({ from: '2023-03-01' });
  expect([lastDayOf('2026-02'), lastDayOf('2024-02'), lastDayOf('2026-12'), periodBefore('2026-01')]).toEqual([
    '2026-02-28',
    '2024-02-29',
    '2026-12-31',
    '2025-12',
  ]);
});

onBothDatabases('the respect index of a small district', (db) => {
  const seed = (sql: string) => db().tx.$executeRawUnsafe(sql);
  const at = (to = '2026-11-30') => readIndex({ tx: db().tx, workingDays }, to);
  const countOf = async (level: 'stations' | 'towns', key: string, part: IndexPart) => {
    const found = (await at())[level].find((one) => one.key === key)?.parts.find((one) => one.id === part);
    return found && { k: found.k, n: found.n, missing: found.missing };
  };

  const visit = async (id: string, person: string, state: string, record: string | null, station = 'A') => {
    await seed(`INSERT INTO visit_task (id, campaign_id, archive_no, level, town, village, station_code, reason, state)
      VALUES ('${id}', 'c1', '${person}', 'village', '${TOWN}', '甲村', '${station}', '优抚', '${state}')`);
    if (record)
      await seed(`INSERT INTO visit_record (id, task_id, archive_no, visitor_id, recorded_at, visited_on, way, photo_count, needs_answered)
        VALUES ('r-${id}', '${id}', '${person}', 'V1', now(), ${record})`);
  };
  const oneCase = (
    no: string,
    rest: {
      flow?: string;
      state?: string;
      due?: string;
      closed?: string;
      started?: string;
      slots?: string;
      person?: string;
      village?: string;
    },
  ) =>
    seed(`INSERT INTO service_case (no, flow, flow_version, state, subject_archive_no, subject_name, town, village, started_by, started_at, due_at, closed_at, slots)
      VALUES ('${no}', '${rest.flow ?? 'f'}', 'h', '${rest.state ?? 'completed'}', ${rest.person ? `'${rest.person}'` : 'NULL'}, '某人', '${TOWN}',
        ${rest.village === undefined ? `'甲村'` : 'NULL'}, 'T1', '${rest.started ?? '2026-10-01T09:00:00+08:00'}',
        ${rest.due ? `'${rest.due}T23:59:59+08:00'` : 'NULL'}, ${rest.closed ? `'${rest.closed}T10:00:00+08:00'` : 'NULL'}, '${rest.slots ?? '{}'}')`);

  beforeAll(async () => {
    await seed(`INSERT INTO station (code, name, level, town, village) VALUES ('D', '区中心', 'district', NULL, NULL),
      ('T', '姜山镇站', 'town', '${TOWN}', NULL), ('A', '甲村站', 'village', '${TOWN}', '甲村'), ('B', '乙村站', 'village', '${TOWN}', '乙村')`);
    const person = (no: string, key: string, rest = 'NULL', village = '甲村') =>
      seed(`INSERT INTO person (archive_no, name, name_pinyin, name_initials, town, village, key_category, card_no, last_sanatorium_year, phone_index)
        VALUES ('${no}', '人${no}', 'ren', 'r', '${TOWN}', '${village}', ${key}, ${rest}, ${no === 'P1' ? 2023 : 'NULL'}, 'tel-${no}')`);
    await person('P1', `'disabled'`, `'K1'`);
    await person('P2', `'martyr'`);
    await person('P3', 'NULL', `'K3'`);
    await person('P4', 'NULL', 'NULL', '乙村');
    await seed(
      `INSERT INTO person_confirmation (archive_no, year, confirmed_on, way, by_staff) VALUES ('P1', 2025, '2026-01-10', 'home', 'V1')`,
    );
    await seed(`INSERT INTO campaign (id, festival, year, name, festival_on, deadline_on, is_provisional, planned_at)
      VALUES ('c1', 'army_day', 2026, '八一', '2026-08-01', '2026-07-31', false, now()), ('c0', 'army_day', 2025, '八一', '2025-08-01', '2025-07-31', false, now())`);
    await visit('whole', 'P1', 'done', `'2026-07-30', 'home', 2, true`);
    await visit('late', 'P2', 'done', `'2026-08-01', 'home', 2, true`);
    await visit('phone', 'P3', 'done', `'2026-07-30', 'phone', 0, true`);
    await visit('todo', 'P4', 'todo', null);
    await seed(`INSERT INTO visit_task (id, campaign_id, archive_no, level, town, village, station_code, reason, state)
      VALUES ('old', 'c0', 'P1', 'village', '${TOWN}', '甲村', 'A', '优抚', 'todo')`);
    await seed(`INSERT INTO flow_version (hash, flow, definition) VALUES ('h', 'f', '{}')`);
  });

  describe('counts', () => {
    it('visits whole and in time, by the station that makes them; a telephone call stands beside', async () => {
      expect(await countOf('stations', 'A', 'visit_coverage')).toEqual({ k: 1, n: 4, missing: null });
      expect((await at()).stations.find((one) => one.key === 'A')?.unmet).toBe(1);
      await seed(`INSERT INTO visit_record (id, task_id, archive_no, visitor_id, recorded_at, visited_on, way, photo_count, needs_answered)
        VALUES ('r2', 'todo', 'P4', 'V1', now(), '2026-07-30', 'home', 0, true), ('r3', 'todo', 'P4', 'V1', now(), '2026-07-30', 'home', 1, NULL)`);
      expect(await countOf('stations', 'A', 'visit_coverage')).toMatchObject({ k: 1 });
      await seed(
        `INSERT INTO visit_need (id, record_id, archive_no, text_sealed, due_on, created_at) VALUES ('n0', 'r3', 'P4', 'x', '2026-08-04', now())`,
      );
      expect(await countOf('stations', 'A', 'visit_coverage')).toMatchObject({ k: 2, n: 4 });
    });

    it('a couple that is visited once, as two', async () => {
      await seed(
        `INSERT INTO person_relation (id, archive_no, kind, name_sealed, related_archive_no) VALUES ('rel', 'P3', '配偶', 'x', 'P1')`,
      );
      expect(await countOf('stations', 'A', 'visit_coverage')).toMatchObject({ k: 3, n: 4 });
    });

    it('needs that were met in time and confirmed, by where the person lives', async () => {
      const need = (id: string, rest: string) =>
        seed(
          `INSERT INTO visit_need (id, record_id, archive_no, text_sealed, created_at, due_on, state, closed_on, confirmed_on) VALUES ('${id}', 'r2', 'P4', 'x', now(), ${rest})`,
        );
      await need('n1', `'2026-08-04', 'closed', '2026-08-03', '2026-08-09'`);
      await need('n2', `'2026-08-04', 'closed', '2026-08-03', NULL`);
      await need('n3', `'2026-08-04', 'closed', '2026-08-05', '2026-08-09'`);
      await need('n4', `'2026-08-04', 'closed', NULL, NULL`);
      await need('n5', `'2026-12-04', 'open', NULL, NULL`);
      expect(await countOf('stations', 'B', 'needs_closed')).toEqual({ k: 1, n: 4, missing: null });
      expect(await countOf('stations', 'A', 'needs_closed')).toEqual({ k: 0, n: 0, missing: 'none' });
    });

    it('cases that came due, and those that went through at once', async () => {
      await oneCase('C1', { due: '2026-10-20', closed: '2026-10-15' });
      await oneCase('C2', { due: '2026-10-20', closed: '2026-10-25' });
      await oneCase('C3', { state: 'open', due: '2026-10-20' });
      await oneCase('C4', { state: 'open', due: '2026-12-20' });
      await oneCase('C5', { state: 'suspended', due: '2026-10-20' });
      await oneCase('C6', { state: 'withdrawn', due: '2026-10-20', closed: '2026-10-15' });
      await oneCase('C7', { due: '2025-10-20', closed: '2025-10-25' });
      await seed(
        `INSERT INTO case_event (case_no, seq, type, at, by_staff, data_sealed) VALUES ('C2', 1, 'case-returned', now(), 'T1', 'x'), ('C2', 2, 'case-returned', now(), 'T1', 'x')`,
      );
      expect(await countOf('stations', 'A', 'case_on_time')).toEqual({ k: 1, n: 3, missing: null });
      expect(await countOf('stations', 'A', 'first_pass')).toEqual({ k: 1, n: 2, missing: null });
    });

    it('ratings: nothing kept is not zero, few are not enough, one telephone once in thirty days', async () => {
      expect(await countOf('stations', 'A', 'satisfaction')).toEqual({ k: 0, n: 0, missing: 'unrecorded' });
      const rating = (no: string, stars: number, closed: string, person = 'P1') =>
        oneCase(no, { flow: 'festival-visit', closed, slots: JSON.stringify({ satisfied: String(stars) }), person });
      await rating('R1', 5, '2026-09-01');
      await rating('R2', 5, '2026-09-15');
      await rating('R3', 3, '2026-11-01');
      expect(await countOf('stations', 'A', 'satisfaction')).toEqual({ k: 1.5, n: 2, missing: 'few' });
      for (const person of ['P2', 'P3', 'P4']) await rating(`R-${person}`, 5, '2026-09-01', person);
      expect(await countOf('stations', 'A', 'satisfaction')).toEqual({ k: 4.5, n: 5, missing: null });
    });

    it('what people are entitled to, by what is kept at all', async () => {
      const station = (await at()).stations.find((one) => one.key === 'A');
      expect(station?.uptake).toEqual({ card: { k: 2, n: 3 }, confirmation: { k: 1, n: 2 }, sanatorium: { k: 1, n: 2 } });
      expect((await at()).unrecordedUptake).toEqual(['plaque']);
      expect(await countOf('stations', 'A', 'entitlement_uptake')).toMatchObject({ k: 4, n: 7 });
      await seed(
        `INSERT INTO archive_entry (id, archive_no, kind, key, title, detail_sealed, recorded_on) VALUES ('e', 'P3', 'record', 'plaque', '光荣牌', 'x', '2026-05-01')`,
      );
      expect((await at()).stations.find((one) => one.key === 'A')?.uptake.plaque).toEqual({ k: 1, n: 3 });
    });

    it('files that are whole and were looked through', async () => {
      expect(await countOf('stations', 'A', 'archive_quality')).toEqual({ k: 0, n: 3, missing: null });
      await seed(
        `UPDATE person SET idcard_sealed = 'x', phone_sealed = 'x', address_sealed = 'x', birth_on = '1950-01-01', emergency_phone_sealed = 'x' WHERE archive_no IN ('P1', 'P2')`,
      );
      expect(await countOf('stations', 'A', 'archive_quality')).toEqual({ k: 1, n: 3, missing: null });
    });

    it('months in which something was held: unrecorded before the first, then of twelve for every station', async () => {
      expect(await countOf('stations', 'B', 'honour_activity')).toMatchObject({ missing: 'unrecorded' });
      await oneCase('S1', { flow: 'study-day', closed: '2026-09-08' });
      await oneCase('S2', { flow: 'defense-lecture', closed: '2026-09-20' });
      await oneCase('S3', { flow: 'study-day', closed: '2026-10-08' });
      expect(await countOf('stations', 'A', 'honour_activity')).toEqual({ k: 2, n: 12, missing: null });
      expect(await countOf('stations', 'B', 'honour_activity')).toEqual({ k: 0, n: 12, missing: null });
      expect(await countOf('towns', TOWN, 'honour_activity')).toEqual({ k: 2, n: 36, missing: null });
    });

    it('appeals answered within one working day and not brought again', async () => {
      const appeal = async (no: string, started: string, answered: string | null, rest: { person?: string; urgent?: boolean } = {}) => {
        await oneCase(no, {
          flow: 'appeal-handling',
          state: 'open',
          started,
          slots: JSON.stringify({ urgent: rest.urgent ?? false }),
          person: rest.person ?? no,
        });
        if (answered)
          await seed(
            `INSERT INTO case_task (id, case_no, step, role, state, decided_at, opened_at, position) VALUES ('t-${no}', '${no}', 's', 'town-officer', 'done', '${answered}', now(), 1)`,
          );
      };
      for (const no of ['AP1', 'AP2', 'AP3', 'AP4', 'AP5', 'AP6'])
        await seed(
          `INSERT INTO person (archive_no, name, name_pinyin, name_initials, town, village, status) VALUES ('${no}', '甲', 'j', 'j', '${TOWN}', '乙村', '迁出')`,
        );
      await appeal('AP1', '2026-11-06T15:00:00+08:00', '2026-11-09T17:00:00+08:00');
      await appeal('AP2', '2026-11-06T15:00:00+08:00', '2026-11-10T09:00:00+08:00');
      await appeal('AP3', '2026-10-12T15:00:00+08:00', '2026-10-12T16:00:00+08:00', { person: 'AP3' });
      await appeal('AP4', '2026-11-02T15:00:00+08:00', '2026-11-02T16:00:00+08:00', { person: 'AP3' });
      await appeal('AP5', '2026-11-10T15:00:00+08:00', null, { urgent: true });
      await appeal('AP6', '2026-11-30T15:00:00+08:00', null);
      expect(await countOf('stations', 'A', 'appeal_response')).toEqual({ k: 2, n: 5, missing: null });
      expect((await at()).stations.find((one) => one.key === 'A')?.findings.lateUrgentAppeals).toBe(1);
    });
  });

  describe('puts together', () => {
    it('towns by adding what was counted, with the middle and the lowest of their stations', async () => {
      const index = await at();
      const sum = (part: IndexPart) => index.stations.reduce((total, one) => total + (one.parts.find((p) => p.id === part)?.n ?? 0), 0);
      for (const part of ['visit_coverage', 'case_on_time', 'entitlement_uptake'] as const)
        expect(index.towns[0]?.parts.find((one) => one.id === part)?.n).toBe(sum(part));
      expect(index.district.parts.map((one) => one.n)).toEqual(index.towns[0]?.parts.map((one) => one.n));
      const standing = townStanding(index.stations, TOWN);
      expect(standing.lowest.length).toBeGreaterThan(0);
      expect(standing.median).not.toBeNull();
    });

    it('verified findings, by whoever may enter them', async () => {
      const entry = {
        kind: 'spot-check' as const,
        stationCode: 'A',
        foundOn: '2026-11-20',
        count: 30,
        people: 0,
        note: '电话抽查走访记录',
      };
      const enter = (staff: typeof officer, more = {}) =>
        db().transaction((tx) => enterFinding({ tx, sealer, now: new Date('2026-11-25T10:00:00+08:00') }, staff, { ...entry, ...more }));
      const townHead = { ...officer, roles: ['town-head' as const] };
      expect(await enter(viewer)).toMatchObject({ code: 'notFor' });
      expect(await enter({ ...townHead, town: '横溪镇' })).toMatchObject({ code: 'notFor' });
      expect(await enter(townHead, { foundOn: '2026-12-01' })).toMatchObject({ code: 'badDay' });
      expect(await enter(townHead, { count: 0 })).toMatchObject({ code: 'badCount' });
      expect(await enter(townHead, { note: '好' })).toMatchObject({ code: 'reason' });
      expect(await enter(townHead, { stationCode: 'Z' })).toMatchObject({ code: 'badStation' });
      expect(await enter(head, { kind: 'privacy-leak' })).toMatchObject({ code: 'notFor' });
      const before = (await at()).stations.find((one) => one.key === 'A');
      expect(await enter(townHead)).toMatchObject({ ok: true });
      expect(await enter(townHead, { kind: 'false-visit', count: 2 })).toMatchObject({ ok: true });
      const after = (await at()).stations.find((one) => one.key === 'A');
      expect(after?.penalty).toBe((before?.penalty ?? 0) + 4);
      expect(after?.redLine).toBe(false);
      await enter(townHead, { kind: 'false-visit', count: 1 });
      expect((await at()).stations.find((one) => one.key === 'A')).toMatchObject({ redLine: true, final: null });
      const [stored] = await db().tx.respect_finding.findMany();
      expect(stored?.note_sealed).not.toContain('抽查');
    });
  });

  describe('is kept', () => {
    it('once at the end of a month, and compared with the next', async () => {
      await seed(`DELETE FROM respect_finding WHERE kind = 'false-visit'`);
      const now = new Date('2026-12-01T04:30:00+08:00');
      const first = await takeSnapshot({ db: db(), workingDays }, now);
      expect(first).toEqual({ period: '2026-11', lines: 5 });
      expect(await takeSnapshot({ db: db(), workingDays }, new Date('2026-12-20T04:30:00+08:00'))).toEqual({ period: '2026-11', lines: 0 });
      const november = (await at()).towns[0]?.final ?? 0;
      await seed(`UPDATE service_case SET state = 'completed', closed_at = '2026-10-16T10:00:00+08:00' WHERE no IN ('C2', 'C3')`);
      const december = await at('2026-12-31');
      expect(december.towns[0]?.change).toBeCloseTo((december.towns[0]?.final ?? 0) - november, 6);
      expect(december.towns[0]?.change).not.toBe(0);
      const history = await indexHistory(db().tx, { level: 'town', key: TOWN }, '2026-01');
      expect(history).toEqual([{ period: '2026-11', final: expect.closeTo(november, 6), ruleVersion: '2026-11' }]);
    });

    it('and not compared across a change of the rule', async () => {
      await seed(`UPDATE respect_index_snapshot SET rule_version = '2025-01'`);
      expect((await at('2026-12-31')).towns[0]).toMatchObject({ change: null, isBreak: true });
      expect((await at('2027-01-31')).towns[0]).toMatchObject({ change: null, isBreak: false });
    });

    it('so that the district borrows from itself a year before', async () => {
      const [row] = await db().tx.respect_index_snapshot.findMany({ where: { level: 'district' } });
      const line = row?.line as { parts: { id: string; k: number; n: number }[] };
      for (const part of line.parts) if (part.id === 'case_on_time') [part.k, part.n] = [100, 100];
      await db().tx.$executeRawUnsafe(
        `INSERT INTO respect_index_snapshot SELECT '2025-12', level, key, rule_version, counted_at, final, $1::jsonb FROM respect_index_snapshot WHERE level = 'district' AND period = '2026-11'`,
        JSON.stringify(line),
      );
      const part = (await at('2026-12-31')).district.parts.find((one) => one.id === 'case_on_time');
      expect(part?.p).toBeCloseTo(((part?.k ?? 0) + 10) / ((part?.n ?? 0) + 10), 6);
    });
  });
});
