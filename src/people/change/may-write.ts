import type { Staff } from '../../organisation/staff.ts';
import type { PersonArea } from '../access/access.ts';

/** What a liaison or a village head keeps up themselves: how to reach the people of their village, and how they live. */
const villageFacts: ReadonlySet<string> = new Set([
  'phone',
  'address',
  'emergencyName',
  'emergencyPhone',
  'hardship',
  'livesAlone',
  'isBedridden',
]);

const everywhere: ReadonlySet<string> = new Set(['section-officer', 'section-head', 'center-officer']);
const inTown: ReadonlySet<string> = new Set(['town-officer', 'town-head']);
const inVillage: ReadonlySet<string> = new Set(['village-liaison', 'village-head']);

export type WriteRight = 'all' | 'village' | 'none';

/** How much of a person's file somebody may write: all of it, what a village keeps up, or nothing. */
export function writeRight(staff: Pick<Staff, 'roles' | 'town' | 'village' | 'isActive'>, person: PersonArea): WriteRight {
  if (!staff.isActive) return 'none';
  const isOwnTown = staff.town !== null && staff.town === person.town;
  if (staff.roles.some((role) => everywhere.has(role) || (inTown.has(role) && isOwnTown))) return 'all';
  const isOwnVillage = isOwnTown && staff.village !== null && staff.village === person.village;
  return staff.roles.some((role) => inVillage.has(role)) && isOwnVillage ? 'village' : 'none';
}

/** Facts that somebody with this right may not write. */
export function notWritable(right: WriteRight, facts: readonly string[]): string[] {
  if (right === 'all') return [];
  return right === 'none' ? [...facts] : facts.filter((fact) => !villageFacts.has(fact));
}
