import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subjectRefusal } from '../../src/cases/subject-refusal.ts';
import type { Slots } from '../../src/flows/slot-value.ts';
import type { Database } from '../../src/platform/database.ts';
import { freshDatabase } from '../setup/test-database.ts';
import type { Subject } from './district.ts';
import { CaseDriver } from './drive-cases.ts';

/** Limits that count over several cases of one person or family, met and passed by the least step. */

const base: Slots = {
  applicant: '赵海军',
  applicant_idcard: '330299198501010019',
  applicant_phone: '13567890125',
  town: '姜山镇',
  village: '走马塘村',
  bank_account: '6222020000000000018',
  notice_ack: true,
  consent: true,
};

const trip = (outside: boolean, amount: number): Slots => ({
  ...base,
  martyr: '赵大',
  relation: 'child',
  destination: '云南麻栗坡烈士陵园',
  outside_province: outside,
  travel: { from: '2026-11-01', to: '2026-11-05' },
  headcount: 1,
  amount,
  ticket: ['f'],
});

const study = (kind: string, degree: string, academicYear: string, tuition: number): Slots => ({
  ...base,
  school_name: '宁波大学',
  study_kind: kind,
  degree,
  tuition,
  academic_year: academicYear,
  receipt: ['f'],
});

const stay = (from: string, total: number, amount: number): Slots => ({
  ...base,
  hospital: '鄞州二院',
  period: { from, to: '2026-11-20' },
  total,
  reimbursed: 0,
  old_wound: false,
  amount,
});

const charity = (cause: string, amount: number): Slots => ({
  ...base,
  serviceman: '赵小军',
  relation: 'parent',
  cause,
  self_paid: 50000,
  amount,
  situation: '家里困难',
  proof: ['f'],
});

const allowance = (year: number): Slots => ({ ...base, soldier: '赵小军', relation: 'father', year, year_index: '1', amount: 20000 });
const months = (said: string): Slots => ({ ...base, months: said });
const subsidy: Slots = { ...base, service_years: 5, discharge_date: '2026-09-01', base_year: 2026 };

describe('a limit over several cases', () => {
  let db: Database;
  let cases: CaseDriver;

  beforeAll(async () => {
    db = await freshDatabase('postgres');
    cases = await CaseDriver.on(db);
  });
  afterAll(() => db?.close());

  /** The first is granted; then what is beyond is refused and what is just within is taken. */
  const tables: [what: string, flow: string, granted: Slots, beyond: Slots, code: string, within: Slots | null][] = [
    [
      'journeys outside the province, 3000 a year',
      'remote-memorial-subsidy',
      trip(true, 2000),
      trip(true, 1000.01),
      'over-amount',
      trip(true, 1000),
    ],
    ['journeys within it, 1500 a year', 'remote-memorial-subsidy', trip(false, 1000), trip(false, 500.01), 'over-amount', trip(false, 500)],
    [
      'a degree at full time, 16000 a year',
      'degree-upgrade',
      study('full', 'bachelor', '2025-2026', 9000),
      study('full', 'bachelor', '2026-2027', 7000.01),
      'over-amount',
      study('full', 'bachelor', '2026-2027', 7000),
    ],
    [
      'studies in the evening, 5000 a year',
      'degree-upgrade',
      study('part', 'college', '2025-2026', 3000),
      study('part', 'college', '2026-2027', 2000.01),
      'over-amount',
      study('part', 'college', '2026-2027', 2000),
    ],
    [
      'one academic year, once',
      'degree-upgrade',
      study('part', 'college', '2026-2027', 1000),
      study('part', 'college', '2026-2027', 500),
      'same-reason',
      study('part', 'college', '2025-2026', 500),
    ],
    [
      'medical costs, 30000 a year',
      'medical-subsidy',
      stay('2026-10-01', 40000, 20000),
      stay('2026-11-01', 40000, 10000.01),
      'over-amount',
      stay('2026-11-01', 40000, 10000),
    ],
    [
      'one stay in hospital, once',
      'medical-subsidy',
      stay('2026-10-01', 9000, 1000),
      stay('2026-10-01', 8000, 500),
      'same-reason',
      stay('2026-10-02', 8000, 500),
    ],
    [
      'charity for a serving family, 20000 a year',
      'aixin-great-wall',
      charity('illness', 15000),
      charity('illness', 5000.01),
      'over-amount',
      charity('illness', 5000),
    ],
    ['the allowance of one year, once', 'conscript-allowance', allowance(2025), allowance(2025), 'same-reason', allowance(2026)],
    [
      'a month without work, once',
      'waiting-allowance',
      months('2026-03,2026-04'),
      months('2026-04,2026-05'),
      'part-granted',
      months('2026-05,2026-06'),
    ],
    ['the lump sum of one discharge, once', 'lump-sum-subsidy', subsidy, { ...subsidy, service_years: 2 }, 'same-reason', null],
    [
      'the lump sum of a person, 134648 in all',
      'lump-sum-subsidy',
      subsidy,
      { ...subsidy, discharge_date: '2020-09-01' },
      'over-amount',
      null,
    ],
  ];

  it.each(tables)('%s', async (_, flow, granted, beyond, code, within) => {
    const who = await cases.someone();
    await cases.drive(flow, who, granted);
    expect(await cases.submit(flow, who, beyond)).toMatchObject({ ok: false, code });
    if (within) expect((await cases.submit(flow, who, within)).ok).toBe(true);
  });

  it('pays as many months as are named, and no month twice within one case', async () => {
    const who = await cases.someone();
    expect(await cases.submit('waiting-allowance', who, months('2026-03,2026-03'))).toMatchObject({ ok: false, code: 'part-twice' });
    await cases.drive('waiting-allowance', who, months('2026-03,2026-04,2026-05'));
    const paid = await db.tx.payment.findMany({ where: { archive_no: who.archiveNo } });
    expect(paid.map((one) => Number(one.amount))).toEqual([3 * 2660]);
  });

  it('counts a plan of subsidies as a whole, and plans none where none is wanted', async () => {
    const wish: Slots = { ...base, skill: '会计', expect_job: '会计' };
    const sums = async ({ archiveNo }: Subject) =>
      (await db.tx.payment.findMany({ where: { archive_no: archiveNo } })).map((one) => Number(one.amount));
    const wants = await cases.someone();
    await cases.drive('spouse-employment', wants, { ...wish, want: ['subsidy'], subsidy_month: 1000, subsidy_months: 12 });
    expect(await sums(wants)).toEqual([12000]);
    const works = await cases.someone();
    await cases.drive('spouse-employment', works, { ...wish, want: ['job'] });
    expect(await sums(works)).toEqual([]);
  });

  it('lets a master ask for more than a bachelor', async () => {
    const ask = (degree: string): Slots => ({ ...base, school_name: '宁波大学', degree, kind: 'compensate', amount: 18000, form: ['f'] });
    expect((await cases.submit('student-enlist-support', await cases.someone(), ask('master'))).ok).toBe(true);
    expect((await cases.submit('student-enlist-support', await cases.someone(), ask('bachelor'))).ok).toBe(false);
  });

  it('is told as soon as the person is known, where nothing more can be granted', async () => {
    const who = await cases.someone();
    await cases.drive('medical-subsidy', who, stay('2026-10-01', 40000, 30000));
    expect(await subjectRefusal(cases.deps, db.tx, 'medical-subsidy', who.archiveNo, '2026-11-23')).toContain('累计上限30000元');
    expect(await subjectRefusal(cases.deps, db.tx, 'medical-subsidy', who.archiveNo, '2027-01-04')).toBeNull();
  });
});
