import type { Day } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';
import { type Duty, dutyChain, type Post, resolveDuty } from './duty.ts';
import type { Staff } from './staff.ts';
import { findStaffByIds, leavesOn, listStaff } from './staff-store.ts';

/** Who acts for a post on a day: holders, deputies of those on leave, or the next level's staff (duty.ts). */
export async function findDuty(tx: Tx, post: Post, on: Day): Promise<Duty> {
  const [duty] = await findDuties(tx, [post], on);
  if (!duty) throw new Error('one post gives one duty');
  return duty;
}

/** The same for many posts at once (a step's parties, a campaign's villages), in their order. */
export async function findDuties(tx: Tx, posts: readonly Post[], on: Day): Promise<Duty[]> {
  if (posts.length === 0) return [];
  const roles = [...new Set(posts.flatMap((post) => dutyChain(post.role)))];
  const towns = new Set(posts.map((post) => post.town));
  const [only] = towns;
  const holders = await candidates(tx, roles, towns.size === 1 ? only : undefined);
  const leaves = await leavesOn(tx, on);
  const known = new Set(holders.map((one) => one.id));
  const deputies = await findStaffByIds(
    tx,
    leaves.map((leave) => leave.deputyId).filter((id) => !known.has(id)),
  );
  const staff: Staff[] = [...holders, ...deputies];
  return posts.map((post) => resolveDuty(post, staff, leaves));
}

/** Active holders of the roles: of one town and of the district, or everywhere. */
async function candidates(tx: Tx, roles: Post['role'][], town: string | undefined): Promise<Staff[]> {
  return listStaff(tx, { roles, isActive: true, ...(town === undefined ? {} : { townOrDistrict: town }) });
}
