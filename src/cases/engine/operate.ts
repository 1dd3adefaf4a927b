import type { FlowDefinition } from '../../flows/flow-definition.ts';
import type { Post } from '../../organisation/duty.ts';
import type { Staff } from '../../organisation/staff.ts';
import { texts } from '../texts.ts';
import type { ActContext, CaseAct, Moved, Refusal } from './act.ts';
import { refuse } from './act.ts';
import { isStarter, mayGovern } from './governing.ts';
import { Move, postOf } from './move.ts';
import { handOf, ownTask } from './own-task.ts';
import { acceptedBy, isApproval } from './separation.ts';
import { type CaseTask, CORRECTION, isClosed, openTasks, type ServiceCase } from './service-case.ts';
import { hasSeat } from './vote.ts';

const HOUR_MS = 3_600_000;

type ActOf<Type extends CaseAct['type']> = Extract<CaseAct, { type: Type }>;

/** The starter takes it back while nobody has acted on it since it was handed in. */
export function withdraw(definition: FlowDefinition, current: ServiceCase, act: ActOf<'withdraw'>, context: ActContext): Moved | Refusal {
  if (isClosed(current.state)) return refuse('closed', texts.closed(current));
  if (!isStarter(current, context)) return refuse('not-yours', texts.onlyStarterWithdraws);
  const acted = current.tasks.find((task) => task.position >= current.run.firstPosition && task.decidedAt && task.step !== CORRECTION);
  const isReturned = openTasks(current).some((task) => task.step === CORRECTION);
  if (acted && !isReturned) return refuse('already-acted', texts.alreadyActed(acted));
  const move = new Move(definition, current, context);
  for (const task of openTasks(current)) {
    for (const staffId of task.assignees) if (staffId !== context.actor.id) move.notify({ kind: 'withdrawn', to: 'staff', staffId });
  }
  move.cancelOpen('withdrawn');
  move.close('withdrawn');
  move.record('case-withdrawn', { reason: act.reason });
  move.release();
  return move.done();
}

export function terminate(definition: FlowDefinition, current: ServiceCase, act: ActOf<'terminate'>, context: ActContext): Moved | Refusal {
  if (isClosed(current.state)) return refuse('closed', texts.closed(current));
  if (!act.isByParent && !mayGovern(context.actor)) return refuse('forbidden', texts.onlySectionGoverns('终止'));
  if (!act.reason?.trim()) return refuse('reason-needed', texts.reasonNeeded('终止'));
  const move = new Move(definition, current, context);
  move.cancelOpen('terminated');
  move.close('terminated');
  move.record('case-terminated', { reason: act.reason });
  move.release();
  move.notify({ kind: 'terminated', to: 'starter' });
  return move.done();
}

export function suspend(definition: FlowDefinition, current: ServiceCase, act: ActOf<'suspend'>, context: ActContext): Moved | Refusal {
  if (isClosed(current.state)) return refuse('closed', texts.closed(current));
  if (current.state === 'suspended') return refuse('suspended', texts.suspended(current));
  if (!mayGovern(context.actor)) {
    const own = ownTask(current, undefined, context);
    if (!own.ok) return refuse('forbidden', texts.onlyHolderSuspends);
  }
  if (!act.reason?.trim()) return refuse('reason-needed', texts.reasonNeeded('挂起'));
  const move = new Move(definition, current, context);
  move.pause('suspension', act.reason);
  move.record('case-suspended', { reason: act.reason });
  for (const task of move.case.tasks) if (task.state === 'open') task.state = 'waiting';
  move.notify({ kind: 'suspended', to: 'starter' });
  return move.done();
}

export function resume(definition: FlowDefinition, current: ServiceCase, context: ActContext): Moved | Refusal {
  if (isClosed(current.state)) return refuse('closed', texts.closed(current));
  const { pause } = current.run;
  if (current.state !== 'suspended' || pause?.kind !== 'suspension') return refuse('not-suspended', texts.notSuspended(current));
  const isHolder = current.tasks.some((task) => task.state === 'waiting' && handOf(task, context) !== undefined);
  if (!mayGovern(context.actor) && !isHolder) return refuse('forbidden', texts.onlyHolderSuspends);
  const move = new Move(definition, current, context);
  move.wake();
  for (const task of move.case.tasks) if (task.state === 'waiting' && !waitsForSigner(move, task)) reopen(move, task);
  move.record('case-resumed', {});
  move.notify({ kind: 'resumed', to: 'starter' });
  return move.done();
}

