import type { Staff, StaffLeave } from '../organisation/staff.ts';

/**
 * Who receives what is meant for a member of staff today: themselves, or the deputy of their leave, or that one's deputy. Null where the chain
 * leads to nobody in post: nothing is sent to someone on leave. `leaves`: those that cover the day, oldest first; the one put down last stands.
 */
export function createStandIns(staff: readonly Staff[], leaves: readonly StaffLeave[]): (staffId: string) => string | null {
  const inPost = new Set(staff.filter((one) => one.isActive).map((one) => one.id));
  const deputyOf = new Map(leaves.map((leave) => [leave.staffId, leave.deputyId]));
  return (staffId) => {
    const seen = new Set<string>();
    let current = staffId;
    for (;;) {
      const deputy = deputyOf.get(current);
      if (deputy === undefined) return inPost.has(current) ? current : null;
      seen.add(current);
      if (seen.has(deputy)) return null;
      current = deputy;
    }
  };
}
