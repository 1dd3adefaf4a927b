import { holds } from '../../flows/condition.ts';
import type { FlowDefinition, PartyDefinition, StepDefinition } from '../../flows/flow-definition.ts';
import type { Post } from '../../organisation/duty.ts';
import { isRoleId } from '../../organisation/role.ts';
import { dayOf, momentOf } from '../../platform/calendar/day.ts';
import { AppError } from '../../platform/errors.ts';
import { texts } from '../texts.ts';
import type { ActContext, ActionCall, Moved, NoticeIntent } from './act.ts';
import {
  type CaseEventType,
  type CasePause,
  type CaseTask,
  CORRECTION,
  type Decision,
  type NewEvent,
  type PendingTask,
  type ServiceCase,
} from './service-case.ts';
import { dueAfter, dueAfterPause } from './working-time.ts';

/** One act in progress: the case as it becomes, and what follows from it. Works on a copy, never on the case handed in. */
export class Move {
  readonly definition: FlowDefinition;
  readonly context: ActContext;
  readonly actingFor: string | null;
  case: ServiceCase;
  readonly history: NewEvent[] = [];
  readonly opened: CaseTask[] = [];
  readonly actions: ActionCall[] = [];
  readonly notices: NoticeIntent[] = [];
  readonly copies: Moved['copies'] = [];

  constructor(definition: FlowDefinition, current: ServiceCase, context: ActContext, actingFor: string | null = null) {
    this.definition = definition;
    this.context = context;
    this.actingFor = actingFor;
    this.case = { ...current, tasks: current.tasks.map((task) => ({ ...task })), run: structuredClone(current.run) };
  }

  done(): Moved {
    const { history, opened, actions, notices, copies } = this;
    return { ok: true, case: this.case, history, opened, actions, notices, copies };
  }

  record(type: CaseEventType, data: Record<string, unknown>): void {
    this.history.push({ type, at: this.context.now, by: this.context.actor.id, onBehalfOf: this.actingFor, data });
  }

  notify(intent: NoticeIntent): void {
    this.notices.push(intent);
  }

  /** Enters the first step from `index` on whose condition holds; completes the case when there is none. `passed`: the step that was agreed to. */
  enterFrom(index: number, passed?: StepDefinition): void {
    const next = this.definition.steps.slice(index).find((step) => this.applies(step));
    if (next) this.enter(next, passed);
    else this.complete();
  }

  enter(step: StepDefinition, passed?: StepDefinition): void {
    const { run } = this.case;
    // A step entered in any other way than by agreement is not left again by taking a decision back.
    const round = passed && { step: passed.key, from: run.enteredFrom ?? run.firstPosition, tasks: run.joined ?? [] };
    run.passed = round ? [...(run.passed ?? []), round] : [];
    run.joined = [];
    run.ended = null;
    this.case.step = step.key;
    run.enteredFrom = this.nextPosition();
    if (step.wait) {
      beginWait(this, step);
      return;
    }
    if (step.subCases) {
      this.actions.push({ stage: 'sub-cases', name: step.subCases.flow, step: step.key });
      return;
    }
    const parties = partiesOf(step, this.definition, this.case);
    // In order: the next party is asked when the one before agreed.
    for (const party of step.join === 'in-order' ? parties.slice(0, 1) : parties) this.openFor(step, party);
  }

  openFor(step: StepDefinition, party: PartyDefinition): CaseTask {
    return this.open({ step: step.key, party: step.parties ? party.key : null, role: party.role, days: step.days });
  }

  applies(step: StepDefinition): boolean {
    return applies(step, this.definition, this.case);
  }

  open(what: { step: string; party: string | null; role: string; days: number | null; assignees?: string[] }): CaseTask {
    const { now, isWorkday } = this.context;
    const position = this.nextPosition();
    const budget = what.days === null ? null : dueAfter(now, what.days, isWorkday);
    const task: CaseTask = {
      id: `${this.case.no}-${String(position).padStart(2, '0')}`,
      step: what.step,
      party: what.party,
      role: what.role,
      assignees: what.assignees ?? [],
      state: 'open',
      decision: null,
      opinion: null,
      decidedBy: null,
      decidedByName: null,
      onBehalfOf: null,
      decidedAt: null,
      openedAt: now,
      // A step's budget never reaches beyond the promise for the whole case.
      dueAt: budget && this.case.dueAt && this.case.dueAt < budget ? this.case.dueAt : budget,
      position,
    };
    this.case.tasks.push(task);
    if (what.assignees === undefined) this.opened.push(task);
    this.notify({ kind: what.step === CORRECTION ? 'returned' : 'task-opened', to: 'assignees', taskId: task.id });
    return task;
  }

  nextPosition(): number {
    return Math.max(0, ...this.case.tasks.map((task) => task.position)) + 1;
  }

