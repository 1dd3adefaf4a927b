import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseDeps } from '../../src/cases/case-deps.ts';
import { decideTask } from '../../src/cases/decide-task.ts';
import { listTasks } from '../../src/cases/list-tasks.ts';
import { noticeMessage } from '../../src/cases/notice-text.ts';
import { operateCase } from '../../src/cases/operate-case.ts';
import { showCase } from '../../src/cases/show-case.ts';
import { submitCase } from '../../src/cases/submit-case.ts';
import { wakeForgotten } from '../../src/cases/with-case.ts';
import type { LoadedFlow } from '../../src/flows/flow-definition.ts';
import { versionOf } from '../../src/flows/flow-version.ts';
import { flowBook } from '../../src/flows/load-flows.ts';
import type { Staff } from '../../src/organisation/staff.ts';
import { addLeave, saveStaff } from '../../src/organisation/staff-store.ts';
import { onBothDatabases } from '../setup/test-database.ts';
import {
  addBatch,
  flows,
  layDistrict,
  monday,
  mustSubmit,
  people,
  sanatoriumSlots,
  staff,
  staffMember,
  subjectOf,
  type Told,
} from './district.ts';

onBothDatabases('who holds a case', (db) => {
  let told: Told;
  const day = 86_400_000;

  beforeAll(async () => {
    told = await layDistrict(db());
    for (const code of ['LY-A', 'LY-B', 'LY-C', 'LY-D', 'LY-E', 'LY-F']) await addBatch(db(), code, 2);
  });

  const decide = (caseNo: string, actor: Staff, now = monday, deps: CaseDeps = told.deps) =>
    decideTask(deps, { caseNo, actor, decision: 'approve', opinion: null, now, channel: 'test' });
  const operate = (caseNo: string, actor: Staff, operation: string, rest = {}) =>
    operateCase(told.deps, { caseNo, actor, operation, now: monday, channel: 'test', ...rest });
  const show = async (no: string) => {
    const shown = await showCase(told.deps, no, { now: monday });
    if (!shown) throw new Error('no case');
    return shown;
  };
  const end = (no: string) => operate(no, staff.pensionHead, 'terminate', { note: '收尾' });

  it('is also the deputy of someone on leave, from the first day to the last, and the record says for whom they acted', async () => {
    const deputy = staffMember('T3', ['town-head'], { level: 'town', town: '姜山镇' });
    await saveStaff(db().tx, told.deps.sealer, [{ ...deputy, phone: null, demo: false }]);
    await addLeave(db().tx, { id: 'leave-1', staffId: 'T1', deputyId: 'T3', fromOn: '2026-11-23', toOn: '2026-11-24' });
    told.notices.length = 0;
    const no = await mustSubmit(told.deps, 'short-sanatorium', people.li, sanatoriumSlots(people.li, 'LY-A'));
    expect(told.notices.map((notice) => notice.staffId).sort()).toEqual(['T1', 'T2', 'T3']);
    const todo = (now: Date) => listTasks(told.deps, deputy, 'todo', { now });
    expect((await todo(monday)).tasks.map((task) => task.no)).toEqual([no]);
    expect((await todo(new Date(monday.getTime() + 2 * day))).total).toBe(0);
    expect(await decide(no, deputy, new Date(monday.getTime() + 2 * day))).toMatchObject({ ok: false, code: 'not-yours' });
    expect(await decide(no, deputy)).toMatchObject({ ok: true, step: 'health_check' });
    const row = await db().tx.case_task.findFirstOrThrow({ where: { case_no: no, step: 'accept' } });
    expect(row).toMatchObject({ decided_by: 'T3', on_behalf_of: 'T1' });
    expect((await show(no)).tasks[0]?.assignees).toEqual(['T1', 'T2']);
    await end(no);
  });

  it('is the next level where nobody is in post, and that is said in the history', async () => {
    await db().tx.$executeRaw`UPDATE staff SET is_active = false WHERE id = 'DH'`;
    const no = await mustSubmit(told.deps, 'short-sanatorium', people.li, sanatoriumSlots(people.li, 'LY-B'));
    expect(await decide(no, staff.town1)).toMatchObject({ ok: true, holders: ['员S1'] });
    const opened = (await show(no)).events.filter((event) => event.type === 'task-opened');
    expect(opened.at(-1)?.data).toMatchObject({
      step: 'health_check',
      assignees: ['S1'],
      fallbackFrom: 'dept-officer',
      role: 'section-officer',
    });
    await db().tx.$executeRaw`UPDATE staff SET is_active = true WHERE id = 'DH'`;
    await end(no);
  });

  it('changes with a transfer to a colleague named or numbered, and with nobody else', async () => {
    const no = await mustSubmit(told.deps, 'short-sanatorium', people.li, sanatoriumSlots(people.li, 'LY-C'));
    expect(await operate(no, staff.town1, 'transfer', { to: '没有这人' })).toMatchObject({ ok: false, code: 'no-such-staff' });
    expect(await operate(no, staff.town1, 'transfer', { to: '员S1' })).toMatchObject({ ok: false, code: 'wrong-body' });
    expect(await operate(no, staff.town1, 'transfer', { to: '员T2', note: '出差' })).toMatchObject({ ok: true, holders: ['员T2'] });
    expect(told.notices.at(-1)).toMatchObject({ kind: 'transferred', staffId: 'T2', text: '出差' });
    expect(await decide(no, staff.town1)).toMatchObject({ ok: false, code: 'not-yours' });
    expect(await operate(no, staff.otherTown, 'comment', { note: '?' })).toMatchObject({ ok: false, code: 'not-found' });
    expect(await operate(no, staff.liaison, 'no-such-operation')).toMatchObject({ ok: false, code: 'not-supported' });
    expect(await operate(no, staff.liaison, 'urge')).toMatchObject({ ok: true });
    expect(told.notices.at(-1)).toMatchObject({ kind: 'urged', staffId: 'T2' });
    expect(await operate(no, staff.admin, 'suspend', { note: '核实身份' })).toMatchObject({ ok: true, state: 'suspended' });
    expect(await operate(no, staff.admin, 'resume')).toMatchObject({ ok: true, state: 'open' });
    await end(no);
    expect(await decide('YZ20000101-0001', staff.town1)).toMatchObject({ ok: false, code: 'not-found' });
  });

  it('stays by the definition that the case started with', async () => {
    const current = flows.get('short-sanatorium');
    if (!current) throw new Error('no flow');
    const no = await mustSubmit(told.deps, 'short-sanatorium', people.li, sanatoriumSlots(people.li, 'LY-D'));
    const definition = { ...current.definition, steps: current.definition.steps.filter((step) => step.key !== 'health_check') };
    const changed: LoadedFlow = { definition, version: versionOf(definition) };
    const deps = { ...told.deps, flows: flowBook([changed]) };
    expect(await decide(no, staff.town1, monday, deps)).toMatchObject({ ok: true, step: 'health_check' });
    await end(no);
    const request = {
      flow: 'short-sanatorium',
      subject: subjectOf(people.li),
      slots: sanatoriumSlots(people.li, 'LY-E'),
      startedBy: staff.liaison,
    };
    const newer = await submitCase(deps, { ...request, submissionKey: 'newer', now: monday, channel: 'test' });
    if (!newer.ok) throw new Error(newer.sentence);
    expect(await decide(newer.caseNo, staff.town1, monday, deps)).toMatchObject({ ok: true, step: 'rank' });
    expect(await db().tx.flow_version.count()).toBe(2);
    await end(newer.caseNo);
  });

  it('is recorded in the audit chain, with every act once', async () => {
    const no = await mustSubmit(told.deps, 'short-sanatorium', people.li, sanatoriumSlots(people.li, 'LY-F'));
    await decide(no, staff.town1);
    await decide(no, staff.town2);
    const records = await db().tx.audit_record.findMany({ where: { case_no: no }, orderBy: { seq: 'asc' } });
    expect(records.map((record) => [record.actor, record.action, (JSON.parse(record.detail) as { act: string }).act])).toEqual([
      ['V1', 'write', 'submit'],
      ['T1', 'write', 'decide'],
    ]);
    expect(JSON.stringify(records, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain('李秀英');
    await end(no);
  });

  it('that was given a bed goes on although nobody woke it', async () => {
    await addBatch(db(), 'LY-G', 1);
    const first = await mustSubmit(told.deps, 'short-sanatorium', people.li, sanatoriumSlots(people.li, 'LY-G'));
    const second = await mustSubmit(told.deps, 'short-sanatorium', people.chen, sanatoriumSlots(people.chen, 'LY-G'));
    for (const no of [first, second]) for (const actor of [staff.town1, staff.health, staff.pension]) await decide(no, actor);
    expect((await show(second)).state).toBe('suspended');
    // As a process leaves it that dies between giving the bed and waking the case.
    await db().tx.$executeRaw`UPDATE resource SET capacity = 2, taken = 2 WHERE code = 'LY-G'`;
    await db().tx.$executeRaw`UPDATE resource_hold SET state = 'held', unit_no = 2 WHERE case_no = ${second}`;
    expect(await wakeForgotten(told.deps, monday)).toBe(1);
    expect(await show(second)).toMatchObject({ state: 'open' });
    expect(await wakeForgotten(told.deps, monday)).toBe(0);
  });

  describe('is told', () => {
    it('the name and the case and what to do, and never more of the person', () => {
      expect(told.notices.length).toBeGreaterThan(10);
      for (const notice of told.notices) {
        const { title, markdown, buttons } = noticeMessage(notice);
        expect(`${title}${markdown}`).toContain(notice.subjectName);
        expect(markdown).toContain(notice.caseNo);
        expect(`${title}${markdown}`).not.toMatch(/undefined|null|\d{11}/);
        expect(buttons.length).toBeGreaterThan(0);
        for (const button of buttons) expect(button.says).toContain(notice.caseNo);
      }
    });
  });
});
