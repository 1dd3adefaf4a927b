import type { Staff } from '../organisation/staff.ts';
import { leavesOn } from '../organisation/staff-store.ts';
import { dayOf } from '../platform/calendar/day.ts';
import { definitionOf } from './case-definition.ts';
import type { CaseDeps } from './case-deps.ts';
import {
  type CaseFilter,
  type CaseLine,
  type Page,
  selectCases,
  selectCopied,
  selectTasks,
  type TaskLine,
  type WhichTasks,
} from './case-list-store.ts';
import { caseReach } from './case-sight.ts';
import { deputisesFor } from './deputies.ts';
import { stepOf } from './engine/move.ts';
import { CORRECTION } from './engine/service-case.ts';
import { type Light, lightOf } from './engine/working-time.ts';
import { texts } from './texts.ts';

type ReadDeps = Pick<CaseDeps, 'db' | 'flows' | 'isWorkday'>;

export interface CaseBrief extends Omit<CaseLine, 'run' | 'flowVersion'> {
  flowName: string;
  stepName: string | null;
  light: Light;
  /** Why it stands still; null while it does not. */
  waitsFor: string | null;
}

export interface TaskBrief extends CaseBrief {
  taskId: string;
  taskStep: string;
  taskStepName: string;
  party: string | null;
  taskDueAt: Date | null;
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
  options: { now: Date } & Partial<Page>,
): Promise<{ tasks: TaskBrief[]; total: number }> {
  const { tx } = deps.db;
  const page = { ...firstPage, ...options };
  const { tasks, total } =
    which === 'copied'
      ? await selectCopied(tx, staff.id, page)
      : await selectTasks(tx, await handsOf(deps, staff, options.now), which, options.now, page);
  const briefs: TaskBrief[] = [];
  for (const line of tasks) briefs.push(await taskBrief(deps, line, options.now));
  return { tasks: briefs, total };
}

/** The person first, then those whom they deputise for. */
async function handsOf({ db }: ReadDeps, staff: Staff, now: Date): Promise<string[]> {
  return [staff.id, ...deputisesFor(staff.id, await leavesOn(db.tx, dayOf(now)))];
}

/** Cases that a person started, newest first. */
export async function listStarted(
  deps: ReadDeps,
  staff: Staff,
  options: { now: Date } & Partial<Page>,
): Promise<{ cases: CaseBrief[]; total: number }> {
  const { cases, total } = await selectCases(deps.db.tx, null, { startedBy: staff.id }, { ...firstPage, ...options });
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
  return { ...rest, flowName: definition.name, stepName, light, waitsFor: run.pause?.reason ?? null };
}

async function taskBrief(deps: ReadDeps, line: TaskLine, now: Date): Promise<TaskBrief> {
  const { taskId, taskStep, party, taskState: _, taskDueAt, openedAt, decidedAt, ...caseLine } = line;
  const brief = await caseBrief(deps, caseLine, now);
  const definition = await definitionOf(deps, deps.db.tx, line.flow, line.flowVersion);
  const isCorrection = taskStep === CORRECTION;
  const taskStepName = isCorrection ? texts.correction : (stepOf(definition, taskStep)?.name ?? taskStep);
  return { ...brief, taskId, taskStep, taskStepName, party, taskDueAt, openedAt, decidedAt, isCorrection };
}
