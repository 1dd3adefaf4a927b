import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Staff } from '../../src/organisation/staff.ts';
import { findStaff } from '../../src/organisation/staff-store.ts';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { correctVisit } from '../../src/visits/correct-visit.ts';
import { planCampaign } from '../../src/visits/plan-campaign.ts';
import { type RecordedVisit, recordVisit, type VisitReport } from '../../src/visits/record-visit.ts';
import { onBothDatabases, testSealer } from '../setup/test-database.ts';
import { addPeople, layOutDistrict, villagers } from './small-district.ts';

const workingDays = createWorkingDays();
const sealer = testSealer();
const now = new Date('2027-02-02T16:00:00+08:00');

onBothDatabases('recording a visit', (db, kind) => {
  const deps = () => ({ db: db(), sealer, workingDays });
  const staff = async (id: string): Promise<Staff> => {
    const found = await findStaff(db().tx, id);
    if (!found) throw new Error(id);
    return found;
  };
  const report = async (change: Partial<VisitReport> = {}, by = 'L-甲一村'): Promise<VisitReport> => ({
    staff: await staff(by),
    archiveNo: 'YZ-000000',
    visitedOn: '2027-02-02',
    note: '身体挺好',
    needs: ['轮椅'],
    sourceKey: 'message-1',
    now,
    channel: 'dingtalk',
    ...change,
  });
  const record = async (change: Partial<VisitReport> = {}, by?: string): Promise<RecordedVisit> => {
    const result = await recordVisit(deps(), await report(change, by));
    if (!result.ok) throw new Error(result.code);
    return result.visit;
  };
  const refusal = async (change: Partial<VisitReport> = {}, by?: string) => {
    const result = await recordVisit(deps(), await report(change, by));
    return result.ok ? 'recorded' : result.code;
  };
  const stateOf = async (archiveNo: string, campaign = 'spring_festival-2027') =>
    (await db().tx.visit_task.findUniqueOrThrow({ where: { campaign_id_archive_no: { campaign_id: campaign, archive_no: archiveNo } } }))
      .state;

  beforeEach(async () => {
    await layOutDistrict(db().tx);
    await addPeople(db().tx, villagers(4));
    await planCampaign({ db: db(), workingDays, log: memoryLog() }, { festival: 'spring_festival', year: 2027, now });
  });

  afterEach(async () => {
    await db().tx
      .$executeRaw`TRUNCATE digest, visit_need, visit_record, visit_task, campaign_stage, campaign, person_category, person_relation,
      person, person_change, staff_leave, staff_role, staff, station CASCADE`;
  });

  it('settles the festival’s visit and keeps note and need sealed, the need with its day', async () => {
    const visit = await record();
    expect(visit).toMatchObject({
      name: '某YZ-000000',
      village: '甲一村',
      festival: { festival: 'spring_festival', year: 2027 },
      completed: true,
      alreadyRecorded: false,
      needs: ['轮椅'],
      // Friday the 5th is New Year's Eve, so the third working day is after the holiday.
      needsDueOn: '2027-02-09',
      missing: ['photo'],
      stillOpen: 1,
    });
    expect(await stateOf('YZ-000000')).toBe('done');
    const stored = await db().tx.visit_record.findUniqueOrThrow({
      where: { id: visit.recordId },
      include: { visit_need_by_record_id: true },
    });
    expect(stored.note_sealed).not.toContain('身体');
    expect(sealer.open(stored.note_sealed ?? '', { table: 'visit_record', column: 'note_sealed', row: stored.id })).toBe('身体挺好');
    const [need] = stored.visit_need_by_record_id;
    expect(sealer.open(need?.text_sealed ?? '', { table: 'visit_need', column: 'text_sealed', row: need?.id ?? '' })).toBe('轮椅');
    const audit = await db().tx.audit_record.findFirstOrThrow({
      where: { subject: 'YZ-000000', action: 'write' },
      orderBy: { seq: 'desc' },
    });
    expect(audit).toMatchObject({ actor: 'L-甲一村', outcome: 'visit-recorded', channel: 'dingtalk' });
    expect(audit.detail).not.toContain('轮椅');
  });

  it('is one record however often the message comes, even at once', async () => {
    const first = await record();
    const again = kind === 'postgres' ? await Promise.all([record(), record()]) : [await record()];
    for (const visit of again) expect(visit).toMatchObject({ recordId: first.recordId, alreadyRecorded: true, completed: false });
    const atOnce = await Promise.all(
      kind === 'postgres' ? [record({ sourceKey: 'm2' }), record({ sourceKey: 'm2' })] : [record({ sourceKey: 'm2' })],
    );
    expect(new Set(atOnce.map((visit) => visit.recordId)).size).toBe(1);
    expect(await db().tx.visit_record.count()).toBe(2);
    expect(await db().tx.visit_need.count()).toBe(2);
  });

  it('takes a second visit to the same person as a record of its own', async () => {
    await record();
    expect(await record({ sourceKey: 'message-2', visitedOn: '2027-02-01' })).toMatchObject({ completed: false, alreadyRecorded: false });
    expect(await db().tx.visit_record.count({ where: { task_id: 'spring_festival-2027/YZ-000000' } })).toBe(2);
  });

  it('counts a plain no as an answer about needs', async () => {
    expect(await record({ needs: ['没有'], sourceKey: 'a', photoCount: 1 })).toMatchObject({ needs: [], missing: [] });
    expect(await record({ needs: [], note: '蛮精神，没有需求', sourceKey: 'b' })).toMatchObject({ missing: ['photo'] });
    expect(await record({ needs: [], note: '蛮精神', sourceKey: 'c' })).toMatchObject({ missing: ['needs', 'photo'] });
  });

  it('is kept without a festival when it falls before the plan or after the end', async () => {
    expect(await record({ visitedOn: '2026-12-23', sourceKey: 'early' })).toMatchObject({
      festival: null,
      completed: false,
      stillOpen: null,
    });
    expect(await stateOf('YZ-000000')).toBe('todo');
    const late = new Date('2027-02-20T10:00:00+08:00');
    expect(await record({ visitedOn: '2027-02-16', now: late, sourceKey: 'late' })).toMatchObject({ festival: null });
    expect(await record({ visitedOn: '2027-02-10', now: late, sourceKey: 'told late' })).toMatchObject({ completed: true });
  });

  it('belongs to the nearer of two festivals that have it open', async () => {
    await addPeople(db().tx, [{ archiveNo: 'E1', village: '甲一村', birthOn: '1930-01-01', livesAlone: true }]);
    for (const festival of ['mid_autumn', 'double_ninth']) {
      await planCampaign({ db: db(), workingDays, log: memoryLog() }, { festival, year: 2026, now });
    }
    const visit = (visitedOn: string) => record({ archiveNo: 'E1', visitedOn, sourceKey: visitedOn });
    expect((await visit('2026-09-30')).festival?.festival).toBe('mid_autumn');
    expect((await visit('2026-10-09')).festival?.festival).toBe('double_ninth');
  });

  it('settles a couple’s visit together', async () => {
    await db().tx.person_relation.create({
      data: { id: 'r', archive_no: 'YZ-000000', kind: '配偶', name_sealed: 'x', related_archive_no: 'YZ-000003' },
    });
    expect(await record()).toMatchObject({ completed: true, stillOpen: 0 });
    expect(await stateOf('YZ-000003')).toBe('done');
    expect(await stateOf('YZ-000001')).toBe('todo');
  });

  describe('is refused', () => {
    it('for a day that has not come, a day that is none and a text without end', async () => {
      expect(await refusal({ visitedOn: '2027-02-03' })).toBe('future');
      expect(await refusal({ visitedOn: '2027-02-30' })).toBe('bad-day');
      expect(await refusal({ note: '长'.repeat(2001) })).toBe('too-long');
    });

    it('for somebody who died, somebody elsewhere and nobody, with the same words for the last two', async () => {
      await db().tx.person.update({ where: { archive_no: 'YZ-000001' }, data: { status: '去世' } });
      expect(await refusal({ archiveNo: 'YZ-000001' })).toBe('dead');
      expect(await refusal({ archiveNo: 'YZ-100000' })).toBe('outside');
      expect(await refusal({ archiveNo: 'nobody' })).toBe('outside');
      expect(await db().tx.visit_record.count()).toBe(0);
      expect(await db().tx.audit_record.count({ where: { action: 'write-refused', subject: 'YZ-100000' } })).toBeGreaterThan(0);
    });

    it('for staff whose work it is not, or who left', async () => {
      await db().tx.staff_role.create({ data: { staff_id: 'D-right', role: 'auditor' } });
      await db().tx.staff_role.delete({ where: { staff_id_role: { staff_id: 'D-right', role: 'section-officer' } } });
      expect(await refusal({}, 'D-right')).toBe('outside');
      await db().tx.staff.update({ where: { id: 'L-甲一村' }, data: { is_active: false } });
      expect(await refusal()).toBe('outside');
    });
  });

  it('is open to the town for its villages, to the district everywhere, and to whoever stands in', async () => {
    expect(await refusal({ sourceKey: 'town' }, 'O1-甲镇')).toBe('recorded');
    expect(await refusal({ sourceKey: 'head', archiveNo: 'YZ-100000' }, 'D-wang')).toBe('recorded');
    expect(await refusal({ sourceKey: 'deputy', archiveNo: 'YZ-010000' })).toBe('outside');
    await db().tx.staff_leave.create({
      data: { id: 'l', staff_id: 'L-甲二村', deputy_id: 'L-甲一村', from_on: new Date('2027-02-01'), to_on: new Date('2027-02-03') },
    });
    expect(await refusal({ sourceKey: 'deputy', archiveNo: 'YZ-010000' })).toBe('recorded');
  });

  describe('and correcting it', () => {
    const correct = async (recordId: string, change: object, by = 'L-甲一村') =>
      correctVisit(deps(), { staff: await staff(by), recordId, now, channel: 'dingtalk', ...change });

    it('replaces what was wrong and keeps what it was', async () => {
      const { recordId } = await record({ needs: ['轮椅', '扶手'] });
      expect(await correct(recordId, { needs: ['拐杖', '扶手'], visitedOn: '2027-02-01' })).toEqual({ ok: true, changed: true });
      const stored = await db().tx.visit_record.findUniqueOrThrow({ where: { id: recordId }, include: { visit_need_by_record_id: true } });
      const needs = stored.visit_need_by_record_id.map((need) =>
        sealer.open(need.text_sealed, { table: 'visit_need', column: 'text_sealed', row: need.id }),
      );
      expect(needs.sort()).toEqual(['扶手', '拐杖']);
      const change = await db().tx.person_change.findFirstOrThrow({ where: { archive_no: 'YZ-000000' } });
      const kept = JSON.parse(sealer.open(change.sealed_change, { table: 'person_change', column: 'sealed_change', row: change.id }));
      expect(kept.before).toEqual({ visitedOn: '2027-02-02', note: '身体挺好', needs: ['轮椅', '扶手'] });
      expect(await correct(recordId, { needs: ['扶手', '拐杖'] })).toMatchObject({ ok: true });
    });

    it('is only for one’s own record, only with a sound day, and not for a need that is a case by now', async () => {
      const { recordId } = await record();
      expect(await correct(recordId, { note: '不好' }, 'O1-甲镇')).toMatchObject({ ok: false, code: 'not-yours' });
      expect(await correct(recordId, { visitedOn: '2027-03-01' })).toMatchObject({ ok: false, code: 'future' });
      await db().tx.visit_need.updateMany({ data: { state: 'in-case' } });
      expect(await correct(recordId, { needs: [] })).toMatchObject({ ok: false, code: 'need-in-case' });
      expect(await correct(recordId, { note: '身体挺好' })).toEqual({ ok: true, changed: false });
    });
  });
});
