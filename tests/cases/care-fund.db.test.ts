import { beforeAll, describe, expect, it } from 'vitest';
import { readCase } from '../../src/cases/case-store.ts';
import { decideTask } from '../../src/cases/decide-task.ts';
import { openTasks, type ServiceCase } from '../../src/cases/engine/service-case.ts';
import { operateCase } from '../../src/cases/operate-case.ts';
import { seatVoters } from '../../src/cases/seats.ts';
import { submitCase } from '../../src/cases/submit-case.ts';
import type { Staff } from '../../src/organisation/staff.ts';
import { addLeave, saveStaff } from '../../src/organisation/staff-store.ts';
import { insertPeople } from '../../src/people/import/people-bulk-store.ts';
import { newPerson } from '../../src/people/new-person.ts';
import { onBothDatabases } from '../setup/test-database.ts';
import { layDistrict, monday, staff, staffMember, subjectOf, type Told } from './district.ts';

/** rules.yaml care_fund.governance: 评审会不少于5人、利益关联回避. */

const TOWN = '姜山镇';
const reviewers = [1, 2, 3, 4, 5, 6, 7].map((n) => staffMember(`R${n}`, ['fund-reviewer']));
const village = staffMember('V2', ['village-liaison'], { level: 'village', town: TOWN, village: '走马塘村' });
const townHead = staffMember('TH', ['town-head'], { level: 'town', town: TOWN });
const civil = staffMember('DC', ['dept-officer'], { department: 'civil' });
const all = [...reviewers, village, townHead, civil, ...Object.values(staff)];
const byId = new Map(all.map((one) => [one.id, one]));

describe('the seats of a review', () => {
  it.each([
    [0, ['S2', '', '', '', '']],
    [1, ['R1', 'S2', '', '', '']],
    [4, ['R1', 'R2', 'R3', 'R4', 'S2']],
    [5, ['R1', 'R2', 'R3', 'R4', 'R5']],
    [7, ['R1,R6', 'R2,R7', 'R3', 'R4', 'R5']],
  ])('with %i reviewers in post are taken by %j', (count, seats) => {
    const inPost = [...reviewers.slice(0, count), staff.pensionHead];
    const duties = seatVoters({ role: 'fund-reviewer' }, 5, inPost);
    expect(duties.map((duty) => duty.acting.map((one) => one.staff.id).join())).toEqual(seats);
    for (const duty of duties) if (duty.acting[0]?.staff.id === 'S2') expect(duty.fallbackFrom).toBe('fund-reviewer');
  });
});

