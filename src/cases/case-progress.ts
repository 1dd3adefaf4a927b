import type { FlowDefinition } from '../flows/flow-definition.ts';
import { departments, industries, sections } from '../organisation/departments.ts';
import { isRoleId, roleOf } from '../organisation/role.ts';
import type { Staff } from '../organisation/staff.ts';
import { findStaffByIds, leavesOn } from '../organisation/staff-store.ts';
import { dayOf } from '../platform/calendar/day.ts';
import { definitionOf } from './case-definition.ts';
import type { CaseDeps } from './case-deps.ts';
import { maySee } from './case-sight.ts';
import { outcomesOf, readCase, type StoredOutcome } from './case-store.ts';
import { deputisesFor } from './deputies.ts';
import type { ActContext, Refusal } from './engine/act.ts';
import { refuse } from './engine/act.ts';
import { stepOf } from './engine/move.ts';
import { handOf } from './engine/own-task.ts';
import { type CaseTask, CORRECTION, isClosed, openTasks, type ServiceCase } from './engine/service-case.ts';
import { workdaysLeft } from './engine/working-time.ts';
import { progressTexts as say } from './progress-texts.ts';
import { lightOfCase } from './show-case.ts';
import { backlogOf } from './sub-case-store.ts';
import { dayText, decisionNames, momentText, stateNames, texts } from './texts.ts';

type ReadDeps = Pick<CaseDeps, 'db' | 'sealer' | 'flows' | 'isWorkday'>;

export interface CaseProgress {
  ok: true;
  caseNo: string;
  flow: string;
  step: string;
  markdown: string;
  isOpen: boolean;
  /** What this viewer can do with it now. */
  canDecide: boolean;
  canCorrect: boolean;
  canWithdraw: boolean;
  canUrge: boolean;
  taskId: string | null;
}

/** 到哪一步了: the light, the days left, who holds it, what was decided by whom; and what the viewer can do now. */
export async function caseProgress(deps: ReadDeps, viewer: Staff, no: string, now: Date): Promise<CaseProgress | Refusal> {
  const { tx } = deps.db;
  const current = await readCase(tx, deps.sealer, no);
  const hands = deputisesFor(viewer.id, await leavesOn(tx, dayOf(now)));
  if (!current || !maySee(viewer, current, hands)) return refuse('not-found', texts.notFound(no));
  const definition = await definitionOf(deps, tx, current.flow, current.flowVersion);
  const held = openTasks(current);
  const people = await findStaffByIds(tx, [...new Set([current.startedBy, ...held.flatMap((task) => task.assignees)])]);
  const nameOf = new Map(people.map((one) => [one.id, one.name]));
  const markdown = [
    ...headLines(deps, definition, current, now, nameOf.get(current.startedBy) ?? current.startedBy),
    ...(current.run.children ? [say.parts(await backlogOf(tx, no))] : []),
    ...holderLines(definition, current, nameOf),
    ...passedLines(definition, current),
    ...outcomeLines(await outcomesOf(tx, no)),
  ].join('\n');
  const context = { now, actor: viewer, deputisesFor: hands, isWorkday: deps.isWorkday };
  return { ok: true, caseNo: no, flow: current.flow, step: current.step ?? '', markdown, ...abilities(current, context) };
}

function abilities(current: ServiceCase, context: ActContext) {
  const own = openTasks(current).filter((task) => handOf(task, context) !== undefined);
  const canCorrect = own.some((task) => task.step === CORRECTION);
  const toDecide = own.find((task) => task.step !== CORRECTION);
  const isStarter = current.startedBy === context.actor.id;
  const nobodyActed = !current.tasks.some(
    (task) => task.position >= current.run.firstPosition && task.decidedAt && task.step !== CORRECTION,
  );
  return {
    isOpen: !isClosed(current.state),
    canDecide: toDecide !== undefined && current.state === 'open',
    canCorrect,
    canWithdraw: isStarter && !isClosed(current.state) && (nobodyActed || canCorrect),
    canUrge: openTasks(current).some((task) => handOf(task, context) === undefined),
    taskId: (toDecide ?? own[0])?.id ?? null,
  };
}

function headLines(deps: ReadDeps, definition: FlowDefinition, current: ServiceCase, now: Date, starter: string): string[] {
  const light = lightOfCase(current, now, deps.isWorkday);
  const state = say.state(stateNames[current.state], say.lights[light]);
  const lines = [say.title(definition.name, current.subject.name), '', say.number(current.no, state)];
  lines.push(say.started(starter, momentText(current.startedAt)));
  if (current.run.pause) lines.push(say.paused(current.run.pause.reason));
  else if (current.dueAt && !isClosed(current.state)) {
    lines.push(say.due(dayText(current.dueAt), workdaysLeft(now, current.dueAt, deps.isWorkday)));
  }
  return lines;
}

function holderLines(definition: FlowDefinition, current: ServiceCase, nameOf: ReadonlyMap<string, string>): string[] {
  const held = openTasks(current);
  if (held.length === 0) return [];
  return [
    '',
    say.heldBy,
    ...held.map((task) => {
      const names = task.assignees.map((id) => nameOf.get(id) ?? id);
      return `- ${stepName(definition, task)}：${say.people(names)}${task.dueAt ? say.until(dayText(task.dueAt)) : ''}`;
    }),
  ];
}

function passedLines(definition: FlowDefinition, current: ServiceCase): string[] {
  const passed = current.tasks.filter((task) => task.decidedAt !== null && task.step !== CORRECTION);
  if (passed.length === 0) return [];
  return ['', say.passed, ...passed.map((task) => `- ${stepName(definition, task)}：${decided(task)}`)];
}

function decided(task: CaseTask): string {
  const who = task.decidedByName ?? task.decidedBy ?? '';
  const what = task.decision ? decisionNames[task.decision] : '';
  const words = task.opinion ? `“${task.opinion}”` : '';
  return `${who} ${task.decidedAt ? momentText(task.decidedAt) : ''} ${what}${words}${task.onBehalfOf ? say.asDeputy : ''}`;
}

/** The step of a task as people call it, with whose part of it. */
export function stepName(definition: FlowDefinition, task: Pick<CaseTask, 'step' | 'party'>): string {
  if (task.step === CORRECTION) return texts.correction;
  const step = stepOf(definition, task.step);
  const party = step?.parties?.find((one) => one.key === task.party);
  const body = [...departments, ...industries, ...sections].find((one) => one.id === task.party);
  const name = step?.name ?? task.step;
  if (!party) return name;
  if (party.name !== undefined) return `${name}·${party.name}`;
  return `${name}·${body?.short ?? (isRoleId(party.role) ? roleOf(party.role).name : party.key)}`;
}

function outcomeLines(outcomes: readonly StoredOutcome[]): string[] {
  if (outcomes.length === 0) return [];
  return ['', say.outcome, ...outcomes.map((one) => `- ${say.granted(one.data) ?? one.text}`)];
}
