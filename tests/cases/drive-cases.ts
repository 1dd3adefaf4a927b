import type { CaseDeps } from '../../src/cases/case-deps.ts';
import { decideTask } from '../../src/cases/decide-task.ts';
import type { Refusal } from '../../src/cases/engine/act.ts';
import { type Submitted, submitCase } from '../../src/cases/submit-case.ts';
import type { Slots } from '../../src/flows/slot-value.ts';
import type { Staff } from '../../src/organisation/staff.ts';
import { saveStaff } from '../../src/organisation/staff-store.ts';
import { insertPeople } from '../../src/people/import/people-bulk-store.ts';
import { type NewPerson, newPerson } from '../../src/people/new-person.ts';
import type { Database } from '../../src/platform/database.ts';
import { testSealer } from '../setup/test-database.ts';
import { layDistrict, monday, type Subject, staff, subjectOf, type Told } from './district.ts';
import { postHolders } from './posts.ts';

const TOWN = '姜山镇';

/** Who a case is about; null: nobody's file. */
type Asker = Omit<Subject, 'archiveNo'> & { archiveNo: string | null };

/** Takes cases of any service from their form to their end, by people who hold every post that a service names. */
export class CaseDriver {
  readonly told: Told;
  private readonly db: Database;
  private readonly byId: ReadonlyMap<string, Staff>;
  private people = 0;
  private submissions = 0;

  private constructor(db: Database, told: Told, byId: ReadonlyMap<string, Staff>) {
    this.db = db;
    this.told = told;
    this.byId = byId;
  }

  static async on(db: Database): Promise<CaseDriver> {
    const told = await layDistrict(db);
    const posts = postHolders();
    await db.transaction((tx) =>
      saveStaff(
        tx,
        testSealer(),
        posts.map((one) => ({ ...one, phone: null, demo: false })),
      ),
    );
    return new CaseDriver(db, told, new Map([...posts, ...Object.values(staff)].map((one) => [one.id, one])));
  }

  get deps(): CaseDeps {
    return this.told.deps;
  }

  /** Somebody new: what one was granted must not stand in another's way. */
  async someone(facts: Partial<NewPerson> = {}): Promise<Subject> {
    this.people += 1;
    const who = { archiveNo: `YZ-${1_000_000 + this.people}`, name: facts.name ?? '赵海军' };
    const person = newPerson({ town: TOWN, village: '走马塘村', birthOn: '1950-01-01', ...facts, ...who });
    await this.db.transaction((tx) => insertPeople(tx, testSealer(), [person]));
    return who;
  }

  submit(flow: string, who: Asker, slots: Slots, now = monday): Promise<Submitted | Refusal> {
    this.submissions += 1;
    const submissionKey = `driven-${this.submissions}`;
    const subject = { ...subjectOf({ ...who, archiveNo: who.archiveNo ?? '' }), archiveNo: who.archiveNo };
    return submitCase(this.deps, { flow, subject, slots, startedBy: staff.liaison, submissionKey, now, channel: 'test' });
  }

  /** Through every step to the end; the number of the case. */
  async drive(flow: string, who: Asker, slots: Slots, now = monday): Promise<string> {
    const submitted = await this.submit(flow, who, slots, now);
    if (!submitted.ok) throw new Error(`${flow} refused: ${submitted.sentence}`);
    for (let decisions = 0; decisions < 40; decisions += 1) {
      const [task] = await this.openTasks(submitted.caseNo);
      if (!task) break;
      const refusals = await this.decide(submitted.caseNo, task, now);
      if (refusals.length > 0) throw new Error(`${task.step} of ${flow} is decided by nobody: ${refusals.join(' | ')}`);
    }
    return submitted.caseNo;
  }

  private async openTasks(caseNo: string): Promise<{ id: string; step: string; staff: string[] }[]> {
    const tasks = await this.db.tx.case_task.findMany({ where: { case_no: caseNo, state: 'open' }, orderBy: { position: 'asc' } });
    const assigned = await this.db.tx.case_task_assignee.findMany({ where: { task_id: { in: tasks.map((one) => one.id) } } });
    return tasks.map(({ id, step }) => ({
      id,
      step,
      staff: assigned
        .filter((one) => one.task_id === id)
        .map((one) => one.staff_id)
        .sort(),
    }));
  }

  /** The first of the holders who may agrees; why each may not, where none may. */
  private async decide(caseNo: string, task: { id: string; staff: string[] }, now: Date): Promise<string[]> {
    const refusals: string[] = [];
    for (const id of task.staff) {
      const actor = this.byId.get(id);
      if (!actor) throw new Error(`${id} is nobody of this test`);
      const opinion = { decision: 'approve' as const, opinion: '同意' };
      const decided = await decideTask(this.deps, { caseNo, actor, ...opinion, taskId: task.id, now, channel: 'test' });
      if (decided.ok) return [];
      refusals.push(`${id}: ${decided.sentence}`);
    }
    return refusals.length > 0 ? refusals : ['no holder'];
  }
}
