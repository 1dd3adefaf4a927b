import type { IndexPart, IndexRule } from './index-rule.ts';
import {
  type Count,
  type Findings,
  type IndexScore,
  scoreIndex,
  sharesOf,
  sumCounts,
  sumFindings,
  type UpperShares,
} from './index-score.ts';
import { type Entitlement, entitlements } from './people-parts-store.ts';
import type { StationTally, Tally } from './station-tally.ts';

/** respect-index.md section 1: a village's or a town's own station; a town with all its stations; the whole district. */
export type IndexLevel = 'station' | 'town' | 'district';

/** The index of one station, town or the district, with what it is made of. */
export interface IndexLine extends IndexScore {
  level: IndexLevel;
  /** Station code, the town's name, `district`. */
  key: string;
  name: string;
  town: string | null;
  village: string | null;
  uptake: Partial<Record<Entitlement, Count>>;
  unmet: number;
  findings: Findings;
  /** Against the period before; null where either has no total or another rule counted. */
  change: number | null;
  /** The period before was counted by another rule: the two cannot be compared. */
  isBreak: boolean;
}

export interface IndexLines {
  district: IndexLine;
  towns: IndexLine[];
  stations: IndexLine[];
}

/** Pure. Each level borrows from the one above; the district from itself a year ago, and from nobody where that is not known. */
export function scoreAll(rule: IndexRule, { stations, unrecorded }: Tally, districtYearAgo: UpperShares | null): IndexLines {
  const inTowns = Map.groupBy(
    stations.filter(({ station }) => station.town !== null),
    ({ station }) => station.town ?? '',
  );
  const all = sumOf(stations);
  const districtShares = sharesOf(all.counts);
  const district = line(
    rule,
    { level: 'district', key: 'district', name: '全区', town: null, village: null },
    all,
    districtYearAgo ?? {},
    unrecorded,
  );
  const townLines: IndexLine[] = [];
  const stationLines: IndexLine[] = [];
  for (const [town, members] of inTowns) {
    const sum = sumOf(members);
    townLines.push(line(rule, { level: 'town', key: town, name: town, town, village: null }, sum, districtShares, unrecorded));
    const townShares = sharesOf(sum.counts);
    for (const one of members) {
      const { code, name, village } = one.station;
      stationLines.push(line(rule, { level: 'station', key: code, name, town, village }, one, townShares, unrecorded));
    }
  }
  return { district, towns: townLines, stations: stationLines };
}

type Sum = Pick<StationTally, 'counts' | 'uptake' | 'unmet' | 'findings'>;
type Place = Pick<IndexLine, 'level' | 'key' | 'name' | 'town' | 'village'>;

function line(rule: IndexRule, place: Place, sum: Sum, upper: UpperShares, unrecorded: ReadonlySet<IndexPart>): IndexLine {
  const { uptake, unmet, findings } = sum;
  return { ...place, ...scoreIndex(rule, sum.counts, upper, findings, unrecorded), uptake, unmet, findings, change: null, isBreak: false };
}

function sumOf(members: readonly StationTally[]): Sum {
  const uptake: Partial<Record<Entitlement, Count>> = {};
  for (const item of entitlements) {
    const known = members.flatMap((one) => one.uptake[item] ?? []);
    if (known.length > 0) uptake[item] = known.reduce((sum, one) => ({ k: sum.k + one.k, n: sum.n + one.n }));
  }
  return {
    counts: sumCounts(members.map((one) => one.counts)),
    uptake,
    unmet: members.reduce((sum, one) => sum + one.unmet, 0),
    findings: sumFindings(members.map((one) => one.findings)),
  };
}

/** What a line was counted from, for the level below or a year later. */
export function countsOfLine({ parts }: Pick<IndexLine, 'parts'>) {
  return Object.fromEntries(parts.map(({ id, k, n }) => [id, { k, n }]));
}

export interface TownStanding {
  /** Of the stations that have a total. */
  median: number | null;
  lowest: Pick<IndexLine, 'key' | 'name' | 'final'>[];
}

const LOWEST = 3;

/** The middle of a town's stations and its lowest three, so that the town's sum hides no weak one (respect-index.md section 4). */
export function townStanding(stations: readonly IndexLine[], town: string): TownStanding {
  const known = stations
    .flatMap((one) => (one.town === town && one.final !== null ? [{ key: one.key, name: one.name, final: one.final }] : []))
    .sort((a, b) => a.final - b.final);
  const middle = known.length / 2;
  const [low, high] = [known[Math.ceil(middle) - 1]?.final, known[Math.floor(middle)]?.final];
  return { median: low === undefined || high === undefined ? null : (low + high) / 2, lowest: known.slice(0, LOWEST) };
}
