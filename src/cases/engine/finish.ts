import type { FlowDefinition, StepDefinition } from '../../flows/flow-definition.ts';
import { texts } from '../texts.ts';
import type { ActContext, CaseAct, Moved, Refusal } from './act.ts';
import { refuse } from './act.ts';
import { Move, partiesOf, stepOf } from './move.ts';
import { lastApprovalStep } from './separation.ts';
import { type CaseTask, isClosed, openTasks, pendingTasks, type ServiceCase } from './service-case.ts';
import { openNextSigner } from './signers.ts';
import { voiceOf, voteOf } from './vote.ts';

/** What an approval leads to: back to who asked for it, the next signer, the next party, or the end of the step. */
export function approve(move: Move, task: CaseTask): void {
  const side = move.case.run.side?.[task.id];
  if (side && (side.kind === 'delegate' || side.kind === 'before')) {
    handBack(move, side.parent);
    return;
  }
  if (openNextSigner(move, task)) return;
  const step = stepOf(move.definition, task.step);
  if (step) finishIfDone(move, step);
}

/** The asked opinion or signature is there: the task is its holder's again. */
function handBack(move: Move, taskId: string): void {
  const parent = move.case.tasks.find((one) => one.id === taskId && one.state === 'waiting');
  if (!parent) return;
  parent.state = 'open';
  move.notify({ kind: 'task-opened', to: 'assignees', taskId });
}

/** Ends the step when its join rule says so. */
export function finishIfDone(move: Move, step: StepDefinition): void {
  if (step.join === 'vote' && !countVote(move, step)) return;
  if (step.join === 'any' && someoneAgreed(move, step)) move.case.run.joined = move.cancelOpen('joined');
  if (openNextParty(move, step) || pendingTasks(move.case).some((one) => belongsTo(one, step))) return;
  if (step.action) move.actions.push({ stage: 'step', name: step.action, step: step.key });
  else finishStep(move, step);
}

/** Ends the case without its outcome. */
export function rejectCase(move: Move, by: { step: string; party: string | null; opinion: string | null }): void {
  move.cancelOpen('rejected');
  move.close('rejected');
  move.record('case-rejected', by);
  move.release();
  move.notify({ kind: 'rejected', to: 'starter' });
}

/** True when the vote passed; one that failed ends the case. */
function countVote(move: Move, step: StepDefinition): boolean {
  const { result, approvals, rejections } = voteOf(move.definition, move.case, step);
  if (result === 'failed') rejectCase(move, { step: step.key, party: null, opinion: texts.voteFailed(approvals, rejections) });
  if (result !== 'passed') return false;
  move.case.run.joined = move.cancelOpen('joined');
  return true;
}

function someoneAgreed(move: Move, step: StepDefinition): boolean {
  return partiesOf(step, move.definition, move.case).some((party) => voiceOf(move.case, step, party) === 'approve');
}

/** Corrections of a sub-item belong to the step whose party asked for them. */
function belongsTo(task: CaseTask, step: StepDefinition): boolean {
  return task.step === step.key || (task.party !== null && (step.parties ?? []).some((party) => party.key === task.party));
}

/** In order: the party after the last that agreed. */
function openNextParty(move: Move, step: StepDefinition): boolean {
  if (step.join !== 'in-order') return false;
  const from = move.case.run.enteredFrom ?? move.case.run.firstPosition;
  const asked = move.case.tasks.filter((task) => task.step === step.key && task.position >= from && task.state !== 'cancelled');
  if (asked.some((task) => task.state !== 'done')) return false;
  const done = new Set(asked.map((task) => task.party));
  const next = partiesOf(step, move.definition, move.case).find((party) => !done.has(party.key));
  if (!next) return false;
  move.openFor(step, next);
  return true;
}

/** Says what the step's end means to others, and enters the next one. */
function finishStep(move: Move, step: StepDefinition): void {
  const index = move.definition.steps.findIndex((one) => one.key === step.key);
  if (index === 0) {
    move.notify({ kind: 'accepted', to: 'starter' });
    move.notify({ kind: 'accepted', to: 'flow', when: 'accepted' });
  }
  if (step.key === lastApprovalStep(move.definition)) {
    move.notify({ kind: 'approved', to: 'starter' });
    move.notify({ kind: 'approved', to: 'flow', when: 'approved' });
  }
  move.enterFrom(index + 1, step);
}

const selfEnding: ReadonlySet<string> = new Set(['waitlist', 'timer', 'sub-cases']);

/** After a step's action, or when what was waited for has come: on to the next step. */
export function advance(definition: FlowDefinition, current: ServiceCase, context: ActContext): Moved | Refusal {
  const step = stepOf(definition, current.step);
  if (isClosed(current.state) || !step) return refuse('closed', texts.closed(current));
  const isWaiting = current.state === 'suspended' && selfEnding.has(current.run.pause?.kind ?? '');
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
