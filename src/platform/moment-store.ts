import type { Tx } from './database.ts';

/** What the database's own clock says; also the cheapest proof that it answers. */
export async function databaseNow(tx: Tx): Promise<Date> {
  const [row] = await tx.$queryRaw<[{ now: Date }]>`SELECT now() AS now`;
  return row.now;
}
