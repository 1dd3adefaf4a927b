import type { Tx } from '../../platform/database.ts';

/** Which of these archive numbers exist already. */
export async function existingArchiveNos(tx: Tx, archiveNos: readonly string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<
    { archive_no: string }[]
  >`SELECT archive_no FROM person WHERE archive_no = ANY(${[...archiveNos]}::text[])`;
  return new Set(rows.map((row) => row.archive_no));
}