onBothDatabases('the review of the care fund', (db) => {
  let told: Told;
  let people = 0;

  beforeAll(async () => {
    told = await layDistrict(db());
    const fresh = [...reviewers, village, townHead, civil].map((one) => ({ ...one, phone: null, demo: false }));
    await saveStaff(db().tx, told.deps.sealer, fresh);
  });

  const inPost = async (count: number) => {
    await db().tx.$executeRaw`UPDATE staff SET is_active = (substr(id, 2)::int <= ${count}) WHERE id LIKE 'R_'`;
  };
  const current = async (no: string): Promise<ServiceCase> => {
    const found = await readCase(db().tx, told.deps.sealer, no);
    if (!found) throw new Error(`no case ${no}`);
    return found;
  };
  const decide = (caseNo: string, actor: Staff | undefined, decision: 'approve' | 'reject' = 'approve', rest = {}) => {
    if (!actor) throw new Error('nobody');
    return decideTask(told.deps, { caseNo, actor, decision, opinion: '按章程', now: monday, channel: 'test', ...rest });
  };
  const holder = async (no: string) => byId.get(openTasks(await current(no))[0]?.assignees[0] ?? '');

  /** A case that has come to the review. */
  async function toReview(count: number, startedBy = staff.liaison): Promise<string> {
    await inPost(count);
    people += 1;
    const person = { archiveNo: `YZ-${8_000_000 + people}`, name: '来人' };
    await insertPeople(db().tx, told.deps.sealer, [newPerson({ ...person, town: TOWN, village: '走马塘村', birthOn: '1950-01-01' })]);
    const slots = {
      applicant: '来人',
      applicant_idcard: '330299198501010019',
      applicant_phone: '13567890125',
      town: TOWN,
      village: '走马塘村',
      project: 'other',
      amount: 3000,
      public_ok: false,
      situation: '生活困难',
      proof: ['file-1'],
      bank_account: '6222020000000000018',
      consent: true,
    };
    const request = {
      flow: 'care-fund',
      subject: subjectOf(person),
      slots,
      startedBy,
      submissionKey: `fund-${people}`,
      now: monday,
      channel: 'test',
    };
    const result = await submitCase(told.deps, request);
    if (!result.ok) throw new Error(result.sentence);
    while ((await current(result.caseNo)).step !== 'fund')
      expect(await decide(result.caseNo, await holder(result.caseNo))).toMatchObject({ ok: true });
    return result.caseNo;
  }

  const seats = async (no: string) => openTasks(await current(no)).map((task) => task.assignees.join());
  const voters = async (no: string) =>
    (await current(no)).tasks.filter((task) => task.step === 'fund').map((task) => byId.get(task.assignees[0] ?? ''));

  it.each([
    [4, 'approve,approve,approve,approve', 'open', 'fund'],
    [4, 'approve,approve,approve,approve,approve', 'open', 'leader_approve'],
    [4, 'reject,reject,reject,reject', 'open', 'fund'],
    [5, 'approve,approve,approve', 'open', 'fund'],
    [5, 'approve,approve,approve,approve', 'open', 'fund'],
    [5, 'approve,approve,approve,approve,approve', 'open', 'leader_approve'],
    [5, 'approve,approve,approve,reject,reject', 'open', 'leader_approve'],
    [5, 'reject,approve,reject,approve,approve', 'open', 'leader_approve'],
    [5, 'approve,approve,reject,reject,reject', 'rejected', null],
    [5, 'reject,reject,reject,approve,approve', 'rejected', null],
    [5, 'reject,reject,reject,reject,reject', 'rejected', null],
    [7, 'approve,approve,reject,reject,approve', 'open', 'leader_approve'],
  ] as const)('with %i reviewers in post and the voices %s is %s, at %s', async (count, voices, state, step) => {
    const no = await toReview(count);
    const sitting = await voters(no);
    for (const [index, voice] of voices.split(',').entries())
      expect(await decide(no, sitting[index], voice as 'approve')).toMatchObject({ ok: true });
    expect(await current(no)).toMatchObject({ state, step });
  });

  it('goes on to the payment once it has passed', async () => {
    const no = await toReview(5);
    for (const one of await voters(no)) await decide(no, one);
    await decide(no, staff.leader, 'approve', { edits: { amount: 2500 } });
    const payer = await holder(no);
    expect(await decide(no, payer)).toMatchObject({ ok: true, state: 'completed' });
    expect(await db().tx.payment.findMany({ where: { case_no: no } })).toMatchObject([{ kind: 'care_fund' }]);
  });

  it('says how the vote went when it failed', async () => {
    const no = await toReview(5);
    told.notices.length = 0;
    for (const [index, one] of (await voters(no)).entries()) await decide(no, one, index < 2 ? 'approve' : 'reject');
    expect(told.notices.filter((one) => one.kind === 'rejected').map(({ staffId, byName, text }) => [staffId, byName, text])).toEqual([
      ['V1', '基金评审会', '表决未通过：同意2票，不同意3票'],
    ]);
  });

  it('with four reviewers says openly who takes the fifth seat', async () => {
    const no = await toReview(4);
    expect(await seats(no)).toEqual(['R1', 'R2', 'R3', 'R4', 'S2']);
    const opened = await db().tx.case_event.count({ where: { case_no: no, type: 'task-opened' } });
    expect(opened).toBe(9);
  });

  it('has one voice a person: no second seat by a transfer, as a deputy or beside one’s own', async () => {
    const no = await toReview(5);
    const about = { caseNo: no, now: monday, channel: 'test' };
    expect(await operateCase(told.deps, { ...about, actor: reviewers[0] as Staff, operation: 'transfer', to: 'R2' })).toMatchObject({
      ok: false,
      code: 'one-voice',
    });
    await addLeave(db().tx, { id: 'leave-r', staffId: 'R4', deputyId: 'R5', fromOn: '2026-11-23', toOn: '2026-11-23' });
    const seatOf = async (id: string) => ({ taskId: (await current(no)).tasks.find((task) => task.assignees[0] === id)?.id });
    expect(await decide(no, reviewers[4], 'approve', await seatOf('R5'))).toMatchObject({ ok: true });
    expect(await decide(no, reviewers[4], 'approve', await seatOf('R4'))).toMatchObject({ ok: false, code: 'one-voice' });
    expect(await operateCase(told.deps, { ...about, actor: reviewers[3] as Staff, operation: 'transfer', to: 'S2' })).toMatchObject({
      ok: false,
    });
    await inPost(6);
    expect(await operateCase(told.deps, { ...about, actor: reviewers[3] as Staff, operation: 'transfer', to: 'R6' })).toMatchObject({
      ok: true,
    });
    expect(await seats(no)).toEqual(['R1', 'R2', 'R3', 'R6']);
  });

  it('is not for those who have had the case in their hands', async () => {
    const both = { ...townHead, roles: ['town-head', 'fund-reviewer'] as Staff['roles'] };
    await saveStaff(db().tx, told.deps.sealer, [{ ...both, phone: null, demo: false }]);
    const no = await toReview(4);
    expect((await seats(no)).join()).not.toContain('TH');
    await saveStaff(db().tx, told.deps.sealer, [{ ...townHead, phone: null, demo: false }]);
  });
});
