import type { FlowDefinition } from '../../flows/flow-definition.ts';
import { texts } from '../texts.ts';
import type { ActContext, CaseAct, Moved, Refusal } from './act.ts';
import { refuse } from './act.ts';
import { mayGovern } from './governing.ts';
import { Move, stepOf } from './move.ts';
import { isClosed, type ServiceCase } from './service-case.ts';
import { promisedDays } from './submit.ts';
import { dueAfter, workedBetween } from './working-time.ts';

type ActOf<Type extends CaseAct['type']> = Extract<CaseAct, { type: Type }>;

/** A closed case goes on from a chosen step, the first when none is named (重启). What it wrote to the archive stays and is not written twice. */
export function reopen(definition: FlowDefinition, current: ServiceCase, act: ActOf<'reopen'>, context: ActContext): Moved | Refusal {
  if (!isClosed(current.state)) return refuse('not-closed', texts.notClosed(current));
  if (!mayGovern(context.actor)) return refuse('forbidden', texts.onlySectionGoverns('重启'));
  if (!act.reason?.trim()) return refuse('reason-needed', texts.reasonNeeded('重启'));
  const step = act.step === null ? definition.steps[0] : stepOf(definition, act.step);
  if (!step) return refuse('no-such-step', texts.anyStep(definition.steps.map((one) => one.name)));
  const move = new Move(definition, current, context);
  const { now, isWorkday } = context;
  const dueAt = dueAfter(now, promisedDays(definition, current), isWorkday);
  move.case = { ...move.case, state: 'open', closedAt: null, dueAt };
  move.case.run.promisedMs = workedBetween(now, dueAt, isWorkday);
  if (current.state === 'completed') move.case.run.isWritten = true;
  move.case.run.submission += 1;
  move.case.run.firstPosition = move.nextPosition();
  move.record('case-reopened', { step: step.key, reason: act.reason });
  // What was held for it was given back when it ended.
  if (current.state !== 'completed' && definition.submitAction) move.actions.push({ stage: 'submit', name: definition.submitAction });
  move.enterFrom(definition.steps.indexOf(step));
  move.notify({ kind: 'reopened', to: 'starter' });
  return move.done();
}

function isAdministrator({ actor }: ActContext): boolean {
  return actor.roles.includes('system-admin');
}

/** Administrator only; a second person confirms before anything moves (跳转). */
export function jump(definition: FlowDefinition, current: ServiceCase, act: ActOf<'jump'>, context: ActContext): Moved | Refusal {
  if (isClosed(current.state)) return refuse('closed', texts.closed(current));
  if (!isAdministrator(context)) return refuse('forbidden', texts.onlyAdministrator);
  if (!act.reason?.trim()) return refuse('reason-needed', texts.reasonNeeded('跳转'));
  const step = stepOf(definition, act.step);
  if (!step || step.key === current.step)
    return refuse('no-such-step', texts.anyStep(definition.steps.filter((one) => one.key !== current.step).map((one) => one.name)));
  const move = new Move(definition, current, context);
  move.case.run.jump = { to: step.key, by: context.actor.id, reason: act.reason };
  move.record('jump-asked', { step: step.key, reason: act.reason });
  return move.done();
}

/** The second person: another administrator, or a head or leader of the bureau. */
export function confirmJump(definition: FlowDefinition, current: ServiceCase, context: ActContext): Moved | Refusal {
  if (isClosed(current.state)) return refuse('closed', texts.closed(current));
  const asked = current.run.jump;
  const step = asked ? stepOf(definition, asked.to) : undefined;
  if (!asked || !step) return refuse('no-jump', texts.noJumpAsked(current.no));
  if (asked.by === context.actor.id) return refuse('same-person', texts.secondPersonNeeded);
  const isHead = context.actor.roles.some((role) => ['section-head', 'bureau-leader', 'bureau-chief'].includes(role));
  if (!isHead && !isAdministrator(context)) return refuse('forbidden', texts.onlyAdministrator);
  const move = new Move(definition, current, context);
  if (current.state === 'suspended') move.wake();
  move.cancelOpen('jumped');
  move.case.run.jump = null;
  move.record('case-jumped', { from: current.step, to: step.key, reason: asked.reason, askedBy: asked.by });
  move.enterFrom(definition.steps.indexOf(step));
  move.notify({ kind: 'jumped', to: 'starter' });
  return move.done();
}
