import type { Tx } from '../platform/database.ts';

/** Where people belong to, by archive number; those without a file are left out. */
export async function areasOf(
  tx: Tx,
  archiveNos: readonly string[],
): Promise<{ archiveNo: string; town: string | null; village: string | null }[]> {
  return tx.$queryRaw<{ archiveNo: string; town: string | null; village: string | null }[]>`
    SELECT archive_no AS "archiveNo", town, village FROM person WHERE archive_no = ANY(${[...archiveNos]}::text[]) ORDER BY archive_no`;
}
