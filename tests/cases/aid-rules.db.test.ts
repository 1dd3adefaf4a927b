import { beforeAll, expect, it } from 'vitest';
import { readCase } from '../../src/cases/case-store.ts';
import { type Decided, decideTask } from '../../src/cases/decide-task.ts';
import type { Refusal } from '../../src/cases/engine/act.ts';
import { openTasks, type ServiceCase } from '../../src/cases/engine/service-case.ts';
import { showCase } from '../../src/cases/show-case.ts';
import { subjectRefusal } from '../../src/cases/subject-refusal.ts';
import { submitCase } from '../../src/cases/submit-case.ts';
import type { Slots } from '../../src/flows/slot-value.ts';
import type { Staff } from '../../src/organisation/staff.ts';
import { saveStaff } from '../../src/organisation/staff-store.ts';
import { insertPeople } from '../../src/people/import/people-bulk-store.ts';
import { newPerson } from '../../src/people/new-person.ts';
import { onBothDatabases, testSealer } from '../setup/test-database.ts';
import { layDistrict, monday, staff, subjectOf, type Told } from './district.ts';
import { postHolders } from './posts.ts';

/** rules.yaml hardship and care_fund: each limit on both sides, at submission and again when it is paid. */

const TOWN = '姜山镇';

const aid = (rest: Slots = {}): Slots => ({
  applicant: '赵海军',
  applicant_idcard: '330299198501010019',
  applicant_phone: '13567890125',
  town: TOWN,
  village: '走马塘村',
  identity: 'veteran',
  cause: 'other',
  event_date: '2026-11-01',
  urgent: false,
  family_size: 3,
  income_month: 3000,
  self_paid: 60000,
  other_aid: 0,
  tier: 't4',
  amount: 5000,
  situation: '家里突然困难',
  bank_account: '6222020000000000018',
  by_proxy: false,
  notice_ack: true,
  ...rest,
});

const fund = (rest: Slots = {}): Slots => ({
  applicant: '赵海军',
  applicant_idcard: '330299198501010019',
  applicant_phone: '13567890125',
  town: TOWN,
  village: '走马塘村',
  project: 'disease',
  amount: 5000,
  public_ok: false,
  situation: '重病',
  proof: ['file-1'],
  bank_account: '6222020000000000018',
  consent: true,
  ...rest,
});

