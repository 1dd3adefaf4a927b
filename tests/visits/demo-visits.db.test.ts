import { expect, it } from 'vitest';
import { loadDemoOrganisation } from '../../src/organisation/demo/load-demo-organisation.ts';
import { loadDemoPeople } from '../../src/people/demo/load-demo-people.ts';
import { fromDateColumn } from '../../src/platform/calendar/day.ts';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import { loadDemoVisits } from '../../src/visits/demo-visits.ts';
import { onBothDatabases, testSealer } from '../setup/test-database.ts';

onBothDatabases('loading the past visits of the demo district', (db) => {
  it('records who was visited at the last festivals, by staff of the right place, on working days', async () => {
    const deps = { db: db(), sealer: testSealer() };
    await loadDemoOrganisation(deps);
    await loadDemoPeople(deps, undefined, ({ town }) => town === '东柳街道' || town === '横溪镇');
    const loaded = await loadDemoVisits(deps);
    expect(loaded.visits).toBeGreaterThan(150);
    const records = await db().tx.visit_record.findMany({ include: { person: true } });
    expect(records.length).toBe(loaded.visits);
    const days = createWorkingDays();
    const staff = new Map((await db().tx.staff.findMany()).map((one) => [one.id, one]));
    for (const { visited_on, visitor_id, person, demo } of records) {
      const visitor = staff.get(visitor_id);
      expect(days.isWorkday(fromDateColumn(visited_on))).toBe(true);
      expect(visitor?.town === null || visitor?.town === person.town).toBe(true);
      expect(person.key_category !== null && demo).toBe(true);
    }
  });

  it('seals what was said, and keeps the needs as met', async () => {
    const [record] = await db().tx.visit_record.findMany({ take: 1 });
    const place = { table: 'visit_record', column: 'note_sealed', row: record?.id ?? '' };
    expect(testSealer().open(record?.note_sealed ?? '', place).length).toBeGreaterThan(5);
    const needs = await db().tx.visit_need.findMany();
    expect(needs.length).toBeGreaterThan(3);
    expect(new Set(needs.map((need) => need.state))).toEqual(new Set(['closed']));
  });

  it('changes nothing the second time, and completes a load that was cut off', async () => {
    const before = await db().tx.visit_record.count();
    await db().tx.visit_need.deleteMany();
    await db().tx.visit_record.deleteMany({ where: { visited_on: { lt: new Date('2026-05-01') } } });
    await loadDemoVisits({ db: db(), sealer: testSealer() });
    expect(await db().tx.visit_record.count()).toBe(before);
    expect(await db().tx.visit_need.count()).toBeGreaterThan(3);
  });
});
