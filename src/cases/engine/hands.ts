import type { FlowDefinition } from '../../flows/flow-definition.ts';
import { texts } from '../texts.ts';
import type { ActContext, CaseAct, Moved, Refusal } from './act.ts';
import { refuse } from './act.ts';
import { isStarter, mayGovern } from './governing.ts';
import { Move, type stepOf } from './move.ts';
import { ownTask } from './own-task.ts';
import { CORRECTION, isClosed, openTasks, type ServiceCase } from './service-case.ts';
import { hasSeat } from './vote.ts';

type ActOf<Type extends CaseAct['type']> = Extract<CaseAct, { type: Type }>;

/** One of those who share a task takes it for themselves (认领). */
export function claim(definition: FlowDefinition, current: ServiceCase, act: ActOf<'claim'>, context: ActContext): Moved | Refusal {
  const own = ownTask(current, act.taskId, context);
  if (!own.ok) return own;
  if (own.task.assignees.length < 2) return refuse('no-pool', texts.alreadyYoursAlone(current.no));
  const move = new Move(definition, current, context, own.actingFor);
  const task = move.case.tasks.find((one) => one.id === own.task.id);
  const holder = own.actingFor ?? context.actor.id;
  move.case.run.pools = { ...move.case.run.pools, [own.task.id]: own.task.assignees };
  if (task) task.assignees = [holder];
  move.record('task-claimed', { task: own.task.id, step: own.task.step, from: own.task.assignees });
  return move.done();
}

/** A claimed task goes back to all who could have taken it (退回待领). */
export function giveBackToPool(
  definition: FlowDefinition,
  current: ServiceCase,
  act: ActOf<'give-back'>,
  context: ActContext,
): Moved | Refusal {
  const own = ownTask(current, act.taskId, context);
  if (!own.ok) return own;
  const { [own.task.id]: pool, ...pools } = current.run.pools ?? {};
  if (!pool) return refuse('not-claimed', texts.notClaimed(current.no));
  const move = new Move(definition, current, context, own.actingFor);
  const task = move.case.tasks.find((one) => one.id === own.task.id);
  move.case.run.pools = pools;
  if (task) task.assignees = pool;
  move.record('task-given-back', { task: own.task.id, step: own.task.step, to: pool });
  for (const staffId of pool) if (staffId !== context.actor.id) move.notify({ kind: 'task-opened', to: 'staff', staffId });
  return move.done();
}

/** Everything that someone who leaves holds of a case goes to another (离岗移交): by themselves, or by who governs cases. */
export function handOver(definition: FlowDefinition, current: ServiceCase, act: ActOf<'hand-over'>, context: ActContext): Moved | Refusal {
  if (isClosed(current.state)) return refuse('closed', texts.closed(current));
  if (context.actor.id !== act.from && !mayGovern(context.actor)) return refuse('forbidden', texts.onlySectionGoverns('移交别人的'));
  if (!act.to.isActive) return refuse('left-post', texts.leftPost(act.to.name));
  if (act.to.id === act.from) return refuse('same-person', texts.samePerson(act.to.name));
  const move = new Move(definition, current, context);
  const held = move.case.tasks.filter((task) => (task.state === 'open' || task.state === 'waiting') && task.assignees.includes(act.from));
  if (held.length === 0) return refuse('nothing-held', texts.notYours(current));
  if (held.some((task) => hasSeat(definition, current, task, act.to.id))) return refuse('one-voice', texts.hasSeat(act.to.name));
  for (const task of held) {
    task.assignees = [...new Set(task.assignees.map((id) => (id === act.from ? act.to.id : id)))];
    move.record('task-handed-over', { task: task.id, step: task.step, from: act.from, to: act.to.id });
  }
  replaceAhead(move, act.from, act.to.id);
  move.notify({ kind: 'transferred', to: 'staff', staffId: act.to.id });
  return move.done();
}

