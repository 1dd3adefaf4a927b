import type { AuditEntry } from '../audit/audit-entry.ts';
import { recordAudit } from '../audit/audit-store.ts';
import type { FlowDefinition, StepDefinition } from '../flows/flow-definition.ts';
import type { StaffLeave } from '../organisation/staff.ts';
import type { Tx } from '../platform/database.ts';
import { AppError } from '../platform/errors.ts';
import type { ActionDone } from './actions-port.ts';
import { addressNotices } from './address-notices.ts';
import { type Assignment, assign } from './assign.ts';
import type { CaseDeps } from './case-deps.ts';
import { insertOutcome, saveAct } from './case-store.ts';
import { insertCopies } from './copy-store.ts';
import { type ActContext, type ActionCall, type CaseAct, type Moved, type Refusal, refuse } from './engine/act.ts';
import { wakeAt } from './engine/clock.ts';
import { stepOf } from './engine/move.ts';
import { type CaseTask, isClosed, type ServiceCase } from './engine/service-case.ts';
import { agreedBefore } from './engine/skip-agreed.ts';
import { transition } from './engine/transition.ts';
import { keepRecord } from './record-store.ts';
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
  startSubCases: StartSubCases;
  /** Part of an act on another case, which records what was done when it is done itself. */
  isPart?: boolean;
}

/** Starts the cases of a step within the transaction; handed in, because starting a case carries out an act itself. */
export type StartSubCases = (
  deps: CaseDeps,
  tx: Tx,
  from: { parent: ServiceCase; step: StepDefinition; context: ActContext; channel: string },
) => Promise<StartedSubCases | Refusal>;

export interface StartedSubCases {
  ok: true;
  children: { no: string; name: string }[];
  audits: AuditEntry[];
}

export interface CarriedOut {
  ok: true;
  case: ServiceCase;
  assignments: Assignment[];
  /** Other cases that were given what they waited for. */
  awakened: string[];
  /** Set when the case ended that another one started. */
  closedFor: string | null;
  /** Records that are still to be put down; none but for a part. */
  audits: AuditEntry[];
}

/**
 * Carries one act out in the caller's transaction: the transition, the actions of the flow, who gets the new tasks, history, tasks, outcome,
 * notices, audit. A refusal, also by an action, leaves everything to be rolled back by the caller.
 */
export async function carryOut(deps: CaseDeps, performance: Performance): Promise<CarriedOut | Refusal> {
  const { tx, definition, before, context } = performance;
  const acted = await runActions(deps, performance, transition(definition, before, performance.act, context));
  if (!acted.ok) return acted;
  const settled = await handOut(deps, performance, acted);
  if (!settled.ok) return settled;
  const after = acted.case;
  await saveAct(tx, deps.sealer, definition, {
    before,
    after,
    events: acted.history,
    wakeAt: wakeAt(definition, after, context.isWorkday),
    requestKey: performance.requestKey ?? null,
  });
  await insertCopies(tx, after.no, acted.copies, context);
  const notices = await addressNotices({ ...performance, after, intents: acted.notices, events: acted.history });
  if (notices.length > 0) await deps.notify(tx, notices);
  const isOver = isClosed(after.state) && !isClosed(before.state);
  if (isOver) await keepRecord(tx, after.no, context.now);
  // The audit chain has one head: taken last, it is held for the shortest time.
  const audits = [...acted.audits, auditOf(performance, after)];
  if (!performance.isPart) await recordAudit(tx, audits);
  const closedFor = isOver ? (after.run.parent ?? null) : null;
  const lastSeq = before.lastSeq + acted.history.length;
  const { assignments } = settled;
  return {
    ok: true,
    case: { ...after, lastSeq },
    assignments,
    awakened: acted.awakened,
    closedFor,
    audits: performance.isPart ? audits : [],
  };
}

/** Opened tasks get their holders; what the flow does not ask twice is agreed to at once, which may open the next. */
async function handOut(deps: CaseDeps, performance: Performance, acted: Acted): Promise<{ ok: true; assignments: Assignment[] } | Refusal> {
  const { tx, definition, context } = performance;
  const assignments: Assignment[] = [];
  for (let opened = stillOpen(acted.case, acted.opened); opened.length > 0; ) {
    const given = await assign(tx, definition, acted.case, opened);
    assignments.push(...given);
    acted.history.push(...given.map((one) => openedEvent(one, context)));
    const known = new Set(acted.opened.map((task) => task.id));
    for (const { task } of given) {
      const staffId = agreedBefore(definition, acted.case, task.id);
      if (staffId === null) continue;
      const next = await runActions(
        deps,
        performance,
        transition(definition, acted.case, { type: 'skip-agreed', taskId: task.id, staffId }, context),
      );
      if (!next.ok) return next;
      merge(acted, next);
    }
    opened = stillOpen(acted.case, acted.opened).filter((task) => !known.has(task.id));
  }
  return { ok: true, assignments };
}

