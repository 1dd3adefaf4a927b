import type { Station } from './station.ts';

export interface Place {
  town: string;
  /** Null: the town itself. */
  village: string | null;
}

/** Official names of the towns and villages, and what people call them. */
export interface PlaceBook {
  readonly towns: readonly string[];
  readonly places: readonly Place[];
  hasTown(name: string): boolean;
  hasVillage(town: string, village: string): boolean;
  /** The official town that a name means: 东柳 → 东柳街道. */
  town(name: string): string | null;
  /** The places that a village's name can mean, within one town when given: 甲村 → 甲村村. Several where towns share a name. */
  villages(name: string, town?: string | null): Place[];
}

/** Built once from the station table; short forms leave out the last 街道, 镇, 村, 社区, 经济合作社 … where what is left has two characters. */
export function createPlaceBook(stations: readonly Pick<Station, 'town' | 'village'>[]): PlaceBook {
  const towns = [...new Set(stations.flatMap((one) => (one.town === null ? [] : [one.town])))];
  const places = stations.flatMap(({ town, village }) => (town === null ? [] : [{ town, village }]));
  const townByName = townIndex(towns);
  const byVillageName = villageIndex(places);
  return {
    towns,
    places,
    hasTown: (name) => towns.includes(name),
    hasVillage: (town, village) => (byVillageName.get(village) ?? []).some(({ place }) => place.town === town && place.village === village),
    town: (name) => townByName.get(name.trim()) ?? null,
    villages: (name, town) => {
      const found = (byVillageName.get(name.trim()) ?? []).filter(({ place }) => !town || place.town === town);
      const official = found.filter((one) => one.isOfficial);
      return (official.length > 0 ? official : found).map(({ place }) => place);
    },
  };
}

function townIndex(towns: readonly string[]): Map<string, string> {
  const index = new Map<string, string>();
  for (const town of towns) for (const name of townNames(town)) if (!index.has(name)) index.set(name, town);
  // An official name always wins over another town's short one.
  for (const town of towns) index.set(town, town);
  return index;
}

function villageIndex(places: readonly Place[]): Map<string, { place: Place; isOfficial: boolean }[]> {
  const index = new Map<string, { place: Place; isOfficial: boolean }[]>();
  for (const place of places) {
    for (const name of place.village === null ? [] : villageNames(place.village)) {
      const list = index.get(name) ?? [];
      list.push({ place, isOfficial: place.village === name });
      index.set(name, list);
    }
  }
  return index;
}

function townNames(town: string): string[] {
  const short = town.replace(/(街道|镇)$/, '');
  return [town, short, `${short}街道`, `${short}镇`, `${short}乡`];
}

function villageNames(village: string): string[] {
  const short = village.replace(/(社区居民委员会|村民委员会|社区|村|居委会)$/, '');
  const names = new Set([village]);
  if (short.length >= 2) for (const name of [short, `${short}村`, `${short}社区`, `${short}村委会`]) names.add(name);
  return [...names];
}
