import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';

/** The latest change of facts by somebody since a moment that they have not taken back yet; null when there is none. */
export async function latestOwnChange(
  tx: Tx,
  sealer: Sealer,
  staffId: string,
  since: Date,
): Promise<{ archiveNo: string; before: Record<string, unknown>; after: Record<string, unknown> } | null> {
  const rows = await tx.person_change.findMany({
    where: { changed_by: staffId, changed_at: { gte: since } },
    orderBy: [{ changed_at: 'desc' }, { id: 'desc' }],
    take: 20,
  });
  for (const row of rows) {
    const place = { table: 'person_change', column: 'sealed_change', row: row.id };
    const change = JSON.parse(sealer.open(row.sealed_change, place)) as {
      what: string;
      before: Record<string, unknown>;
      after: Record<string, unknown>;
    };
    if (change.what === 'undo') return null;
    if (change.what === 'facts') return { archiveNo: row.archive_no, before: change.before, after: change.after };
  }
  return null;
}
