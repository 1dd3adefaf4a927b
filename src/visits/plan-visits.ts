import type { Day } from '../platform/calendar/day.ts';
import type { Festival, FestivalLevel } from '../platform/calendar/festivals.ts';
import { createAssigner, type Visitor } from './assign-visits.ts';
import type { Recipient } from './recipient.ts';
import { reasonText } from './texts.ts';
import { giftLimits, levelOfVisit, reasonsToVisit } from './visit-rules.ts';

/** One person to be visited at a festival. */
export interface PlannedVisit {
  archiveNo: string;
  level: FestivalLevel;
  town: string | null;
  village: string | null;
  assigneeId: string | null;
  /** Chinese, for the visitor. */
  reason: string;
  /** Yuan; null for the second of a household, who is visited together with the first. */
  giftLimit: number | null;
}

/** A visit planned earlier and not made yet: it stays with whoever has it, as long as they are in post and nothing moved. */
export interface StandingVisit {
  archiveNo: string;
  level: FestivalLevel;
  town: string | null;
  village: string | null;
  assigneeId: string | null;
}

export interface PlanInput {
  festival: Festival;
  on: Day;
  /** Living people on the books; who is not due is left out here. */
  recipients: readonly Recipient[];
  /** Active staff. */
  staff: readonly Visitor[];
  /** Open visits of other campaigns by staff id. */
  load: ReadonlyMap<string, number>;
  standing: readonly StandingVisit[];
}

interface Due {
  person: Recipient;
  level: FestivalLevel;
  reason: string;
  /** Archive number of whoever stands for the household. */
  with: string | null;
}

/** Who is visited at a festival, by which level and by whom (rules.yaml section 5). The same input gives the same plan, in whatever order it comes. */
export function planVisits({ festival, on, recipients, staff, load, standing }: PlanInput): PlannedVisit[] {
  const due = joinHouseholds(recipients.flatMap((person) => dueVisit(person, festival, on)).sort(byPlace));
  const kept = keptAssignees(standing, staff);
  const assign = createAssigner(staff, withKept(load, kept, due));
  const planned = new Map<string, PlannedVisit>();
  // Households' first members come first, so that the second can follow them.
  for (const one of [...due.filter((visit) => visit.with === null), ...due.filter((visit) => visit.with !== null)]) {
    planned.set(one.person.archiveNo, plannedVisit(one, planned, kept, assign));
  }
  return [...planned.values()].sort((a, b) => (a.archiveNo < b.archiveNo ? -1 : 1));
}

function dueVisit(person: Recipient, festival: Festival, on: Day): Due[] {
  const reasons = reasonsToVisit(person, festival.id, on);
  if (reasons.length === 0) return [];
  return [{ person, level: levelOfVisit(person, festival.levels), reason: reasonText.of(reasons), with: null }];
}

function byPlace(a: Due, b: Due): number {
  const key = ({ person }: Due) => `${person.town ?? ''}\u0000${person.village ?? ''}\u0000${person.archiveNo}`;
  return key(a) < key(b) ? -1 : 1;
}

/** One household, one visit: of a couple the one whom the higher level visits stands for both. */
function joinHouseholds(due: Due[]): Due[] {
  const byNo = new Map(due.map((one) => [one.person.archiveNo, one]));
  return due.map((one) => {
    const spouse = one.person.spouseNo === null ? undefined : byNo.get(one.person.spouseNo);
    return spouse && livesWith(one, spouse) && rank(spouse) < rank(one)
      ? { ...one, level: spouse.level, with: spouse.person.archiveNo }
      : one;
  });
}

function livesWith(a: Due, b: Due): boolean {
  return b.person.spouseNo === a.person.archiveNo && a.person.town === b.person.town && a.person.village === b.person.village;
}

function rank({ level, person }: Due): string {
  return `${{ district: 0, town: 1, village: 2 }[level]}${person.archiveNo}`;
}

function keptAssignees(standing: readonly StandingVisit[], staff: readonly Visitor[]): Map<string, string> {
  const inPost = new Set(staff.map((one) => one.id));
  return new Map(standing.flatMap((visit) => (visit.assigneeId && inPost.has(visit.assigneeId) ? [[keyOf(visit), visit.assigneeId]] : [])));
}

function keyOf({ archiveNo, level, town, village }: Omit<StandingVisit, 'assigneeId'>): string {
  return JSON.stringify([archiveNo, level, town, village]);
}

function placeOf({ person, level }: Due) {
  return { archiveNo: person.archiveNo, level, town: person.town, village: person.village };
}

function withKept(load: ReadonlyMap<string, number>, kept: ReadonlyMap<string, string>, due: readonly Due[]): Map<string, number> {
  const carried = new Map(load);
  for (const one of due) {
    const assignee = kept.get(keyOf(placeOf(one)));
    if (assignee !== undefined) carried.set(assignee, (carried.get(assignee) ?? 0) + 1);
  }
  return carried;
}

function plannedVisit(
  one: Due,
  planned: ReadonlyMap<string, PlannedVisit>,
  kept: ReadonlyMap<string, string>,
  assign: ReturnType<typeof createAssigner>,
): PlannedVisit {
  const place = placeOf(one);
  const first = one.with === null ? undefined : planned.get(one.with);
  if (first) return { ...place, assigneeId: first.assigneeId, reason: reasonText.sameHousehold(one.reason), giftLimit: null };
  const keptId = kept.get(keyOf(place));
  const { assigneeId, from } = keptId === undefined ? assign(place) : { assigneeId: keptId, from: null };
  return { ...place, assigneeId, reason: from ? reasonText.standIn(one.reason, from) : one.reason, giftLimit: giftLimits[one.level] };
}