  /** Writes a decision on a task, in the actor's name. */
  settle(taskId: string, decision: Decision, opinion: string | null): CaseTask {
    const { actor, now } = this.context;
    const task = this.case.tasks.find((one) => one.id === taskId);
    if (!task) throw new AppError('conflict', 'unknown-task', texts.unknownStep, { message: `no task ${taskId}` });
    const by = { decidedBy: actor.id, decidedByName: actor.name, onBehalfOf: this.actingFor, decidedAt: now };
    return Object.assign(task, { state: 'done' as const, decision, opinion, ...by });
  }

  /** Closes every open task as nobody's any more, and gives back which and how they stood. Opinions already given stay where they are. */
  cancelOpen(reason: string): PendingTask[] {
    const pending: PendingTask[] = [];
    for (const task of this.case.tasks) {
      const { id, state } = task;
      if (state !== 'open' && state !== 'waiting') continue;
      pending.push({ id, state });
      task.state = 'cancelled';
      this.record('task-cancelled', { task: id, step: task.step, party: task.party, reason });
    }
    return pending;
  }

  complete(): void {
    this.close('completed');
    this.record('case-completed', {});
    const { fields } = this.definition;
    const known = { ...this.case.slots, today: dayOf(this.context.now) };
    this.definition.outcome.forEach((outcome, position) => {
      if (!holds(fields, outcome.when, known)) return;
      this.actions.push({ stage: 'outcome', name: outcome.action, position: position + 1 });
    });
    this.notify({ kind: 'done', to: 'starter' });
    this.notify({ kind: 'done', to: 'flow', when: 'done' });
  }

  pause(kind: CasePause['kind'], reason: string, until?: Date): void {
    this.case.state = 'suspended';
    const pause = { kind, since: this.context.now.toISOString(), reason, by: this.context.actor.id };
    this.case.run.pause = until === undefined ? pause : { ...pause, until: until.toISOString() };
  }

  /** The clock goes on; what was left of the promised working time, for the case and each task, is left again. */
  wake(): void {
    const { pause } = this.case.run;
    if (!pause) return;
    const since = new Date(pause.since);
    const later = (dueAt: Date | null) => dueAt && dueAfterPause(dueAt, since, this.context.now, this.context.isWorkday);
    this.case.dueAt = later(this.case.dueAt);
    for (const task of this.case.tasks) if (task.state === 'open' || task.state === 'waiting') task.dueAt = later(task.dueAt);
    this.case.state = 'open';
    this.case.run.pause = null;
  }

  /** Ends the case without its outcome: what was held for it is given back. */
  release(): void {
    if (this.definition.releaseAction) this.actions.push({ stage: 'release', name: this.definition.releaseAction });
  }

  close(state: ServiceCase['state']): void {
    this.case.state = state;
    this.case.step = null;
    this.case.closedAt = this.context.now;
    this.case.run.pause = null;
  }
}

/** The clock's promise stands still while the case waits for a day that the flow names. */
function beginWait(move: Move, step: StepDefinition): void {
  const { now, isWorkday } = move.context;
  const said = step.wait?.until === undefined ? null : move.case.slots[step.wait.until];
  const until = typeof said === 'string' ? momentOf(said) : dueAfter(now, step.wait?.workdays ?? 0, isWorkday);
  move.pause('timer', texts.waitsUntil(until), until);
  move.record('wait-begun', { step: step.key, until: until.toISOString() });
}

/** Whether a step is for this case as its form stands: its own condition holds, and that of one of its parties. */
export function applies(step: StepDefinition, definition: FlowDefinition, current: ServiceCase): boolean {
  const isMeant = holds(definition.fields, step.when, current.slots);
  return isMeant && (!step.parties || partiesOf(step, definition, current).length > 0);
}

/** A serial step as one nameless party; a parallel one with the parties whose condition holds. */
export function partiesOf(step: StepDefinition, definition: FlowDefinition, current: ServiceCase): PartyDefinition[] {
  if (step.parties) return step.parties.filter((party) => holds(definition.fields, party.when, current.slots));
  const { role = '', department, section, industry } = step;
  return [
    {
      key: step.key,
      role,
      decides: step.decides ?? '',
      ...(department === undefined ? {} : { department }),
      ...(section === undefined ? {} : { section }),
      ...(industry === undefined ? {} : { industry }),
    },
  ];
}

export function stepOf(definition: FlowDefinition, key: string | null): StepDefinition | undefined {
  return definition.steps.find((step) => step.key === key);
}

/** The post that a task is for: its role in the subject's area, or in the department, section or industry of its step. */
export function postOf(definition: FlowDefinition, current: ServiceCase, task: CaseTask): Post {
  const step = stepOf(definition, task.step);
  const party = step && partiesOf(step, definition, current).find((one) => task.party === null || one.key === task.party);
  if (!step || !party || !isRoleId(party.role)) {
    throw new AppError('conflict', 'unknown-step', texts.unknownStep, { message: `no post for step ${task.step}` });
  }
  const { town, village } = current.subject;
  return {
    role: party.role,
    ...(step.level === 'district' ? {} : { town: town ?? undefined }),
    ...(step.level === 'village' ? { village: village ?? undefined } : {}),
    department: party.department,
    section: party.section,
    industry: party.industry,
  };
}
