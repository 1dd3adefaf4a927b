import type { Station } from '../../organisation/station.ts';
import { honoursOf, type RotaEntry, rotaFrom, type StationHonour } from '../../organisation/station-keeping-store.ts';
import { listStations } from '../../organisation/station-store.ts';
import { type Day, dayOf } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import { type StationLoad, type StationMember, stationLoads, stationMembers } from './network-store.ts';

/** What is wanting at a station; the graver first. */
export const stationGaps = ['nobody', 'no-head', 'nobody-on-duty', 'no-phone', 'no-place'] as const;
export type StationGap = (typeof stationGaps)[number];

/** One station with who works there, what it has to do and what it lacks. */
export interface NetworkStation extends Omit<StationLoad, 'code'> {
  station: Station;
  /** Who holds the head's post; the name on the station's own entry where nobody does. */
  heads: StationMember[];
  staff: StationMember[];
  rotating: StationMember[];
  /** Rotating head of today, and those to come. */
  rota: RotaEntry[];
  honours: StationHonour[];
  gaps: StationGap[];
}

/** The stations of the district, or of one town, those with gaps first. */
export async function stationNetwork(tx: Tx, now: Date, town: string | null = null): Promise<NetworkStation[]> {
  const today = dayOf(now);
  const stations = await listStations(tx, town === null ? {} : { town });
  const members = Map.groupBy(await stationMembers(tx, today), (one) => one.station);
  const loads = new Map((await stationLoads(tx, now)).map((one) => [one.code, one]));
  const honours = Map.groupBy(await honoursOf(tx), (one) => one.stationCode);
  const rota = Map.groupBy(await rotaFrom(tx, today), (one) => one.stationCode);
  const network = stations.map((station) => {
    const { code, ...load } = loads.get(station.code) ?? { code: station.code, people: 0, openTasks: 0, lateTasks: 0, openVisits: 0 };
    const parts = { members: members.get(code) ?? [], rota: rota.get(code) ?? [] };
    return { station, ...load, ...placed(station, parts, today), honours: honours.get(code) ?? [] };
  });
  return network.sort((a, b) => gravity(a) - gravity(b) || (a.station.code < b.station.code ? -1 : 1));
}

/** Pure: who of a station is who, and what is wanting. */
export function placed(
  station: Station,
  { members, rota }: { members: readonly StationMember[]; rota: readonly RotaEntry[] },
  today: Day,
): Pick<NetworkStation, 'heads' | 'staff' | 'rotating' | 'rota' | 'gaps'> {
  const holds = (...roles: string[]) => members.filter((one) => one.roles.some((role) => roles.includes(role)));
  const heads = holds('village-head', 'town-head');
  const rotating = holds('rotating-head');
  const staff = members.filter((one) => !heads.includes(one) && !rotating.includes(one));
  const onDuty = [...heads, ...staff].some((one) => !one.isAway || one.deputyId !== null);
  const isRotating = rota.some((entry) => entry.fromOn <= today && entry.toOn >= today);
  const gaps: StationGap[] = [];
  if (station.level !== 'district') {
    if (members.length === 0) gaps.push('nobody');
    else if (heads.length === 0 && station.headName === null) gaps.push('no-head');
    if (members.length > 0 && !onDuty && !isRotating) gaps.push('nobody-on-duty');
  }
  if (station.phone === null) gaps.push('no-phone');
  if (station.longitude === null || station.latitude === null) gaps.push('no-place');
  return { heads, staff, rotating, rota: [...rota], gaps };
}

function gravity({ gaps }: NetworkStation): number {
  const [gravest] = gaps;
  return gravest === undefined ? stationGaps.length : stationGaps.indexOf(gravest);
}
