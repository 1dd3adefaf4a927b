import type { FlowDefinition, StepDefinition } from '../../flows/flow-definition.ts';
import { dayOf, isDay } from '../../platform/calendar/day.ts';
import { texts } from '../texts.ts';
import type { ActContext, CaseAct, Moved, Refusal } from './act.ts';
import { refuse } from './act.ts';
import { approve, finishIfDone, rejectCase } from './finish.ts';
import { applies, Move, stepOf } from './move.ts';
import { ownTask } from './own-task.ts';
import { acceptedBy, isApproval } from './separation.ts';
import { type CaseTask, CORRECTION, type EndedRound, type ServiceCase } from './service-case.ts';
import { hasVoice } from './vote.ts';

type DecideAct = CaseAct & { type: 'decide' };

/** Approve, return or reject one's own open task. A task is decided once: later ones are told who did and when. */
export function decide(definition: FlowDefinition, current: ServiceCase, act: DecideAct, context: ActContext): Moved | Refusal {
  const found = ownTask(current, act.taskId, context);
  if (!found.ok) return found;
  const refusal = whyNot(definition, current, found.task, act, context);
  if (refusal) return refusal;

  const move = new Move(definition, current, context, found.actingFor);
  const task = move.settle(found.task.id, act.decision, act.opinion?.trim() || null);
  const paper = keepPaper(move, task, act);
  edit(move, task, act);
  const { id, step, party, opinion } = task;
  move.record('task-decided', { task: id, step, party, decision: act.decision, opinion, ...paper });

  if (act.decision === 'reject') reject(move, task);
  else if (act.decision === 'return') giveBack(move, task, act);
  else approve(move, task);
  return move.done();
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
  const hands = [context.actor.id, ...context.deputisesFor.filter((id) => task.assignees.includes(id))];
  const isTaker = hands.some((id) => takers.includes(id));
  if (act.decision === 'approve' && isApproval(task.role) && isTaker) return refuse('separation', texts.separation);
  if (hasVoice(definition, current, task, hands)) return refuse('one-voice', texts.oneVoice(current.no));
  if (act.decision !== 'approve' && !act.opinion?.trim()) return refuse('opinion-needed', texts.opinionNeeded(act.decision));
  const other = whyNotBeside(definition, current, task, act, context);
  if (other) return other;
  if (act.decision === 'return' && !canReturnTo(definition, current, task, act.returnTo)) {
    return refuse('no-such-step', texts.noSuchStep(passedSteps(definition, current, task).map((step) => step.name)));
  }
  return undefined;
}

function canReturnTo(definition: FlowDefinition, current: ServiceCase, task: CaseTask, to: string | undefined): boolean {
  return to === undefined || to === 'applicant' || passedSteps(definition, current, task).some((step) => step.key === to);
}

/** Earlier steps that this case passed and that still apply, in their order. */
export function passedSteps(definition: FlowDefinition, current: ServiceCase, task: CaseTask): StepDefinition[] {
  const at = definition.steps.findIndex((step) => step.key === task.step);
  const passed = new Set(current.tasks.filter((one) => one.decision === 'approve').map((one) => one.step));
  return definition.steps.slice(0, at).filter((step) => passed.has(step.key) && applies(step, definition, current));
}

/** An opinion that was asked for is no decision; what stands on paper has a day that came and a name; edits need the step's right. */
function whyNotBeside(
  definition: FlowDefinition,
  current: ServiceCase,
  task: CaseTask,
  act: DecideAct,
  { now }: ActContext,
): Refusal | undefined {
  if (current.run.side?.[task.id]?.kind === 'delegate' && act.decision !== 'approve') return refuse('opinion-only', texts.opinionOnly);
  const { paper } = act;
  if (paper && (!isDay(paper.on) || paper.on > dayOf(now) || paper.signer.trim() === '')) return refuse('bad-paper', texts.badPaper);
  const rights = stepOf(definition, task.step)?.fieldRights ?? {};
  const forbidden = Object.keys(act.edits ?? {}).filter((key) => rights[key] !== 'edit');
  if (forbidden.length === 0) return undefined;
  const labels = forbidden.map((key) => definition.fields.find((field) => field.key === key)?.label ?? key);
  return refuse('no-field-right', texts.noFieldRight(labels));
}

/** A decision that stands on paper since an earlier day: shown with that day, and with who entered it. */
function keepPaper(move: Move, task: CaseTask, { paper }: DecideAct): { paper?: object } {
  if (!paper) return {};
  const kept = { ...paper, enteredBy: move.context.actor.id };
  move.case.run.paper = { ...move.case.run.paper, [task.id]: kept };
  return { paper: kept };
}

function edit(move: Move, task: CaseTask, { edits }: DecideAct): void {
  if (!edits || Object.keys(edits).length === 0) return;
  move.case = { ...move.case, slots: { ...move.case.slots, ...edits } };
  move.record('slots-edited', { task: task.id, step: task.step, changed: Object.keys(edits).sort() });
}

/** One rejection ends the step and the case (一票否决), but for a vote, which counts it, and a sub-item among others. */
function reject(move: Move, task: CaseTask): void {
  const step = stepOf(move.definition, task.step);
  const isCounted = step?.join === 'vote' || (step?.onReject === 'return-subitem' && task.party !== null);
  if (step && isCounted) finishIfDone(move, step);
  else rejectCase(move, { step: task.step, party: task.party, opinion: task.opinion });
}

/** One return ends the step for everyone; opinions already given stay. Of a bundle only the sub-item goes back (return-subitem). */
function giveBack(move: Move, task: CaseTask, act: DecideAct): void {
  const to = act.returnTo ?? 'applicant';
  const corrections = act.corrections?.length ? [...act.corrections] : [task.opinion ?? ''];
  const isSubItem = to === 'applicant' && task.party !== null && stepOf(move.definition, task.step)?.onReject === 'return-subitem';
  const ended = isSubItem ? null : endRound(move, task);
  move.record('case-returned', { step: task.step, party: task.party, to, corrections, afterReturn: act.afterReturn ?? 'again' });
  const target = to === 'applicant' ? undefined : stepOf(move.definition, to);
  if (target) {
    move.enter(target);
    move.case.run.ended = ended;
    return;
  }
  move.case.run.ended = ended;
  move.case.run.corrections = corrections;
  const back = { step: CORRECTION, role: 'applicant', days: null, assignees: [move.case.startedBy] };
  move.notify({ kind: 'returned', to: 'flow', when: 'returned' });
  if (isSubItem) {
    move.open({ ...back, party: task.party });
    return;
  }
  move.case.run.straightTo = act.afterReturn === 'straight' ? task.step : null;
  move.case.step = null;
  move.pause('correction', corrections.join('；'));
  move.open({ ...back, party: null });
}

/** Closes what is open of the step, and remembers it for whoever takes the return back. */
function endRound(move: Move, task: CaseTask): EndedRound {
  const { run } = move.case;
  const { enteredFrom: from = run.firstPosition, passed = [] } = run;
  return { by: task.id, step: task.step, from, passed, tasks: move.cancelOpen('returned'), next: move.nextPosition() };
}
