import { describe, expect, it } from 'vitest';
import type { Staff } from '../../src/organisation/staff.ts';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import { maySend } from '../../src/visits/quiet-hours.ts';
import { createStandIns } from '../../src/visits/stand-in.ts';

const plain = { roles: [], stationCode: null, town: null, village: null, department: null, section: null, industry: null };
const person = (id: string, isActive = true): Staff => ({
  ...plain,
  id,
  name: id,
  level: 'village',
  dingtalkUserId: null,
  zzdAccountId: null,
  isActive,
});
const leave = (staffId: string, deputyId: string) => ({
  id: staffId + deputyId,
  staffId,
  deputyId,
  fromOn: '2027-01-01',
  toOn: '2027-01-09',
});

describe('who receives what is meant for somebody', () => {
  const staff = ['a', 'b', 'c'].map((id) => person(id));
  const cases: [string, ReturnType<typeof leave>[], string | null][] = [
    ['themselves', [], 'a'],
    ['their deputy', [leave('a', 'b')], 'b'],
    ['the deputy’s deputy', [leave('a', 'b'), leave('b', 'c')], 'c'],
    ['the deputy named last', [leave('a', 'b'), leave('a', 'c')], 'c'],
    ['nobody, when the deputies point at each other', [leave('a', 'b'), leave('b', 'a')], null],
    ['nobody, when the deputy left', [leave('a', 'gone')], null],
  ];

  it.each(cases)('is %s', (_, leaves, receiver) => {
    expect(createStandIns([...staff, person('gone', false)], leaves)('a')).toBe(receiver);
  });
});

describe('a reminder may go out', () => {
  const days = createWorkingDays();
  const cases: [string, boolean][] = [
    ['2027-01-27T08:59:59', false],
    ['2027-01-27T09:00:00', true],
    ['2027-01-27T11:59:59', true],
    ['2027-01-27T12:00:00', false],
    ['2027-01-27T14:00:00', true],
    ['2027-01-27T19:59:59', true],
    ['2027-01-27T20:00:00', false],
    // Make-up Saturday and a holiday Monday.
    ['2026-02-14T10:00:00', true],
    ['2026-02-16T10:00:00', false],
  ];

  it.each(cases)('at %s: %s', (moment, may) => {
    expect(maySend(new Date(`${moment}+08:00`), days)).toBe(may);
  });
});
