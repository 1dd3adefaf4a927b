import { texts } from '../texts.ts';
import { type ActContext, type Refusal, refuse } from './act.ts';
import { type CaseTask, isClosed, type ServiceCase } from './service-case.ts';

export type OwnTask = { ok: true; task: CaseTask; actingFor: string | null } | Refusal;

/** In whose hands a task is for this actor: null for their own, an absent colleague's id for a deputy, undefined for neither. */
export function handOf(task: CaseTask, { actor, deputisesFor }: ActContext): string | null | undefined {
  return task.assignees.includes(actor.id) ? null : task.assignees.find((id) => deputisesFor.includes(id));
}

/** The open task of this case that the actor, or one whom they deputise for, holds. */
export function ownTask(current: ServiceCase, taskId: string | undefined, context: ActContext): OwnTask {
  if (isClosed(current.state)) return refuse('closed', texts.closed(current));
  const own = current.tasks.filter((task) => (taskId === undefined || task.id === taskId) && handOf(task, context) !== undefined);
  const task = own.find((one) => one.state === 'open');
  if (task) return { ok: true, task, actingFor: handOf(task, context) ?? null };
  if (own.some((one) => one.state === 'waiting')) return refuse('suspended', waitingSentence(current, own));
  const last = own.findLast((one) => one.decidedAt !== null || one.state === 'cancelled');
  if (last) return refuse('already-decided', texts.alreadyDecided(current, last));
  return refuse('not-yours', texts.notYours(current));
}

function waitingSentence(current: ServiceCase, own: readonly CaseTask[]): string {
  const isAsked = own.some((task) => Object.values(current.run.side ?? {}).some((side) => side.parent === task.id));
  return isAsked && current.state === 'open' ? texts.waitsForSigner(current.no) : texts.suspended(current);
}
