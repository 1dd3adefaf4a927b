import { recordAudit } from '../audit/audit-store.ts';
import type { FlowDefinition } from '../flows/flow-definition.ts';
import type { StaffLeave } from '../organisation/staff.ts';
import type { Tx } from '../platform/database.ts';
import { AppError } from '../platform/errors.ts';
import type { ActionDone } from './actions-port.ts';
import { addressNotices } from './address-notices.ts';
import { type Assignment, assign } from './assign.ts';
import type { CaseDeps } from './case-deps.ts';
import { insertOutcome, saveAct } from './case-store.ts';
import type { ActContext, ActionCall, CaseAct, Moved, Refusal } from './engine/act.ts';
import type { ServiceCase } from './engine/service-case.ts';
import { transition } from './engine/transition.ts';
import { texts } from './texts.ts';

export interface Performance {
  tx: Tx;
  definition: FlowDefinition;
  /** As it is stored, and held by this transaction. */
  before: ServiceCase;
  act: CaseAct;
  context: ActContext;
  leaves: readonly StaffLeave[];
  channel: string;
  /** Remembered, so that the same request is not carried out twice. */
  requestKey?: string | undefined;
}

export interface CarriedOut {
  ok: true;
  case: ServiceCase;
  assignments: Assignment[];
  /** Other cases that were given what they waited for. */
  awakened: string[];
}

/**
 * Carries one act out in the caller's transaction: the transition, the actions of the flow, who gets the new tasks, history, tasks, outcome,
 * notices, audit. A refusal, also by an action, leaves everything to be rolled back by the caller.
 */
export async function carryOut(deps: CaseDeps, performance: Performance): Promise<CarriedOut | Refusal> {
  const { tx, definition, before, context } = performance;
  const moved = await runActions(deps, performance, transition(definition, before, performance.act, context));
  if (!moved.ok) return moved;
  const after = moved.case;
  if (performance.requestKey !== undefined) after.run.requests = [...after.run.requests, performance.requestKey].slice(-20);

  const open = new Set(after.tasks.filter((task) => task.state === 'open').map((task) => task.id));
  const opened = moved.opened.map((task) => after.tasks.find((one) => one.id === task.id) ?? task).filter((task) => open.has(task.id));
  const assignments = await assign(tx, definition, after, opened);
  const events = [...moved.history, ...assignments.map((one) => openedEvent(one, context))];

  await saveAct(tx, deps.sealer, definition, { before, after, events });
  const notices = await addressNotices({ ...performance, after, intents: moved.notices, events });
  if (notices.length > 0) await deps.notify(tx, notices);
  // The audit chain has one head: taken last, it is held for the shortest time.
  await recordAudit(tx, [auditOf(performance, after)]);
  return { ok: true, case: { ...after, lastSeq: before.lastSeq + events.length }, assignments, awakened: moved.awakened };
}

interface Acted extends Moved {
  awakened: string[];
}

async function runActions(deps: CaseDeps, performance: Performance, first: Moved | Refusal): Promise<Acted | Refusal> {
  if (!first.ok) return first;
  const acted: Acted = { ...first, awakened: [] };
  const queue = [...first.actions];
  for (let call = queue.shift(); call !== undefined; call = queue.shift()) {
    const result = await runAction(deps, performance, acted.case, call);
    if (!result.ok) return result;
    acted.awakened.push(...(result.awakened ?? []));
    const refusal = call.stage === 'step' ? goOn(performance, acted, result, queue) : null;
    if (refusal) return refusal;
  }
  return acted;
}

/** After a step's action: to the next step, or onto the waiting list. */
function goOn({ definition, context }: Performance, acted: Acted, result: ActionDone, queue: ActionCall[]): Refusal | null {
  const act: CaseAct = result.wait === undefined ? { type: 'advance' } : { type: 'wait', reason: result.wait };
  const next = transition(definition, acted.case, act, context);
  if (!next.ok) return next;
  acted.case = next.case;
  acted.history.push(...next.history);
  acted.opened.push(...next.opened);
  acted.notices.push(...next.notices);
  queue.push(...next.actions);
  return null;
}

async function runAction(deps: CaseDeps, performance: Performance, current: ServiceCase, call: ActionCall): Promise<ActionDone | Refusal> {
  const action = deps.actions[call.name];
  if (!action) throw new AppError('conflict', 'unknown-action', texts.unknownStep, { message: `no action ${call.name}` });
  const { tx, definition, context } = performance;
  const { sealer, isWorkday } = deps;
  const result = await action({ tx, case: current, definition, now: context.now, actor: context.actor, deps: { sealer, isWorkday } });
  if (!result.ok || call.stage !== 'outcome') return result;
  const outcome = definition.outcome[call.position - 1];
  if (outcome) {
    const { kind, key, text } = outcome;
    await insertOutcome(tx, current.no, { position: call.position, kind, key, text, data: result.data ?? {}, at: context.now });
  }
  return result;
}

function openedEvent({ task, fallbackFrom, role }: Assignment, context: ActContext): Moved['history'][number] {
  const data = {
    task: task.id,
    step: task.step,
    party: task.party,
    assignees: task.assignees,
    ...(fallbackFrom ? { fallbackFrom, role } : {}),
  };
  return { type: 'task-opened', at: context.now, by: 'system', onBehalfOf: null, data };
}

function auditOf({ act, context, channel, before }: Performance, after: ServiceCase) {
  const { actor, now } = context;
  const decision = act.type === 'decide' ? { decision: act.decision } : {};
  return {
    at: now,
    actor: actor.id,
    action: 'write',
    subject: after.subject.archiveNo,
    caseNo: after.no,
    channel,
    purpose: after.flow,
    outcome: 'done',
    detail: { act: act.type, ...decision, step: before.step, state: after.state },
  };
}
