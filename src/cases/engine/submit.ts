import { holds } from '../../flows/condition.ts';
import type { FlowDefinition } from '../../flows/flow-definition.ts';
import { texts } from '../texts.ts';
import type { ActContext, CaseAct, Moved, Refusal } from './act.ts';
import { refuse } from './act.ts';
import { Move, partiesOf, stepOf } from './move.ts';
import { handOf } from './own-task.ts';
import { CORRECTION, isClosed, openTasks, type ServiceCase } from './service-case.ts';
import { dueAfter, workedBetween } from './working-time.ts';

/** draft → open. The promise starts running. */
export function submit(definition: FlowDefinition, current: ServiceCase, context: ActContext): Moved | Refusal {
  if (current.state !== 'draft') return refuse('already-submitted', texts.alreadySubmitted(current.no));
  const move = new Move(definition, current, context);
  const { now, isWorkday } = context;
  const dueAt = dueAfter(now, promisedDays(definition, current), isWorkday);
  move.case = { ...move.case, state: 'open', startedAt: now, dueAt };
  move.case.run.submission = 1;
  move.case.run.promisedMs = workedBetween(now, dueAt, isWorkday);
  move.record('case-started', {});
  if (definition.submitAction) move.actions.push({ stage: 'submit', name: definition.submitAction });
  move.enterFrom(0);
  return move.done();
}

/** Working days promised for this case: the first shorter limit that fits, else the flow's own. */
export function promisedDays(definition: FlowDefinition, current: ServiceCase): number {
  const shorter = (definition.shorterLimits ?? []).find((limit) => holds(definition.fields, limit.when, current.slots));
  return shorter?.days ?? definition.limitDays;
}

/** The starter hands a returned case in again with the corrected slots; the history stays, the clock goes on. */
export function resubmit(
  definition: FlowDefinition,
  current: ServiceCase,
  act: CaseAct & { type: 'resubmit' },
  context: ActContext,
): Moved | Refusal {
  const task = openTasks(current).find((one) => one.step === CORRECTION);
  if (!task) return refuse('not-returned', isClosed(current.state) ? texts.closed(current) : texts.notReturned(current.no));
  const actingFor = handOf(task, context);
  if (actingFor === undefined) return refuse('not-yours', texts.onlyStarterResubmits);

  const move = new Move(definition, current, context, actingFor);
  move.settle(task.id, 'approve', null);
  if (task.party !== null) return resubmitSubItem(move, current, task.party, act.slots);
  const { straightTo } = move.case.run;
  move.wake();
  move.case = { ...move.case, state: 'open', slots: act.slots };
  move.case.run = { ...move.case.run, straightTo: null, corrections: [], submission: current.run.submission + 1 };
  move.record('case-resubmitted', { changed: changedSlots(current, act.slots) });
  if (definition.submitAction) move.actions.push({ stage: 'submit', name: definition.submitAction });
  reenter(move, straightTo);
  return move.done();
}

/** Only the sub-item goes on; the others were never stopped. */
function resubmitSubItem(move: Move, current: ServiceCase, party: string, slots: ServiceCase['slots']): Moved {
  move.case = { ...move.case, slots };
  move.case.run.corrections = [];
  move.record('case-resubmitted', { changed: changedSlots(current, slots), party });
  const step = stepOf(move.definition, current.step);
  const again = step && partiesOf(step, move.definition, move.case).find((one) => one.key === party);
  if (step && again) move.openFor(step, again);
  return move.done();
}

function reenter(move: Move, straightTo: string | null): void {
  const straight = stepOf(move.definition, straightTo);
  if (straight && move.applies(straight)) {
    move.enter(straight);
    return;
  }
  move.case.run.firstPosition = Math.max(0, ...move.case.tasks.map((one) => one.position)) + 1;
  move.enterFrom(0);
}

/** Keys only: the values may be sensitive. */
function changedSlots(current: ServiceCase, slots: ServiceCase['slots']): string[] {
  const keys = new Set([...Object.keys(current.slots), ...Object.keys(slots)]);
  return [...keys].filter((key) => JSON.stringify(current.slots[key]) !== JSON.stringify(slots[key])).sort();
}
