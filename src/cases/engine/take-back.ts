import type { FlowDefinition } from '../../flows/flow-definition.ts';
import { texts } from '../texts.ts';
import type { ActContext, CaseAct, Moved, Refusal } from './act.ts';
import { refuse } from './act.ts';
import { Move, stepOf } from './move.ts';
import { type CaseTask, CORRECTION, isClosed, type ServiceCase } from './service-case.ts';

/**
 * A handler takes a decision back while nobody has acted after it (取回); inside a parallel step the others' decisions stay. Not where the
 * step's own action has already given something away, nor once the case is closed: those are reopened or sent back.
 */
export function takeBack(
  definition: FlowDefinition,
  current: ServiceCase,
  act: CaseAct & { type: 'take-back' },
  context: ActContext,
): Moved | Refusal {
  if (isClosed(current.state)) return refuse('closed', texts.closed(current));
  const task = lastOwn(current, act.taskId, context);
  if (!task) return refuse('nothing-decided', texts.nothingToTakeBack(current.no));
  const refusal = whyNot(definition, current, task);
  if (refusal) return refusal;
  const move = new Move(definition, current, context, task.onBehalfOf);
  undo(move, current, task);
  move.record('task-taken-back', { task: task.id, step: task.step, party: task.party, decision: task.decision, note: act.note });
  return move.done();
}

function lastOwn(current: ServiceCase, taskId: string | undefined, { actor, deputisesFor }: ActContext): CaseTask | undefined {
  const isOwn = (task: CaseTask) => task.decidedBy === actor.id || deputisesFor.includes(task.decidedBy ?? '');
  return current.tasks.findLast(
    (task) => task.decidedAt !== null && task.step !== CORRECTION && isOwn(task) && (taskId === undefined || task.id === taskId),
  );
}

function whyNot(definition: FlowDefinition, current: ServiceCase, task: CaseTask): Refusal | null {
  const later = current.tasks.find((one) => one.position > task.position && isAfter(current, one, task) && one.decidedAt !== null);
  if (later) return refuse('already-acted', texts.alreadyActed(later));
  const isOver = current.step !== task.step;
  if (isOver && task.decision === 'approve' && stepOf(definition, task.step)?.action) return refuse('already-given', texts.alreadyGiven);
  const { pause } = current.run;
  if (pause && pause.kind !== 'correction') return refuse('suspended', texts.suspended(current));
  if (current.run.side?.[task.id]) return refuse('side-task', texts.nothingToTakeBack(current.no));
  return null;
}

/** Opened because of the task: of a later step, a correction, or behind it in order. Siblings were opened with it. */
function isAfter(current: ServiceCase, one: CaseTask, task: CaseTask): boolean {
  if (one.step !== task.step) return true;
  const side = current.run.side?.[one.id];
  // An opinion or a signer that somebody else asked for stands beside, whenever it was asked for.
  return side ? side.parent === task.id : one.openedAt > task.openedAt;
}

function undo(move: Move, current: ServiceCase, task: CaseTask): void {
  const isReturned = task.decision !== 'approve';
  if (current.run.pause?.kind === 'correction') move.wake();
  for (const one of move.case.tasks) {
    const isFollowing = (one.state === 'open' || one.state === 'waiting') && one.position > task.position && isAfter(current, one, task);
    if (one.id === task.id || (isReturned && isCancelledWith(current, one, task))) reopen(one);
    else if (isFollowing) drop(move, one);
  }
  move.case.state = 'open';
  move.case.step = task.step;
  if (isReturned) move.case.run.corrections = [];
  move.case.run.enteredFrom = Math.min(...move.case.tasks.filter((one) => isOfRound(current, one, task)).map((one) => one.position));
}

function drop(move: Move, task: CaseTask): void {
  task.state = 'cancelled';
  move.record('task-cancelled', { task: task.id, step: task.step, party: task.party, reason: 'taken-back' });
  for (const staffId of task.assignees) if (staffId !== move.context.actor.id) move.notify({ kind: 'taken-back', to: 'staff', staffId });
}

/** Siblings that a return or rejection ended are asked again. */
function isCancelledWith(current: ServiceCase, one: CaseTask, task: CaseTask): boolean {
  return one.state === 'cancelled' && one.decidedAt === null && isOfRound(current, one, task);
}

function isOfRound(current: ServiceCase, one: CaseTask, task: CaseTask): boolean {
  return one.step === task.step && one.position >= Math.min(current.run.firstPosition, task.position) && one.openedAt >= task.openedAt;
}

function reopen(task: CaseTask): void {
  Object.assign(task, {
    state: 'open',
    decision: null,
    opinion: null,
    decidedBy: null,
    decidedByName: null,
    onBehalfOf: null,
    decidedAt: null,
  });
}
