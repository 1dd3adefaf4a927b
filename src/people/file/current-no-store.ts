import type { Tx } from '../../platform/database.ts';

/** The file that a number stands for today: itself, or the one that it was merged into. */
export async function currentNo(tx: Tx, archiveNo: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ no: string }[]>`
    WITH RECURSIVE way AS (
      SELECT archive_no, merged_into, 1 AS steps FROM person WHERE archive_no = ${archiveNo}
      UNION ALL SELECT p.archive_no, p.merged_into, steps + 1 FROM person p JOIN way ON p.archive_no = way.merged_into WHERE steps < 20)
    SELECT archive_no AS no FROM way ORDER BY steps DESC LIMIT 1`;
  return row?.no ?? archiveNo;
}
