import { roleOf } from '../../organisation/role.ts';
import type { Staff } from '../../organisation/staff.ts';
import type { RespectIndex } from './index-reading.ts';
import type { IndexLine } from './score-lines.ts';

/** Which lines somebody may see: the district's everybody; towns and stations within the work group only (respect-index.md section 1). */
export interface IndexSight {
  towns: IndexLine[];
  stations: IndexLine[];
}

export function indexSight(viewer: Pick<Staff, 'roles' | 'town' | 'village' | 'isActive'>, index: RespectIndex): IndexSight {
  if (!viewer.isActive) return { towns: [], stations: [] };
  const scopes = new Set(viewer.roles.map((role) => roleOf(role).dataScope));
  if (scopes.has('all') || scopes.has('aggregate') || scopes.has('masked')) return { towns: index.towns, stations: index.stations };
  const { town, village } = viewer;
  const towns = index.towns.filter((line) => town !== null && line.town === town);
  const ownTown = index.stations.filter((line) => town !== null && line.town === town);
  if (scopes.has('town') || scopes.has('team')) return { towns, stations: ownTown };
  const isVillage = scopes.has('village') && village !== null;
  return isVillage ? { towns, stations: ownTown.filter((line) => line.village === village) } : { towns: [], stations: [] };
}
