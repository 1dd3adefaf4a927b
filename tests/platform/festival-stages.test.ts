import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { weekdayOf } from '../../src/platform/calendar/day.ts';
import { festivalSchedule, studyDay } from '../../src/platform/calendar/festival-stages.ts';
import { festivalDay, festivals, findFestival } from '../../src/platform/calendar/festivals.ts';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';

interface Cases {
  monthly: { sample: { date: string; held: string; remind: string }[] }[];
  festivals: {
    id: string;
    name: string;
    public_holiday: boolean;
    visit: boolean;
    levels: string[];
    stages: Record<string, number>;
    dates: { year: number; date: string; weekday: string }[];
  }[];
  expected_reminders: {
    festival: string;
    year: number;
    date: string;
    provisional: boolean;
    merge?: string[];
    stages: { stage: string; nominal?: string; due: string; shifted?: boolean }[];
  }[];
}

const cases = parse(readFileSync('tests/platform/festival-cases.yaml', 'utf8')) as Cases;
const days = createWorkingDays();

function festival(id: string) {
  const found = findFestival(id);
  if (!found) throw new Error(`no festival ${id}`);
  return found;
}

describe('the festivals', () => {
  it('are the 18 of the domain, with their names, levels, stages and kinds', () => {
    const ours = festivals.map(({ id, name, isPublicHoliday, isVisited, levels, stages }) => ({
      id,
      name,
      public_holiday: isPublicHoliday,
      visit: isVisited,
      levels,
      stages,
    }));
    const theirs = cases.festivals.map(({ id, name, public_holiday, visit, levels, stages }) => ({
      id,
      name,
      public_holiday,
      visit,
      levels,
      stages,
    }));
    expect(ours).toHaveLength(18);
    expect(ours).toEqual(theirs);
  });

  it('have no word that means two of them', () => {
    const words = festivals.flatMap((one) => one.words);
    expect(new Set(words).size).toBe(words.length);
  });

  it.each(cases.festivals.flatMap((one) => one.dates.map((date) => [one.id, date] as const)))(
    'fall on their day: %s %o',
    (id, { year, date, weekday }) => {
      expect(festivalDay(festival(id), year)).toBe(date);
      expect('一二三四五六日'[weekdayOf(date) - 1]).toBe(weekday);
    },
  );

  it('fall within their civil year for a century', () => {
    for (let year = 2020; year <= 2120; year += 1) {
      for (const one of festivals) expect(festivalDay(one, year).slice(0, 4)).toBe(String(year));
    }
  });
});

describe('the reminders of a festival', () => {
  it('are known for 18 festivals in five years', () => {
    expect(cases.expected_reminders).toHaveLength(90);
  });

  it.each(cases.expected_reminders.map((one) => [one.festival, one.year, one] as const))(
    'are due on their days: %s %i',
    (id, year, expected) => {
      const schedule = festivalSchedule(festival(id), year, days);
      expect(schedule.on).toBe(expected.date);
      expect(schedule.isProvisional).toBe(expected.provisional);
      expect(
        schedule.stages.map(({ stage, dueOn, nominalOn, isShifted }) => ({ stage, due: dueOn, nominal: nominalOn, shifted: isShifted })),
      ).toEqual(
        expected.stages.map(({ stage, due, nominal, shifted }) => ({ stage, due, nominal: nominal ?? null, shifted: shifted ?? false })),
      );
      const sameDay = schedule.stages.filter((one) => schedule.stages.some((other) => other !== one && other.dueOn === one.dueOn));
      expect(sameDay.map((one) => one.stage)).toEqual(expected.merge ?? []);
    },
  );

  it('are worked out again when the arrangement of the year is published', () => {
    const notice = { year: 2027, daysOff: ['2027-02-04', '2027-02-05', '2027-02-08'], makeupWorkdays: ['2027-01-31'] };
    const published = createWorkingDays([notice, { ...notice, year: 2026, daysOff: [], makeupWorkdays: [] }]);
    const schedule = festivalSchedule(festival('spring_festival'), 2027, published);
    expect(schedule.isProvisional).toBe(false);
    expect(schedule.deadlineOn).toBe('2027-02-03');
  });
});

describe('the monthly study day', () => {
  it.each(cases.monthly.flatMap((one) => one.sample))('of $date is held on $held and told on $remind', ({ date, held, remind }) => {
    expect(studyDay(Number(date.slice(0, 4)), Number(date.slice(5, 7)), days)).toEqual({ date, heldOn: held, remindOn: remind });
  });
});
