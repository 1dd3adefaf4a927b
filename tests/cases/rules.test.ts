import { describe, expect, it } from 'vitest';
import { freeUnit, inOrder } from '../../src/cases/scarce/queue.ts';
import type { Hold } from '../../src/cases/scarce/resource-store.ts';
import { applyClosesOn, sanatoriumEligibility, sanatoriumGuest } from '../../src/cases/scarce/sanatorium-eligibility.ts';
import { type SanatoriumClaim, sanatoriumScore } from '../../src/cases/scarce/sanatorium-priority.ts';
import { schoolEligibility } from '../../src/cases/scarce/school-eligibility.ts';
import type { SubjectFacts } from '../../src/cases/subject-store.ts';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';

const { isWorkday } = createWorkingDays();
const START = '2027-04-12';

describe('the score of a sanatorium claim', () => {
  const claim: SanatoriumClaim = {
    category: 'test',
    disabilityGrade: null,
    birthOn: '1990-01-01',
    lastYear: 2026,
    hardship: null,
    hadAidLastYear: false,
  };
  const base = 18 + 0 + 5 + 0;

  it.each<[string, Partial<SanatoriumClaim>, number]>([
    ['test', {}, base],
    ['martyr', { category: 'martyr' }, base + 12],
    ['disabled grade 6', { category: 'disabled', disabilityGrade: 6 }, base + 10],
    ['disabled grade 7', { category: 'disabled', disabilityGrade: 7 }, base + 4],
    ['disabled, grade unknown', { category: 'disabled' }, base + 4],
    ['sacrifice', { category: 'sacrifice' }, base + 8],
    ['illness', { category: 'illness' }, base + 6],
    ['old_demob', { category: 'old_demob' }, base + 4],
    ['war', { category: 'war' }, base + 2],
    ['ill_return', { category: 'ill_return' }, base],
    ['80 on the day', { birthOn: '1947-04-12' }, base + 20],
    ['80 the day after', { birthOn: '1947-04-13' }, base + 15],
    ['75', { birthOn: '1952-04-12' }, base + 15],
    ['74', { birthOn: '1952-04-13' }, base + 10],
    ['70', { birthOn: '1957-04-12' }, base + 10],
    ['69', { birthOn: '1957-04-13' }, base + 5],
    ['60', { birthOn: '1967-04-12' }, base + 5],
    ['59', { birthOn: '1967-04-13' }, base],
    ['never before', { lastYear: null }, base + 15],
    ['three years ago', { lastYear: 2024 }, base + 10],
    ['ten years ago', { lastYear: 2017 }, base + 15],
    ['低保', { hardship: '低保' }, base + 15],
    ['aid last year', { hadAidLastYear: true }, base + 10],
    ['低边 and aid', { hardship: '低边', hadAidLastYear: true }, base + 15],
  ])('%s', (_, change, score) => {
    expect(sanatoriumScore({ ...claim, ...change }, START)).toBe(score);
  });
});

describe('the order of a queue', () => {
  const hold = (id: string, rest: Partial<Hold>): Hold => ({
    id,
    resourceCode: 'LY',
    caseNo: id,
    archiveNo: null,
    state: 'waiting',
    score: 50,
    rank: { yearsSince: 3, birthOn: '1950-01-01' },
    unitNo: null,
    askedAt: new Date(0),
    ...rest,
  });
  const ids = (kind: 'sanatorium-batch' | 'school', holds: Hold[]) => inOrder(kind, holds).map((one) => one.id);

  it('of beds: score, years without, age, time of asking', () => {
    const holds = [
      hold('late', { askedAt: new Date(2) }),
      hold('early', { askedAt: new Date(1) }),
      hold('older', { rank: { yearsSince: 3, birthOn: '1949-12-31' }, askedAt: new Date(9) }),
      hold('longer', { rank: { yearsSince: 4, birthOn: '1960-01-01' }, askedAt: new Date(9) }),
      hold('never', { rank: { yearsSince: null, birthOn: '1970-01-01' }, askedAt: new Date(9) }),
      hold('higher', { score: 51, askedAt: new Date(9) }),
      hold('held', { score: 99, state: 'held' }),
    ];
    expect(ids('sanatorium-batch', holds)).toEqual(['higher', 'never', 'longer', 'older', 'early', 'late']);
  });

  it('of school places: first wishes, class, time of asking', () => {
    const holds = [
      hold('second wish', { score: 5, rank: { choice: 2 } }),
      hold('c4 late', { score: 2, rank: { choice: 1 }, askedAt: new Date(2) }),
      hold('c4 early', { score: 2, rank: { choice: 1 }, askedAt: new Date(1) }),
      hold('c1', { score: 5, rank: { choice: 1 }, askedAt: new Date(3) }),
    ];
    expect(ids('school', holds)).toEqual(['c1', 'c4 early', 'c4 late', 'second wish']);
  });

  it('hands out the lowest free number', () => {
    expect(freeUnit(3, [hold('a', { unitNo: 1 }), hold('b', { unitNo: 3 })])).toBe(2);
    expect(freeUnit(1, [hold('a', { unitNo: 1 })])).toBeNull();
  });
});

