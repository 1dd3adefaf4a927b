import { beforeAll, describe, expect, it } from 'vitest';
import type { Staff } from '../../src/organisation/staff.ts';
import { findStaff } from '../../src/organisation/staff-store.ts';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { campaignFigures } from '../../src/visits/campaign-figures.ts';
import { planCampaign } from '../../src/visits/plan-campaign.ts';
import { recordVisit } from '../../src/visits/record-visit.ts';
import { runTick } from '../../src/visits/tick.ts';
import { recordedVisitCard, visitListCard, visitProgressCard } from '../../src/visits/visit-card.ts';
import type { VisitState } from '../../src/visits/visit-list-store.ts';
import { listVisits, type VisitQuestion, visitProgress } from '../../src/visits/visit-lists.ts';
import { onBothDatabases, testSealer } from '../setup/test-database.ts';
import { sendToOutbox } from './outbox.ts';
import { addPeople, addStaff, layOutDistrict, villagers } from './small-district.ts';

const workingDays = createWorkingDays();
const at = (text: string) => new Date(`${text}:00+08:00`);

onBothDatabases('asking about visits', (db) => {
  const deps = (now = at('2027-01-28T10:00')) => ({ tx: db().tx, now, channel: 'dingtalk' });
  const staff = async (id: string): Promise<Staff> => {
    const found = await findStaff(db().tx, id);
    if (!found) throw new Error(id);
    return found;
  };
  const list = async (id: string, ask: VisitQuestion & { which?: VisitState } = {}, page = 0, now?: Date) => {
    const result = await listVisits(deps(now), await staff(id), { which: 'todo', ...ask }, page);
    return result.ok ? result.list : result.code;
  };
  const listed = async (...args: Parameters<typeof list>) => {
    const found = await list(...args);
    if (typeof found === 'string') throw new Error(found);
    return found;
  };
  const progress = async (id: string, ask: VisitQuestion = {}) => {
    const result = await visitProgress(deps(), await staff(id), ask);
    return result.ok ? result.progress : result.code;
  };

  beforeAll(async () => {
    const { tx } = db();
    await layOutDistrict(tx);
    await addStaff(tx, [
      { id: 'R-甲一村', role: 'rotating-head', town: '甲镇', village: '甲一村' },
      { id: 'D-viewer', role: 'leadership-viewer' },
      { id: 'D-audit', role: 'auditor' },
      { id: 'D-edu', role: 'dept-officer' },
    ]);
    await addPeople(tx, villagers(8));
    for (const [festival, year] of [
      ['spring_festival', 2027],
      ['qingming', 2027],
    ] as const) {
      await planCampaign({ db: db(), workingDays, log: memoryLog() }, { festival, year, now: at('2026-12-24T09:00') });
    }
    await runTick({ db: db(), workingDays, log: memoryLog(), send: sendToOutbox }, at('2027-01-27T09:00'));
    const visit = await recordVisit(
      { db: db(), sealer: testSealer(), workingDays },
      {
        staff: await staff('L-甲一村'),
        archiveNo: 'YZ-000000',
        visitedOn: '2027-01-28',
        note: '身体挺好',
        needs: ['轮椅'],
        sourceKey: 'one',
        now: at('2027-01-28T09:30'),
        channel: 'dingtalk',
      },
    );
    if (!visit.ok) throw new Error(visit.code);
    expect(recordedVisitCard(visit.visit)).toBe(
      '已登记：1月28日走访某YZ-000000（甲一村）。\n\n需求：轮椅，请在2月2日前转为办件。\n\n春节走访任务已完成一户，您还有 3 户。',
    );
  });

  it('shows visitors their own of the running festival', async () => {
    const found = await listed('L-甲一村');
    expect(found).toMatchObject({ of: 'own', total: 3, festivalName: '春节', pageCount: 1 });
    expect(found.rows.map((row) => row.archiveNo)).toEqual(['YZ-000003', 'YZ-000004', 'YZ-000007']);
    expect(visitListCard(found, '2027-01-28')).toContain(
      '**春节走访** 您还有 3 户没走访。2月4日截止，还剩 7 天。\n\n1. 某YZ-000003，甲一村，重点优抚对象，慰问不超过300元',
    );
    expect(await listed('L-甲一村', { which: 'done' })).toMatchObject({ total: 1, rows: [{ visitedOn: '2027-01-28' }] });
    expect(await listed('L-甲一村', { which: 'overdue' })).toMatchObject({ total: 0 });
    expect(await listed('L-甲一村', { which: 'overdue' }, 0, at('2027-02-05T09:00'))).toMatchObject({ total: 3 });
  });

  it('shows heads the whole area, with the visitor, by pages', async () => {
    const found = await listed('W-甲镇');
    expect(found).toMatchObject({ of: 'area', total: 23, pageCount: 1 });
    expect((await listed('W-甲镇', {}, 1)).rows).toEqual([]);
    expect(found.rows[0]).toMatchObject({ assigneeName: '员O1-甲镇', level: 'town' });
    expect(await listed('H-甲一村')).toMatchObject({ of: 'area', total: 7, village: '甲一村' });
    expect(await listed('D-wang', { town: '乙镇' })).toMatchObject({ total: 24 });
    expect(await listed('D-leader')).toMatchObject({ total: 47 });
    expect(await listed('O1-甲镇', { village: '甲二村' })).toMatchObject({ of: 'area', total: 8 });
  });

  it('finds the festival that is said, in whatever year it is near', async () => {
    expect(await listed('D-wang', { festival: 'qingming' })).toMatchObject({ festivalName: '清明节', total: 12 });
    expect(await list('D-wang', { festival: 'army_day' })).toBe('no-campaign');
    expect(await list('D-wang', { festival: 'spring_festival', year: 2026 })).toBe('no-campaign');
  });

  it('stars names for the rotating head and the auditor, and shows other offices nothing', async () => {
    expect((await listed('R-甲一村')).rows[0]?.name).toMatch(/^某\*+$/);
    expect((await listed('D-audit')).rows[0]?.name).toMatch(/^某\*+$/);
    expect(await list('D-viewer')).toBe('counts-only');
    expect(await list('D-edu')).toBe('forbidden');
    expect(await progress('D-edu')).toBe('forbidden');
  });

  it('keeps staff within their area', async () => {
    expect(await list('L-甲一村', { village: '甲二村' })).toBe('outside');
    expect(await list('L-甲一村', { town: '乙镇' })).toBe('outside');
    expect(await list('W-甲镇', { town: '乙镇' })).toBe('outside');
    expect(await progress('W-甲镇', { town: '乙镇' })).toBe('outside');
    expect(await list('L-甲一村', { town: '甲镇' })).toMatchObject({ village: '甲一村', of: 'area' });
  });

  it('puts down who was shown whom', async () => {
    const record = await db().tx.audit_record.findFirstOrThrow({
      where: { purpose: '走访名单', actor: 'L-甲一村' },
      orderBy: { seq: 'asc' },
    });
    expect(JSON.parse(record.detail)).toMatchObject({
      campaign: 'spring_festival-2027',
      archiveNos: ['YZ-000003', 'YZ-000004', 'YZ-000007'],
    });
  });

  it('counts by town for the district and by village within a town, without a name', async () => {
    const whole = await progress('D-viewer');
    expect(whole).toMatchObject({
      total: 48,
      done: 1,
      overdue: 0,
      rows: [
        { name: '乙镇', total: 24, done: 0 },
        { name: '甲镇', total: 24, done: 1 },
      ],
    });
    if (typeof whole === 'string') throw new Error(whole);
    expect(visitProgressCard(whole, '2027-01-28')).toBe(
      '**春节走访** 全区应走访 48 户，已走访 1 户（2%），未走访 47 户。2月4日截止，还剩 7 天。\n\n- 乙镇 0/24（0%）\n- 甲镇 1/24（4%）',
    );
    expect(await progress('D-wang', { town: '甲镇' })).toMatchObject({
      rows: [{ name: '甲一村', done: 1 }, { name: '甲三村' }, { name: '甲二村' }],
    });
    expect(await progress('W-甲镇')).toMatchObject({ town: '甲镇', total: 24 });
    expect(await progress('L-甲一村')).toMatchObject({ village: '甲一村', total: 8, done: 1 });
  });

  describe('in figures', () => {
    it('adds up by town and by the station that visits', async () => {
      const figures = await campaignFigures(db().tx, 'spring_festival', 2027);
      expect(figures).toMatchObject({
        recipients: 48,
        planned: 48,
        reminded: 48,
        visited: 1,
        overdue: 0,
        escalated: 0,
        provisional: true,
        closed: false,
      });
      expect(figures?.towns.map(({ town, recipients, visited }) => ({ town, recipients, visited }))).toEqual([
        { town: '乙镇', recipients: 24, visited: 0 },
        { town: '甲镇', recipients: 24, visited: 1 },
      ]);
      expect(figures?.towns[1]?.stations.find((one) => one.station === 'C-甲一村')).toMatchObject({
        name: '甲一村站',
        recipients: 4,
        visited: 1,
      });
      expect(figures?.stages.filter((stage) => stage.ranAt !== null).map((stage) => stage.stage)).toEqual([
        'plan',
        'list',
        'assign',
        'remind',
      ]);
      expect(await campaignFigures(db().tx, 'spring_festival', 2028)).toBeNull();
    });
  });

  it('has an answer when there is nothing', async () => {
    const empty = { ...(await listed('L-甲一村')), total: 0, rows: [] };
    const card = (which: VisitState) => visitListCard({ ...empty, which }, '2027-02-04');
    expect([card('todo'), card('done'), card('overdue')]).toEqual([
      '**春节走访** 您都走访完了。',
      '**春节走访** 您还没有走访记录。',
      '**春节走访** 您没有逾期。',
    ]);
  });
});
