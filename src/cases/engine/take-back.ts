import type { FlowDefinition } from '../../flows/flow-definition.ts';
import { texts } from '../texts.ts';
import type { ActContext, CaseAct, Moved, Refusal } from './act.ts';
import { refuse } from './act.ts';
import { Move, stepOf } from './move.ts';
import { type CaseTask, CORRECTION, type EndedRound, isClosed, type PassedRound, type ServiceCase } from './service-case.ts';

/**
 * A handler takes a decision back while nobody has acted after it (取回); inside a parallel step the others' decisions stay. Not where the
 * step's own action has already given something away, nor once the case is closed or was moved otherwise: those are reopened or sent back.
 */
export function takeBack(
  definition: FlowDefinition,
  current: ServiceCase,
  act: CaseAct & { type: 'take-back' },
  context: ActContext,
): Moved | Refusal {
  if (isClosed(current.state)) return refuse('closed', texts.closed(current));
  const { pause } = current.run;
  if (pause && pause.kind !== 'correction') return refuse('suspended', texts.suspended(current));
  const task = lastOwn(current, act.taskId, context);
  if (!task) return refuse('nothing-decided', texts.nothingToTakeBack(current.no));
  if (current.run.side?.[task.id]) return refuse('side-task', texts.nothingToTakeBack(current.no));
  const way = wayBack(definition, current, task);
  const refusal = whyNot(definition, current, task, way);
  if (refusal) return refusal;
  const move = new Move(definition, current, context, task.onBehalfOf);
  undo(move, task, way);
  move.record('task-taken-back', { task: task.id, step: task.step, party: task.party, decision: task.decision, note: act.note });
  return move.done();
}

function lastOwn(current: ServiceCase, taskId: string | undefined, { actor, deputisesFor }: ActContext): CaseTask | undefined {
  const isOwn = (task: CaseTask) => task.decidedBy === actor.id || deputisesFor.includes(task.decidedBy ?? '');
  return current.tasks.findLast(
    (task) => task.decidedAt !== null && task.step !== CORRECTION && isOwn(task) && (taskId === undefined || task.id === taskId),
  );
}

/**
 * Where a decision still counts: in the step at which the case stands, in the one that it has just passed, or in the one that it ended by a
 * return. `followers`: what was opened because of it.
 */
type WayBack =
  | { kind: 'within'; followers: CaseTask[] }
  | { kind: 'passed'; followers: CaseTask[]; round: PassedRound }
  | { kind: 'returned'; followers: CaseTask[]; round: EndedRound }
  | { kind: 'none'; followers: CaseTask[] };

function wayBack(definition: FlowDefinition, current: ServiceCase, task: CaseTask): WayBack {
  const { ended, passed, enteredFrom = current.run.firstPosition } = current.run;
  const since = (position: number) => current.tasks.filter((one) => one.position >= position);
  if (ended?.by === task.id) return { kind: 'returned', followers: since(ended.next), round: ended };
  if (task.step === current.step && task.position >= enteredFrom) {
    return { kind: 'within', followers: followersWithin(definition, current, task) };
  }
  const round = passed?.at(-1);
  if (round && task.step === round.step && task.position >= round.from && task.position < enteredFrom) {
    return { kind: 'passed', followers: [...followersWithin(definition, current, task), ...since(enteredFrom)], round };
  }
  return { kind: 'none', followers: since(task.position + 1) };
}

/** Opened because of the task, in its own step: a signer after it, the next in order, the correction of its part. Siblings were opened with it. */
function followersWithin(definition: FlowDefinition, current: ServiceCase, task: CaseTask): CaseTask[] {
  const { side = {} } = current.run;
  const isInOrder = stepOf(definition, task.step)?.join === 'in-order';
  return current.tasks.filter((one) => {
    if (one.position <= task.position) return false;
    const beside = side[one.id];
    // An opinion or a signer that was asked for stands beside, whenever it was asked for.
    if (beside) return beside.kind === 'after' && beside.parent === task.id;
    if (one.step === CORRECTION) return one.party !== null && one.party === task.party;
    return one.step === task.step && (isInOrder || (task.decision !== 'approve' && one.party === task.party));
  });
}

function whyNot(definition: FlowDefinition, current: ServiceCase, task: CaseTask, way: WayBack): Refusal | null {
  const acted = way.followers.find((one) => one.decidedAt !== null);
  if (acted) return refuse('already-acted', texts.alreadyActed(acted));
  if (way.kind === 'none') return refuse('nothing-decided', texts.nothingToTakeBack(current.no));
  if (way.kind === 'passed' && stepOf(definition, task.step)?.action) return refuse('already-given', texts.alreadyGiven);
  return null;
}

function undo(move: Move, task: CaseTask, way: WayBack): void {
  const { run } = move.case;
  const own = move.case.tasks.find((one) => one.id === task.id);
  if (own) reopen(own);
  for (const { id } of way.followers) {
    const one = move.case.tasks.find((other) => other.id === id);
    if (one?.state === 'open' || one?.state === 'waiting') drop(move, one);
  }
  if (task.decision !== 'approve') run.corrections = [];
  if (way.kind === 'passed' || way.kind === 'returned') restore(move, way.round);
  if (way.kind === 'passed') run.passed = run.passed?.slice(0, -1) ?? [];
  if (way.kind === 'returned') Object.assign(run, { passed: way.round.passed, ended: null, straightTo: null });
  // Last, so that what stands open again has as much time left as it had.
  if (run.pause?.kind === 'correction') move.wake();
  move.case.state = 'open';
  move.case.step = task.step;
}

/** What the end of a step put an end to stands again as it stood. */
function restore(move: Move, round: PassedRound): void {
  for (const task of move.case.tasks) task.state = round.tasks.find(({ id }) => id === task.id)?.state ?? task.state;
  move.case.run.enteredFrom = round.from;
  move.case.run.joined = [];
}

function drop(move: Move, task: CaseTask): void {
  const { run } = move.case;
  const side = run.side?.[task.id];
  // The signer behind it is asked when it is agreed to again.
  if (side?.kind === 'after') {
    const { staffId, by } = side;
    run.after = { ...run.after, [side.parent]: [{ staffId, by }, ...(run.after?.[side.parent] ?? [])] };
  }
  task.state = 'cancelled';
  move.record('task-cancelled', { task: task.id, step: task.step, party: task.party, reason: 'taken-back' });
  for (const staffId of task.assignees) if (staffId !== move.context.actor.id) move.notify({ kind: 'taken-back', to: 'staff', staffId });
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
