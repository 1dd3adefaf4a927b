import { describe, expect, it } from 'vitest';
import { freeUnit, inOrder, unitFor } from '../../src/cases/scarce/queue.ts';
import type { Hold } from '../../src/cases/scarce/resource-store.ts';
import { sanatoriumEligibility, sanatoriumGuest } from '../../src/cases/scarce/sanatorium-eligibility.ts';
import { type SanatoriumClaim, sanatoriumScore } from '../../src/cases/scarce/sanatorium-priority.ts';
import { schoolEligibility, schoolScore } from '../../src/cases/scarce/school-eligibility.ts';
import { applyClosesOn, givesBackUntil, stayStagesDue } from '../../src/cases/scarce/stay-stages.ts';
import type { SubjectFacts } from '../../src/cases/subject-store.ts';
import { addDays } from '../../src/platform/calendar/day.ts';
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
    gaveUpLastYear: false,
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
    ['a bed given up last year', { gaveUpLastYear: true }, base - 5],
    ['no category that counts', { category: 'rural60' }, base - 18],
    ['disabled grade 1', { category: 'disabled', disabilityGrade: 1 }, base + 10],
    ['disabled grade 10', { category: 'disabled', disabilityGrade: 10 }, base + 4],
    ['last year', { lastYear: 2026 }, base],
    ['two years ago', { lastYear: 2025 }, base + 5],
    ['four years ago', { lastYear: 2023 }, base + 15],
    ['five years ago, the most', { lastYear: 2022 }, base + 15],
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

  const beds = (holds: Hold[], own: Hold, capacity = 6) => unitFor({ kind: 'sanatorium-batch', capacity }, holds, own);
  const guest = (archiveNo: string, unitNo: number | null, spouse: string | null = null): Hold =>
    hold(archiveNo, { archiveNo, unitNo, state: unitNo === null ? 'waiting' : 'held', rank: { spouse } });

  it.each<[string, Hold[], number | null]>([
    ['nobody else', [], 1],
    ['a stranger in the first bed', [guest('X', 1)], 2],
    ['the spouse in bed 3', [guest('W', 3, 'H')], 4],
    ['the spouse in bed 4', [guest('W', 4, 'H')], 3],
    ['the spouse’s room taken', [guest('W', 3, 'H'), guest('X', 4)], 1],
    ['the spouse still waiting: a room to themselves', [guest('W', null, 'H'), guest('X', 1)], 3],
    ['the spouse still waiting, no room empty', [guest('W', null, 'H'), guest('X', 1), guest('Y', 3), guest('Z', 5)], 2],
  ])('puts a couple into one room: %s', (_, others, unit) => {
    const own = guest('H', null, 'W');
    expect(beds([...others, own], own)).toBe(unit);
  });

  it.each<[string, Hold[], number | null]>([
    ['keeps the bed beside one whose spouse waits', [guest('H', 1, 'W'), guest('W', null, 'H')], 3],
    ['but gives it when no other is free', [guest('H', 1, 'W'), guest('W', null, 'H'), ...[3, 4, 5, 6].map((n) => guest(`G${n}`, n))], 2],
    ['does not keep it once the spouse has a bed', [guest('H', 1, 'W'), guest('W', 4, 'H')], 2],
    ['has none when all are taken', [1, 2, 3, 4, 5, 6].map((n) => guest(`G${n}`, n)), null],
  ])('%s', (_, others, unit) => {
    const own = guest('S', null);
    expect(beds([...others, own], own)).toBe(unit);
  });

  it('leaves a single last bed as it is', () => {
    const own = guest('S', null);
    expect(beds([guest('X', 1), guest('Y', 2), own], own, 3)).toBe(3);
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
    giveUpYears: [],
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

  it('lets a bed be given back until five working days before moving in', () => {
    expect(givesBackUntil('2026-12-07', isWorkday)).toBe('2026-11-30');
    expect(givesBackUntil('2026-11-30', isWorkday)).toBe('2026-11-23');
  });

  it.each<[string, string, string[]]>([
    // Moving in on Monday 2027-03-08.
    ['six working days before', '2027-02-26', []],
    ['five working days before', '2027-03-01', ['confirm']],
    ['three working days before', '2027-03-03', ['confirm']],
    ['two working days before', '2027-03-04', ['confirm', 'prepare']],
    ['on the Sunday before', '2027-03-07', ['confirm', 'prepare']],
    ['on the day', '2027-03-08', []],
    ['four working days after', '2027-03-12', []],
    ['five working days after', '2027-03-15', ['follow-up']],
    ['ten days later, for who was not told', '2027-03-25', ['follow-up']],
    ['eleven days later', '2027-03-26', []],
  ])('is to be told %s what comes', (_, today, stages) => {
    expect(stayStagesDue('2027-03-08', today, isWorkday)).toEqual(stages);
  });

  const dayAfter = (day: string) => addDays(day, 1);

  it.each<[string, Partial<SubjectFacts>, Partial<typeof wish>, string | null]>([
    ['in time', {}, {}, null],
    ['on the last day', {}, { today: closesOn }, null],
    ['the day after the last', {}, { today: dayAfter(closesOn) }, 'batch-closed'],
    ['on the first day', {}, { today: START }, 'batch-closed'],
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
    ['a transfer the day before January’s window', moving, '2026-01-04', false, 'outside-window'],
    ['a transfer on the last day of winter', moving, '2026-02-10', false, null],
    ['a transfer the day after', moving, '2026-02-11', false, 'outside-window'],
    ['a move ordered three months ago', { ...moving, reason: 'follow', order_date: '2026-08-23' }, '2026-11-23', false, null],
    ['a move ordered longer ago', { ...moving, reason: 'follow', order_date: '2026-08-22' }, '2026-11-23', false, 'outside-window'],
    ['a move ordered long ago, within the window', { ...moving, reason: 'follow', order_date: '2026-01-22' }, '2026-07-23', false, null],
    [
      'a kindergarten move with the unit',
      { ...moving, stage: 'kindergarten', reason: 'follow', child_birth: '2023-08-31' },
      '2026-11-23',
      false,
      null,
    ],
    [
      'a kindergarten move, three only next summer',
      { ...moving, stage: 'kindergarten', reason: 'follow', child_birth: '2023-09-01' },
      '2026-11-23',
      false,
      'too-young',
    ],
    ['a transfer into the coming school year', { ...moving, child_birth: '2020-08-31' }, '2026-07-05', false, null],
    ['a transfer into the running school year', { ...moving, child_birth: '2020-08-31' }, '2026-01-05', false, 'too-young'],
    ['a transfer in January', moving, '2026-01-05', false, null],
    ['a move with the unit at any time', { ...moving, reason: 'transfer_unit' }, '2026-11-23', false, null],
    ['following the unit at any time', { ...moving, reason: 'follow' }, '2026-11-23', false, null],
    ['a kindergarten transfer for another reason', { ...moving, stage: 'kindergarten' }, '2026-07-05', false, 'no-window'],
    ['entering primary school from 1 April', entering, '2026-04-01', false, null],
    ['entering primary school on 31 March', entering, '2026-03-31', false, 'outside-window'],
    ['entering kindergarten from 1 April', { ...entering, stage: 'kindergarten', child_birth: '2023-08-31' }, '2026-04-01', false, null],
    [
      'entering kindergarten on 31 March',
      { ...entering, stage: 'kindergarten', child_birth: '2023-08-31' },
      '2026-03-31',
      false,
      'outside-window',
    ],
    ['entering junior school until 15 May', { ...entering, stage: 'junior', child_birth: '2014-01-01' }, '2026-05-15', false, null],
    [
      'entering junior school on 16 May',
      { ...entering, stage: 'junior', child_birth: '2014-01-01' },
      '2026-05-16',
      false,
      'outside-window',
    ],
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

  it.each([
    ['c1', 5],
    ['c2', 4],
    ['c3', 3],
    ['c4', 2],
    ['c5', 1],
    ['none', 0],
  ])('of class %s stands at %d', (meritClass, score) => {
    expect(schoolScore(meritClass)).toBe(score);
  });

  it('is told that an order is too old', () => {
    const old = { ...moving, reason: 'follow', order_date: '2026-08-22' };
    expect(schoolEligibility(old, '2026-11-23', false)?.sentence).toMatch(/2026年8月22日的命令已超过三个月.*2027年1月5日/);
  });

  it('is told when the next window opens', () => {
    expect(schoolEligibility(moving, '2026-11-23', false)?.sentence).toContain('2027年1月5日');
  });
});
