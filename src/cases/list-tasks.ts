import type { Staff } from '../organisation/staff.ts';
import { leavesOn } from '../organisation/staff-store.ts';
import { dayOf } from '../platform/calendar/day.ts';
import { definitionOf } from './case-definition.ts';
import type { CaseDeps } from './case-deps.ts';
import {
  type CaseFilter,
  type CaseLine,
  inboxMark,
  type Page,
  selectCases,
  selectCopied,
  selectTasks,
  type TaskFilter,
  type TaskLine,
  type WhichTasks,
} from './case-list-store.ts';
import { caseReach } from './case-sight.ts';
import { deputisesFor } from './deputies.ts';
import { stepOf } from './engine/move.ts';
import { CORRECTION } from './engine/service-case.ts';
import { type Light, lightOf, workdaysLeft } from './engine/working-time.ts';
import { texts } from './texts.ts';

type ReadDeps = Pick<CaseDeps, 'db' | 'flows' | 'isWorkday'>;

export interface CaseBrief extends Omit<CaseLine, 'run' | 'flowVersion'> {
  flowName: string;
  stepName: string | null;
  light: Light;
  /** Why it stands still; null while it does not. */
  waitsFor: string | null;
  /** Whole working days to the promise, negative when so many have passed; null without a promise, or once closed. */
  daysLeft: number | null;
}

export interface TaskBrief extends CaseBrief {
  taskId: string;
  taskStep: string;
  taskStepName: string;
  party: string | null;
  taskDueAt: Date | null;
  /** Like `daysLeft`, to the day by which this step is due. */
  taskDaysLeft: number | null;
  openedAt: Date;
  decidedAt: Date | null;
  /** A returned case that its starter is to correct. */
  isCorrection: boolean;
}

const firstPage: Page = { limit: 20, offset: 0 };

/**
 * The tasks of a person, theirs and those of whom they deputise for today; `copied`: the cases that they were sent a copy of. `started` is a
 * list of cases: `listStarted`.
 */
export async function listTasks(
  deps: ReadDeps,
  staff: Staff,
  which: WhichTasks | 'copied',
  options: { now: Date } & Partial<Page> & TaskFilter,
): Promise<{ tasks: TaskBrief[]; total: number }> {
  const { tx } = deps.db;
  const { flow, search } = options;
  const page = { ...firstPage, ...options };
  const { tasks, total } =
    which === 'copied'
      ? await selectCopied(tx, staff.id, page, { flow, search })
      : await selectTasks(tx, await handsOf(deps, staff, options.now), which, options.now, page, { flow, search });
  const briefs: TaskBrief[] = [];
  for (const line of tasks) briefs.push(await taskBrief(deps, line, options.now));
  return { tasks: briefs, total };
}

/** A text that changes whenever one of a person's lists does. */
export async function tasksMark(deps: Pick<CaseDeps, 'db'>, staff: Staff, now: Date): Promise<string> {
  return inboxMark(deps.db.tx, await handsOf(deps, staff, now));
}

/** The person first, then those whom they deputise for. */
async function handsOf({ db }: Pick<CaseDeps, 'db'>, staff: Staff, now: Date): Promise<string[]> {
  return [staff.id, ...deputisesFor(staff.id, await leavesOn(db.tx, dayOf(now)))];
}

/** Cases that a person started, newest first. */
export async function listStarted(
  deps: ReadDeps,
  staff: Staff,
  options: { now: Date } & Partial<Page> & TaskFilter,
): Promise<{ cases: CaseBrief[]; total: number }> {
  const { flow, search } = options;
  const { cases, total } = await selectCases(deps.db.tx, null, { startedBy: staff.id, flow, search }, { ...firstPage, ...options });
  return { cases: await briefsOf(deps, cases, options.now), total };
}

/** Cases by number (also its end), person or flow, among those that the viewer may see; `viewer` null for the command line. */
export async function findCases(
  deps: ReadDeps,
  viewer: Staff | null,
  filter: CaseFilter,
  options: { now: Date } & Partial<Page>,
): Promise<{ cases: CaseBrief[]; total: number }> {
  const sight = viewer === null ? null : { reach: caseReach(viewer), hands: await handsOf(deps, viewer, options.now) };
  const { cases, total } = await selectCases(deps.db.tx, sight, filter, { ...firstPage, ...options });
  return { cases: await briefsOf(deps, cases, options.now), total };
}

async function briefsOf(deps: ReadDeps, lines: readonly CaseLine[], now: Date): Promise<CaseBrief[]> {
  const briefs: CaseBrief[] = [];
  for (const line of lines) briefs.push(await caseBrief(deps, line, now));
  return briefs;
}

async function caseBrief(deps: ReadDeps, line: CaseLine, now: Date): Promise<CaseBrief> {
  const { run, flowVersion, ...rest } = line;
  const definition = await definitionOf(deps, deps.db.tx, line.flow, flowVersion);
  const stoppedAt = run.pause ? new Date(run.pause.since) : line.closedAt;
  const light = lightOf({ promisedMs: run.promisedMs, dueAt: line.dueAt, stoppedAt }, now, deps.isWorkday);
  const stepName = stepOf(definition, line.step)?.name ?? (run.pause?.kind === 'correction' ? texts.correction : null);
  const daysLeft = line.dueAt === null || line.closedAt !== null ? null : workdaysLeft(now, line.dueAt, deps.isWorkday);
  return { ...rest, flowName: definition.name, stepName, light, waitsFor: run.pause?.reason ?? null, daysLeft };
}

async function taskBrief(deps: ReadDeps, line: TaskLine, now: Date): Promise<TaskBrief> {
  const { taskId, taskStep, party, taskState: _, taskDueAt, openedAt, decidedAt, ...caseLine } = line;
  const brief = await caseBrief(deps, caseLine, now);
  const definition = await definitionOf(deps, deps.db.tx, line.flow, line.flowVersion);
  const isCorrection = taskStep === CORRECTION;
  const taskStepName = isCorrection ? texts.correction : (stepOf(definition, taskStep)?.name ?? taskStep);
  const taskDaysLeft = taskDueAt === null || decidedAt !== null ? brief.daysLeft : workdaysLeft(now, taskDueAt, deps.isWorkday);
  return { ...brief, taskId, taskStep, taskStepName, party, taskDueAt, taskDaysLeft, openedAt, decidedAt, isCorrection };
}