onBothDatabases('aid in hardship', (db) => {
  let told: Told;
  let byId: Map<string, Staff>;
  let people = 0;
  let submissions = 0;

  beforeAll(async () => {
    told = await layDistrict(db());
    const posts = postHolders();
    await db().transaction((tx) =>
      saveStaff(
        tx,
        testSealer(),
        posts.map((one) => ({ ...one, phone: null, demo: false })),
      ),
    );
    byId = new Map([...posts, ...Object.values(staff)].map((one) => [one.id, one]));
  });

  /** Somebody new; `of`: of whose family. */
  async function someone(of?: string): Promise<string> {
    people += 1;
    const archiveNo = `YZ-${3_000_000 + people}`;
    const relations = of === undefined ? [] : [{ kind: '配偶', name: '赵海军', birthOn: null, isMinor: false, relatedArchiveNo: of }];
    const person = newPerson({ archiveNo, name: '赵海军', town: TOWN, village: '走马塘村', birthOn: '1950-01-01', relations: [] });
    await db().transaction((tx) => insertPeople(tx, testSealer(), [person]));
    for (const one of relations)
      await db().tx.$executeRaw`
        INSERT INTO person_relation (id, archive_no, kind, name_sealed, is_minor, related_archive_no)
        VALUES (${`r-${archiveNo}`}, ${archiveNo}, ${one.kind}, 'x', false, ${one.relatedArchiveNo})`;
    return archiveNo;
  }

  async function submit(flow: string, archiveNo: string, slots: Slots, now = monday) {
    submissions += 1;
    const subject = subjectOf({ archiveNo, name: '赵海军' });
    return submitCase(told.deps, {
      flow,
      subject,
      slots,
      startedBy: staff.liaison,
      submissionKey: `aid-${submissions}`,
      now,
      channel: 'test',
    });
  }

  async function mustSubmit(flow: string, archiveNo: string, slots: Slots, now = monday): Promise<string> {
    const result = await submit(flow, archiveNo, slots, now);
    if (!result.ok) throw new Error(result.sentence);
    return result.caseNo;
  }

  async function current(no: string): Promise<ServiceCase> {
    const found = await readCase(db().tx, testSealer(), no);
    if (!found) throw new Error(`no case ${no}`);
    return found;
  }

  /** The first of those who may agrees to the first open task; returns what came of it. */
  async function agree(no: string, now = monday): Promise<Decided | Refusal | null> {
    const [task] = openTasks(await current(no));
    let last: Decided | Refusal | null = null;
    for (const id of task?.assignees ?? []) {
      const actor = byId.get(id);
      if (!actor) throw new Error(`${id} is nobody of this test`);
      last = await decideTask(told.deps, {
        caseNo: no,
        actor,
        decision: 'approve',
        opinion: '同意',
        taskId: task?.id,
        now,
        channel: 'test',
      });
      if (last.ok) return last;
    }
    return last;
  }

  async function toTheEnd(no: string, now = monday): Promise<{ passed: string[]; refused: string | null }> {
    for (;;) {
      const result = await agree(no, now);
      if (result !== null && !result.ok) return { passed: await passed(no), refused: result.code };
      if (openTasks(await current(no)).length === 0) return { passed: await passed(no), refused: null };
    }
  }

  const passed = async (no: string) => [
    ...new Set((await current(no)).tasks.filter((task) => task.decision === 'approve').map((task) => task.step)),
  ];

  const payments = (no: string) =>
    db().tx.$queryRaw<{ kind: string; amount: number }[]>`
      SELECT kind, amount::float8 AS amount FROM payment WHERE case_no = ${no} ORDER BY kind`;

  it.each<[string, Slots, boolean]>([
    ['t1 2000', { tier: 't1', amount: 2000, self_paid: 4999 }, true],
    ['t1 2000.01', { tier: 't1', amount: 2000.01, self_paid: 4999 }, false],
    ['t2 of 5000 spent', { tier: 't2', amount: 5000, self_paid: 5000 }, true],
    ['t2 of 4999.99 spent', { tier: 't2', amount: 4000, self_paid: 4999.99 }, false],
    ['t2 5000.01', { tier: 't2', amount: 5000.01, self_paid: 9000 }, false],
    ['t3 of 20000 spent', { tier: 't3', amount: 10000, self_paid: 20000 }, true],
    ['t3 of 19999 spent', { tier: 't3', amount: 10000, self_paid: 19999 }, false],
    ['t3 10000.01', { tier: 't3', amount: 10000.01, self_paid: 30000 }, false],
    ['t4 of 50000 spent', { tier: 't4', amount: 20000, self_paid: 50000 }, true],
    ['t4 of 49999 spent', { tier: 't4', amount: 20000, self_paid: 49999, impoverished: false }, false],
    ['t4 of 49999 spent, made poor by it', { tier: 't4', amount: 20000, self_paid: 49999, impoverished: true }, true],
    ['t4 20000.01', { tier: 't4', amount: 20000.01, self_paid: 50000 }, false],
  ])('%s: accepted %s', async (_, slots, isAccepted) => {
    const result = await submit('hardship-aid', await someone(), aid(slots));
    expect(result.ok, result.ok ? '' : result.sentence).toBe(isAccepted);
    if (!result.ok) expect(result.code).toBe('form-faults');
  });

  it.each<[string, Slots, string[], string[]]>([
    ['t1', { tier: 't1', amount: 2000, self_paid: 3000 }, ['town_review', 'section_review'], ['leader_approve', 'chief', 'advance']],
    ['t2', { tier: 't2', amount: 5000, self_paid: 6000 }, ['town_review', 'leader_approve'], ['chief', 'advance']],
    ['t3', { tier: 't3', amount: 10000, self_paid: 20000 }, ['leader_approve'], ['chief']],
    ['t4 above 10000', { tier: 't4', amount: 10000.01, self_paid: 50000 }, ['leader_approve', 'chief'], []],
    ['in an emergency', { tier: 't1', amount: 2000, self_paid: 3000, urgent: true }, ['advance', 'town_review'], ['leader_approve']],
  ])('%s is approved by those of its tier and by nobody else', async (_, slots, steps, not) => {
    const no = await mustSubmit('hardship-aid', await someone(), aid(slots));
    const end = await toTheEnd(no);
    expect(end.refused).toBeNull();
    for (const step of steps) expect(end.passed).toContain(step);
    for (const step of not) expect(end.passed).not.toContain(step);
  });

  it('pays at most 2000 in advance in an emergency, and the rest at the end, once each', async () => {
    const no = await mustSubmit('hardship-aid', await someone(), aid({ urgent: true, amount: 5000 }));
    while (!(await passed(no)).includes('advance')) await agree(no);
    expect(await payments(no)).toEqual([{ kind: 'advance', amount: 2000 }]);
    await toTheEnd(no);
    expect(await payments(no)).toEqual([
      { kind: 'advance', amount: 2000 },
      { kind: 'hardship_aid', amount: 3000 },
    ]);
    const shown = await showCase(told.deps, no, { now: monday });
    expect(shown?.outcome.find((one) => one.key === 'hardship_aid')?.data).toMatchObject({ amount: 5000, advance: 2000 });
    const small = await mustSubmit('hardship-aid', await someone(), aid({ urgent: true, amount: 1500, tier: 't1', self_paid: 100 }));
    await toTheEnd(small);
    expect(await payments(small)).toEqual([{ kind: 'advance', amount: 1500 }]);
  });

  it('gives a family no more than 20000 in a year, judged when it is asked for and when it is paid', async () => {
    const one = await someone();
    const spouse = await someone(one);
    await toTheEnd(await mustSubmit('hardship-aid', one, aid({ amount: 12000 })));
    const over = await submit('hardship-aid', spouse, aid({ amount: 8000.01, event_date: '2026-11-02' }));
    expect(over).toMatchObject({ ok: false, code: 'over-amount' });
    const two = [
      await mustSubmit('hardship-aid', spouse, aid({ amount: 8000, event_date: '2026-11-03' })),
      await mustSubmit('hardship-aid', one, aid({ amount: 8000, event_date: '2026-11-04' })),
    ];
    expect((await toTheEnd(two[0] ?? '')).refused).toBeNull();
    expect((await toTheEnd(two[1] ?? '')).refused).toBe('over-amount');
    expect(await payments(two[1] ?? '')).toEqual([]);
    const nextYear = new Date('2027-03-01T09:00:00+08:00');
    expect((await submit('hardship-aid', one, aid({ amount: 20000, event_date: '2027-02-01' }), nextYear)).ok).toBe(true);
  });

  it('helps a family twice a year, and says so as soon as the person is known', async () => {
    const one = await someone();
    for (const day of ['2026-10-01', '2026-10-02']) {
      const said = await subjectRefusal(told.deps, db().tx, 'hardship-aid', one, '2026-11-23');
      expect(said).toBeNull();
      await toTheEnd(await mustSubmit('hardship-aid', one, aid({ amount: 1000, event_date: day })));
    }
    expect(await submit('hardship-aid', one, aid({ amount: 1000, event_date: '2026-10-03' }))).toMatchObject({
      ok: false,
      code: 'over-times',
    });
    expect(await subjectRefusal(told.deps, db().tx, 'hardship-aid', one, '2026-11-23')).toContain('最多2次');
    expect(await subjectRefusal(told.deps, db().tx, 'hardship-aid', one, '2027-01-04')).toBeNull();
  });

  it('counts an advance and the rest of one case as one time', async () => {
    const one = await someone();
    await toTheEnd(await mustSubmit('hardship-aid', one, aid({ urgent: true, amount: 4000 })));
    expect((await submit('hardship-aid', one, aid({ amount: 1000, event_date: '2026-11-05' }))).ok).toBe(true);
  });

  it('is given once for one event, but for one that was refused or withdrawn', async () => {
    const one = await someone();
    const no = await mustSubmit('hardship-aid', one, aid());
    expect(await submit('hardship-aid', one, aid({ amount: 100 }))).toMatchObject({ ok: false, code: 'same-reason' });
    expect((await submit('hardship-aid', one, aid({ cause: 'schooling' }))).ok).toBe(true);
    const [task] = openTasks(await current(no));
    const actor = byId.get(task?.assignees[0] ?? '');
    if (!actor) throw new Error('nobody holds it');
    await decideTask(told.deps, {
      caseNo: no,
      actor,
      decision: 'reject',
      opinion: '不符合',
      taskId: task?.id,
      now: monday,
      channel: 'test',
    });
    expect((await submit('hardship-aid', one, aid({ amount: 100 }))).ok).toBe(true);
  });

  it.each<[string, Slots, boolean]>([
    ['disease 30000', { project: 'disease', amount: 30000 }, true],
    ['disease 30000.01', { project: 'disease', amount: 30000.01 }, false],
    ['study 5000', { project: 'study', student: '赵小宝', amount: 5000 }, true],
    ['study 5000.01', { project: 'study', student: '赵小宝', amount: 5000.01 }, false],
    ['disaster 20000', { project: 'disaster', amount: 20000 }, true],
    ['disaster 20000.01', { project: 'disaster', amount: 20000.01 }, false],
    ['brave 10000', { project: 'brave', amount: 10000 }, true],
    ['brave 10000.01', { project: 'brave', amount: 10000.01 }, false],
    ['other 5000', { project: 'other', amount: 5000 }, true],
    ['other 5000.01', { project: 'other', amount: 5000.01 }, false],
  ])('the care fund, %s: accepted %s', async (_, slots, isAccepted) => {
    expect((await submit('care-fund', await someone(), fund(slots))).ok).toBe(isAccepted);
  });

  it('the care fund helps a study with 5000 a year, whatever else it gave', async () => {
    const one = await someone();
    await toTheEnd(await mustSubmit('care-fund', one, fund({ project: 'study', student: '赵小宝', amount: 3000 })));
    await toTheEnd(await mustSubmit('care-fund', one, fund({ project: 'disaster', amount: 20000 })));
    expect(await submit('care-fund', one, fund({ project: 'study', student: '赵小宝', amount: 2000.01 }))).toMatchObject({
      code: 'over-amount',
    });
    expect((await submit('care-fund', one, fund({ project: 'study', student: '赵小宝', amount: 2000 }))).ok).toBe(true);
    expect(await submit('care-fund', one, fund({ project: 'disaster', amount: 7000.01 }))).toMatchObject({ code: 'over-amount' });
  });

  it('two funds never grant more than was spent on the same thing', async () => {
    const one = await someone();
    await toTheEnd(await mustSubmit('hardship-aid', one, aid({ tier: 't2', self_paid: 8000, amount: 5000 })));
    expect(await submit('care-fund', one, fund({ self_paid: 8000, amount: 3000.01 }))).toMatchObject({ ok: false, code: 'same-expense' });
    expect((await submit('care-fund', one, fund({ self_paid: 8000, amount: 3000 }))).ok).toBe(true);
  });

  it('of a service that is had once at a time, the second of two at the same moment is refused', async () => {
    const one = await someone();
    const slots: Slots = {
      ...fund(),
      items: ['medical', 'archive'],
      discharge_date: '2026-11-01',
      insure_kind: 'resident',
      notice_ack: true,
    };
    const both = await Promise.all([submit('home-return-bundle', one, slots), submit('home-return-bundle', one, slots)]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    expect(both.find((one) => !one.ok)).toMatchObject({ code: 'one-open' });
    expect(await subjectRefusal(told.deps, db().tx, 'home-return-bundle', one, '2026-11-23')).toContain('已有一件在办');
  });

  it('返乡一件事 goes to every office at once, each sub-item with its own state; one that comes back leaves the others alone', async () => {
    const one = await someone();
    const items = ['household', 'idcard', 'pension', 'medical', 'unemployment', 'party', 'conscription', 'card', 'job', 'archive'];
    const more: Slots = {
      settle_address: '姜山镇走马塘村1号',
      household_head: '赵大',
      party_branch: '走马塘村党支部',
      insure_kind: 'employee',
    };
    const no = await mustSubmit('home-return-bundle', one, { ...fund(), items, discharge_date: '2026-11-01', notice_ack: true, ...more });
    await agree(no);
    const parts = openTasks(await current(no));
    expect(parts).toHaveLength(11);
    const psb = byId.get(parts.find((task) => task.party === 'psb-idcard')?.assignees[0] ?? '') as Staff;
    const decide = (opinion: string, decision: 'approve' | 'return') =>
      decideTask(told.deps, { caseNo: no, actor: psb, decision, opinion, now: monday, channel: 'test' });
    expect(await decide('同意', 'approve')).toMatchObject({ ok: false, code: 'which-part' });
    expect(await decide('身份证照片不合格', 'return')).toMatchObject({ ok: true });
    const after = await current(no);
    expect(after.tasks.find((task) => task.party === 'psb-household')?.state).toBe('open');
    expect(
      openTasks(after)
        .filter((task) => task.step === 'correct')
        .map((task) => task.party),
    ).toEqual(['psb-idcard']);
    expect(openTasks(after)).toHaveLength(11);
    expect(await decide('恢复户口登记已办', 'approve')).toMatchObject({ ok: true });
  });
});
