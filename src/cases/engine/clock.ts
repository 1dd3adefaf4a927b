import type { FlowDefinition } from '../../flows/flow-definition.ts';
import { addDays, type Day, dayOf, momentOf } from '../../platform/calendar/day.ts';
import { texts } from '../texts.ts';
import type { ActContext, CaseAct, Moved, Refusal } from './act.ts';
import { refuse } from './act.ts';
import { approve } from './finish.ts';
import { raise } from './hands.ts';
import { Move, stepOf } from './move.ts';
import { type CaseTask, CORRECTION, isClosed, openTasks, type ServiceCase } from './service-case.ts';
import { addWorked, dueAfter, type IsWorkday, workedBetween } from './working-time.ts';

/** Reminders inside working hours only: from nine until five (case-operations.md 26). */
const OPENS = '09:00';
const CLOSES = '17:00';
/** At half of a task's time, at 90 % and once it is late: three at most. */
const REMIND_AT = [0.5, 0.9, 1] as const;

export type ClockDeed = 'remind' | 'due-soon' | 'overdue' | 'escalate' | 'timeout' | 'go-on';

/** Something that happens by itself at a moment, once; `key` is what is remembered of it. */
export interface ClockEvent {
  key: string;
  at: Date;
  deed: ClockDeed;
  taskId: string | null;
}

