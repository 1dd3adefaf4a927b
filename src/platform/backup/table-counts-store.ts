import type { Tx } from '../database.ts';

/** Rows by table of the product; the job queue's own tables change by themselves and are left out. */
export async function tableCounts(tx: Tx): Promise<Record<string, number>> {
  const tables = await tx.$queryRaw<{ name: string }[]>`
    SELECT table_name::text AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT IN ('setting', 'timed_run') ORDER BY table_name`;
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await tx.$queryRawUnsafe<{ count: number }[]>(`SELECT count(*)::int AS count FROM "${name}"`);
    counts[name] = row?.count ?? 0;
  }
  return counts;
}
