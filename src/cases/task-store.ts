import type { Tx } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';
import { opinionPlace } from './case-seal.ts';
import type { CaseTask, Decision, TaskState } from './engine/service-case.ts';

/** A task as JSON of the database gives it: moments are texts. */
export interface TaskRow {
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
  decided_at: string | null;
  opened_at: string;
  due_at: string | null;
  position: number;
  assignees: string[] | null;
}

export function taskOf(sealer: Sealer, row: TaskRow): CaseTask {
  const moment = (text: string | null) => (text === null ? null : new Date(text));
  return {
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
    decidedAt: moment(row.decided_at),
    openedAt: new Date(row.opened_at),
    dueAt: moment(row.due_at),
    position: row.position,
  };
}

/** The tasks that are new or different, and the holders of those that changed hands, as JSON for the statement that writes them. */
export function taskRows(sealer: Sealer, before: readonly CaseTask[], after: readonly CaseTask[]): { tasks: string; assignees: string } {
  const known = new Map(before.map((task) => [task.id, JSON.stringify(task)]));
  const changed = after.filter((task) => JSON.stringify(task) !== known.get(task.id));
  const tasks = changed.map((task) => ({
    ...task,
    opinion: task.opinion === null ? null : sealer.seal(task.opinion, opinionPlace(task.id)),
  }));
  const assignees = movedTasks(before, after).flatMap((task) => task.assignees.map((staff) => ({ task: task.id, staff })));
  return { tasks: JSON.stringify(tasks), assignees: JSON.stringify(assignees) };
}

function movedTasks(before: readonly CaseTask[], after: readonly CaseTask[]): CaseTask[] {
  const held = new Map(before.map((task) => [task.id, task.assignees.join()]));
  return after.filter((task) => task.assignees.join() !== (held.get(task.id) ?? ''));
}

/** Takes tasks that changed hands from who held them. */
export async function dropAssignees(tx: Tx, before: readonly CaseTask[], after: readonly CaseTask[]): Promise<void> {
  const known = new Set(before.map((task) => task.id));
  const moved = movedTasks(before, after).filter((task) => known.has(task.id));
  if (moved.length === 0) return;
  await tx.$executeRaw`DELETE FROM case_task_assignee WHERE task_id = ANY(${moved.map((task) => task.id)}::text[])`;
}
