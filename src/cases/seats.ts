import { type Duty, dutyChain, type Post, postAt, resolveDuty } from '../organisation/duty.ts';
import type { RoleId } from '../organisation/role.ts';
import type { Staff } from '../organisation/staff.ts';

/**
 * Who sits where in a vote of several seats of one post: everybody who holds it has one seat, so that one person has one voice. Seats that nobody
 * is left for go up, level by level, said openly. Empty seats stay empty only where nobody is left at any level. Pure.
 */
export function seatVoters(post: Post, seats: number, staff: readonly Staff[]): Duty[] {
  const seated = new Set<string>();
  const duties = Array.from({ length: seats }, (): Duty => ({ acting: [], role: post.role, fallbackFrom: null }));
  for (const role of dutyChain(post.role)) {
    const empty = duties.filter((duty) => duty.acting.length === 0);
    const fresh = holdersAt(role, post, staff).filter((one) => !seated.has(one.id));
    // Of those who only stand in, as many as are needed.
    const sitting = empty.length === 0 ? [] : role === post.role ? fresh : fresh.slice(0, empty.length);
    for (const [index, one] of sitting.entries()) {
      seated.add(one.id);
      take(empty[index % empty.length], one, role, post);
    }
  }
  return duties;
}

function take(seat: Duty | undefined, staff: Staff, role: RoleId, post: Post): void {
  seat?.acting.push({ staff, onBehalfOf: null });
  if (seat) Object.assign(seat, { role, fallbackFrom: role === post.role ? null : post.role });
}

function holdersAt(role: RoleId, post: Post, staff: readonly Staff[]): Staff[] {
  const duty = resolveDuty(postAt(role, post), staff, []);
  return duty.role === role ? duty.acting.map((one) => one.staff) : [];
}
