import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { showCase } from '../../src/cases/show-case.ts';
import type { Slots } from '../../src/flows/slot-value.ts';
import { holdPerson } from '../../src/people/change/held-person-store.ts';
import type { Database } from '../../src/platform/database.ts';
import { idcardOf } from '../people/many-people.ts';
import { freshDatabase, testSealer } from '../setup/test-database.ts';
import { monday, type Subject } from './district.ts';
import { CaseDriver } from './drive-cases.ts';

/** What a finished case leaves on file, and what it does not. */

const base: Slots = {
  applicant: '赵海军',
  applicant_idcard: '330299198501010019',
  applicant_phone: '13567890125',
  town: '姜山镇',
  village: '走马塘村',
  bank_account: '6222020000000000018',
  notice_ack: true,
};

const farewell: Slots = {
  ...base,
  deceased: '王阿法',
  deceased_idcard: idcardOf('1950-01-01', 11),
  death_date: '2026-11-20',
  relation: '儿子',
  category: 'none',
};

const correction = (rest: Slots): Slots => ({ ...base, ...rest });

describe('the outcome of a case', () => {
  let db: Database;
  let cases: CaseDriver;

  beforeAll(async () => {
    db = await freshDatabase('postgres');
    cases = await CaseDriver.on(db);
  });
  afterAll(() => db?.close());

  const fileOf = async ({ archiveNo }: Subject) => {
    const held = await holdPerson(db.tx, testSealer(), archiveNo);
    if (!held) throw new Error(`no file ${archiveNo}`);
    return held;
  };
  const outcomesOf = async (no: string) => (await showCase(cases.deps, no, { now: monday }))?.outcome ?? [];
  const keysOf = async (no: string) => (await outcomesOf(no)).map((one) => one.key).sort();
  const payments = (archiveNo: string) => db.tx.payment.findMany({ where: { archive_no: archiveNo }, orderBy: { id: 'asc' } });

  it('of a farewell closes the file as of the day of death, and what follows a death follows', async () => {
    const who = await cases.someone({ name: '王阿法' });
    const followed: string[] = [];
    cases.deps.followers = [async (_, change) => void followed.push(`${change.archiveNo} ${change.to} ${change.on}`)];
    expect(await keysOf(await cases.drive('farewell-honour', who, farewell))).toEqual(['deceased']);
    expect(await fileOf(who)).toMatchObject({ status: '去世', lifecycle: '已故' });
    expect(followed).toEqual([`${who.archiveNo} 已故 2026-11-20`]);
    const [row] = await db.tx.$queryRaw<{ on: string }[]>`SELECT died_on::text AS on FROM person WHERE archive_no = ${who.archiveNo}`;
    expect(row?.on).toBe('2026-11-20');
    cases.deps.followers = [];
    // Nothing more for somebody who has died, but for what concerns just that.
    expect(await cases.submit('study-day', who, { ...base, session: '2026-12', mode: 'online' })).toMatchObject({ code: 'subject-gone' });
  });

  it('of a farewell pays the family by the category, and only where there is one', async () => {
    const who = await cases.someone({ name: '王阿法' });
    const no = await cases.drive('farewell-honour', who, { ...farewell, category: 'disabled', monthly_benefit: 1500 });
    expect(await keysOf(no)).toEqual(['deceased', 'funeral_subsidy']);
    expect((await payments(who.archiveNo)).map((one) => Number(one.amount))).toEqual([18000]);
  });

  it('of a yearly confirmation marks the year, once, and brings a new address', async () => {
    const who = await cases.someone();
    const slots: Slots = { ...base, year: 2026, method: 'video', alive: true, address_ok: true, new_address: '姜山镇走马塘村9号' };
    expect(await keysOf(await cases.drive('annual-confirm', who, slots))).toEqual(['annual_confirm']);
    expect((await fileOf(who)).facts.address).toBe('姜山镇走马塘村9号');
    expect(await db.tx.person_confirmation.findMany({ where: { archive_no: who.archiveNo } })).toMatchObject([{ year: 2026, way: '视频' }]);
    expect(await cases.submit('annual-confirm', who, slots)).toMatchObject({ ok: false, code: 'same-reason' });
  });

  it.each<[string, Date, string[]]>([
    ['on the last day of January', new Date('2026-01-31T10:00:00+08:00'), ['annual_confirm']],
    ['on the first of February', new Date('2026-02-02T10:00:00+08:00'), ['annual_confirm', 'stop_check']],
  ])('of a confirmation for the year before, %s, asks for a check only when it is late', async (_, now, keys) => {
    const who = await cases.someone();
    const no = await cases.drive('annual-confirm', who, { ...base, year: 2025, method: 'home', alive: true }, now);
    expect(await keysOf(no)).toEqual(keys);
  });

  it.each<[string, string, string, string, unknown]>([
    ['a telephone', '联系电话', '13800001234', 'phone', '13800001234'],
    ['a day in words', '出生年月', '1950年3月2日', 'birthOn', '1950-03-02'],
    ['an address', '住址', '姜山镇走马塘村3号', 'address', '姜山镇走马塘村3号'],
    ['a name', '姓名', '赵海均', 'name', '赵海均'],
  ])('of a correction mends %s', async (_, called, value, fact, after) => {
    const who = await cases.someone();
    await cases.drive('archive-correction', who, correction({ kind: 'correct', field_name: called, new_value: value }));
    expect((await fileOf(who)).facts).toMatchObject({ [fact]: after });
  });

  it('of a correction that the archive cannot take is refused at the last decision, and nothing is changed', async () => {
    const who = await cases.someone({ phone: '13800001234' });
    const slots = correction({ kind: 'correct', field_name: '电话', new_value: '138' });
    await expect(cases.drive('archive-correction', who, slots)).rejects.toThrow('手机号');
    expect((await fileOf(who)).facts.phone).toBe('13800001234');
  });

  it('of a new file is a person of the archive, once', async () => {
    const idcard = idcardOf('1960-05-05', 21);
    const nobody = { archiveNo: null, name: '周新来' };
    const slots = correction({ kind: 'create', applicant: '周新来', applicant_idcard: idcard });
    const [outcome] = await outcomesOf(await cases.drive('archive-correction', nobody, slots));
    const archiveNo = String(outcome?.data['archiveNo']);
    expect(archiveNo).toMatch(/^YZ-9\d{6}$/);
    const held = await fileOf({ archiveNo, name: '周新来' });
    expect(held).toMatchObject({ lifecycle: '在册', town: '姜山镇', facts: { name: '周新来', idcard, phone: '13567890125' } });
    await expect(cases.drive('archive-correction', nobody, slots)).rejects.toThrow(archiveNo);
  });

  it('of a correction needs a file to correct', async () => {
    const slots = correction({ kind: 'correct', field_name: '电话', new_value: '13800001234' });
    expect(await cases.submit('archive-correction', { archiveNo: null, name: '无名' }, slots)).toMatchObject({ code: 'unknown-person' });
  });

  it('of a move takes the file off the roll, and back on when the person returns', async () => {
    const who = await cases.someone();
    await cases.drive('archive-correction', who, correction({ kind: 'move_out', to_area: '北仑区' }));
    expect(await fileOf(who)).toMatchObject({ lifecycle: '转出', status: '迁出' });
    await cases.drive('archive-correction', who, correction({ kind: 'move_in' }));
    expect(await fileOf(who)).toMatchObject({ lifecycle: '在册', status: '在世' });
  });

  it('of a return home puts the service on file, and the letter that the household register asks for', async () => {
    const who = await cases.someone();
    const served: Slots = {
      enlist_date: '2021-09-01',
      discharge_date: '2026-11-01',
      discharge_kind: 'self',
      branch: 'navy',
      merit: 'third',
    };
    const no = await cases.drive('discharge-report', who, { ...base, ...served, is_party: false, want_job: false, cert_file: ['f'] });
    expect((await fileOf(who)).facts).toMatchObject({
      enlistedOn: '2021-09-01',
      dischargedOn: '2026-11-01',
      branch: '海军',
      merit: '三等功',
    });
    const letters = await db.tx.certificate.findMany({ where: { archive_no: who.archiveNo } });
    expect(letters).toMatchObject([{ kind: '户口登记介绍信', state: '有效', no: no.replace('YZ', 'HOUSEHOLD-LETTER-') }]);
  });

  it('of a certificate that others number has no made-up number', async () => {
    const who = await cases.someone();
    const card: Slots = { card_kind: 'veteran', kind: 'new', apply_place: 'household', bank: '农业银行', photo: ['f'], pickup: 'station' };
    await cases.drive('preferential-card', who, { ...base, ...card });
    expect(await db.tx.certificate.findMany({ where: { archive_no: who.archiveNo } })).toMatchObject([{ kind: '优待证', no: null }]);
    const other = await cases.someone();
    expect(await keysOf(await cases.drive('preferential-card', other, { ...base, ...card, kind: 'lost' }))).toEqual(['card_lost']);
    expect(await db.tx.certificate.count({ where: { archive_no: other.archiveNo } })).toBe(0);
  });

  it('of a pension makes a key recipient, with a mark that people can read', async () => {
    const who = await cases.someone();
    const claim: Slots = {
      dead_soldier: '赵大',
      kind: 'martyr',
      relation: 'parent',
      condition: 'no_labour',
      income_month: 0,
      remarried: false,
    };
    await cases.drive('regular-pension', who, { ...base, ...claim });
    expect((await fileOf(who)).facts.keyCategory).toBe('martyr');
    expect(await db.tx.person_tag.findMany({ where: { archive_no: who.archiveNo } })).toMatchObject([
      { tag: 'key_recipient', title: '重点优抚对象' },
    ]);
  });

  it.each<[string, Slots, string[]]>([
    ['who wants help', { want: true }, ['job_help', 'job_status']],
    ['who wants none', { want: false }, ['job_status']],
  ])('of a survey opens a search for work for %s', async (_, want, keys) => {
    const slots: Slots = { ...base, survey_year: 2026, job_status: 'employed', ...want };
    expect(await keysOf(await cases.drive('employment-survey', await cases.someone(), slots))).toEqual(keys);
  });
});
