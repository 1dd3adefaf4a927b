import type { FestivalLevel } from '../platform/calendar/festivals.ts';

/** An active member of staff as the assignment sees them. */
export interface Visitor {
  id: string;
  roles: readonly string[];
  town: string | null;
  village: string | null;
  section: string | null;
}

/** Who is asked to go. `from` says openly whose place they take, where the fitting station has nobody. */
export interface Assignment {
  assigneeId: string | null;
  from: FestivalLevel | null;
}

interface Place {
  level: FestivalLevel;
  town: string | null;
  village: string | null;
}

interface Step {
  at: FestivalLevel;
  key: string;
}

/** Visits are this section's work (organisation.yaml). */
const VISITING_SECTION = 'pension';

/**
 * Gives each visit to the least burdened of those whose post it is, lowest id first among equals: the same question always has the same
 * answer. `load`: open visits that each already carries; it is counted on as visits are given out.
 */
export function createAssigner(staff: readonly Visitor[], load: ReadonlyMap<string, number>): (place: Place) => Assignment {
  const holders = holdersByPost(staff);
  const carried = new Map(load);
  return (place) => {
    for (const { at, key } of stepsFor(place)) {
      const best = leastBurdened(holders.get(key) ?? [], carried);
      if (best === null) continue;
      carried.set(best, (carried.get(best) ?? 0) + 1);
      return { assigneeId: best, from: at === place.level ? null : place.level };
    }
    return { assigneeId: null, from: null };
  };
}

function holdersByPost(staff: readonly Visitor[]): Map<string, string[]> {
  const holders = new Map<string, string[]>();
  for (const one of [...staff].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    for (const key of one.roles.flatMap((role) => postOf(role, one) ?? [])) {
      holders.set(key, [...(holders.get(key) ?? []), one.id]);
    }
  }
  return holders;
}

function postOf(role: string, { town, village, section }: Visitor): string | null {
  if (role === 'village-liaison' || role === 'village-head') return `${role}/${town}/${village}`;
  if (role === 'town-officer' || role === 'town-head') return `${role}/${town}`;
  if (role === 'center-officer') return 'district';
  if (section !== VISITING_SECTION && role !== 'bureau-leader') return null;
  if (role === 'section-officer') return 'district';
  return role === 'section-head' || role === 'bureau-leader' ? role : null;
}

/** The fitting station first, then one level up where it has nobody. */
function stepsFor({ level, town, village }: Place): Step[] {
  const inVillage = (role: string): Step => ({ at: 'village', key: `${role}/${town}/${village}` });
  const inTown = (role: string): Step => ({ at: 'town', key: `${role}/${town}` });
  const inDistrict = (key: string): Step => ({ at: 'district', key });
  const villageSteps = level === 'village' ? [inVillage('village-liaison'), inVillage('village-head')] : [];
  const townSteps = level === 'district' ? [] : [inTown('town-officer'), inTown('town-head')];
  return [...villageSteps, ...townSteps, inDistrict('district'), inDistrict('section-head'), inDistrict('bureau-leader')];
}

function leastBurdened(candidates: readonly string[], carried: ReadonlyMap<string, number>): string | null {
  let best: string | null = null;
  for (const id of candidates) if (best === null || (carried.get(id) ?? 0) < (carried.get(best) ?? 0)) best = id;
  return best;
}
