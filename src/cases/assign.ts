import type { FlowDefinition } from '../flows/flow-definition.ts';
import { type Duty, dutyChain, type Post, resolveDuty } from '../organisation/duty.ts';
import type { RoleId } from '../organisation/role.ts';
import type { Staff } from '../organisation/staff.ts';
import { listStaff } from '../organisation/staff-store.ts';
import type { Tx } from '../platform/database.ts';
import { postOf } from './engine/move.ts';
import { acceptedBy, isApproval } from './engine/separation.ts';
import type { CaseTask, ServiceCase } from './engine/service-case.ts';

/** Where work lands that nobody at any level of its own body can take: the section that answers for the services. */
const catchAll: Post = { role: 'section-officer', section: 'pension' };

export interface Assignment {
  task: CaseTask;
  staff: Staff[];
  /** The role asked for, where somebody else stands in because nobody holds it. */
  fallbackFrom: RoleId | null;
  role: RoleId;
}

/**
 * Who gets each opened task: the holders of its post, without whoever took the case in where that person must not decide on it; with nobody
 * there, the next level. Sets the assignees of the tasks. Holders on leave keep their tasks; their deputies act for them.
 */
export async function assign(tx: Tx, definition: FlowDefinition, current: ServiceCase, opened: readonly CaseTask[]): Promise<Assignment[]> {
  if (opened.length === 0) return [];
  const posts = opened.map((task) => postOf(definition, current, task));
  const staff = await candidates(tx, posts, current.subject.town);
  const takers = new Set(acceptedBy(definition, current));
  return opened.map((task, index) => {
    const post = posts[index] ?? catchAll;
    const eligible = isApproval(task.role) ? staff.filter((one) => !takers.has(one.id)) : staff;
    const duty = dutyOf(post, eligible);
    task.assignees = duty.acting.map((one) => one.staff.id);
    return { task, staff: duty.acting.map((one) => one.staff), fallbackFrom: duty.role === post.role ? null : post.role, role: duty.role };
  });
}

/** The holders of posts named by a flow's notices. Deputies are added where notices are addressed. */
export async function holdersOf(tx: Tx, posts: readonly Post[], town: string | null): Promise<Staff[]> {
  if (posts.length === 0) return [];
  const staff = await candidates(tx, posts, town);
  return posts.flatMap((post) => resolveDuty(post, staff, []).acting.map((one) => one.staff));
}

async function candidates(tx: Tx, posts: readonly Post[], town: string | null): Promise<Staff[]> {
  const roles = [...new Set([...posts.flatMap((post) => dutyChain(post.role)), ...dutyChain(catchAll.role)])];
  return listStaff(tx, { roles, isActive: true, ...(town === null ? {} : { townOrDistrict: town }) });
}

function dutyOf(post: Post, staff: readonly Staff[]): Duty {
  const duty = resolveDuty(post, staff, []);
  return duty.acting.length > 0 ? duty : resolveDuty(catchAll, staff, []);
}
