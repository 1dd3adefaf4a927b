import { describe, expect, it } from 'vitest';
import { addWorked, dueAfter, dueAfterPause, lightOf, workdaysLeft, workedBetween } from '../../../src/cases/engine/working-time.ts';
import { createWorkingDays } from '../../../src/platform/calendar/working-days.ts';

const { isWorkday } = createWorkingDays();
const at = (text: string) => new Date(`${text}+08:00`);
const HOUR = 3_600_000;

describe('a due day', () => {
  it.each([
    ['2026-11-23T09:00:00', 0, '2026-11-23'],
    ['2026-11-23T09:00:00', 1, '2026-11-24'],
    ['2026-11-23T23:59:59', 1, '2026-11-24'],
    ['2026-11-27T18:00:00', 1, '2026-11-30'],
    ['2026-11-28T10:00:00', 1, '2026-11-30'],
    // National Day 2026: off from 1 to 7 October, 10 October is worked instead.
    ['2026-09-30T09:00:00', 1, '2026-10-08'],
    ['2026-10-09T09:00:00', 1, '2026-10-10'],
  ])('from %s in %i working days is the end of %s', (from, days, day) => {
    expect(dueAfter(at(from), days, isWorkday)).toEqual(at(`${day}T23:59:59`));
  });
});

describe('working time', () => {
  it('counts nothing on days off', () => {
    expect(workedBetween(at('2026-11-27T18:00:00'), at('2026-11-30T06:00:00'), isWorkday)).toBe(12 * HOUR);
    expect(workedBetween(at('2026-11-28T01:00:00'), at('2026-11-29T23:00:00'), isWorkday)).toBe(0);
    expect(workedBetween(at('2026-11-30T06:00:00'), at('2026-11-27T18:00:00'), isWorkday)).toBe(0);
  });

  it('is added so that it is measured again', () => {
    for (const hours of [0, 1, 24, 50, 200]) {
      const from = at('2026-09-29T15:00:00');
      expect(workedBetween(from, addWorked(from, hours * HOUR, isWorkday), isWorkday)).toBe(hours * HOUR);
    }
  });

  it('stands still during a pause', () => {
    const due = at('2026-12-01T23:59:59');
    const later = dueAfterPause(due, at('2026-11-25T10:00:00'), at('2026-12-05T10:00:00'), isWorkday);
    expect(workedBetween(at('2026-12-05T10:00:00'), later, isWorkday)).toBe(workedBetween(at('2026-11-25T10:00:00'), due, isWorkday));
    // Already overdue when it stopped: it stays so.
    expect(dueAfterPause(due, at('2026-12-02T10:00:00'), at('2026-12-05T10:00:00'), isWorkday)).toEqual(due);
  });

  it('left is told in whole working days', () => {
    expect(workdaysLeft(at('2026-11-27T10:00:00'), at('2026-12-01T23:59:59'), isWorkday)).toBe(2);
    expect(workdaysLeft(at('2026-12-01T10:00:00'), at('2026-12-01T23:59:59'), isWorkday)).toBe(0);
    expect(workdaysLeft(at('2026-12-03T10:00:00'), at('2026-12-01T23:59:59'), isWorkday)).toBe(-2);
  });
});

describe('the light', () => {
  const start = at('2026-11-23T00:00:00');
  const dueAt = at('2026-12-04T23:59:59');
  const clock = { promisedMs: workedBetween(start, dueAt, isWorkday), dueAt, stoppedAt: null };

  it.each([
    ['2026-11-23T00:00:00', 'green'],
    ['2026-11-27T23:59:00', 'green'],
    ['2026-11-28T12:00:00', 'yellow'],
    ['2026-12-03T23:59:00', 'yellow'],
    ['2026-12-04T00:01:00', 'red'],
    ['2026-12-04T23:59:59', 'red'],
    ['2026-12-05T00:00:00', 'overdue'],
  ])('at %s is %s', (now, light) => {
    expect(lightOf(clock, at(now), isWorkday)).toBe(light);
  });

  it('stays as it was while the clock stands', () => {
    expect(lightOf({ ...clock, stoppedAt: at('2026-11-24T10:00:00') }, at('2027-01-01T10:00:00'), isWorkday)).toBe('green');
  });
});
