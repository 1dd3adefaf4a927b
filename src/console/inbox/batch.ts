import { decideTask } from '../../cases/decide-task.ts';
import { operateCase } from '../../cases/operate-case.ts';
import { briefsAsGranted } from '../../cases/see-case.ts';
import { openLink, signLink } from '../../platform/signed-link.ts';
import { eyesOf } from '../frame/eyes.ts';
import type { Visit } from '../page.ts';
import { everyLine, type Line } from './inbox-list.ts';
import { texts } from './texts.ts';

const UNDO_MS = 10 * 60_000;

/** Tasks that were marked, as they stand now: those that may be approved together, and the others with why not. */
export interface Marked {
  fit: Line[];
  unfit: { name: string; why: string }[];
}

export async function markedTasks(visit: Visit, taskIds: readonly string[]): Promise<Marked> {
  const wanted = new Set(taskIds);
  const lines = (await everyLine(visit, 'todo')).filter((line) => wanted.has(line.taskId ?? ''));
  const own = new Map((await asGranted(visit, lines)).map((line) => [line.taskId, line]));
  const marked: Marked = { fit: [], unfit: [] };
  for (const taskId of wanted) {
    const line = own.get(taskId);
    if (!line) marked.unfit.push({ name: taskId.slice(0, 8), why: texts.batch.notTask });
    else if (line.isCorrection) marked.unfit.push({ name: nameOf(line), why: texts.batch.isCorrection });
    else marked.fit.push(line);
  }
  return marked;
}

function asGranted(visit: Visit, lines: readonly Line[]): Promise<Line[]> {
  return briefsAsGranted(visit.deps.cases, eyesOf(visit, texts.purpose), lines);
}

export function nameOf(line: Pick<Line, 'no' | 'subjectName' | 'flowName'>): string {
  return `${line.subjectName} · ${line.flowName}（${line.no}）`;
}

export interface BatchItem {
  no: string;
  taskId: string;
  name: string;
}

export interface BatchDone {
  done: BatchItem[];
  failed: { name: string; sentence: string }[];
}

/** Approves each on its own: one that fails stops none of the others. `key`: the form's own, so that each is done once. */
export async function approveTogether(visit: Visit, taskIds: readonly string[], opinion: string | null, key: string): Promise<BatchDone> {
  const { deps, staff, now } = visit;
  const { fit, unfit } = await markedTasks(visit, taskIds);
  const result: BatchDone = { done: [], failed: unfit.map(({ name, why }) => ({ name, sentence: why })) };
  for (const line of fit) {
    const taskId = line.taskId ?? '';
    const request = { caseNo: line.no, actor: staff, decision: 'approve' as const, opinion, taskId, now, channel: 'console' };
    const decided = await decideTask(deps.cases, { ...request, requestKey: `console:${key}:${taskId}` });
    if (decided.ok) result.done.push({ no: line.no, taskId, name: nameOf(line) });
    else result.failed.push({ name: nameOf(line), sentence: decided.sentence });
  }
  return result;
}

/** What was approved together, as a token that is good for undoing it for ten minutes and for this person alone. */
export function undoToken({ deps, staff, now }: Visit, done: readonly BatchItem[]): string {
  const tasks = done.map(({ no, taskId }) => `${no} ${taskId}`).join(',');
  return signLink(deps.secret, { what: 'batch', staff: staff.id, tasks }, new Date(now.getTime() + UNDO_MS));
}

/** The tasks behind a token, as [case, task]; null when it is not this person's or its time is over. */
function tasksBehind({ deps, staff, now }: Visit, token: string): [caseNo: string, taskId: string][] | null {
  const link = openLink(deps.secret, token, now);
  if (link?.what !== 'batch' || link.staff !== staff.id) return null;
  const pairs = (link.tasks ?? '').split(',').filter(Boolean);
  return pairs.map((pair) => [pair.split(' ')[0] ?? '', pair.split(' ')[1] ?? '']);
}

/** Those approved together that stand as approved. */
export async function approvedTogether(visit: Visit, token: string): Promise<BatchItem[] | null> {
  const tasks = tasksBehind(visit, token);
  if (tasks === null) return null;
  const found: BatchItem[] = [];
  for (const [no, taskId] of tasks) {
    const [line] = await asGranted(
      visit,
      (await everyLine(visit, 'done', { search: no })).filter((one) => one.taskId === taskId),
    );
    if (line) found.push({ no, taskId, name: nameOf(line) });
  }
  return found;
}

export type Undone = { ok: true; count: number; refused: string[] } | { ok: false };

export async function undoBatch(visit: Visit, token: string, only: string | null): Promise<Undone> {
  const { deps, staff, now } = visit;
  const tasks = tasksBehind(visit, token);
  if (tasks === null) return { ok: false };
  const undone = { ok: true as const, count: 0, refused: [] as string[] };
  for (const [caseNo, taskId] of tasks.filter(([, id]) => only === null || id === only)) {
    const request = { caseNo, actor: staff, operation: 'take-back', taskId, note: texts.batch.undoNote, now, channel: 'console' };
    const taken = await operateCase(deps.cases, request);
    if (taken.ok) undone.count += 1;
    else undone.refused.push(taken.sentence);
  }
  return undone;
}
