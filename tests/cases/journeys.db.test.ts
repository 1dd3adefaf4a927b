import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { caseProgress } from '../../src/cases/case-progress.ts';
import { type Decided, decideTask } from '../../src/cases/decide-task.ts';
import type { Decision } from '../../src/cases/engine/service-case.ts';
import { findCases, listStarted, listTasks } from '../../src/cases/list-tasks.ts';
import { loadReturnedCase } from '../../src/cases/load-returned-case.ts';
import { operateCase } from '../../src/cases/operate-case.ts';
import { showCase } from '../../src/cases/show-case.ts';
import { resubmitCase, submitCase } from '../../src/cases/submit-case.ts';
import type { Staff } from '../../src/organisation/staff.ts';
import { onBothDatabases } from '../setup/test-database.ts';
import {
  addBatch,
  addSchool,
  layDistrict,
  monday,
  mustSubmit,
  people,
  sanatoriumSlots,
  schoolSlots,
  staff,
  subjectOf,
  type Told,
} from './district.ts';

onBothDatabases('a case', (db) => {
  let told: Told;

  beforeAll(async () => {
    told = await layDistrict(db());
    await addSchool(db(), 'XX-P1', '姜山镇中心小学', 3);
    await addSchool(db(), 'XX-P2', '姜山镇第二小学', 3);
    for (const code of ['LY-A', 'LY-B', 'LY-C', 'LY-D', 'LY-E', 'LY-F', 'LY-G', 'LY-H']) await addBatch(db(), code, 2);
  });

  beforeEach(() => {
    told.notices.length = 0;
  });

  async function decide(caseNo: string, actor: Staff, decision: Decision = 'approve', opinion: string | null = null) {
    return decideTask(told.deps, { caseNo, actor, decision, opinion, now: monday, channel: 'test' });
  }

  async function mustDecide(caseNo: string, actor: Staff, decision: Decision = 'approve', opinion: string | null = null): Promise<Decided> {
    const result = await decide(caseNo, actor, decision, opinion);
    if (!result.ok) throw new Error(`${actor.id} refused: ${result.sentence}`);
    return result;
  }

  const kindsFor = (staffId: string) => told.notices.filter((notice) => notice.staffId === staffId).map((notice) => notice.kind);

  async function show(no: string) {
    const shown = await showCase(told.deps, no, { now: monday });
    if (!shown) throw new Error(`no case ${no}`);
    return shown;
  }

  async function endIt(no: string): Promise<void> {
    await operateCase(told.deps, {
      caseNo: no,
      actor: staff.pensionHead,
      operation: 'terminate',
      note: '收尾',
      now: monday,
      channel: 'test',
    });
  }

  describe('of a sanatorium stay', () => {
    it('goes from the village to the care home, and the stay stands in the archive', async () => {
      const no = await mustSubmit(told.deps, 'short-sanatorium', people.zhang, sanatoriumSlots(people.zhang, 'LY-A'));
      expect(no).toMatch(/^YZ20261123-\d{4}$/);
      expect(kindsFor('T1')).toEqual(['task-opened']);
      expect(kindsFor('T2')).toEqual(['task-opened']);

      await mustDecide(no, staff.town1);
      expect(kindsFor('V1')).toEqual(['accepted']);
      await mustDecide(no, staff.health);
      await mustDecide(no, staff.pension);
      const [hold] = await db().tx.resource_hold.findMany({ where: { case_no: no } });
      expect(hold).toMatchObject({ state: 'held', unit_no: 1 });
      await mustDecide(no, staff.leader);
      expect(kindsFor('I1')).toEqual(['task-opened', 'approved']);
      const last = await mustDecide(no, staff.careHome, 'approve', '已安排');
      expect(last).toMatchObject({ state: 'completed', holders: [], repeated: false });
      expect(kindsFor('V1')).toEqual(['accepted', 'approved', 'done']);

      const shown = await show(no);
      expect(shown.state).toBe('completed');
      expect(shown.tasks.map((task) => [task.step, task.state, task.decision])).toEqual([
        ['accept', 'done', 'approve'],
        ['health_check', 'done', 'approve'],
        ['rank', 'done', 'approve'],
        ['leader_approve', 'done', 'approve'],
        ['receive', 'done', 'approve'],
      ]);
      expect(shown.events.map((event) => event.seq)).toEqual(shown.events.map((_, index) => index + 1));
      expect(shown.events[0]).toMatchObject({ seq: 1, type: 'case-started', by: 'V1', data: {} });
      expect(shown.outcome[0]?.data).toMatchObject({ batch: 'LY-A', bed: 1, checkIn: '2027-04-12', checkOut: '2027-04-16' });
      const person = await db().tx.person.findUniqueOrThrow({ where: { archive_no: people.zhang.archiveNo } });
      expect(person.last_sanatorium_year).toBe(2027);
      expect(await db().tx.benefit.findMany({ where: { case_no: no } })).toMatchObject([{ kind: 'sanatorium', year: 2027 }]);
      expect((await db().tx.resource.findUniqueOrThrow({ where: { code: 'LY-A' } })).taken).toBe(1);
    });

    it('keeps what identifies a person sealed, and shows it masked', async () => {
      const no = await mustSubmit(told.deps, 'short-sanatorium', people.li, sanatoriumSlots(people.li, 'LY-B', { diet: '低盐' }));
      const row = await db().tx.service_case.findUniqueOrThrow({ where: { no } });
      const stored = JSON.stringify(row.slots);
      for (const secret of ['330299195003020018', '13567890123', '张小明', '低盐']) expect(stored).not.toContain(secret);
      const shown = await show(no);
      expect(shown.slots).toMatchObject({ applicant_idcard: '3302**********0018', applicant_phone: '135****0123', diet: '***', days: 5 });
      await mustDecide(no, staff.town1, 'return', '请补家属同意书');
      const task = await db().tx.case_task.findFirstOrThrow({ where: { case_no: no, decision: 'return' } });
      expect(task.opinion_sealed).not.toContain('家属');
      await endIt(no);
    });

    it('is returned with what to correct, corrected by its starter and goes on', async () => {
      const no = await mustSubmit(told.deps, 'short-sanatorium', people.wang, sanatoriumSlots(people.wang, 'LY-C'));
      await mustDecide(no, staff.town1);
      expect(await decide(no, staff.health, 'return')).toMatchObject({ ok: false, code: 'opinion-needed' });
      await mustDecide(no, staff.health, 'return', '缺健康证明');
      expect(told.notices.filter((one) => one.kind === 'returned')).toMatchObject([{ staffId: 'V1', text: '缺健康证明' }]);
      expect((await show(no)).state).toBe('suspended');
      expect(await listTasks(told.deps, staff.liaison, 'todo', { now: monday })).toMatchObject({
        total: 1,
        tasks: [{ no, isCorrection: true }],
      });
      expect(await loadReturnedCase(told.deps, staff.town2, no, monday)).toMatchObject({ ok: false, code: 'not-yours' });
      expect(await loadReturnedCase(told.deps, staff.liaison, no, monday)).toMatchObject({
        ok: true,
        slots: { days: 5, emergency: '张小明' },
      });
      const again = await resubmitCase(told.deps, { caseNo: no, slots: { days: 4 }, actor: staff.liaison, now: monday, channel: 'test' });
      expect(again).toMatchObject({ ok: true, state: 'open', step: 'accept' });
      for (const actor of [staff.town2, staff.health, staff.pension, staff.leader, staff.careHome]) await mustDecide(no, actor);
      const shown = await show(no);
      expect(shown.state).toBe('completed');
      expect(shown.slots['days']).toBe(4);
      expect(shown.outcome[0]?.data['checkOut']).toBe('2027-04-15');
    });

    it('is refused to who may not have it, and leaves nothing behind', async () => {
      const before = await db().tx.service_case.count();
      const submit = (
        who: (typeof people)['zhang'] | (typeof people)['zhao'],
        slots = sanatoriumSlots(who, 'LY-D'),
        startedBy = staff.liaison,
      ) =>
        submitCase(told.deps, {
          flow: 'short-sanatorium',
          subject: subjectOf(who),
          slots,
          startedBy,
          submissionKey: `refused-${Math.abs(JSON.stringify([who, slots, startedBy]).length)}-${who.archiveNo}`,
          now: monday,
          channel: 'test',
        });
      expect(await submit(people.zhao)).toMatchObject({ ok: false, code: 'not-eligible' });
      // Had a stay in 2027 in the first test.
      expect(await submit(people.zhang)).toMatchObject({ ok: false, code: 'too-soon' });
      expect(await submit(people.li, sanatoriumSlots(people.li, '没有的批次'))).toMatchObject({ ok: false, code: 'unknown-batch' });
      expect(await submit(people.li, sanatoriumSlots(people.li, 'LY-D', { days: 6 }))).toMatchObject({ ok: false, code: 'form-faults' });
      expect(await submit(people.li, sanatoriumSlots(people.li, 'LY-D'), staff.otherTown)).toMatchObject({
        ok: false,
        code: 'outside-area',
      });
      expect(await submit(people.li, sanatoriumSlots(people.li, 'LY-D'), staff.careHome)).toMatchObject({ ok: false, code: 'forbidden' });
      expect(await db().tx.service_case.count()).toBe(before);
    });

    it('is one case when it is submitted twice with one key', async () => {
      const request = {
        flow: 'short-sanatorium',
        subject: subjectOf(people.li),
        slots: sanatoriumSlots(people.li, 'LY-D'),
        startedBy: staff.liaison,
        submissionKey: 'twice',
        now: monday,
        channel: 'test',
      };
      const [first, second] = await Promise.all([submitCase(told.deps, request), submitCase(told.deps, request)]);
      if (!first.ok || !second.ok) throw new Error('refused');
      expect(second.caseNo).toBe(first.caseNo);
      expect([first.repeated, second.repeated].sort()).toEqual([false, true]);
      expect(await db().tx.service_case.count({ where: { submission_key: 'twice' } })).toBe(1);
      await endIt(first.caseNo);
    });

    it('is decided once when two decide at the same moment', async () => {
      const no = await mustSubmit(told.deps, 'short-sanatorium', people.li, sanatoriumSlots(people.li, 'LY-E'));
      const results = await Promise.all([decide(no, staff.town1), decide(no, staff.town2, 'reject', '不符合')]);
      expect(results.filter((one) => one.ok)).toHaveLength(1);
      const [loser] = results.filter((one) => !one.ok);
      expect(loser).toMatchObject({ code: expect.stringMatching(/already-decided|closed/) });
      const decided = (await show(no)).events.filter((event) => event.type === 'task-decided');
      expect(decided).toHaveLength(1);
      await endIt(no);
    });

    it('carries a request out once, however often it comes', async () => {
      const no = await mustSubmit(told.deps, 'short-sanatorium', people.li, sanatoriumSlots(people.li, 'LY-F'));
      const request = {
        caseNo: no,
        actor: staff.town1,
        decision: 'approve' as const,
        opinion: null,
        now: monday,
        channel: 'test',
        requestKey: 'm1',
      };
      expect(await decideTask(told.deps, request)).toMatchObject({ ok: true, repeated: false, step: 'health_check' });
      expect(await decideTask(told.deps, request)).toMatchObject({ ok: true, repeated: true, step: 'health_check' });
      await endIt(no);
    });

    it('writes nothing of the last decision when its outcome cannot be written', async () => {
      const no = await mustSubmit(told.deps, 'short-sanatorium', people.li, sanatoriumSlots(people.li, 'LY-G'));
      for (const actor of [staff.town1, staff.health, staff.pension, staff.leader]) await mustDecide(no, actor);
      const before = await show(no);
      const audit = await db().tx.audit_record.count();
      const broken = {
        ...told.deps,
        actions: {
          ...told.deps.actions,
          'record-sanatorium-benefit': async () => ({ ok: false as const, code: 'broken', sentence: '写不进去' }),
        },
      };
      const request = { caseNo: no, actor: staff.careHome, decision: 'approve' as const, opinion: null, now: monday, channel: 'test' };
      expect(await decideTask(broken, request)).toMatchObject({ ok: false, code: 'broken' });
      expect(await show(no)).toEqual(before);
      expect(await db().tx.resource_hold.findFirst({ where: { case_no: no } })).toMatchObject({ state: 'held' });
      expect(await db().tx.audit_record.count()).toBe(audit);
      await mustDecide(no, staff.careHome);
      expect((await show(no)).outcome).toHaveLength(2);
    });
  });

  describe('of a school transfer', () => {
    it('goes through the parallel departments, whose every part must agree, to a place and a relation', async () => {
      const no = await mustSubmit(told.deps, 'school-transfer', people.zhao, schoolSlots());
      // Moving with the unit: ten working days instead of twenty.
      expect((await show(no)).dueAt).toBe('2026-12-07T15:59:59.000Z');
      await mustDecide(no, staff.town1);
      await mustDecide(no, staff.pension);
      expect((await show(no)).tasks.filter((task) => task.step === 'joint').map((task) => task.party)).toEqual([
        'paf',
        'psb',
        'housing',
        'edu',
      ]);
      for (const actor of [staff.edu, staff.paf, staff.housing]) expect(await mustDecide(no, actor)).toMatchObject({ step: 'joint' });
      expect(await mustDecide(no, staff.psb)).toMatchObject({ step: 'meeting', holders: ['员DEL'] });
      await mustDecide(no, staff.eduLeader);
      await mustDecide(no, staff.leader);
      expect(kindsFor('DE')).toContain('approved');
      expect(await mustDecide(no, staff.pension)).toMatchObject({ state: 'completed' });

      const shown = await show(no);
      expect(shown.outcome[0]?.data).toMatchObject({ school: 'XX-P1', schoolName: '姜山镇中心小学', stage: 'primary' });
      const [relation] = await db().tx.person_relation.findMany({ where: { case_no: no } });
      expect(relation).toMatchObject({ kind: '子女', is_minor: true });
      expect(relation?.name_sealed).not.toContain('赵小宝');
      const holds = await db().tx.resource_hold.findMany({ where: { case_no: no }, orderBy: { resource_code: 'asc' } });
      expect(holds.map((hold) => hold.state)).toEqual(['confirmed', 'released']);

      const again = await submitCase(told.deps, {
        flow: 'school-transfer',
        subject: subjectOf(people.zhao),
        slots: schoolSlots(),
        startedBy: staff.liaison,
        submissionKey: 'again',
        now: monday,
        channel: 'test',
      });
      expect(again).toMatchObject({ ok: false, code: 'used-before' });
    });

    it('skips a party whose condition does not hold', async () => {
      const second = { child_idcard: '330299201603150025', basis_kind: 'household' };
      const no = await mustSubmit(told.deps, 'school-transfer', people.zhao, schoolSlots(second));
      await mustDecide(no, staff.town1);
      await mustDecide(no, staff.pension);
      expect((await show(no)).tasks.filter((task) => task.step === 'joint').map((task) => task.party)).toEqual(['paf', 'psb', 'edu']);
      await endIt(no);
    });

    it('ends the step for all when one department returns it, and keeps what the others wrote', async () => {
      const no = await mustSubmit(told.deps, 'school-transfer', people.zhao, schoolSlots({ child_idcard: '330299201603150033' }));
      await mustDecide(no, staff.town1);
      await mustDecide(no, staff.pension);
      await mustDecide(no, staff.paf, 'approve', '身份属实');
      await mustDecide(no, staff.psb, 'return', '户口页不清楚');
      const joint = (await show(no)).tasks.filter((task) => task.step === 'joint');
      expect(joint.map((task) => [task.party, task.state, task.opinion])).toEqual([
        ['paf', 'done', '身份属实'],
        ['psb', 'done', '户口页不清楚'],
        ['housing', 'cancelled', null],
        ['edu', 'cancelled', null],
      ]);
      expect(await decide(no, staff.edu)).toMatchObject({ ok: false, code: 'already-decided' });
      await endIt(no);
      const rejected = await mustSubmit(told.deps, 'school-transfer', people.zhao, schoolSlots({ child_idcard: '330299201603150033' }));
      await mustDecide(rejected, staff.town1, 'reject', '材料不实');
      expect((await show(rejected)).state).toBe('rejected');
      expect(await db().tx.resource_hold.count({ where: { case_no: rejected, state: { not: 'released' } } })).toBe(0);
    });
  });

  describe('as people look for it', () => {
    it('is found by the end of its number by those who may see it, and by no one else', async () => {
      const no = await mustSubmit(told.deps, 'short-sanatorium', people.chen, sanatoriumSlots(people.chen, 'LY-H'));
      const at = { now: monday };
      const find = async (viewer: Staff, said: string) => (await findCases(told.deps, viewer, { no: said }, at)).cases.map((one) => one.no);
      expect(await find(staff.liaison, no.slice(-4))).toEqual([no]);
      expect(await find(staff.pension, no.toLowerCase())).toEqual([no]);
      expect(await find(staff.otherTown, no)).toEqual([]);
      expect(await find(staff.health, no)).toEqual([]);
      expect(await findCases(told.deps, staff.town1, { person: '陈根生', flow: 'short-sanatorium' }, at)).not.toMatchObject({ total: 0 });
      expect((await listStarted(told.deps, staff.liaison, at)).cases.map((one) => one.no)).toContain(no);
      expect((await listTasks(told.deps, staff.town2, 'todo', at)).tasks.map((one) => one.no)).toContain(no);
      expect(await caseProgress(told.deps, staff.otherTown, no, monday)).toMatchObject({ ok: false, code: 'not-found' });
      const progress = await caseProgress(told.deps, staff.liaison, no, monday);
      expect(progress).toMatchObject({ ok: true, canWithdraw: true, canDecide: false });
      expect(progress.ok && progress.markdown).toContain('还有15个工作日');
      expect(progress.ok && progress.markdown).toContain('员T1、员T2');
      const withdrawn = await operateCase(told.deps, {
        caseNo: no,
        actor: staff.liaison,
        operation: 'withdraw',
        now: monday,
        channel: 'test',
      });
      expect(withdrawn).toMatchObject({ ok: true, state: 'withdrawn' });
      expect(told.notices.filter((one) => one.kind === 'withdrawn').map((one) => one.staffId)).toEqual(['T1', 'T2']);
    });
  });
});
