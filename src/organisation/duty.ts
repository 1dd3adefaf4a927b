import { type RoleId, roleOf } from './role.ts';
import type { Staff, StaffLeave } from './staff.ts';

/** A role in an area, a section, a department or an industry. What is not named is not asked for. */
export interface Post {
  role: RoleId;
  town?: string | undefined;
  village?: string | undefined;
  department?: string | undefined;
  section?: string | undefined;
  industry?: string | undefined;
}

/** Who acts: the holder, or the deputy in the holder's name. */
export interface Acting {
  staff: Staff;
  /** The holder who is on leave; null where the holder acts. */
  onBehalfOf: string | null;
}

export interface Duty {
  /** By the acting person's id; empty when nobody is left at any level. */
  acting: Acting[];
  /** The role that they hold. */
  role: RoleId;
  /** The role that was asked for, where nobody holds it there; to be said openly. */
  fallbackFrom: RoleId | null;
}

// One level up where nobody is in post: village, town, the district's section (organisation.yaml levels).
const fallbacks: Partial<Record<RoleId, RoleId>> = {
  'village-liaison': 'town-officer',
  'village-head': 'town-head',
  'rotating-head': 'village-liaison',
  'volunteer-lead': 'town-officer',
  'town-officer': 'section-officer',
  'town-head': 'section-head',
  'center-officer': 'section-officer',
  'section-officer': 'section-head',
  'section-head': 'bureau-leader',
  'bureau-leader': 'bureau-chief',
  'dept-officer': 'dept-leader',
  'fund-reviewer': 'section-head',
};

/** Visits, subsidies and the priority recipients are this section's work; it catches what falls through the stations. */
const CATCHING_SECTION = 'pension';

/** The role asked for and those that stand in for it, nearest first. */
export function dutyChain(role: RoleId): RoleId[] {
  const chain: RoleId[] = [role];
  for (let next = fallbacks[role]; next !== undefined; next = fallbacks[next]) chain.push(next);
  return chain;
}

/** The same post one or more levels up: only what that level is divided by is kept. */
export function postAt(role: RoleId, asked: Post): Post {
  const { level } = roleOf(role);
  if (level === 'village') return { role, town: asked.town, village: asked.village };
  if (level === 'town') return { role, town: asked.town };
  // One panel for the whole district, whoever its members work for.
  if (role === 'fund-reviewer') return { role };
  if (role === asked.role) return { ...asked, town: undefined, village: undefined };
  if (role === 'section-officer' || role === 'section-head') return { role, section: asked.section ?? CATCHING_SECTION };
  if (role === 'dept-leader') return { role, department: asked.department };
  return { role };
}

/**
 * Who acts for a post. `staff` are the active people who might (any superset), `leaves` those that cover the day. A holder on leave is
 * replaced by the deputy; a deputy who is absent too by theirs; where that leads nowhere the holder keeps the work, so that none is lost.
 */
export function resolveDuty(asked: Post, staff: readonly Staff[], leaves: readonly StaffLeave[]): Duty {
  for (const role of dutyChain(asked.role)) {
    const post = postAt(role, asked);
    const holders = staff.filter((one) => one.isActive && holds(one, post));
    if (holders.length > 0) {
      return { acting: actingFor(holders, staff, leaves), role, fallbackFrom: role === asked.role ? null : asked.role };
    }
  }
  return { acting: [], role: asked.role, fallbackFrom: null };
}

function holds(staff: Staff, post: Post): boolean {
  const parts = ['town', 'village', 'department', 'section', 'industry'] as const;
  return staff.roles.includes(post.role) && parts.every((part) => post[part] === undefined || staff[part] === post[part]);
}

function actingFor(holders: readonly Staff[], staff: readonly Staff[], leaves: readonly StaffLeave[]): Acting[] {
  const acting = new Map<string, Acting>();
  for (const holder of holders) {
    const deputy = deputyOf(holder, staff, leaves);
    const one = deputy === null ? { staff: holder, onBehalfOf: null } : { staff: deputy, onBehalfOf: holder.id };
    // Somebody who holds the post and deputises for a colleague acts once, in their own name.
    if (one.onBehalfOf === null || !acting.has(one.staff.id)) acting.set(one.staff.id, one);
  }
  return [...acting.values()].sort((a, b) => (a.staff.id < b.staff.id ? -1 : 1));
}

function deputyOf(holder: Staff, staff: readonly Staff[], leaves: readonly StaffLeave[]): Staff | null {
  const seen = new Set<string>();
  let current: Staff = holder;
  for (;;) {
    const leave = leaves.findLast((one) => one.staffId === current.id);
    if (leave === undefined) return current === holder ? null : current;
    seen.add(current.id);
    const next = staff.find((one) => one.id === leave.deputyId && one.isActive);
    if (next === undefined || seen.has(next.id)) return null;
    current = next;
  }
}
