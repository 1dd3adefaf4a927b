import type { Slots } from '../flows/slot-value.ts';
import type { Staff } from '../organisation/staff.ts';
import { leavesOn } from '../organisation/staff-store.ts';
import { dayOf } from '../platform/calendar/day.ts';
import type { CaseDeps } from './case-deps.ts';
import { readCase } from './case-store.ts';
import { deputisesFor } from './deputies.ts';
import { type Refusal, refuse } from './engine/act.ts';
import { handOf } from './engine/own-task.ts';
import { type CaseSubject, CORRECTION, isClosed, openTasks } from './engine/service-case.ts';
import { texts } from './texts.ts';

export interface ReturnedCase {
  ok: true;
  caseNo: string;
  flow: string;
  flowVersion: string;
  subject: CaseSubject;
  /** The form as it was handed in, in clear: it is its starter who corrects it. */
  slots: Slots;
  corrections: string[];
}

/** A returned case for its starter (or their deputy) to correct; nobody else gets the form in clear here. */
export async function loadReturnedCase(
  deps: Pick<CaseDeps, 'db' | 'sealer' | 'isWorkday'>,
  actor: Staff,
  no: string,
  now: Date,
): Promise<ReturnedCase | Refusal> {
  const { tx } = deps.db;
  const current = await readCase(tx, deps.sealer, no);
  if (!current) return refuse('not-found', texts.notFound(no));
  const context = { now, actor, deputisesFor: deputisesFor(actor.id, await leavesOn(tx, dayOf(now))), isWorkday: deps.isWorkday };
  const task = openTasks(current).find((one) => one.step === CORRECTION);
  if (!task) return refuse('not-returned', isClosed(current.state) ? texts.closed(current) : texts.notReturned(no));
  if (handOf(task, context) === undefined) return refuse('not-yours', texts.onlyStarterResubmits);
  const { flow, flowVersion, subject, slots, run } = current;
  return { ok: true, caseNo: no, flow, flowVersion, subject, slots, corrections: run.corrections };
}
