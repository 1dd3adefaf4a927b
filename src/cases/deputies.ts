import type { StaffLeave } from '../organisation/staff.ts';

/**
 * For whom a person acts on a day: everyone on leave whose deputy they are, and the absent whose deputies are themselves absent and led to
 * them (case-operations.md 17). `leaves` are those that cover the day, in the order in which they were put down: the last one stands.
 */
export function deputisesFor(staffId: string, leaves: readonly StaffLeave[]): string[] {
  const deputyOf = standing(leaves);
  const found = new Set<string>();
  const queue = [staffId];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const [absent, deputy] of deputyOf) {
      if (deputy !== next || absent === staffId || found.has(absent)) continue;
      found.add(absent);
      queue.push(absent);
    }
  }
  return [...found].sort();
}

/** Who is to be told besides a person on leave: the deputy, and the deputy's deputy while that one is on leave too. */
export function deputiesOf(staffId: string, leaves: readonly StaffLeave[]): string[] {
  const deputyOf = standing(leaves);
  const found = new Set<string>();
  for (let at = deputyOf.get(staffId); at !== undefined && at !== staffId && !found.has(at); at = deputyOf.get(at)) found.add(at);
  return [...found];
}

function standing(leaves: readonly StaffLeave[]): Map<string, string> {
  return new Map(leaves.map((leave) => [leave.staffId, leave.deputyId]));
}
