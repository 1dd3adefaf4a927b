import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { addDays } from '../../src/platform/calendar/day.ts';
import { createWorkingDays, statutoryDays } from '../../src/platform/calendar/working-days.ts';

interface Year {
  status: string;
  days_off?: { from: string; to: string }[];
  makeup_workdays: string[];
  workdays?: number;
  statutory_days?: string[];
}

const years = Object.entries(
  (parse(readFileSync('tests/platform/festival-cases.yaml', 'utf8')) as { calendar: Record<string, Year> }).calendar,
);
const days = createWorkingDays();

function eachDay(from: string, to: string): string[] {
  const list: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) list.push(day);
  return list;
}

describe('working days', () => {
  it.each(years.filter(([, year]) => year.status === 'official'))('of %s follow the State Council', (name, year) => {
    const off = (year.days_off ?? []).flatMap(({ from, to }) => eachDay(from, to));
    expect(off.filter(days.isWorkday)).toEqual([]);
    expect(year.makeup_workdays.filter((day) => !days.isWorkday(day))).toEqual([]);
    expect(eachDay(`${name}-01-01`, `${name}-12-31`).filter(days.isWorkday)).toHaveLength(year.workdays ?? -1);
    expect(days.isPublished(Number(name))).toBe(true);
  });

  it.each(years.filter(([, year]) => year.status === 'provisional'))(
    'of %s count only weekends and statutory days until they are published',
    (name, year) => {
      expect(statutoryDays(Number(name))).toEqual(year.statutory_days);
      expect(days.isPublished(Number(name))).toBe(false);
      expect((year.statutory_days ?? []).filter(days.isWorkday)).toEqual([]);
    },
  );

  it('are replaced by a notice of our own', () => {
    const own = createWorkingDays([{ year: 2027, daysOff: ['2027-02-04'], makeupWorkdays: ['2027-01-31'] }]);
    expect([own.isPublished(2027), own.isWorkday('2027-02-04'), own.isWorkday('2027-01-31')]).toEqual([true, false, true]);
    expect([days.isWorkday('2027-02-04'), days.isWorkday('2027-01-31')]).toEqual([true, false]);
  });

  it('are counted over holidays and make-up days, forwards and back', () => {
    expect(days.addWorkdays('2026-02-13', 1)).toBe('2026-02-14');
    expect(days.addWorkdays('2026-02-13', 2)).toBe('2026-02-24');
    expect(days.addWorkdays('2026-02-24', -2)).toBe('2026-02-13');
    expect(days.addWorkdays('2026-02-15', 0)).toBe('2026-02-15');
    expect(days.workdaysBetween('2026-02-13', '2026-02-24')).toBe(2);
    expect(days.workdaysBetween('2026-02-24', '2026-02-13')).toBe(-2);
    expect([days.onOrBefore('2026-02-20'), days.onOrAfter('2026-02-20')]).toEqual(['2026-02-14', '2026-02-24']);
  });

  it('go there and back again from any working day', () => {
    for (const day of eachDay('2024-01-01', '2028-12-31').filter(days.isWorkday)) {
      for (const count of [1, 5, 20]) {
        const there = days.addWorkdays(day, count);
        expect(days.addWorkdays(there, -count)).toBe(day);
        expect(days.workdaysBetween(day, there)).toBe(count);
      }
    }
  });
});
