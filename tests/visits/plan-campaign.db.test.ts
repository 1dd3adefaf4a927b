import { beforeAll, expect, it } from 'vitest';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { planCampaign, planDueCampaigns } from '../../src/visits/plan-campaign.ts';
import { onBothDatabases } from '../setup/test-database.ts';
import { addPeople, layOutDistrict, villagers } from './small-district.ts';

const now = new Date('2026-12-24T09:00:00+08:00');
const ask = { festival: 'spring_festival', year: 2027, now };

onBothDatabases('planning a festival', (db, kind) => {
  const deps = () => ({ db: db(), workingDays: createWorkingDays(), log: memoryLog() });
  const plan = async (asked = ask) => {
    const result = await planCampaign(deps(), asked);
    if (!result.ok) throw new Error(result.code);
    return result.plan;
  };

  beforeAll(async () => {
    await layOutDistrict(db().tx);
    await addPeople(db().tx, [
      ...villagers(4),
      { archiveNo: 'X-dead', status: '去世', lifecycle: '已故' },
      { archiveNo: 'X-moved', status: '迁出', lifecycle: '转出' },
      { archiveNo: 'X-suspended', lifecycle: '暂停' },
      { archiveNo: 'X-ordinary', keyCategory: null },
    ]);
  });

  it('refuses a festival that is none, one without visits and a slip of the year, and keeps nothing', async () => {
    const codes = [
      await planCampaign(deps(), { ...ask, festival: 'christmas' }),
      await planCampaign(deps(), { ...ask, festival: 'national_day' }),
      await planCampaign(deps(), { ...ask, year: 20270 }),
    ].map((result) => (result.ok ? 'planned' : result.code));
    expect(codes).toEqual(['unknown-festival', 'not-visited', 'bad-year']);
    expect(await db().tx.campaign.count()).toBe(0);
  });

  it('puts down one visit for everybody who is due, with a visitor, and the days of the festival', async () => {
    const first = await plan();
    expect(first).toMatchObject({
      recipients: 24,
      planned: 24,
      provisional: true,
      alreadyPlanned: false,
      unassigned: 0,
      festivalOn: '2027-02-06',
      deadlineOn: '2027-02-04',
      districtBelowHint: true,
    });
    expect(first.perTown.map(({ town, planned, byLevel }) => ({ town, planned, byLevel }))).toEqual([
      { town: '乙镇', planned: 12, byLevel: { district: 3, town: 3, village: 6 } },
      { town: '甲镇', planned: 12, byLevel: { district: 3, town: 3, village: 6 } },
    ]);
    expect(await db().tx.campaign_stage.count()).toBe(9);
    const byStation = await db().tx.visit_task.groupBy({ by: ['station_code'], _count: true, orderBy: { station_code: 'asc' } });
    expect(byStation.find((row) => row.station_code === 'Q')?._count).toBe(6);
    expect(byStation.some((row) => row.station_code === null)).toBe(false);
  });

  it('changes nothing when it is done again, even twice at once', async () => {
    const before = await db().tx.visit_task.findMany({ orderBy: { id: 'asc' } });
    const again = kind === 'postgres' ? await Promise.all([plan(), plan()]) : [await plan()];
    for (const one of again)
      expect(one).toMatchObject({ alreadyPlanned: true, recipients: 24, changes: { added: [], dropped: [], reassigned: [] } });
    expect(await db().tx.visit_task.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
  });

  it('follows deaths, newcomers, moves and staff who leave, and leaves visits that were made', async () => {
    const { tx } = db();
    await tx.visit_task.update({ where: { id: 'spring_festival-2027/YZ-000000' }, data: { state: 'done' } });
    await tx.person.updateMany({ where: { archive_no: { in: ['YZ-000000', 'YZ-000003'] } }, data: { status: '去世', lifecycle: '已故' } });
    await tx.person.update({ where: { archive_no: 'YZ-010000' }, data: { village: '甲一村' } });
    await tx.staff.update({ where: { id: 'L-乙一村' }, data: { is_active: false } });
    await addPeople(tx, [{ archiveNo: 'N-new', hardship: '低保', keyCategory: null }]);
    const { changes, alreadyPlanned, recipients } = await plan();
    expect({ ...changes, alreadyPlanned, recipients }).toEqual({
      added: ['N-new'],
      dropped: ['YZ-000003'],
      reassigned: ['YZ-010000', 'YZ-100000', 'YZ-100003'],
      alreadyPlanned: true,
      recipients: 24,
    });
    const moved = await tx.visit_task.findUniqueOrThrow({ where: { id: 'spring_festival-2027/YZ-010000' } });
    expect(moved).toMatchObject({ village: '甲一村', assignee_id: 'L-甲一村' });
    const handedOn = await tx.visit_task.findUniqueOrThrow({ where: { id: 'spring_festival-2027/YZ-100000' } });
    expect(handedOn).toMatchObject({ assignee_id: 'H-乙一村', state: 'todo' });
    expect((await plan()).changes).toEqual({ added: [], dropped: [], reassigned: [] });
  });

  it('takes somebody back who was dropped by mistake', async () => {
    await db().tx.person.update({ where: { archive_no: 'YZ-000003' }, data: { status: '在世', lifecycle: '在册' } });
    expect((await plan()).changes.added).toEqual(['YZ-000003']);
  });

  it('comes by itself when the planning day has come, once', async () => {
    const at = new Date('2027-03-03T09:00:00+08:00');
    expect((await planDueCampaigns(deps(), at)).map((one) => one.campaign)).toEqual(['qingming-2027']);
    expect(await planDueCampaigns(deps(), at)).toEqual([]);
  });
});
