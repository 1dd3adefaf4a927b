import type { Tx } from '../platform/database.ts';

/** Some names as they stand in the archive, spread over it, and how many people there are; for measuring searches. */
export async function sampleNames(tx: Tx, count: number): Promise<{ names: string[]; people: number }> {
  const [{ people }] = await tx.$queryRaw<[{ people: number }]>`SELECT count(*)::int AS people FROM person`;
  const step = Math.max(1, Math.floor(people / count));
  const rows = await tx.$queryRaw<{ name: string }[]>`
    SELECT name FROM (SELECT name, row_number() OVER (ORDER BY archive_no) AS n FROM person) AS numbered WHERE n % ${step}::int = 0 LIMIT ${count}::int`;
  return { names: rows.map((row) => row.name), people };
}

/** Living priority recipients who may go to a sanatorium for the first time, with where they belong; for measuring cases. */
export async function sanatoriumCandidates(
  tx: Tx,
  count: number,
): Promise<{ archiveNo: string; name: string; town: string; village: string }[]> {
  return tx.$queryRaw`
    SELECT archive_no AS "archiveNo", name, town, village FROM person
    WHERE key_category IN ('disabled', 'martyr', 'sacrifice', 'illness', 'old_demob') AND status = '在世' AND lifecycle = '在册'
      AND last_sanatorium_year IS NULL AND town IS NOT NULL AND village IS NOT NULL ORDER BY archive_no LIMIT ${count}::int`;
}
