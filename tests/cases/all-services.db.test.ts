import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideTask } from '../../src/cases/decide-task.ts';
import { showCase } from '../../src/cases/show-case.ts';
import { submitCase } from '../../src/cases/submit-case.ts';
import { holds } from '../../src/flows/condition.ts';
import type { FlowDefinition } from '../../src/flows/flow-definition.ts';
import type { Slots } from '../../src/flows/slot-value.ts';
import type { Staff } from '../../src/organisation/staff.ts';
import { saveStaff } from '../../src/organisation/staff-store.ts';
import { insertPeople } from '../../src/people/import/people-bulk-store.ts';
import { newPerson } from '../../src/people/new-person.ts';
import { dayOf } from '../../src/platform/calendar/day.ts';
import type { Database } from '../../src/platform/database.ts';
import { coveringForms } from '../flows/form-maker.ts';
import { freshDatabase, testSealer } from '../setup/test-database.ts';
import { addBatch, addSchool, flows, layDistrict, monday, staff, subjectOf, type Told } from './district.ts';
import { postHolders } from './posts.ts';

const TOWN = '姜山镇';
const services = flows.list();

const stages = ['kindergarten', 'primary', 'junior'];

/** More of what is scarce than any form here asks for. */
async function layScarceThings(db: Database): Promise<void> {
  await addBatch(db, 'LY-ALL', 200, '2027-06-14');
  for (const stage of stages) for (const wish of [1, 2]) await addSchool(db, `XX-${stage}-${wish}`, `${stage}第${wish}学校`, 200, stage);
}

/** What of a form must be there to be asked for: a batch, schools of the stage; a stage that is not used up, a discharge within the year. */
function adjustmentOf({ id }: FlowDefinition): (form: Slots) => Slots {
  if (id === 'short-sanatorium') return (form) => ({ ...form, batch: 'LY-ALL', last_year: form['last_year'] === undefined ? null : 2020 });
  if (id !== 'school-transfer') return (form) => form;
  return (form) => ({
    ...form,
    used_before: false,
    first_choice: `${String(form['stage'])}第1学校`,
    second_choice: `${String(form['stage'])}第2学校`,
    ...(form['discharge_date'] === undefined ? {} : { discharge_date: '2026-10-01' }),
  });
}

/** What the file must say for the form to be taken. */
function fileFor({ id }: FlowDefinition, form: Slots): { keyCategory?: string } {
  return id === 'short-sanatorium' ? { keyCategory: String(form['key_category']) } : {};
}

/** A school place is asked for inside its window, but for those who move with their unit. */
function momentFor({ id }: FlowDefinition, { kind, reason }: Slots): Date {
  if (id !== 'school-transfer' || ['transfer_unit', 'follow'].includes(String(reason))) return monday;
  return new Date(kind === 'enter' ? '2027-04-20T09:00:00+08:00' : '2027-07-20T09:00:00+08:00');
}

describe('every service from its form to its outcome, each condition taken both ways', () => {
  let db: Database;
  let told: Told;
  let byId: Map<string, Staff>;
  let people = 0;

  beforeAll(async () => {
    db = await freshDatabase('postgres');
    told = await layDistrict(db);
    await layScarceThings(db);
    const posts = postHolders();
    await db.transaction((tx) =>
      saveStaff(
        tx,
        testSealer(),
        posts.map((one) => ({ ...one, phone: null, demo: false })),
      ),
    );
    byId = new Map([...posts, ...Object.values(staff)].map((one) => [one.id, one]));
  });
  afterAll(() => db?.close());

  /** Somebody new for every case: what one was granted must not stand in another's way. */
  async function someone(definition: FlowDefinition, form: Slots) {
    people += 1;
    const said = form[definition.subjectField];
    const person = { archiveNo: `YZ-${1_000_000 + people}`, name: typeof said === 'string' ? said : '赵海军' };
    await db.transaction((tx) =>
      insertPeople(tx, testSealer(), [
        newPerson({ ...person, ...fileFor(definition, form), town: TOWN, village: '走马塘村', birthOn: '1950-01-01' }),
      ]),
    );
    return person;
  }

  async function openTasks(caseNo: string): Promise<{ id: string; step: string; staff: string[] }[]> {
    const tasks = await db.tx.case_task.findMany({ where: { case_no: caseNo, state: 'open' }, orderBy: { position: 'asc' } });
    const assigned = await db.tx.case_task_assignee.findMany({ where: { task_id: { in: tasks.map((one) => one.id) } } });
    return tasks.map(({ id, step }) => ({
      id,
      step,
      staff: assigned
        .filter((one) => one.task_id === id)
        .map((one) => one.staff_id)
        .sort(),
    }));
  }

  async function drive(definition: FlowDefinition, form: Slots, now: Date): Promise<string> {
    const person = await someone(definition, form);
    const submissionKey = `all-${person.archiveNo}`;
    const slots = { ...form, [definition.subjectField]: form[definition.subjectField] ?? person.name };
    const request = {
      flow: definition.id,
      subject: subjectOf(person),
      slots,
      startedBy: staff.liaison,
      submissionKey,
      now,
      channel: 'test',
    };
    const submitted = await submitCase(told.deps, request);
    if (!submitted.ok) throw new Error(`${definition.id} refused: ${submitted.sentence}`);
    for (let decisions = 0; decisions < 40; decisions += 1) {
      const [task] = await openTasks(submitted.caseNo);
      if (!task) break;
      await decideBySomebody(submitted.caseNo, task, now);
    }
    return submitted.caseNo;
  }

  async function decideBySomebody(caseNo: string, task: { id: string; step: string; staff: string[] }, now: Date): Promise<void> {
    const refusals: string[] = [];
    for (const id of task.staff) {
      const actor = byId.get(id);
      if (!actor) throw new Error(`${id} is nobody of this test`);
      const decided = await decideTask(told.deps, {
        caseNo,
        actor,
        decision: 'approve',
        opinion: '同意',
        taskId: task.id,
        now,
        channel: 'test',
      });
      if (decided.ok) return;
      refusals.push(`${id}: ${decided.sentence}`);
    }
    throw new Error(`${task.step} of ${caseNo} is decided by nobody: ${refusals.join(' | ') || 'no holder'}`);
  }

  it.each(services.map(({ definition }) => [definition.id, definition] as const))('%s', async (_, definition) => {
    const { forms, oneSided } = coveringForms(definition, 400, adjustmentOf(definition));
    expect(oneSided).toEqual([]);
    for (const form of forms) {
      const now = momentFor(definition, form);
      const shown = await showCase(told.deps, await drive(definition, form, now), { now });
      expect(shown?.state).toBe('completed');
      const known = { ...form, today: dayOf(now) };
      const due = definition.outcome.filter((one) => holds(definition.fields, one.when, known));
      expect(shown?.outcome.map((one) => one.key).sort()).toEqual(due.map((one) => one.key).sort());
    }
  });
});