/** Its holder asked someone else first: it comes back when they have answered. */
function waitsForSigner(move: Move, task: CaseTask): boolean {
  const asked = Object.entries(move.case.run.side ?? {}).filter(([, side]) => side.parent === task.id && side.kind !== 'beside');
  return asked.some(([id]) => move.case.tasks.some((one) => one.id === id && (one.state === 'open' || one.state === 'waiting')));
}

function reopen(move: Move, task: CaseTask): void {
  task.state = 'open';
  move.notify({ kind: 'resumed', to: 'assignees', taskId: task.id });
}

/** The task becomes someone else's and does not come back. */
export function transfer(definition: FlowDefinition, current: ServiceCase, act: ActOf<'transfer'>, context: ActContext): Moved | Refusal {
  const own = ownTask(current, act.taskId, context);
  if (!own.ok) return own;
  const refusal = whyNotTo(definition, current, own.task, act.to, context);
  if (refusal) return refusal;
  const move = new Move(definition, current, context, own.actingFor);
  const task = move.case.tasks.find((one) => one.id === own.task.id);
  if (task) task.assignees = [act.to.id];
  const side = move.case.run.side?.[own.task.id];
  if (side) side.staffId = act.to.id;
  move.record('task-transferred', { task: own.task.id, step: own.task.step, from: own.task.assignees, to: act.to.id, note: act.note });
  move.notify({ kind: 'transferred', to: 'staff', staffId: act.to.id });
  return move.done();
}

function whyNotTo(definition: FlowDefinition, current: ServiceCase, task: CaseTask, to: Staff, { actor }: ActContext): Refusal | undefined {
  if (!to.isActive) return refuse('left-post', texts.leftPost(to.name));
  if (task.assignees.length === 1 && task.assignees[0] === to.id) return refuse('same-person', texts.samePerson(to.name));
  if (isApproval(task.role) && acceptedBy(definition, current).includes(to.id)) return refuse('separation', texts.separation);
  if (hasSeat(definition, current, task, to.id)) return refuse('one-voice', texts.hasSeat(to.name));
  const fits = task.step !== CORRECTION && fitsPost(postOf(definition, current, task), to);
  return fits || sharesBody(actor, to) ? undefined : refuse('wrong-body', texts.wrongBody(to.name));
}

function fitsPost(post: Post, to: Staff): boolean {
  const parts = ['town', 'department', 'industry'] as const;
  return to.roles.includes(post.role) && parts.every((part) => post[part] === undefined || post[part] === to[part]);
}

/** Colleagues: the same station, department, section or industry. */
function sharesBody(left: Staff, right: Staff): boolean {
  return (['stationCode', 'department', 'section', 'industry'] as const).some((part) => left[part] !== null && left[part] === right[part]);
}

/** Reaches who holds it now; once an hour a task. */
export function urge(definition: FlowDefinition, current: ServiceCase, context: ActContext): Moved | Refusal {
  if (isClosed(current.state)) return refuse('closed', texts.closed(current));
  const held = openTasks(current).filter((task) => !task.assignees.includes(context.actor.id));
  if (held.length === 0) return refuse('nobody-to-urge', current.state === 'suspended' ? texts.suspended(current) : texts.nobodyToUrge);
  const due = held.filter((task) => context.now.getTime() - Date.parse(current.run.urgedAt[task.id] ?? '1970-01-01T00:00:00Z') >= HOUR_MS);
  if (due.length === 0) return refuse('urged-lately', texts.urgedLately);
  const move = new Move(definition, current, context);
  for (const task of due) {
    move.case.run.urgedAt[task.id] = context.now.toISOString();
    move.notify({ kind: 'urged', to: 'assignees', taskId: task.id });
  }
  move.record('case-urged', { tasks: due.map((task) => task.id) });
  return move.done();
}

/** A word to those who hold the case and to its starter; the case does not move. */
export function comment(definition: FlowDefinition, current: ServiceCase, act: ActOf<'comment'>, context: ActContext): Moved | Refusal {
  const text = act.text?.trim();
  if (!text) return refuse('text-needed', texts.commentNeeded);
  const move = new Move(definition, current, context);
  move.record('case-commented', { text });
  const heard = new Set([current.startedBy, ...openTasks(current).flatMap((task) => task.assignees)]);
  heard.delete(context.actor.id);
  for (const staffId of heard) move.notify({ kind: 'commented', to: 'staff', staffId });
  return move.done();
}
