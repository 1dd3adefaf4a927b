import { describe, expect, it } from 'vitest';
import { demoResources, loadDemoResources } from '../../../src/cases/scarce/demo-resources.ts';
import { townsInScope } from '../../../src/organisation/towns.ts';
import { daysBetween, weekdayOf } from '../../../src/platform/calendar/day.ts';
import { onBothDatabases } from '../../setup/test-database.ts';

const resources = demoResources();

describe('what is scarce in the demo district', () => {
  it('is six batches a year, of 36 beds to give, five days from a Monday', () => {
    const batches = resources.filter(({ kind }) => kind === 'sanatorium-batch');
    expect(batches.map(({ code }) => code).filter((code) => code.startsWith('LY2027'))).toEqual(
      ['04', '05', '06', '09', '10', '11'].map((month) => `LY2027-${month}`),
    );
    expect(batches.length).toBe(12);
    for (const { code, startsOn, endsOn, capacity } of batches) {
      expect(startsOn?.slice(0, 7)).toBe(code.slice(2));
      expect([weekdayOf(startsOn ?? ''), daysBetween(startsOn ?? '', endsOn ?? ''), capacity]).toEqual([1, 4, 36]);
    }
  });

  it('gives no bed of a batch that is over', () => {
    const open = resources.filter(({ kind, capacity, taken }) => kind === 'sanatorium-batch' && taken < capacity);
    expect(open.every(({ startsOn }) => (startsOn ?? '') > '2026-11-25')).toBe(true);
    expect(open.length).toBe(6);
  });

  it('offers every stage of school in every town, each with places', () => {
    const schools = resources.filter(({ kind }) => kind === 'school');
    for (const { id } of townsInScope) {
      const here = schools.filter(({ code }) => code.startsWith(`XX-${id.toUpperCase()}-`));
      expect(new Set(here.map(({ stage }) => stage))).toEqual(new Set(['kindergarten', 'primary', 'junior']));
    }
    expect(schools.every(({ capacity, taken }) => capacity > 0 && taken === 0)).toBe(true);
    expect(schools.map(({ name }) => name)).toEqual(expect.arrayContaining(['姜山镇中心小学', '东柳初级中学']));
    expect(new Set(resources.map(({ code }) => code)).size).toBe(resources.length);
  });
});

onBothDatabases('loading the demo resources', (db) => {
  it('stores them once and leaves what was taken since', async () => {
    await loadDemoResources({ db: db() });
    await db().tx.resource.update({ where: { code: 'LY2027-04' }, data: { taken: 3 } });
    const loaded = await loadDemoResources({ db: db() });
    expect(await db().tx.resource.count({ where: { demo: true } })).toBe(loaded.resources);
    expect((await db().tx.resource.findUniqueOrThrow({ where: { code: 'LY2027-04' } })).taken).toBe(3);
  });
});
