import type { Staff } from '../organisation/staff.ts';
import type { CaseDeps } from './case-deps.ts';
import { type Refusal, refuse } from './engine/act.ts';
import { mayGovern } from './engine/governing.ts';
import { listTasks, type TaskBrief } from './list-tasks.ts';
import { texts } from './texts.ts';
import { actOnCase } from './with-case.ts';

export interface HandOverRequest {
  from: Staff;
  to: Staff;
  actor: Staff;
  now: Date;
  channel: string;
  /** Only lists what would go. */
  isPreview: boolean;
}

export interface HandedOver {
  ok: true;
  /** All open work of the one who leaves, as it was listed. */
  tasks: TaskBrief[];
  /** Case numbers that went over. */
  moved: string[];
  /** What did not go, and why. */
  kept: { caseNo: string; sentence: string }[];
}

const MOST = 10_000;

/** All open work of one person goes to another (离岗移交): listed first, then case by case, each whole or not at all. */
export async function handOverWork(deps: CaseDeps, request: HandOverRequest): Promise<HandedOver | Refusal> {
  const { from, to, actor, now, channel } = request;
  // What somebody else has on the desk is not even listed for who may not hand it over.
  if (actor.id !== from.id && !mayGovern(actor)) return refuse('forbidden', texts.onlySectionGoverns('移交别人的'));
  if (!to.isActive) return refuse('left-post', texts.leftPost(to.name));
  const { tasks } = await listTasks(deps, from, 'todo', { now, limit: MOST });
  const result: HandedOver = { ok: true, tasks, moved: [], kept: [] };
  if (request.isPreview) return result;
  for (const caseNo of new Set(tasks.map((task) => task.no))) {
    const done = await actOnCase(deps, { caseNo, actor, now, channel }, () => ({ type: 'hand-over', from: from.id, to }));
    if (done.ok) result.moved.push(caseNo);
    else result.kept.push({ caseNo, sentence: done.sentence });
  }
  return result;
}
