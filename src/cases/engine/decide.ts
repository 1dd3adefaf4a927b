import type { FlowDefinition, StepDefinition } from '../../flows/flow-definition.ts';
import { texts } from '../texts.ts';
import type { ActContext, CaseAct, Moved, Refusal } from './act.ts';
import { refuse } from './act.ts';
import { Move, stepOf } from './move.ts';
import { acceptedBy, isApproval, lastApprovalStep } from './separation.ts';
import { type CaseTask, CORRECTION, isClosed, openTasks, type ServiceCase } from './service-case.ts';

type DecideAct = CaseAct & { type: 'decide' };

/** Approve, return or reject one's own open task. A task is decided once: later ones are told who did and when. */
export function decide(definition: FlowDefinition, current: ServiceCase, act: DecideAct, context: ActContext): Moved | Refusal {
  const found = ownTask(current, act.taskId, context);
  if (!found.ok) return found;
  const refusal = whyNot(definition, current, found.task, act, context);
  if (refusal) return refusal;

  const move = new Move(definition, current, context, found.actingFor);
  const task = move.settle(found.task.id, act.decision, act.opinion?.trim() || null);
  move.record('task-decided', { task: task.id, step: task.step, party: task.party, decision: act.decision, opinion: task.opinion });

  if (act.decision === 'reject') reject(move, task);
  else if (act.decision === 'return') giveBack(move, task, act);
  else approve(move, task);
  return move.done();
}

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
  if (own.some((one) => one.state === 'waiting')) return refuse('suspended', texts.suspended(current));
  const last = own.findLast((one) => one.decidedAt !== null || one.state === 'cancelled');
  if (last) return refuse('already-decided', texts.alreadyDecided(current, last));
  return refuse('not-yours', texts.notYours(current));
}

function whyNot(
  definition: FlowDefinition,
  current: ServiceCase,
  task: CaseTask,
  act: DecideAct,
  context: ActContext,
): Refusal | undefined {
  if (task.step === CORRECTION) return refuse('correct-first', texts.correctFirst(current));
  if (current.state === 'suspended') return refuse('suspended', texts.suspended(current));
  const takers = acceptedBy(definition, current);
  const isTaker = [context.actor.id, ...context.deputisesFor.filter((id) => task.assignees.includes(id))].some((id) => takers.includes(id));
  if (act.decision === 'approve' && isApproval(task.role) && isTaker) return refuse('separation', texts.separation);
  if (act.decision !== 'approve' && !act.opinion?.trim()) return refuse('opinion-needed', texts.opinionNeeded(act.decision));
  if (act.decision === 'return' && !canReturnTo(definition, current, task, act.returnTo)) {
    return refuse('no-such-step', texts.noSuchStep(passedSteps(definition, current, task).map((step) => step.name)));
  }
  return undefined;
}

function canReturnTo(definition: FlowDefinition, current: ServiceCase, task: CaseTask, to: string | undefined): boolean {
  return to === undefined || to === 'applicant' || passedSteps(definition, current, task).some((step) => step.key === to);
}

/** Earlier steps that this case passed, in their order. */
export function passedSteps(definition: FlowDefinition, current: ServiceCase, task: CaseTask): StepDefinition[] {
  const at = definition.steps.findIndex((step) => step.key === task.step);
  const passed = new Set(current.tasks.filter((one) => one.decision === 'approve').map((one) => one.step));
  return definition.steps.slice(0, at).filter((step) => passed.has(step.key));
}

function approve(move: Move, task: CaseTask): void {
  const step = stepOf(move.definition, task.step);
  if (!step || !isStepDone(move, step)) return;
  if (step.join === 'any') move.cancelOpen('joined');
  if (step.action) move.actions.push({ stage: 'step', name: step.action, step: step.key });
  else finishStep(move, step);
}

/** All: nobody's task of the step is still open. Any: the first approval is enough. */
function isStepDone(move: Move, step: StepDefinition): boolean {
  return step.join === 'any' || !openTasks(move.case).some((task) => task.step === step.key);
}

/** Says what the step's end means to others, and enters the next one. */
function finishStep(move: Move, step: StepDefinition): void {
  const index = move.definition.steps.indexOf(step);
  if (index === 0) {
    move.notify({ kind: 'accepted', to: 'starter' });
    move.notify({ kind: 'accepted', to: 'flow', when: 'accepted' });
  }
  if (step.key === lastApprovalStep(move.definition)) {
    move.notify({ kind: 'approved', to: 'starter' });
    move.notify({ kind: 'approved', to: 'flow', when: 'approved' });
  }
  move.enterFrom(index + 1);
}

/** After a step's action, or when what was waited for is given: on to the next step. */
export function advance(definition: FlowDefinition, current: ServiceCase, context: ActContext): Moved | Refusal {
  const step = stepOf(definition, current.step);
  if (isClosed(current.state) || !step) return refuse('closed', texts.closed(current));
  const isWaiting = current.state === 'suspended' && current.run.pause?.kind === 'waitlist';
  if (current.state !== 'open' && !isWaiting) return refuse('suspended', texts.suspended(current));
  if (openTasks(current).some((task) => task.step === step.key)) return refuse('step-open', texts.stepOpen);
  const move = new Move(definition, current, context);
  if (isWaiting) move.wake();
  finishStep(move, step);
  return move.done();
}

/** Nothing left to give: the promise clock stands still until something is. */
export function wait(
  definition: FlowDefinition,
  current: ServiceCase,
  act: CaseAct & { type: 'wait' },
  context: ActContext,
): Moved | Refusal {
  if (current.state !== 'open') return refuse('closed', texts.closed(current));
  const move = new Move(definition, current, context);
  move.pause('waitlist', act.reason);
  move.record('case-waitlisted', { reason: act.reason });
  move.notify({ kind: 'waitlisted', to: 'starter' });
  return move.done();
}

function reject(move: Move, task: CaseTask): void {
  move.cancelOpen('rejected');
  move.close('rejected');
  move.record('case-rejected', { step: task.step, party: task.party, opinion: task.opinion });
  move.release();
  move.notify({ kind: 'rejected', to: 'starter' });
}

/** One return ends the step for everyone; opinions already given stay. */
function giveBack(move: Move, task: CaseTask, act: DecideAct): void {
  const to = act.returnTo ?? 'applicant';
  move.cancelOpen('returned');
  const corrections = act.corrections?.length ? [...act.corrections] : [task.opinion ?? ''];
  move.record('case-returned', { step: task.step, party: task.party, to, corrections, afterReturn: act.afterReturn ?? 'again' });
  const target = to === 'applicant' ? undefined : stepOf(move.definition, to);
  if (target) {
    move.enter(target);
    return;
  }
  move.case.run.straightTo = act.afterReturn === 'straight' ? task.step : null;
  move.case.run.corrections = corrections;
  move.case.step = null;
  move.pause('correction', corrections.join('；'));
  move.open({ step: CORRECTION, party: null, role: 'applicant', days: null, assignees: [move.case.startedBy] });
  move.notify({ kind: 'returned', to: 'flow', when: 'returned' });
}
