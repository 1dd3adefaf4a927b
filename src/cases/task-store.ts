import type { Tx } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';
import { opinionPlace } from './case-seal.ts';
import type { CaseTask, Decision, TaskState } from './service-case.ts';

interface TaskRow {
  id: string;
  step: string;
  party: string | null;
  role: string;
  state: string;
  decision: string | null;
  opinion_sealed: string | null;
  decided_by: string | null;
  decided_by_name: string | null;
  on_behalf_of: string | null;
  decided_at: Date | null;
  opened_at: Date;
  due_at: Date | null;
  position: number;
  assignees: string[] | null;
}

/** All tasks of a case, in the order in which they were opened. */
export async function tasksOf(tx: Tx, sealer: Sealer, caseNo: string): Promise<CaseTask[]> {
  const rows = await tx.$queryRaw<TaskRow[]>`
    SELECT t.id, t.step, t.party, t.role, t.state, t.decision, t.opinion_sealed, t.decided_by, s.name AS decided_by_name, t.on_behalf_of,
      t.decided_at, t.opened_at, t.due_at, t.position,
      (SELECT array_agg(a.staff_id ORDER BY a.staff_id) FROM case_task_assignee a WHERE a.task_id = t.id) AS assignees
    FROM case_task t LEFT JOIN staff s ON s.id = t.decided_by WHERE t.case_no = ${caseNo} ORDER BY t.position`;
  return rows.map((row) => ({
    id: row.id,
    step: row.step,
    party: row.party,
    role: row.role,
    assignees: row.assignees ?? [],
    state: row.state as TaskState,
    decision: row.decision as Decision | null,
    opinion: row.opinion_sealed === null ? null : sealer.open(row.opinion_sealed, opinionPlace(row.id)),
    decidedBy: row.decided_by,
    decidedByName: row.decided_by_name,
    onBehalfOf: row.on_behalf_of,
    decidedAt: row.decided_at,
    openedAt: row.opened_at,
    dueAt: row.due_at,
    position: row.position,
  }));
}

/** Writes the tasks that are new or different, and who holds them. */
export async function saveTasks(
  tx: Tx,
  sealer: Sealer,
  caseNo: string,
  before: readonly CaseTask[],
  after: readonly CaseTask[],
): Promise<void> {
  const known = new Map(before.map((task) => [task.id, task]));
  const changed = after.filter((task) => JSON.stringify(task) !== JSON.stringify(known.get(task.id)));
  if (changed.length === 0) return;
  const rows = changed.map((task) => ({
    ...task,
    opinion: task.opinion === null ? null : sealer.seal(task.opinion, opinionPlace(task.id)),
  }));
  await tx.$executeRaw`
    INSERT INTO case_task (id, case_no, step, party, role, state, decision, opinion_sealed, decided_by, on_behalf_of, decided_at, opened_at,
      due_at, position)
    SELECT id, ${caseNo}, step, party, role, state, decision, opinion, "decidedBy", "onBehalfOf", "decidedAt", "openedAt", "dueAt", position
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id TEXT, step TEXT, party TEXT, role TEXT, state TEXT, decision TEXT,
      opinion TEXT, "decidedBy" TEXT, "onBehalfOf" TEXT, "decidedAt" TIMESTAMPTZ, "openedAt" TIMESTAMPTZ, "dueAt" TIMESTAMPTZ, position INT)
    ON CONFLICT (id) DO UPDATE SET state = excluded.state, decision = excluded.decision, opinion_sealed = excluded.opinion_sealed,
      decided_by = excluded.decided_by, on_behalf_of = excluded.on_behalf_of, decided_at = excluded.decided_at, due_at = excluded.due_at`;
  const moved = changed.filter((task) => task.assignees.join() !== (known.get(task.id)?.assignees ?? []).join());
  await saveAssignees(tx, moved, known);
}

async function saveAssignees(tx: Tx, tasks: readonly CaseTask[], known: ReadonlyMap<string, CaseTask>): Promise<void> {
  const old = tasks.filter((task) => known.has(task.id)).map((task) => task.id);
  if (old.length > 0) await tx.$executeRaw`DELETE FROM case_task_assignee WHERE task_id = ANY(${old}::text[])`;
  const pairs = tasks.flatMap((task) => task.assignees.map((staff) => ({ task: task.id, staff })));
  if (pairs.length === 0) return;
  await tx.$executeRaw`INSERT INTO case_task_assignee (task_id, staff_id)
    SELECT task, staff FROM jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) AS r(task TEXT, staff TEXT)`;
}
