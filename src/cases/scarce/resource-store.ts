import { randomUUID } from 'node:crypto';
import { type Day, fromDateColumn } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';

export type ResourceKind = 'sanatorium-batch' | 'school';

/** Something scarce: a batch of beds, a school's places. */
export interface Resource {
  code: string;
  kind: ResourceKind;
  name: string;
  startsOn: Day | null;
  endsOn: Day | null;
  capacity: number;
  taken: number;
  stage: string | null;
  /** Asked for and not given yet. */
  waiting: number;
}

/** `waiting`: asked; `held`: given for the time of the case; `confirmed`: given for good; `released`: given back. */
export type HoldState = 'waiting' | 'held' | 'confirmed' | 'released';

export interface Hold {
  id: string;
  resourceCode: string;
  caseNo: string;
  archiveNo: string | null;
  state: HoldState;
  score: number;
  /** What the order needs beside the score; `listed`: judged, and on the waiting list. */
  rank: HoldRank;
  unitNo: number | null;
  askedAt: Date;
}

export interface HoldRank {
  listed?: boolean;
  yearsSince?: number | null;
  birthOn?: Day | null;
  choice?: number;
  childIndex?: string;
  /** File of the spouse, who may share the room. */
  spouse?: string | null;
}

interface ResourceRow extends Omit<Resource, 'startsOn' | 'endsOn'> {
  startsOn: Date | null;
  endsOn: Date | null;
}

function resourceOf(row: ResourceRow): Resource {
  return { ...row, startsOn: row.startsOn && fromDateColumn(row.startsOn), endsOn: row.endsOn && fromDateColumn(row.endsOn) };
}

/** All of a kind, batches by their first day, schools by name. `startsAfter` leaves out what has begun. */
export async function listResources(tx: Tx, kind: ResourceKind, filter: { stage?: string; startsAfter?: Day } = {}): Promise<Resource[]> {
  const rows = await tx.$queryRaw<ResourceRow[]>`
    SELECT r.code, r.kind, r.name, r.starts_on AS "startsOn", r.ends_on AS "endsOn", r.capacity, r.taken, r.stage,
      (SELECT count(*)::int FROM resource_hold h WHERE h.resource_code = r.code AND h.state = 'waiting') AS waiting
    FROM resource r WHERE r.kind = ${kind} AND (${filter.stage ?? null}::text IS NULL OR r.stage = ${filter.stage ?? null})
      AND (${filter.startsAfter ?? null}::date IS NULL OR r.starts_on > ${filter.startsAfter ?? null}::date)
    ORDER BY r.starts_on, r.name, r.code`;
  return rows.map(resourceOf);
}

/** By code, else by name. */
export async function findResource(tx: Tx, kind: ResourceKind, said: string): Promise<Resource | null> {
  const rows = await tx.$queryRaw<ResourceRow[]>`
    SELECT code, kind, name, starts_on AS "startsOn", ends_on AS "endsOn", capacity, taken, stage, 0 AS waiting
    FROM resource WHERE kind = ${kind} AND (upper(code) = upper(${said.trim()}) OR name = ${said.trim()})
    ORDER BY (upper(code) = upper(${said.trim()})) DESC, starts_on DESC LIMIT 1`;
  return rows[0] ? resourceOf(rows[0]) : null;
}

/** Takes resources for this transaction, always in the order of their codes, so that two that want the same never wait in a ring. */
export async function lockResources(tx: Tx, codes: readonly string[]): Promise<Resource[]> {
  const rows = await tx.$queryRaw<ResourceRow[]>`
    SELECT code, kind, name, starts_on AS "startsOn", ends_on AS "endsOn", capacity, taken, stage, 0 AS waiting
    FROM resource WHERE code = ANY(${[...codes]}::text[]) ORDER BY code FOR UPDATE`;
  return rows.map(resourceOf);
}

interface HoldRow extends Omit<Hold, 'rank'> {
  rank: HoldRank;
}

/** Everyone's asks and holds on a resource, given back ones left out. */
export async function holdsOn(tx: Tx, resourceCode: string): Promise<Hold[]> {
  return tx.$queryRaw<HoldRow[]>`
    SELECT id, resource_code AS "resourceCode", case_no AS "caseNo", archive_no AS "archiveNo", state, score, rank_key AS rank,
      unit_no AS "unitNo", asked_at AS "askedAt"
    FROM resource_hold WHERE resource_code = ${resourceCode} AND state <> 'released'`;
}

/** What one case asks for or holds. */
export async function holdsOfCase(tx: Tx, caseNo: string): Promise<Hold[]> {
  return tx.$queryRaw<HoldRow[]>`
    SELECT id, resource_code AS "resourceCode", case_no AS "caseNo", archive_no AS "archiveNo", state, score, rank_key AS rank,
      unit_no AS "unitNo", asked_at AS "askedAt"
    FROM resource_hold WHERE case_no = ${caseNo} AND state <> 'released' ORDER BY resource_code`;
}

export interface Ask {
  resourceCode: string;
  caseNo: string;
  archiveNo: string | null;
  score: number;
  rank: HoldRank;
  now: Date;
}

