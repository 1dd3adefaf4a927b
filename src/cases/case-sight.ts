import { roleOf } from '../organisation/role.ts';
import type { Staff } from '../organisation/staff.ts';
import type { ServiceCase } from './engine/service-case.ts';

/**
 * Who may see a case: its starter, whoever holds or held a task of it, those whose area it is in, and the district's offices that see all
 * (organisation.yaml data_scope). Departments and enterprises see only the cases that they have a task in.
 */
export interface CaseReach {
  isEverywhere: boolean;
  towns: string[];
  villages: { town: string; village: string }[];
}

export function caseReach(viewer: Staff): CaseReach {
  const scopes = new Set(viewer.roles.map((role) => roleOf(role).dataScope));
  const { town, village } = viewer;
  return {
    isEverywhere: scopes.has('all'),
    towns: scopes.has('town') && town !== null ? [town] : [],
    villages: scopes.has('village') && town !== null && village !== null ? [{ town, village }] : [],
  };
}

/** Whether a case is or was in somebody's hands: started, held, decided, or put before them as a copy. */
export function isInHands(current: ServiceCase, of: readonly string[]): boolean {
  const hands = new Set(of);
  if (hands.has(current.startedBy) || current.run.copied?.some((id) => hands.has(id))) return true;
  return current.tasks.some((task) => task.assignees.some((id) => hands.has(id)) || hands.has(task.decidedBy ?? ''));
}

export function maySee(viewer: Staff, current: ServiceCase, deputisesFor: readonly string[] = []): boolean {
  if (isInHands(current, [viewer.id, ...deputisesFor])) return true;
  const { isEverywhere, towns, villages } = caseReach(viewer);
  const { town, village } = current.subject;
  return isEverywhere || towns.includes(town ?? '') || villages.some((one) => one.town === town && one.village === village);
}
