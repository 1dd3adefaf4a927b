import { beforeAll, expect, it } from 'vitest';
import { decideTask } from '../../src/cases/decide-task.ts';
import { operateCase } from '../../src/cases/operate-case.ts';
import { caseFigures } from '../../src/insight/case-figures.ts';
import { overviewFigures } from '../../src/insight/overview.ts';
import { peopleFigures } from '../../src/insight/people-figures.ts';
import { insertPeople } from '../../src/people/import/people-bulk-store.ts';
import { newPerson } from '../../src/people/new-person.ts';
import { addBatch, layDistrict, monday, mustSubmit, people, sanatoriumSlots, staff } from '../cases/district.ts';
import { onBothDatabases, testSealer } from '../setup/test-database.ts';

const everywhere = { town: null, village: null };
const later = new Date('2027-06-01T09:00:00+08:00');

onBothDatabases('figures', (db) => {
  beforeAll(async () => {
    const { deps } = await layDistrict(db());
    await addBatch(db(), 'LY-A', 9);
    const start = (who: (typeof people)['zhang']) => mustSubmit(deps, 'short-sanatorium', who, sanatoriumSlots(who, 'LY-A'));
    const done = await start(people.zhang);
    for (const actor of [staff.town1, staff.health, staff.pension, staff.leader, staff.careHome])
      await decideTask(deps, { caseNo: done, actor, decision: 'approve', opinion: '同意', now: monday, channel: 'test' });
    const ended = await start(people.li);
    await operateCase(deps, {
      caseNo: ended,
      actor: staff.pensionHead,
      operation: 'terminate',
      note: '收尾',
      now: monday,
      channel: 'test',
    });
    await start(people.wang);
    await insertPeople(db().tx, testSealer(), [
      newPerson({ archiveNo: 'YZ-0000011', name: '某甲', town: '横溪镇', village: '金溪村', birthOn: '1990-01-01' }),
      newPerson({ archiveNo: 'YZ-0000012', name: '某乙', town: '横溪镇', village: '金溪村' }),
      newPerson({ archiveNo: 'YZ-0000013', name: '某丙', town: '横溪镇', village: '金溪村', status: '去世', birthOn: '1930-01-01' }),
    ]);
  });

  it('count cases by how they stand, in time or late, by service, place and month', async () => {
    const { total, byFlow, byPlace, byMonth } = await caseFigures(db().tx, { area: everywhere, hidesFew: false, now: later });
    expect(total).toEqual({ open: 1, suspended: 0, overdue: 1, completed: 1, onTime: 1, ended: 1 });
    expect(byFlow).toEqual([{ flow: 'short-sanatorium', ...total }]);
    expect(byPlace).toEqual([{ place: '姜山镇', ...total }]);
    expect(byMonth).toHaveLength(12);
    expect(byMonth.filter((one) => (one.started ?? 0) + (one.completed ?? 0) > 0)).toEqual([
      { month: '2026-11', started: 3, completed: 1 },
    ]);
    expect((await caseFigures(db().tx, { area: everywhere, hidesFew: false, now: monday })).total.overdue).toBe(0);
    const none = await caseFigures(db().tx, { area: { town: '横溪镇', village: null }, hidesFew: false, now: later });
    expect([none.total.open, none.byFlow]).toEqual([0, []]);
  });

  it('count living people by place, category and age, and no category to whom it is not shown', async () => {
    const leader = await peopleFigures(db().tx, staff.leader, { area: everywhere, hidesFew: false, now: monday });
    expect(leader).toMatchObject({
      living: 8,
      byPlace: [
        { place: '姜山镇', count: 6 },
        { place: '横溪镇', count: 2 },
      ],
    });
    expect(leader.byAge).toEqual([
      { from: 30, count: 1 },
      { from: 40, count: 1 },
      { from: 70, count: 3 },
      { from: 80, count: 2 },
      { from: null, count: 1 },
    ]);
    expect(leader.byCategory.find((one) => one.category === 'war')).toMatchObject({ count: 2 });
    const auditor = { ...staff.leader, roles: ['auditor' as const] };
    const masked = await peopleFigures(db().tx, auditor, { area: everywhere, hidesFew: false, now: monday });
    expect(masked.byCategory.some((one) => one.category === 'war')).toBe(false);
    const few = await peopleFigures(db().tx, staff.leader, { area: everywhere, hidesFew: true, now: monday });
    expect(few.byPlace).toEqual([
      { place: '姜山镇', count: null },
      { place: '横溪镇', count: null },
    ]);
  });

  it('give an overview of one area alone', async () => {
    expect(await overviewFigures(db().tx, { area: { town: '横溪镇', village: null }, now: monday })).toMatchObject({
      people: { living: 2 },
      cases: { open: 0 },
      stations: [],
    });
  });
});