/** Puts a case into the queue. Asked again, it keeps its time and what it already holds. */
export async function ask(tx: Tx, { resourceCode, caseNo, archiveNo, score, rank, now }: Ask): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO resource_hold (id, resource_code, case_no, archive_no, state, score, rank_key, asked_at, changed_at)
    VALUES (${randomUUID()}, ${resourceCode}, ${caseNo}, ${archiveNo}, 'waiting', ${score}::int, ${JSON.stringify(rank)}::jsonb, ${now}, ${now})
    ON CONFLICT (resource_code, case_no) DO UPDATE SET score = excluded.score, rank_key = excluded.rank_key, changed_at = excluded.changed_at,
      asked_at = CASE WHEN resource_hold.state = 'released' THEN excluded.asked_at ELSE resource_hold.asked_at END,
      state = CASE WHEN resource_hold.state = 'released' THEN 'waiting' ELSE resource_hold.state END`;
}

/** Gives one unit to an ask. The resource must be locked; the count never passes the capacity, whatever the caller believed. */
export async function give(tx: Tx, hold: Hold, unitNo: number, now: Date): Promise<boolean> {
  const taken = await tx.$executeRaw`
    UPDATE resource SET taken = taken + 1 WHERE code = ${hold.resourceCode} AND taken < capacity`;
  if (taken !== 1) return false;
  await tx.$executeRaw`UPDATE resource_hold SET state = 'held', unit_no = ${unitNo}::int, changed_at = ${now} WHERE id = ${hold.id}`;
  return true;
}

export async function putOnWaitingList(tx: Tx, hold: Hold, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE resource_hold SET rank_key = rank_key || '{"listed": true}'::jsonb, changed_at = ${now} WHERE id = ${hold.id}`;
}

export async function confirm(tx: Tx, hold: Hold, now: Date): Promise<void> {
  await tx.$executeRaw`UPDATE resource_hold SET state = 'confirmed', changed_at = ${now} WHERE id = ${hold.id} AND state = 'held'`;
}

/** Gives an ask or a unit back. The resource must be locked. */
export async function release(tx: Tx, hold: Hold, now: Date): Promise<void> {
  const isGiven = hold.state === 'held' || hold.state === 'confirmed';
  await tx.$executeRaw`UPDATE resource_hold SET state = 'released', unit_no = NULL, changed_at = ${now} WHERE id = ${hold.id}`;
  if (isGiven) await tx.$executeRaw`UPDATE resource SET taken = taken - 1 WHERE code = ${hold.resourceCode}`;
}

/** Open or finished cases that hold or ask for a place of one stage for the same child. */
export async function casesForChild(tx: Tx, childIndex: string, stage: string): Promise<{ caseNo: string; state: HoldState }[]> {
  return tx.$queryRaw<{ caseNo: string; state: HoldState }[]>`
    SELECT h.case_no AS "caseNo", h.state FROM resource_hold h JOIN resource r ON r.code = h.resource_code
    WHERE r.kind = 'school' AND r.stage = ${stage} AND h.state <> 'released' AND h.rank_key->>'childIndex' = ${childIndex}
    ORDER BY h.asked_at`;
}

/** Other cases of a person that ask for or hold a bed in one year. */
export async function bedsOfYear(tx: Tx, archiveNo: string, year: number): Promise<{ caseNo: string; name: string }[]> {
  return tx.$queryRaw<{ caseNo: string; name: string }[]>`
    SELECT h.case_no AS "caseNo", r.name FROM resource_hold h JOIN resource r ON r.code = h.resource_code
    WHERE h.archive_no = ${archiveNo} AND r.kind = 'sanatorium-batch' AND h.state <> 'released'
      AND extract(year FROM r.starts_on) = ${year}::int ORDER BY h.asked_at`;
}

export interface Stay {
  caseNo: string;
  state: 'held' | 'confirmed';
  batchName: string;
  startsOn: Day;
}

/** Beds given in batches that begin within so many days of a day, before or after. */
export async function staysAround(tx: Tx, day: Day, days: number): Promise<Stay[]> {
  return tx.$queryRaw<Stay[]>`
    SELECT h.case_no AS "caseNo", h.state, r.name AS "batchName", r.starts_on::text AS "startsOn"
    FROM resource_hold h JOIN resource r ON r.code = h.resource_code
    WHERE r.kind = 'sanatorium-batch' AND h.state IN ('held', 'confirmed')
      AND r.starts_on BETWEEN ${day}::date - ${days}::int AND ${day}::date + ${days}::int ORDER BY r.starts_on, h.case_no`;
}

/** Cases that stand on a waiting list although they were given something: whoever gave it died before waking them. */
export async function givenButWaiting(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ no: string }[]>`
    SELECT DISTINCT c.no FROM service_case c JOIN resource_hold h ON h.case_no = c.no AND h.state = 'held'
    WHERE c.state = 'suspended' AND c.run->'pause'->>'kind' = 'waitlist' ORDER BY c.no`;
  return rows.map((row) => row.no);
}