function stillOpen(current: ServiceCase, opened: readonly CaseTask[]): CaseTask[] {
  return opened.flatMap((task) => current.tasks.filter((one) => one.id === task.id && one.state === 'open'));
}

interface Acted extends Moved {
  awakened: string[];
  audits: AuditEntry[];
}

function merge(acted: Acted, next: Moved & Partial<Acted>): void {
  acted.case = next.case;
  acted.history.push(...next.history);
  acted.opened.push(...next.opened);
  acted.notices.push(...next.notices);
  acted.copies.push(...next.copies);
  acted.awakened.push(...(next.awakened ?? []));
  acted.audits.push(...(next.audits ?? []));
}

async function runActions(deps: CaseDeps, performance: Performance, first: Moved | Refusal): Promise<Acted | Refusal> {
  if (!first.ok) return first;
  const acted: Acted = { ...first, awakened: [], audits: [] };
  const queue = [...first.actions];
  for (let call = queue.shift(); call !== undefined; call = queue.shift()) {
    const refusal =
      call.stage === 'sub-cases'
        ? await runSubCases(deps, performance, acted, queue, call)
        : await runOne(deps, performance, acted, queue, call);
    if (refusal) return refusal;
  }
  return acted;
}

async function runOne(
  deps: CaseDeps,
  performance: Performance,
  acted: Acted,
  queue: ActionCall[],
  call: Exclude<ActionCall, { stage: 'sub-cases' }>,
): Promise<Refusal | null> {
  // What a case wrote to the archive before it was reopened stands and is not written twice.
  if (call.stage === 'outcome' && acted.case.run.isWritten) return null;
  const result = await runAction(deps, performance, acted.case, call);
  if (!result.ok) return result;
  acted.awakened.push(...(result.awakened ?? []));
  acted.notices.push(...(result.notices ?? []));
  if (call.stage !== 'step') return null;
  const act: CaseAct = result.wait === undefined ? { type: 'advance' } : { type: 'wait', reason: result.wait };
  return goOn(performance, acted, act, queue);
}

async function runSubCases(
  deps: CaseDeps,
  performance: Performance,
  acted: Acted,
  queue: ActionCall[],
  call: ActionCall & { stage: 'sub-cases' },
): Promise<Refusal | null> {
  const { tx, definition, context, channel } = performance;
  const step = stepOf(definition, call.step);
  if (!step) return refuse('unknown-step', texts.unknownStep);
  const started = await performance.startSubCases(deps, tx, { parent: acted.case, step, context, channel });
  if (!started.ok) return started;
  acted.audits.push(...started.audits);
  return goOn(performance, acted, { type: 'sub-cases-started', children: started.children }, queue);
}

/** After a step's action: to the next step, or onto the waiting list. */
function goOn({ definition, context }: Performance, acted: Acted, act: CaseAct, queue: ActionCall[]): Refusal | null {
  const next = transition(definition, acted.case, act, context);
  if (!next.ok) return next;
  merge(acted, next);
  queue.push(...next.actions);
  return null;
}

async function runAction(
  deps: CaseDeps,
  performance: Performance,
  current: ServiceCase,
  call: Exclude<ActionCall, { stage: 'sub-cases' }>,
): Promise<ActionDone | Refusal> {
  const action = deps.actions[call.name];
  if (!action) throw new AppError('conflict', 'unknown-action', texts.unknownStep, { message: `no action ${call.name}` });
  const { tx, definition, context } = performance;
  const { sealer, isWorkday, followers } = deps;
  const outcome = call.stage === 'outcome' ? (definition.outcome[call.position - 1] ?? null) : null;
  const about = { tx, case: current, definition, now: context.now, actor: context.actor, outcome };
  const result = await action({ ...about, deps: { sealer, isWorkday, followers } });
  if (!result.ok || call.stage !== 'outcome' || !outcome) return result;
  const { kind, key, text } = outcome;
  await insertOutcome(tx, current.no, { position: call.position, kind, key, text, data: result.data ?? {}, at: context.now });
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

function auditOf({ act, context, channel, before }: Performance, after: ServiceCase): AuditEntry {
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
