import type { FlowDefinition } from '../flows/flow-definition.ts';
import { type Duty, dutyChain, type Post, postAt, resolveDuty } from '../organisation/duty.ts';
import type { RoleId } from '../organisation/role.ts';
import type { Staff } from '../organisation/staff.ts';
import { listStaff } from '../organisation/staff-store.ts';
import type { Tx } from '../platform/database.ts';
import { postOf, stepOf } from './engine/move.ts';
import { acceptedBy, isApproval } from './engine/separation.ts';
import { type CaseTask, CORRECTION, openTasks, type ServiceCase } from './engine/service-case.ts';
import { seatVoters } from './seats.ts';

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
  const seats = seatsOf(definition, current, opened, staff);
  return opened.map((task, index) => {
    const post = posts[index] ?? catchAll;
    const eligible = isApproval(task.role) ? staff.filter((one) => !takers.has(one.id)) : staff;
    const named = namedFor(current, task, eligible);
    const duty = named ?? seats.get(task.id) ?? dutyOf(post, eligible);
    task.assignees = duty.acting.map((one) => one.staff.id);
    return { task, staff: duty.acting.map((one) => one.staff), fallbackFrom: duty.role === post.role ? null : post.role, role: duty.role };
  });
}

/**
 * Seats of a vote for one post: each is somebody else's, and nobody's who had a part in the case before (rules.yaml care_fund.governance,
 * 利益关联回避).
 */
function seatsOf(
  definition: FlowDefinition,
  current: ServiceCase,
  opened: readonly CaseTask[],
  staff: readonly Staff[],
): Map<string, Duty> {
  const voting = opened.filter((task) => stepOf(definition, task.step)?.join === 'vote');
  const partakers = new Set([current.startedBy, ...current.tasks.flatMap((task) => [task.decidedBy, task.onBehalfOf])]);
  const impartial = staff.filter((one) => !partakers.has(one.id));
  const groups = Map.groupBy(voting, (task) => JSON.stringify(postOf(definition, current, task)));
  const seats = new Map<string, Duty>();
  for (const [key, tasks] of groups) {
    const duties = seatVoters(JSON.parse(key) as Post, tasks.length, impartial);
    for (const [index, task] of tasks.entries()) {
      const duty = duties[index];
      if (duty && duty.acting.length > 0) seats.set(task.id, duty);
    }
  }
  return seats;
}

/** Those whom the starter or an earlier handler named for the step, while they still hold its role. */
function namedFor(current: ServiceCase, task: CaseTask, staff: readonly Staff[]): Duty | null {
  const ids = current.run.named?.[task.step] ?? [];
  const named = staff.filter((one) => ids.includes(one.id) && one.roles.some((role) => role === task.role));
  const [first] = named;
  const role = first?.roles.find((one) => one === task.role);
  return role ? { acting: named.map((one) => ({ staff: one, onBehalfOf: null })), role, fallbackFrom: null } : null;
}

/** Whom each open task goes up to: the nearest level above its role that somebody holds (超时升级). By task id. */
export async function superiorsOf(tx: Tx, definition: FlowDefinition, current: ServiceCase): Promise<Record<string, Staff[]>> {
  const tasks = openTasks(current).filter((task) => task.step !== CORRECTION);
  const posts = tasks.map((task) => postOf(definition, current, task));
  const staff = await candidates(tx, posts, current.subject.town);
  const above = tasks.map((task, index) => {
    const post = posts[index] ?? catchAll;
    for (const role of dutyChain(post.role).slice(1)) {
      const holders = resolveDuty(postAt(role, post), staff, []).acting.map((one) => one.staff);
      const fresh = holders.filter((one) => !task.assignees.includes(one.id));
      if (fresh.length > 0) return [task.id, fresh] as const;
    }
    return [task.id, []] as const;
  });
  return Object.fromEntries(above);
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
