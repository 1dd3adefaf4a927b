import type { Station } from '../../organisation/station.ts';
import { listStations } from '../../organisation/station-store.ts';
import { addDays, type Day, momentOf } from '../../platform/calendar/day.ts';
import type { WorkingDays } from '../../platform/calendar/working-days.ts';
import type { Tx } from '../../platform/database.ts';
import { activityMonths, appealResponses, casesOnTime, firstPasses, satisfaction } from './case-parts-store.ts';
import { findingsWithin } from './finding-store.ts';
import type { IndexPart } from './index-rule.ts';
import { type Count, type Findings, noFindings } from './index-score.ts';
import type { IndexWindow } from './index-window.ts';
import { archiveQuality, type Entitlement, type EntitlementRow, entitlementRows, entitlements, keptKinds } from './people-parts-store.ts';
import { type CountedAt, needsClosed, visitCoverage } from './visit-parts-store.ts';

/** What was counted of one station's own work. */
export interface StationTally {
  station: Station;
  counts: Partial<Record<IndexPart, Count>>;
  /** `entitlement_uptake` by what it is made of; what is not kept yet is left out. */
  uptake: Partial<Record<Entitlement, Count>>;
  /** Visits made otherwise than at home, shown beside and never taken off. */
  unmet: number;
  findings: Findings;
}

export interface Tally {
  stations: StationTally[];
  /** Parts of which the system keeps nothing yet. */
  unrecorded: ReadonlySet<IndexPart>;
  /** The same of what entitlement_uptake is made of. */
  unrecordedUptake: readonly Entitlement[];
}

/** Months in which a station should hold something (respect-index.md `honour_activity`). */
const MONTHS = 12;

/** Counts every part for every station in some ten statements, however many stations there are. */
export async function tallyStations(tx: Tx, window: IndexWindow, days: Pick<WorkingDays, 'addWorkdays'>): Promise<Tally> {
  const kept = await keptKinds(tx);
  const book = tallyBook(await listStations(tx));
  for (const row of await visitCoverage(tx, window)) {
    book.add(row, 'visit_coverage', row);
    book.at(row).unmet += row.unmet;
  }
  for (const row of await needsClosed(tx, window)) book.add(row, 'needs_closed', row);
  for (const row of await casesOnTime(tx, window)) book.add(row, 'case_on_time', row);
  for (const row of await firstPasses(tx, window)) book.add(row, 'first_pass', row);
  for (const row of await satisfaction(tx, window)) book.add(row, 'satisfaction', row);
  for (const row of await entitlementRows(tx, window)) addUptake(book, row, kept);
  for (const row of await archiveQuality(tx, window)) book.add(row, 'archive_quality', row);
  await addActivity(tx, window, book);
  await addAppealsAndFindings(tx, window, days, book);
  const unrecorded = new Set<IndexPart>();
  if (!kept.rating) unrecorded.add('satisfaction');
  if (!kept.activity) unrecorded.add('honour_activity');
  if (!kept.confirmation) unrecorded.add('archive_quality');
  if (entitlements.every((one) => !kept[one])) unrecorded.add('entitlement_uptake');
  return { stations: book.all(), unrecorded, unrecordedUptake: entitlements.filter((one) => !kept[one]) };
}

interface Book {
  /** The tally of the station that answers for a place: the village's, else the town's own, else the district's. */
  at(place: CountedAt): StationTally;
  add(place: CountedAt, part: IndexPart, count: Count): void;
  all(): StationTally[];
}

function tallyBook(stations: readonly Station[]): Book {
  const empty = (station: Station): StationTally => ({ station, counts: {}, uptake: {}, unmet: 0, findings: noFindings });
  const tallies = stations.map(empty);
  const byCode = new Map(tallies.map((one) => [one.station.code, one]));
  const byPlace = new Map(tallies.map((one) => [`${one.station.town ?? ''}/${one.station.village ?? ''}`, one]));
  // Where nothing is known of a place: kept for the district, or thrown away where there is no district station at all.
  const rest = byPlace.get('/') ?? empty(districtStation);
  const at = ({ station, town, village }: CountedAt): StationTally =>
    byCode.get(station ?? '') ?? byPlace.get(`${town ?? ''}/${village ?? ''}`) ?? byPlace.get(`${town ?? ''}/`) ?? rest;
  return {
    at,
    add: (place, part, { k, n }) => {
      const { counts } = at(place);
      const before = counts[part] ?? { k: 0, n: 0 };
      counts[part] = { k: before.k + k, n: before.n + n };
    },
    all: () => (tallies.includes(rest) ? tallies : [...tallies, rest]),
  };
}

const districtStation: Station = {
  code: '',
  name: '',
  level: 'district',
  parentCode: null,
  town: null,
  village: null,
  address: null,
  longitude: null,
  latitude: null,
  headName: null,
  phone: null,
  demo: false,
};

function addUptake(book: Book, row: EntitlementRow, kept: Readonly<Record<Entitlement, boolean>>): void {
  const tally = book.at(row);
  for (const item of entitlements) {
    if (!kept[item]) continue;
    const count = { k: row[`${item}K`], n: row[`${item}N`] };
    const before = tally.uptake[item] ?? { k: 0, n: 0 };
    tally.uptake[item] = { k: before.k + count.k, n: before.n + count.n };
    book.add(row, 'entitlement_uptake', count);
  }
}

/** Every village and town station should hold something every month, whether it ever did or not. */
async function addActivity(tx: Tx, window: IndexWindow, book: Book): Promise<void> {
  for (const row of await activityMonths(tx, window)) book.add(row, 'honour_activity', row);
  for (const { station, counts } of book.all()) {
    if (station.level === 'district' && !counts.honour_activity) continue;
    counts.honour_activity = { k: Math.min(MONTHS, counts.honour_activity?.k ?? 0), n: MONTHS };
  }
}

async function addAppealsAndFindings(tx: Tx, window: IndexWindow, days: Pick<WorkingDays, 'addWorkdays'>, book: Book): Promise<void> {
  for (const row of await appealResponses(tx, window, answerLimits(window, days))) {
    book.add(row, 'appeal_response', row);
    const tally = book.at(row);
    tally.findings = { ...tally.findings, lateUrgentAppeals: tally.findings.lateUrgentAppeals + row.lateUrgent };
  }
  for (const { station, ...found } of await findingsWithin(tx, window)) {
    const tally = book.at({ station });
    tally.findings = { ...tally.findings, ...found };
  }
}

/** For every day of the window, the end of the first working day after it. */
function answerLimits({ from, to }: IndexWindow, days: Pick<WorkingDays, 'addWorkdays'>): { day: Day; by: Date }[] {
  const limits: { day: Day; by: Date }[] = [];
  for (let day = from; day <= to; day = addDays(day, 1))
    limits.push({ day, by: new Date(momentOf(addDays(days.addWorkdays(day, 1), 1)).getTime() - 1000) });
  return limits;
}
