import type { Staff } from '../organisation/staff.ts';
import { type AccessLevel, access } from '../people/access/access.ts';

export interface AskedArea {
  town?: string | undefined;
  village?: string | undefined;
}

/** Which visits a viewer is shown. */
export interface VisitScope {
  town: string | null;
  village: string | null;
  /** No area was named and the viewer makes visits: their own come first. */
  preferOwn: boolean;
  areNamesMasked: boolean;
  /** Merit and service in war are strongly sensitive: 功臣模范, 参战参试 as a reason are for those who may see them. */
  seesMerit: boolean;
  /** So is being bedridden, except to whoever makes the visit. */
  seesHealth: boolean;
}

export type ScopeResult = { ok: true; scope: VisitScope } | { ok: false; code: 'forbidden' | 'counts-only' | 'outside' };

const makesVisits = ['village-liaison', 'town-officer', 'center-officer', 'section-officer'] as const;

/**
 * What a viewer may see of the visits of an area; without one, of their own area. `for`: a list names people, progress only counts them
 * (rules.yaml privacy.visibility, columns visit_record and archive_basic).
 */
export function visitScope(viewer: Staff, asked: AskedArea, use: 'list' | 'progress'): ScopeResult {
  const town = asked.town ?? viewer.town;
  const village = asked.village ?? (isOwnTown(viewer, asked) ? viewer.village : null);
  const granted = access(viewer, { town, village }, { inCase: false });
  const level = use === 'list' ? lower(granted.visit_record, granted.archive_basic) : granted.visit_record;
  if (level === 'none') return { ok: false, code: asksElsewhere(viewer, asked) ? 'outside' : 'forbidden' };
  if (level === 'count' && use === 'list') return { ok: false, code: 'counts-only' };
  const preferOwn = asked.town === undefined && asked.village === undefined && makesVisits.some((role) => viewer.roles.includes(role));
  const seesMerit = granted.merit === 'full';
  return {
    ok: true,
    scope: { town, village, preferOwn, areNamesMasked: level === 'masked', seesMerit, seesHealth: granted.health === 'full' },
  };
}

/** Village staff who say their town mean what they look after: their village. */
function isOwnTown(viewer: Staff, { town }: AskedArea): boolean {
  return town === undefined || town === viewer.town;
}

function asksElsewhere(viewer: Staff, { town, village }: AskedArea): boolean {
  return (town !== undefined && town !== viewer.town) || (village !== undefined && village !== viewer.village);
}

const order: readonly AccessLevel[] = ['none', 'count', 'masked', 'full'];

function lower(a: AccessLevel, b: AccessLevel): AccessLevel {
  return order.indexOf(a) < order.indexOf(b) ? a : b;
}