describe('who may have a bed', () => {
  const facts: SubjectFacts = {
    archiveNo: 'YZ-1',
    name: '张建国',
    town: null,
    village: null,
    status: '在世',
    lifecycle: '在册',
    birthOn: '1950-01-01',
    keyCategory: 'war',
    categories: ['ordinary_veteran'],
    disabilityGrade: null,
    hardship: null,
    lastSanatoriumYear: null,
    benefits: [],
  };
  const wish = { category: 'war', saidLastYear: null, batch: { name: '四月批', startsOn: START }, today: '2026-11-23' };
  const closesOn = applyClosesOn(START, isWorkday);

  it('closes eighteen working days before moving in', () => {
    expect(closesOn < START).toBe(true);
    let workdays = 0;
    for (let day = new Date(`${closesOn}T00:00:00Z`); day.toISOString().slice(0, 10) < START; day = new Date(day.getTime() + 86_400_000)) {
      if (isWorkday(day.toISOString().slice(0, 10))) workdays += 1;
    }
    expect(workdays).toBe(18);
  });

  it.each<[string, Partial<SubjectFacts>, Partial<typeof wish>, string | null]>([
    ['in time', {}, {}, null],
    ['on the last day', {}, { today: closesOn }, null],
    ['a day late', {}, { today: START }, 'batch-closed'],
    ['by another category on file', { categories: ['test'] }, { category: 'test' }, null],
    ['by a category not on file', {}, { category: 'martyr' }, 'not-eligible'],
    ['by a category that does not count', { categories: ['rural60'] }, { category: 'rural60' }, 'not-eligible'],
    ['an injured policeman', { categories: ['injured_police'] }, {}, 'excluded'],
    ['dead', { status: '去世' }, {}, 'not-eligible'],
    ['suspended', { lifecycle: '暂停' }, {}, 'not-eligible'],
    ['three years after', { lastSanatoriumYear: 2024 }, {}, null],
    ['two years after', { lastSanatoriumYear: 2025 }, {}, 'too-soon'],
    ['two years after, by a benefit on file', { benefits: [{ kind: 'sanatorium', year: 2025, detail: {} }] }, {}, 'too-soon'],
  ])('%s', (_, fact, want, code) => {
    expect(sanatoriumEligibility({ ...facts, ...fact }, { ...wish, ...want }, isWorkday)?.code ?? null).toBe(code);
  });

  it.each<[string, Partial<SubjectFacts>, string | null]>([
    ['who was in the war', {}, null],
    ['whose category stands beside another', { keyCategory: null, categories: ['ordinary_veteran', 'martyr'] }, null],
    ['without any category that counts', { keyCategory: null }, 'not-eligible'],
    ['an injured policeman', { categories: ['injured_police'] }, 'excluded'],
    ['dead', { status: '去世' }, 'not-eligible'],
    ['suspended', { lifecycle: '暂停' }, 'not-eligible'],
    ['who was there last year, since that depends on the batch', { lastSanatoriumYear: 2026 }, null],
  ])('as soon as they are known: %s', (_, fact, code) => {
    expect(sanatoriumGuest({ ...facts, ...fact })?.code ?? null).toBe(code);
  });
});

describe('who may ask for a school place', () => {
  const moving = { kind: 'transfer', stage: 'primary', reason: 'move', child_birth: '2016-03-15', identity: 'active' };
  const entering = { kind: 'enter', stage: 'primary', child_birth: '2020-08-31', identity: 'active' };

  it.each<[string, Record<string, string | boolean>, string, boolean, string | null]>([
    ['a transfer on the first day of July', moving, '2026-07-01', false, null],
    ['a transfer the day before', moving, '2026-06-30', false, 'outside-window'],
    ['a transfer on the last day', moving, '2026-08-10', false, null],
    ['a transfer the day after', moving, '2026-08-11', false, 'outside-window'],
    ['a transfer in January', moving, '2026-01-05', false, null],
    ['a move with the unit at any time', { ...moving, reason: 'transfer_unit' }, '2026-11-23', false, null],
    ['following the unit at any time', { ...moving, reason: 'follow' }, '2026-11-23', false, null],
    ['a kindergarten transfer for another reason', { ...moving, stage: 'kindergarten' }, '2026-07-05', false, 'no-window'],
    ['entering primary school until 15 May', entering, '2026-05-15', false, null],
    ['entering primary school on 16 May', entering, '2026-05-16', false, 'outside-window'],
    ['entering kindergarten until 10 May', { ...entering, stage: 'kindergarten', child_birth: '2023-08-31' }, '2026-05-10', false, null],
    [
      'entering kindergarten on 11 May',
      { ...entering, stage: 'kindergarten', child_birth: '2023-08-31' },
      '2026-05-11',
      false,
      'outside-window',
    ],
    ['six years old on 31 August', entering, '2026-04-01', false, null],
    ['six years old on 1 September', { ...entering, child_birth: '2020-09-01' }, '2026-04-01', false, 'too-young'],
    ['three years old on 1 September', { ...entering, stage: 'kindergarten', child_birth: '2023-09-01' }, '2026-04-01', false, 'too-young'],
    ['used before, as said', { ...entering, used_before: true }, '2026-04-01', false, 'used-before'],
    ['used before, as known', entering, '2026-04-01', true, 'used-before'],
    ['discharged a year ago', { ...entering, identity: 'recent_veteran', discharge_date: '2025-04-01' }, '2026-04-01', false, null],
    [
      'discharged longer ago',
      { ...entering, identity: 'recent_veteran', discharge_date: '2025-03-31' },
      '2026-04-01',
      false,
      'discharged-long-ago',
    ],
  ])('%s', (_, slots, today, used, code) => {
    expect(schoolEligibility(slots, today, used)?.code ?? null).toBe(code);
  });

  it('is told when the next window opens', () => {
    expect(schoolEligibility(moving, '2026-11-23', false)?.sentence).toContain('2027年1月5日');
  });
});
