import { type RoleId, roleOf } from '../../organisation/role.ts';
import type { Staff } from '../../organisation/staff.ts';
import { type DataClass, dataClasses, type Visibility, visibility } from './visibility.ts';

/** What a viewer may see of one class for one person. `count`: that something is there and how many, not what. */
export type AccessLevel = 'none' | 'count' | 'masked' | 'full';

export type Access = Readonly<Record<DataClass, AccessLevel>>;

export type Viewer = Pick<Staff, 'id' | 'roles' | 'town' | 'village' | 'isActive'>;

/** Where the person belongs to. */
export interface PersonArea {
  town: string | null;
  village: string | null;
}

/**
 * What the look is for, as the records bear it out and never as somebody says: daily work in one's own area where neither holds. What is
 * typed as a reason goes into the audit; it opens nothing by itself.
 */
export interface Purpose {
  /** To handle a case: the person is the subject of an open case that the viewer started or has a task in. */
  inCase: boolean;
  /** To help at once: the viewer opened the file in an emergency that still holds (break-glass). */
  isEmergency?: boolean;
}

/** What an emergency opens, and no more: who it is, how to reach them and theirs, and what to mind of their health. */
const emergency: Readonly<Partial<Record<DataClass, AccessLevel>>> = {
  archive_basic: 'full',
  phone: 'full',
  address: 'full',
  health: 'full',
  idcard: 'masked',
  minor: 'masked',
};

const order: readonly AccessLevel[] = ['none', 'count', 'masked', 'full'];

/**
 * What `viewer` may see of a person: the matrix of rules.yaml, resolved for where the person belongs and what the look is for.
 * Of several roles the best counts, class by class. Who left their post sees nothing.
 */
export function access(viewer: Viewer, person: PersonArea, purpose: Purpose): Access {
  const levels = dataClasses.map((dataClass) => {
    const granted = viewer.isActive
      ? viewer.roles.map((role) => levelFor(dataClass, cellOf(role, dataClass), coversArea(role, viewer, person), purpose.inCase))
      : [];
    const opened = purpose.isEmergency && viewer.isActive ? (emergency[dataClass] ?? 'none') : 'none';
    return [dataClass, highest([...granted, opened])] as const;
  });
  return Object.fromEntries(levels) as Record<DataClass, AccessLevel>;
}

// What a cell grants: within the area, and for a person outside it who is in the viewer's case.
const grants: Readonly<Record<Visibility, { inArea: AccessLevel; inCase: AccessLevel; elsewhere: AccessLevel }>> = {
  none: { inArea: 'none', inCase: 'none', elsewhere: 'none' },
  count: { inArea: 'count', inCase: 'none', elsewhere: 'none' },
  masked: { inArea: 'masked', inCase: 'masked', elsewhere: 'none' },
  scope: { inArea: 'full', inCase: 'masked', elsewhere: 'none' },
  case: { inArea: 'none', inCase: 'full', elsewhere: 'none' },
  all: { inArea: 'full', inCase: 'full', elsewhere: 'full' },
};

function levelFor(dataClass: DataClass, cell: Visibility, inArea: boolean, inCase: boolean): AccessLevel {
  const { [cell]: grant } = grants;
  if (!inCase) return inArea ? grant.inArea : grant.elsewhere;
  const best = highest([grant.inCase, inArea ? grant.inArea : 'none']);
  // Contract section 5: who is in the viewer's case is named in full; all else of them is masked where the cell is for the area.
  return cell === 'scope' && dataClass === 'archive_basic' ? 'full' : best;
}

function cellOf(role: RoleId, dataClass: DataClass): Visibility {
  return role === 'system' ? 'none' : visibility[role][dataClass];
}

/** Whether a person belongs to the area that a role's work covers (organisation.yaml `data_scope`). */
function coversArea(role: RoleId, viewer: Viewer, person: PersonArea): boolean {
  switch (roleOf(role).dataScope) {
    case 'village':
      return isSame(viewer.town, person.town) && isSame(viewer.village, person.village);
    case 'town':
    case 'team':
      return isSame(viewer.town, person.town);
    case 'all':
    case 'masked':
    case 'aggregate':
      return true;
    case 'case':
    case 'none':
      return false;
  }
}

function isSame(own: string | null, other: string | null): boolean {
  return own !== null && own === other;
}

function highest(levels: readonly AccessLevel[]): AccessLevel {
  return order[Math.max(0, ...levels.map((level) => order.indexOf(level)))] ?? 'none';
}

/** Which files a viewer may find at all. */
export interface Reach {
  /** The whole district. */
  isEverywhere: boolean;
  /** Own towns and villages; village null is the whole town. */
  areas: readonly { town: string; village: string | null }[];
  /** Also those of the viewer's open cases. */
  withCases: boolean;
}

/** Null: the viewer finds nobody, wherever. `grant: 'count'` asks who may be counted instead of who may be found. */
export function reachOf(viewer: Viewer, grant: 'find' | 'count' = 'find'): Reach | null {
  const roles = viewer.isActive ? viewer.roles.filter((role) => mayReach(cellOf(role, 'archive_basic'), grant)) : [];
  if (roles.length === 0) return null;
  const scopes = roles.map((role) => ({ scope: roleOf(role).dataScope, cell: cellOf(role, 'archive_basic') }));
  const byArea = scopes.filter(({ cell }) => cell !== 'case').map(({ scope }) => scope);
  const { town, village } = viewer;
  const areas: { town: string; village: string | null }[] = [];
  if (town !== null && byArea.some((scope) => scope === 'town' || scope === 'team')) areas.push({ town, village: null });
  else if (town !== null && village !== null && byArea.includes('village')) areas.push({ town, village });
  const isEverywhere = byArea.some((scope) => scope === 'all' || scope === 'masked' || scope === 'aggregate');
  return { isEverywhere, areas, withCases: !isEverywhere };
}

function mayReach(cell: Visibility, grant: 'find' | 'count'): boolean {
  return cell !== 'none' && (grant === 'count' || cell !== 'count');
}

/**
 * Whether an area named in a question lies outside what the viewer covers; decided without a look at the archive. Who covers no area,
 * but handles cases, has no outside.
 */
export function isOutside(reach: Reach, town: string | null, village: string | null): boolean {
  if (reach.isEverywhere || reach.areas.length === 0 || (town === null && village === null)) return false;
  return !reach.areas.some(
    (area) => (town === null || area.town === town) && (area.village === null || village === null || area.village === village),
  );
}