/** Everything that time alone will do to a case as it stands. What was done already is left out. */
export function clockEvents(definition: FlowDefinition, current: ServiceCase, isWorkday: IsWorkday): ClockEvent[] {
  if (isClosed(current.state) || current.state === 'draft') return [];
  const fired = new Set(current.run.fired ?? []);
  const events = current.state === 'suspended' ? pauseEvents(current) : runningEvents(definition, current, isWorkday);
  return events.filter((event) => !fired.has(event.key)).sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** When the clock must look at the case next; null when time alone does nothing to it. */
export function wakeAt(definition: FlowDefinition, current: ServiceCase, isWorkday: IsWorkday): Date | null {
  return clockEvents(definition, current, isWorkday)[0]?.at ?? null;
}

function pauseEvents({ run: { pause } }: ServiceCase): ClockEvent[] {
  if (pause?.kind !== 'timer' || pause.until === undefined) return [];
  return [{ key: `go-on:${pause.since}`, at: new Date(pause.until), deed: 'go-on', taskId: null }];
}

function runningEvents(definition: FlowDefinition, current: ServiceCase, isWorkday: IsWorkday): ClockEvent[] {
  const { submission, promisedMs } = current.run;
  const events: ClockEvent[] = [];
  if (current.dueAt && promisedMs > 0) {
    const red = beforeDue(current.dueAt, promisedMs * 0.1, isWorkday);
    events.push({ key: `due-soon:${submission}`, at: officeMoment(red, isWorkday), deed: 'due-soon', taskId: null });
    events.push({ key: `overdue:${submission}`, at: officeMoment(current.dueAt, isWorkday), deed: 'overdue', taskId: null });
  }
  for (const task of openTasks(current))
    if (task.dueAt && task.step !== CORRECTION) events.push(...taskEvents(definition, task, task.dueAt, isWorkday));
  return events;
}

function taskEvents(definition: FlowDefinition, task: CaseTask, dueAt: Date, isWorkday: IsWorkday): ClockEvent[] {
  const span = workedBetween(task.openedAt, dueAt, isWorkday);
  const events: ClockEvent[] = REMIND_AT.map((share) => ({
    key: `remind:${task.id}:${share}`,
    at: officeMoment(share === 1 ? dueAt : addWorked(task.openedAt, span * share, isWorkday), isWorkday),
    deed: 'remind',
    taskId: task.id,
  }));
  const timeout = stepOf(definition, task.step)?.timeout;
  const lateAt = officeMoment(dueAt, isWorkday);
  if (timeout) {
    const at = timeout.days === 0 ? lateAt : officeMoment(dueAfter(dueAt, timeout.days, isWorkday), isWorkday);
    events.push({ key: `timeout:${task.id}`, at, deed: timeout.does === 'escalate' ? 'escalate' : 'timeout', taskId: task.id });
  } else events.push({ key: `escalate:${task.id}`, at: lateAt, deed: 'escalate', taskId: task.id });
  return events;
}

/** The moment with so much working time left before `dueAt`. */
function beforeDue(dueAt: Date, milliseconds: number, isWorkday: IsWorkday): Date {
  let left = milliseconds;
  for (let day: Day = dayOf(dueAt), end = dueAt.getTime(); ; day = addDays(day, -1), end = momentOf(addDays(day, 1)).getTime()) {
    const start = momentOf(day).getTime();
    if (!isWorkday(day)) continue;
    if (left <= end - start) return new Date(end - left);
    left -= end - start;
  }
}

/** The moment itself inside working hours, else the next opening. */
export function officeMoment(at: Date, isWorkday: IsWorkday): Date {
  let day = dayOf(at);
  if (isWorkday(day) && at <= momentOf(day, CLOSES)) return new Date(Math.max(at.getTime(), momentOf(day, OPENS).getTime()));
  do day = addDays(day, 1);
  while (!isWorkday(day));
  return momentOf(day, OPENS);
}

/**
 * Does what is due at this moment, each thing once. Several late reminders of one task become one. Refused when nothing is due: a stale
 * timer changes nothing.
 */
export function tick(
  definition: FlowDefinition,
  current: ServiceCase,
  act: CaseAct & { type: 'tick' },
  context: ActContext,
): Moved | Refusal {
  const due = clockEvents(definition, current, context.isWorkday).filter((event) => event.at <= context.now);
  if (due.length === 0) return refuse('nothing-due', texts.nothingDue);
  const move = new Move(definition, current, context);
  move.case.run.fired = [...(move.case.run.fired ?? []), ...due.map((event) => event.key)];
  const reminded = new Set<string>();
  for (const event of [...due].reverse()) {
    if (event.deed === 'remind' && event.taskId !== null) {
      if (!reminded.has(event.taskId)) remind(move, event.taskId);
      reminded.add(event.taskId);
    }
  }
  for (const event of due) doDeed(move, event, act.superiors);
  return move.done();
}

function remind(move: Move, taskId: string): void {
  move.record('case-reminded', { task: taskId });
  move.notify({ kind: 'reminded', to: 'assignees', taskId });
}

function doDeed(move: Move, event: ClockEvent, superiors: (CaseAct & { type: 'tick' })['superiors']): void {
  switch (event.deed) {
    case 'remind':
      return;
    case 'due-soon':
      move.notify({ kind: 'reminded', to: 'flow', when: 'due_soon' });
      return;
    case 'overdue':
      move.notify({ kind: 'overdue', to: 'starter' });
      move.notify({ kind: 'overdue', to: 'flow', when: 'overdue' });
      return;
    case 'escalate':
      raise(move, event.taskId === null ? {} : { [event.taskId]: superiors[event.taskId] ?? [] });
      return;
    case 'timeout':
      timeOut(move, event.taskId);
      return;
    case 'go-on':
      goOn(move);
  }
}

/** Shown as 超时自动, never as a person's act: the machine is the one who decided. */
function timeOut(move: Move, taskId: string | null): void {
  const task = move.case.tasks.find((one) => one.id === taskId && one.state === 'open');
  const does = stepOf(move.definition, task?.step ?? null)?.timeout?.does;
  if (!task || !does) return;
  move.record('task-timed-out', { task: task.id, step: task.step, party: task.party, does });
  move.notify({ kind: 'timed-out', to: 'assignees', taskId: task.id });
  const settled = move.settle(task.id, does === 'pass' ? 'approve' : 'return', texts.timedOut);
  if (does === 'pass') {
    approve(move, settled);
    return;
  }
  move.cancelOpen('returned');
  move.record('case-returned', {
    step: task.step,
    party: task.party,
    to: 'applicant',
    corrections: [texts.timedOut],
    afterReturn: 'straight',
  });
  move.case.run.straightTo = task.step;
  move.case.run.corrections = [texts.timedOut];
  move.case.step = null;
  move.pause('correction', texts.timedOut);
  move.open({ step: CORRECTION, party: null, role: 'applicant', days: null, assignees: [move.case.startedBy] });
  move.notify({ kind: 'returned', to: 'flow', when: 'returned' });
}

function goOn(move: Move): void {
  const at = move.definition.steps.findIndex((step) => step.key === move.case.step);
  move.wake();
  move.record('wait-ended', { step: move.case.step });
  move.enterFrom(at + 1);
}
