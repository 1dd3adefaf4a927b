import type { Day } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';

export interface Payment {
  id: string;
  caseNo: string;
  archiveNo: string | null;
  /** The lowest archive number of the family, as far as the files know it. */
  household: string | null;
  flow: string;
  kind: string;
  title: string;
  /** Yuan. */
  amount: number;
  year: number;
  paidOn: Day;
  by: string;
  /** The ceiling that it counts against, where a service has several. */
  tier: string | null;
}

export async function addPayment(tx: Tx, one: Payment): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO payment (id, case_no, archive_no, household, flow, kind, title, amount, year, paid_on, by_staff, tier)
    VALUES (${one.id}, ${one.caseNo}, ${one.archiveNo}, ${one.household}, ${one.flow}, ${one.kind}, ${one.title}, ${one.amount}::numeric,
      ${one.year}::int, ${one.paidOn}::date, ${one.by}, ${one.tier}) ON CONFLICT (id) DO NOTHING`;
}

export interface Granted {
  amount: number;
  times: number;
}

/** What was paid by one service (`tier`: under one of its ceilings): to a person or a family, in a year or ever, without the case at hand. Takes the rows for this transaction. */
export async function grantedBefore(
  tx: Tx,
  of: { flow: string; archiveNo: string | null; household: string | null; year: number | null; caseNo: string; tier: string | null },
): Promise<Granted> {
  const key = of.household ?? of.archiveNo ?? '';
  // Two cases of one family that are paid at the same moment must see each other.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`payment:${of.flow}:${key}`}, 0))`;
  const [row] = await tx.$queryRaw<{ amount: number; times: number }[]>`
    SELECT coalesce(sum(amount), 0)::float8 AS amount, count(DISTINCT case_no)::int AS times FROM payment
    WHERE flow = ${of.flow} AND case_no <> ${of.caseNo} AND (${of.year}::int IS NULL OR year = ${of.year})
      AND (${of.tier}::text IS NULL OR tier = ${of.tier})
      AND CASE WHEN ${of.household}::text IS NULL THEN archive_no = ${of.archiveNo} ELSE household = ${of.household} END`;
  return row ?? { amount: 0, times: 0 };
}

/** What a family was paid by several services in a year. */
export async function grantedToFamily(tx: Tx, flows: readonly string[], household: string, year: number): Promise<number> {
  const [row] = await tx.$queryRaw<{ sum: number }[]>`
    SELECT coalesce(sum(amount), 0)::float8 AS sum FROM payment WHERE flow = ANY(${[...flows]}::text[]) AND household = ${household} AND year = ${year}`;
  return row?.sum ?? 0;
}

/** What a case has been paid already: an advance. */
export async function paidFor(tx: Tx, caseNo: string): Promise<number> {
  const [row] = await tx.$queryRaw<
    { sum: number }[]
  >`SELECT coalesce(sum(amount), 0)::float8 AS sum FROM payment WHERE case_no = ${caseNo}`;
  return row?.sum ?? 0;
}

/** The family's key: the lowest archive number among a person and the relatives whose files are known, seen from either side. */
export async function householdOf(tx: Tx, archiveNo: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ household: string | null }[]>`
    SELECT min(no) AS household FROM (
      SELECT ${archiveNo} AS no
      UNION SELECT related_archive_no FROM person_relation WHERE archive_no = ${archiveNo} AND related_archive_no IS NOT NULL
      UNION SELECT archive_no FROM person_relation WHERE related_archive_no = ${archiveNo}) family`;
  return row?.household ?? archiveNo;
}
