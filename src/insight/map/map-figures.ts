import type { Staff } from '../../organisation/staff.ts';
import type { Station } from '../../organisation/station.ts';
import { listStations } from '../../organisation/station-store.ts';
import { type Reach, reachOf } from '../../people/access/access.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import { nearestCampaign } from '../../visits/visit-list-store.ts';
import type { RespectIndex } from '../respect-index/index-reading.ts';
import { type SmallFigure, smallFigure } from '../small-figures.ts';
import { type PlaceCounts, placeCounts } from './map-figures-store.ts';

/** What a map shows of one place; figures that would point at somebody are `few` for whoever sees figures only. */
export interface MapPlace {
  /** Station code; the town's name for a whole town. */
  key: string;
  name: string;
  level: 'town' | 'station';
  town: string;
  /** Null: the town's own station, or the whole town. */
  village: string | null;
  longitude: number | null;
  latitude: number | null;
  people: SmallFigure;
  recipients: SmallFigure;
  visits: SmallFigure;
  visited: SmallFigure;
  overdueVisits: SmallFigure;
  openCases: number;
  overdueCases: number;
  /** Total of the respect index; null without one. */
  index: number | null;
}

export interface DistrictMap {
  /** The festival whose visits are shown. */
  campaign: { name: string; deadlineOn: string } | null;
  towns: MapPlace[];
  stations: MapPlace[];
  /** People whose place has no station: counted nowhere on the map. */
  elsewhere: number;
}

/**
 * The district's places with their figures, for what the viewer covers. Null for whoever covers no area. `index`: the respect index as counted
 * elsewhere.
 */
export async function districtMap(tx: Tx, viewer: Staff, index: RespectIndex, now: Date): Promise<DistrictMap | null> {
  const reach = reachOf(viewer, 'count');
  if (reach === null || (!reach.isEverywhere && reach.areas.length === 0)) return null;
  const campaign = await nearestCampaign(tx, {}, dayOf(now));
  const stations = await listStations(tx);
  const counts = await placeCounts(tx, campaign?.id ?? null, now);
  const map = mapOf(stations, counts, index, { reach, seesFiguresOnly: reachOf(viewer) === null });
  return { campaign: campaign && { name: campaign.name, deadlineOn: campaign.deadlineOn }, ...map };
}

interface Sight {
  reach: Reach;
  seesFiguresOnly: boolean;
}

/** Pure. A village's people stand at its station, those of a town without a village at the town's own. */
export function mapOf(
  stations: readonly Station[],
  counts: readonly PlaceCounts[],
  index: Pick<RespectIndex, 'towns' | 'stations'>,
  sight: Sight,
): Omit<DistrictMap, 'campaign'> {
  const totals = new Map([...index.towns, ...index.stations].map((line) => [line.key, line.final]));
  const byPlace = new Map(counts.map((one) => [`${one.town ?? ''}/${one.village ?? ''}`, one]));
  const placed = new Set<string>();
  const own = stations.flatMap((station) => {
    const { town } = station;
    if (town === null) return [];
    const key = `${town}/${station.village ?? ''}`;
    placed.add(key);
    return covers(sight.reach, town, station.village) ? [{ station, town, counted: byPlace.get(key) ?? null }] : [];
  });
  const towns = [...Map.groupBy(own, ({ town }) => town)].map(([town, members]) => {
    const head = members.find(({ station }) => station.village === null)?.station ?? null;
    return place(
      { key: town, name: town, level: 'town', town, village: null },
      head,
      sum(members.map((one) => one.counted)),
      totals,
      sight,
    );
  });
  const elsewhere = counts
    .filter((one) => !placed.has(`${one.town ?? ''}/${one.village ?? ''}`))
    .reduce((total, one) => total + one.people, 0);
  return {
    towns: sight.reach.isEverywhere || sight.reach.areas.some((area) => area.village === null) ? towns : [],
    stations: own.map(({ station, town, counted }) =>
      place(
        { key: station.code, name: station.name, level: 'station', town, village: station.village },
        station,
        sum([counted]),
        totals,
        sight,
      ),
    ),
    elsewhere,
  };
}

/** A place lies within an area of the viewer's; a town's own station in the town alone. */
function covers({ isEverywhere, areas }: Reach, town: string, village: string | null): boolean {
  return isEverywhere || areas.some((area) => area.town === town && (area.village === null || area.village === village));
}

type Sums = Omit<PlaceCounts, 'town' | 'village'>;

function sum(all: readonly (PlaceCounts | null)[]): Sums {
  const total: Sums = { people: 0, recipients: 0, visits: 0, visited: 0, overdueVisits: 0, openCases: 0, overdueCases: 0 };
  for (const one of all) if (one) for (const key of Object.keys(total) as (keyof Sums)[]) total[key] += one[key];
  return total;
}

function place(
  of: Pick<MapPlace, 'key' | 'name' | 'level' | 'town' | 'village'>,
  station: Station | null,
  sums: Sums,
  totals: ReadonlyMap<string, number | null>,
  { seesFiguresOnly }: Sight,
): MapPlace {
  const shown = (count: number): SmallFigure => (seesFiguresOnly ? smallFigure(count) : count);
  const { openCases, overdueCases } = sums;
  return {
    ...of,
    longitude: station?.longitude ?? null,
    latitude: station?.latitude ?? null,
    people: shown(sums.people),
    recipients: shown(sums.recipients),
    visits: shown(sums.visits),
    visited: shown(sums.visited),
    overdueVisits: shown(sums.overdueVisits),
    openCases,
    overdueCases,
    index: totals.get(of.key) ?? null,
  };
}
