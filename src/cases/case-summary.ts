import type { FlowDefinition } from '../flows/flow-definition.ts';
import type { Staff } from '../organisation/staff.ts';
import { findStaffByIds } from '../organisation/staff-store.ts';
import type { Tx } from '../platform/database.ts';
import { stepOf } from './engine/move.ts';
import { type CaseState, CORRECTION, openTasks, type ServiceCase } from './engine/service-case.ts';
import { texts } from './texts.ts';

/** Where a case stands after an act, for the answer to whoever acted. */
export interface CaseSummary {
  flowName: string;
  subjectName: string;
  state: CaseState;
  step: string | null;
  stepName: string | null;
  dueAt: Date | null;
  /** Names of those who hold it now. */
  holders: string[];
  /** Why it stands still; null while it does not. */
  waitsFor: string | null;
}

/** `known`: staff at hand; the rest is read. */
export async function summarise(
  tx: Tx,
  definition: FlowDefinition,
  current: ServiceCase,
  known: readonly Staff[] = [],
): Promise<CaseSummary> {
  const held = openTasks(current);
  const ids = [...new Set(held.flatMap((task) => task.assignees))];
  const isAllKnown = ids.every((id) => known.some((one) => one.id === id));
  const staff = isAllKnown
    ? ids.map((id) => known.find((one) => one.id === id)).filter((one) => one !== undefined)
    : await findStaffByIds(tx, ids);
  const isReturned = held.some((task) => task.step === CORRECTION);
  return {
    flowName: definition.name,
    subjectName: current.subject.name,
    state: current.state,
    step: isReturned ? CORRECTION : current.step,
    stepName: isReturned ? texts.correction : (stepOf(definition, current.step)?.name ?? null),
    dueAt: current.dueAt,
    holders: staff.map((one) => one.name),
    waitsFor: current.run.pause?.reason ?? null,
  };
}

/** Everyone who was given a task by an act. */
export function staffIn({ assignments }: { assignments: readonly { staff: Staff[] }[] }): Staff[] {
  return assignments.flatMap((one) => one.staff);
}