/** Nothing of the case comes back to who has left: neither from a pool, nor as a signer or handler named for later. */
function replaceAhead(move: Move, from: string, to: string): void {
  const { run } = move.case;
  const replaced = (ids: readonly string[]) => [...new Set(ids.map((id) => (id === from ? to : id)))];
  const inEach = (lists: Record<string, string[]> | undefined) =>
    Object.fromEntries(Object.entries(lists ?? {}).map(([key, ids]) => [key, replaced(ids)]));
  run.pools = inEach(run.pools);
  run.named = inEach(run.named);
  run.after = Object.fromEntries(
    Object.entries(run.after ?? {}).map(([key, signers]) => [
      key,
      signers.map((one) => (one.staffId === from ? { ...one, staffId: to } : one)),
    ]),
  );
  for (const side of Object.values(run.side ?? {})) if (side.staffId === from) side.staffId = to;
}

/** The holder's superior gets the task as well, by the organisation's levels (超时升级). */
export function escalate(definition: FlowDefinition, current: ServiceCase, act: ActOf<'escalate'>, context: ActContext): Moved | Refusal {
  if (isClosed(current.state)) return refuse('closed', texts.closed(current));
  const isHolder = openTasks(current).some((task) => task.assignees.includes(context.actor.id));
  if (!act.isByClock && !mayGovern(context.actor) && !isStarter(current, context) && !isHolder)
    return refuse('forbidden', texts.notYours(current));
  const move = new Move(definition, current, context);
  if (!raise(move, act.superiors)) return refuse('nobody-above', texts.nobodyAbove);
  return move.done();
}

/** Puts superiors beside the holders of open tasks. False when nobody new was found for any. */
export function raise(move: Move, superiors: ActOf<'escalate'>['superiors']): boolean {
  let isRaised = false;
  for (const task of move.case.tasks) {
    if (task.state !== 'open' || task.step === CORRECTION) continue;
    const above = (superiors[task.id] ?? []).filter((one) => !task.assignees.includes(one.id));
    if (above.length === 0) continue;
    task.assignees = [...task.assignees, ...above.map((one) => one.id)];
    move.case.run.escalated = { ...move.case.run.escalated, [task.id]: above.map((one) => one.id) };
    move.record('task-escalated', { task: task.id, step: task.step, to: above.map((one) => one.id) });
    for (const one of above) move.notify({ kind: 'escalated', to: 'staff', staffId: one.id });
    isRaised = true;
  }
  return isRaised;
}

/** The starter or a holder says who is to handle a step that is still to come (指定后续办理人). Whether they fit is checked when it opens. */
export function nameHandlers(
  definition: FlowDefinition,
  current: ServiceCase,
  act: ActOf<'name-handlers'>,
  context: ActContext,
): Moved | Refusal {
  if (isClosed(current.state)) return refuse('closed', texts.closed(current));
  const isHolder = ownTask(current, undefined, context).ok;
  if (!isHolder && !isStarter(current, context)) return refuse('not-yours', texts.notYours(current));
  const at = definition.steps.findIndex((step) => step.key === act.step);
  const now = definition.steps.findIndex((step) => step.key === current.step);
  const step = definition.steps[at];
  if (!step || at <= now) {
    return refuse('no-such-step', texts.onlyLaterSteps(definition.steps.slice(now + 1).map((one) => one.name)));
  }
  if (act.staff.length === 0) return refuse('no-such-staff', texts.noSuchStaff(''));
  const left = act.staff.find((one) => !one.isActive);
  if (left) return refuse('left-post', texts.leftPost(left.name));
  const wrong = act.staff.find((one) => !handlesStep(step, one.roles));
  if (wrong) return refuse('wrong-body', texts.wrongPost(wrong.name, step.name));
  const move = new Move(definition, current, context);
  move.case.run.named = { ...move.case.run.named, [step.key]: act.staff.map((one) => one.id) };
  move.record('handlers-named', { step: step.key, to: act.staff.map((one) => one.id) });
  return move.done();
}

function handlesStep(step: NonNullable<ReturnType<typeof stepOf>>, roles: readonly string[]): boolean {
  return [step.role, ...(step.parties ?? []).map((party) => party.role)].some((role) => role !== undefined && roles.includes(role));
}
