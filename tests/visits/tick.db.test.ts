import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toDateColumn } from '../../src/platform/calendar/day.ts';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { planCampaign } from '../../src/visits/plan-campaign.ts';
import { runTick, type TickDeps } from '../../src/visits/tick.ts';
import { onBothDatabases } from '../setup/test-database.ts';
import { sendToOutbox } from './outbox.ts';
import { addPeople, layOutDistrict, villagers } from './small-district.ts';

const workingDays = createWorkingDays();
const at = (text: string) => new Date(`${text}:00+08:00`);

onBothDatabases('a tick', (db, kind) => {
  const log = memoryLog();
  const deps = (): TickDeps => ({ db: db(), workingDays, log, send: sendToOutbox, batchSize: 3 });
  const tick = (moment: string) => runTick(deps(), at(moment));
  const plan = async (festival = 'spring_festival', year = 2027) => {
    const result = await planCampaign({ db: db(), workingDays, log }, { festival, year, now: at('2026-12-23T10:00') });
    if (!result.ok) throw new Error(result.code);
  };
  const receivers = (lines: { staffId: string }[]) => lines.map((line) => line.staffId);
  const textOf = async (staffId: string, day: string) =>
    (await db().tx.outgoing_message.findUniqueOrThrow({ where: { dedupe_key: `digest:${staffId}:${day}` } })).body_sealed;
  const visitors = [
    'D-li',
    'D-zhang',
    'H',
    'L-乙一村',
    'L-乙二村',
    'L-甲一村',
    'L-甲三村',
    'L-甲二村',
    'O1-乙镇',
    'O1-甲镇',
    'O2-乙镇',
    'O2-甲镇',
  ].filter((id) => id !== 'H');

  beforeEach(async () => {
    await layOutDistrict(db().tx);
    await addPeople(db().tx, villagers(4));
  });

  afterEach(async () => {
    await db().tx
      .$executeRaw`TRUNCATE digest, outgoing_message, visit_need, visit_record, visit_task, campaign_stage, campaign, person_category, person,
      staff_leave, staff_role, staff, station CASCADE`;
  });

  it('says nothing when nothing is planned or due', async () => {
    expect(await tick('2027-01-27T09:00')).toMatchObject({ digests: [], overdueMarked: 0 });
    await plan();
    expect((await tick('2026-12-23T09:00')).digests).toEqual([]);
  });

  it('gives each visitor one digest with their own list, once', async () => {
    await plan();
    const { digests, held } = await tick('2027-01-15T09:00');
    expect(receivers(digests)).toEqual([...visitors.slice(0, 2), 'D-wang', ...visitors.slice(2)].sort());
    expect(held).toEqual([]);
    const mine = await textOf('L-甲一村', '2027-01-15');
    expect(mine).toContain('**春节走访** 派给您 2 户，请在2月4日前走访：');
    expect(mine).toContain('某YZ-000000，甲一村，重点优抚对象，慰问不超过300元');
    expect(mine).not.toContain('甲二村');
    expect(mine).not.toContain('330299');
    for (const moment of ['2027-01-15T09:00', '2027-01-15T09:05', '2027-01-15T15:00', '2027-01-18T09:00']) {
      expect((await tick(moment)).digests).toEqual([]);
    }
    expect(await db().tx.visit_task.count({ where: { reminded_at: null } })).toBe(0);
  });

  it('keeps quiet before nine, at noon, in the evening and on rest days, and then makes up for it', async () => {
    await plan();
    for (const moment of [
      '2027-01-27T08:59',
      '2027-01-27T12:00',
      '2027-01-27T13:59',
      '2027-01-27T20:00',
      '2027-01-30T09:00',
      '2027-01-31T10:00',
    ]) {
      expect((await tick(moment)).digests, moment).toEqual([]);
    }
    const { digests } = await tick('2027-02-01T14:00');
    expect(digests).toHaveLength(visitors.length + 3);
    expect(digests.find((line) => line.staffId === 'L-甲一村')?.parts).toMatchObject([
      { stages: ['list', 'assign', 'remind'], headline: 'remind', visits: 2 },
    ]);
    expect((await tick('2027-02-01T15:00')).digests).toEqual([]);
  });

  it('reminds only of what is still open', async () => {
    await plan();
    await tick('2027-01-15T09:00');
    await db().tx.visit_task.updateMany({ where: { village: '甲一村' }, data: { state: 'done' } });
    const { digests } = await tick('2027-01-27T09:00');
    expect(receivers(digests)).not.toContain('L-甲一村');
    expect(receivers(digests)).toContain('L-甲二村');
  });

  it('checks progress at three, and urges the town, then the bureau, with counts and without names', async () => {
    await plan();
    await tick('2027-01-27T09:00');
    expect((await tick('2027-01-29T09:00')).digests).toEqual([]);
    expect(receivers((await tick('2027-01-29T15:00')).digests)).toEqual(['D-wang', 'D-zhang', 'W-乙镇', 'W-甲镇']);
    await db().tx.visit_task.updateMany({ where: { village: '甲一村', level: 'village' }, data: { state: 'done' } });
    const town = await tick('2027-02-02T09:00');
    expect(town.escalations).toEqual([
      { staffId: 'W-乙镇', campaign: 'spring_festival-2027', stage: 'escalate_town', town: '乙镇', stations: 4, open: 9 },
      { staffId: 'W-甲镇', campaign: 'spring_festival-2027', stage: 'escalate_town', town: '甲镇', stations: 3, open: 7 },
    ]);
    const text = await textOf('W-甲镇', '2027-02-02');
    expect(text).toContain('- 甲二村 还有 2 户');
    expect(text).not.toContain('某YZ');
    expect(text).not.toContain('甲一村');
    const bureau = await tick('2027-02-03T09:00');
    expect(bureau.escalations.map(({ staffId, open }) => ({ staffId, open }))).toEqual([
      { staffId: 'D-leader', open: 22 },
      { staffId: 'D-wang', open: 22 },
    ]);
    expect(await db().tx.visit_task.count({ where: { escalated_at: { not: null } } })).toBe(22);
  });

  it('says it twice on the last day, marks what is late afterwards and closes with a summary', async () => {
    await plan();
    await tick('2027-02-03T09:00');
    expect(receivers((await tick('2027-02-04T09:00')).digests)).toEqual(visitors);
    await db().tx.visit_task.updateMany({ where: { village: '甲一村', level: 'village' }, data: { state: 'done' } });
    expect((await tick('2027-02-04T15:59')).lastCalls).toEqual([]);
    const last = await tick('2027-02-04T16:00');
    expect(receivers(last.lastCalls)).toEqual(visitors.filter((id) => id !== 'L-甲一村'));
    expect((await tick('2027-02-04T16:00')).lastCalls).toEqual([]);
    expect((await tick('2027-02-04T23:00')).overdueMarked).toBe(0);
    expect((await tick('2027-02-05T00:10')).overdueMarked).toBe(22);
    expect((await tick('2027-02-05T00:10')).overdueMarked).toBe(0);
    const end = await tick('2027-02-15T10:00');
    expect(end).toMatchObject({ closed: ['spring_festival-2027'], overdueMarked: 0 });
    expect(receivers(end.digests)).toEqual(['D-leader', 'D-wang', 'D-zhang']);
    expect(await textOf('D-wang', '2027-02-15')).toContain('应走访 24 户，已走访 2 户，未走访 22 户');
    expect((await tick('2027-03-01T09:00')).digests).toEqual([]);
  });

  it('does not send the list of a festival that is long over, but closes it', async () => {
    await plan();
    const { digests, overdueMarked, closed } = await tick('2027-06-15T10:00');
    expect({ receivers: receivers(digests), overdueMarked, closed }).toEqual({
      receivers: ['D-leader', 'D-wang', 'D-zhang'],
      overdueMarked: 24,
      closed: ['spring_festival-2027'],
    });
  });

  it('does not tell one who was told the last word today a second time when the deadline comes late', async () => {
    await plan();
    expect((await tick('2027-02-04T16:30')).lastCalls).toEqual([]);
    expect((await tick('2027-02-04T16:31')).lastCalls).toEqual([]);
  });

  describe('when somebody is on leave', () => {
    const leave = (staffId: string, deputyId: string) =>
      db().tx.staff_leave.create({
        data: {
          id: `${staffId}-${deputyId}`,
          staff_id: staffId,
          deputy_id: deputyId,
          from_on: toDateColumn('2027-01-10'),
          to_on: toDateColumn('2027-01-20'),
        },
      });

    it('tells the deputy, in one message with their own', async () => {
      await plan();
      await leave('L-甲一村', 'L-甲二村');
      const { digests } = await tick('2027-01-15T09:00');
      expect(receivers(digests)).not.toContain('L-甲一村');
      const line = digests.find((one) => one.staffId === 'L-甲二村');
      expect(line?.parts.map(({ onBehalfOf, visits }) => ({ onBehalfOf, visits }))).toEqual([
        { onBehalfOf: 'L-甲一村', visits: 2 },
        { onBehalfOf: null, visits: 2 },
      ]);
      expect(await textOf('L-甲二村', '2027-01-15')).toContain('**春节走访**（代员L-甲一村） 派给您 2 户');
      // Back from leave, nothing is said again; the next stage comes to them.
      expect((await tick('2027-01-21T09:00')).digests).toEqual([]);
      expect(receivers((await tick('2027-01-27T09:00')).digests)).toContain('L-甲一村');
    });

    it('waits where the deputies lead nowhere, and tells them when they are back', async () => {
      await plan();
      await leave('L-甲一村', 'L-甲二村');
      await leave('L-甲二村', 'L-甲一村');
      const { held, digests } = await tick('2027-01-15T09:00');
      expect(held).toEqual(
        ['L-甲一村', 'L-甲二村'].map((staffId) => ({ staffId, campaign: 'spring_festival-2027', why: 'nobody-in-post' })),
      );
      expect(digests).toHaveLength(visitors.length - 2 + 1);
      expect((await tick('2027-01-18T09:00')).digests).toEqual([]);
      expect(receivers((await tick('2027-01-21T09:00')).digests)).toEqual(['L-甲一村', 'L-甲二村']);
    });
  });

  it('follows a death before it tells anybody, and tells of newcomers at once after the visits were given out', async () => {
    await plan();
    await tick('2027-01-15T09:00');
    await db().tx.person.updateMany({ where: { village: '甲一村', key_category: 'rural60' }, data: { status: '去世', lifecycle: '已故' } });
    await addPeople(db().tx, [{ archiveNo: 'N1', village: '甲三村', name: '新来人' }]);
    await planCampaign({ db: db(), workingDays, log }, { festival: 'spring_festival', year: 2027, now: at('2027-01-18T10:00') });
    const { digests } = await tick('2027-01-18T14:00');
    expect(receivers(digests)).toEqual(['L-甲三村']);
    expect(await textOf('L-甲三村', '2027-01-18')).toContain('新增 1 户');
    await tick('2027-01-27T09:00');
    const mine = await textOf('L-甲一村', '2027-01-27');
    expect(mine).toContain('还有 1 户');
    expect(mine).not.toContain('某YZ-000000');
  });

  it('merges two festivals of one week into one message', async () => {
    await addPeople(db().tx, [
      { archiveNo: 'M1', village: '甲一村', keyCategory: 'martyr', birthOn: '1930-01-01', livesAlone: true },
      { archiveNo: 'M2', village: '甲一村', keyCategory: 'martyr_child60', birthOn: '1940-01-01' },
    ]);
    await plan('mid_autumn', 2026);
    await plan('martyrs_day', 2026);
    await plan('double_ninth', 2026);
    const told = new Map<string, number>();
    for (const day of ['2026-09-21', '2026-09-22', '2026-09-23', '2026-09-24']) {
      for (const moment of ['09:00', '10:00', '15:00']) {
        for (const { staffId } of (await tick(`${day}T${moment}`)).digests)
          told.set(`${staffId} ${day}`, (told.get(`${staffId} ${day}`) ?? 0) + 1);
      }
    }
    expect(Math.max(...told.values())).toBe(1);
    const town = await db().tx.outgoing_message.findFirstOrThrow({ where: { staff_id: 'W-甲镇', dedupe_key: { contains: '2026-09-24' } } });
    expect(town.body_sealed).toContain('**烈士纪念日走访** 催办：9月29日截止，还有 1 户未走访');
    const officer = await db().tx.outgoing_message.findFirstOrThrow({
      where: { staff_id: 'L-甲一村', dedupe_key: { contains: '2026-09-21' } },
    });
    expect(officer.about).toBe('mid_autumn-2026');
  });

  it('sends each digest once when two processes tick at once', async () => {
    await plan();
    const moment = '2027-01-27T09:00';
    const runs =
      kind === 'postgres' ? await Promise.all([tick(moment), tick(moment), tick(moment)]) : [await tick(moment), await tick(moment)];
    const all = runs.flatMap((run) => receivers(run.digests));
    expect(all).toHaveLength(new Set(all).size);
    expect(all).toHaveLength(visitors.length + 1);
    expect(await db().tx.outgoing_message.count()).toBe(all.length);
    expect(await db().tx.campaign_stage.count({ where: { ran_at: null } })).toBe(5);
  });

  it('leaves nobody half told when the message cannot be made', async () => {
    await plan();
    let calls = 0;
    const failing: TickDeps = {
      ...deps(),
      send: async (tx, message) => {
        calls += 1;
        if (calls === 8) throw new Error('out of paper');
        return sendToOutbox(tx, message);
      },
    };
    await expect(runTick(failing, at('2027-01-27T09:00'))).rejects.toThrow('out of paper');
    expect(await db().tx.outgoing_message.count()).toBe(6);
    expect(await db().tx.digest.count({ where: { kind: 'digest' } })).toBe(6);
    const rest = await tick('2027-01-27T09:01');
    expect(rest.digests).toHaveLength(visitors.length + 1 - 6);
    expect(await db().tx.outgoing_message.count()).toBe(visitors.length + 1);
  });

  it('goes on the next day where it was cut off, without telling anybody twice', async () => {
    await plan();
    let calls = 0;
    const failing: TickDeps = {
      ...deps(),
      send: async (tx, message) => (++calls > 6 ? Promise.reject(new Error('cut')) : sendToOutbox(tx, message)),
    };
    await expect(runTick(failing, at('2027-01-27T19:59'))).rejects.toThrow('cut');
    const next = await tick('2027-01-28T09:00');
    expect(next.digests).toHaveLength(visitors.length + 1 - 6);
    const everybody = await db().tx.outgoing_message.findMany();
    expect(new Set(everybody.map((row) => row.staff_id)).size).toBe(everybody.length);
  });
});
