import type { Tx } from '../../platform/database.ts';
import { give, type Hold, holdsOn, lockResources, putOnWaitingList, type Resource, release } from './resource-store.ts';
import { bySanatoriumOrder, type QueuedAsk } from './sanatorium-priority.ts';
import { bySchoolOrder, type SchoolAsk } from './school-eligibility.ts';

/** Who comes when at one resource: those who still wait, in the order of its kind. Pure. */
export function inOrder(kind: Resource['kind'], holds: readonly Hold[]): Hold[] {
  const waiting = holds.filter((hold) => hold.state === 'waiting');
  const order = kind === 'school' ? (a: Hold, b: Hold) => bySchoolOrder(schoolAsk(a), schoolAsk(b)) : bySanatorium;
  return waiting.sort(order);
}

function bySanatorium(left: Hold, right: Hold): number {
  return bySanatoriumOrder(bedAsk(left), bedAsk(right));
}

function bedAsk({ score, rank, askedAt, id }: Hold): QueuedAsk {
  return { score, yearsSince: rank.yearsSince ?? null, birthOn: rank.birthOn ?? null, askedAt, id };
}

function schoolAsk({ score, rank, askedAt, id }: Hold): SchoolAsk {
  return { score, choice: rank.choice ?? 1, askedAt, id };
}

/** The lowest number that nobody has; null when all are given. */
export function freeUnit(capacity: number, holds: readonly Hold[]): number | null {
  const used = new Set(holds.map((hold) => hold.unitNo));
  for (let unit = 1; unit <= capacity; unit += 1) if (!used.has(unit)) return unit;
  return null;
}

/**
 * The number to give: school places one after another. Beds stand two to a room (1 and 2, 3 and 4 …): a couple gets one room where it can
 * (rules.yaml sanatorium.rules), and the bed beside somebody whose spouse still waits is given to others last. Null when all are given. Pure.
 */
export function unitFor({ kind, capacity }: Pick<Resource, 'kind' | 'capacity'>, holds: readonly Hold[], own: Hold): number | null {
  if (kind === 'school') return freeUnit(capacity, holds);
  const used = new Set(holds.map((hold) => hold.unitNo));
  const free = Array.from({ length: capacity }, (_, index) => index + 1).filter((unit) => !used.has(unit));
  const spouse = spouseIn(holds, own);
  const beside = free.find((unit) => spouse?.unitNo === roommate(unit));
  if (beside !== undefined) return beside;
  const kept = new Set(
    holds.filter((hold) => hold.unitNo !== null && spouseIn(holds, hold)?.state === 'waiting').map((hold) => hold.unitNo),
  );
  const open = free.filter((unit) => !kept.has(roommate(unit)));
  const empty = spouse?.state === 'waiting' ? open.find((unit) => free.includes(roommate(unit))) : undefined;
  return empty ?? open[0] ?? free[0] ?? null;
}

function spouseIn(holds: readonly Hold[], { rank }: Hold): Hold | undefined {
  return rank.spouse ? holds.find((hold) => hold.archiveNo === rank.spouse) : undefined;
}

const roommate = (unit: number) => (unit % 2 === 1 ? unit + 1 : unit - 1);

export type Turn = { given: true; unitNo: number } | { given: false; place: number };

/**
 * Gives a case a unit when its place in the order is within what is free, else says its place behind that. The resource must be locked:
 * two who ask for the last one come here one after the other.
 */
export async function takeTurn(tx: Tx, resource: Resource, caseNo: string, now: Date): Promise<Turn> {
  const holds = await holdsOn(tx, resource.code);
  const own = holds.find((hold) => hold.caseNo === caseNo);
  if (own?.unitNo != null) return { given: true, unitNo: own.unitNo };
  const free = resource.capacity - resource.taken;
  const place = inOrder(resource.kind, holds).findIndex((hold) => hold.caseNo === caseNo);
  const unitNo = own ? unitFor(resource, holds, own) : null;
  if (own && place >= 0 && place < free && unitNo !== null && (await give(tx, own, unitNo, now))) return { given: true, unitNo };
  return { given: false, place: Math.max(1, place - Math.max(0, free) + 1) };
}

export async function listFor(tx: Tx, resource: Resource, caseNo: string, now: Date): Promise<void> {
  const own = (await holdsOn(tx, resource.code)).find((hold) => hold.caseNo === caseNo);
  if (own) await putOnWaitingList(tx, own, now);
}

/** Gives back all that a case asks for or holds, and hands what became free to the next. Returns the numbers of cases that got something. */
export async function giveBack(tx: Tx, holds: readonly Hold[], now: Date): Promise<string[]> {
  if (holds.length === 0) return [];
  const codes = holds.map((hold) => hold.resourceCode);
  await lockResources(tx, codes);
  for (const hold of holds) await release(tx, hold, now);
  const awakened: string[] = [];
  for (const resource of await lockResources(tx, codes)) awakened.push(...(await handOn(tx, resource, now)));
  return awakened;
}

/** Those on the waiting list whose place is now within what is free. Somebody not judged yet keeps a place that is theirs by order. */
async function handOn(tx: Tx, resource: Resource, now: Date): Promise<string[]> {
  const holds = await holdsOn(tx, resource.code);
  const free = Math.max(0, resource.capacity - resource.taken);
  const lucky = inOrder(resource.kind, holds)
    .slice(0, free)
    .filter((hold) => hold.rank.listed);
  const given: string[] = [];
  for (const hold of lucky) {
    const unitNo = unitFor(resource, holds, hold);
    if (unitNo === null || !(await give(tx, hold, unitNo, now))) break;
    hold.unitNo = unitNo;
    given.push(hold.caseNo);
  }
  return given;
}
