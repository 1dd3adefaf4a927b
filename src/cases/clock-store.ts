import type { Tx } from '../platform/database.ts';

/** Numbers of running cases that time alone does something to by now, the longest due first. */
export async function casesDue(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ no: string }[]>`
    SELECT no FROM service_case WHERE wake_at <= ${now} ORDER BY wake_at, no LIMIT ${limit}`;
  return rows.map((row) => row.no);
}

/** Puts off a look at a case in which nothing was due after all. */
export async function setWakeAt(tx: Tx, caseNo: string, version: number, wakeAt: Date | null): Promise<void> {
  await tx.$executeRaw`UPDATE service_case SET wake_at = ${wakeAt} WHERE no = ${caseNo} AND version = ${version}`;
}
