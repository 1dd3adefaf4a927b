import type { Tx } from '../../platform/database.ts';

/** A list file that was imported, kept sealed. */
export interface ListFile {
  id: string;
  kind: string;
  bytes: number;
  importedBy: string;
  importedAt: Date;
}

/** The file of this content that is kept whole, if there is one; one whose keeping broke off does not count. */
export async function findListFile(tx: Tx, kind: string, sha256: string): Promise<string | null> {
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM import_file WHERE kind = ${kind} AND sha256 = ${sha256} AND deleted_at IS NULL AND counts ? 'parts' LIMIT 1`;
  return found?.id ?? null;
}

/** Says that every part is there. */
export async function finishListFile(tx: Tx, id: string, counts: Record<string, number>): Promise<void> {
  await tx.import_file.update({ where: { id }, data: { counts } });
}

export async function insertListFile(tx: Tx, file: ListFile & { sha256: string }): Promise<void> {
  const { id, kind, sha256, bytes, importedBy, importedAt } = file;
  await tx.import_file.create({ data: { id, kind, sha256, bytes, counts: {}, imported_by: importedBy, imported_at: importedAt } });
}

export async function insertListPart(tx: Tx, id: string, position: number, sealed: string): Promise<void> {
  await tx.import_file_part.create({ data: { file_id: id, position, body_sealed: sealed } });
}

export async function listPart(tx: Tx, id: string, position: number): Promise<string | null> {
  const part = await tx.import_file_part.findUnique({ where: { file_id_position: { file_id: id, position } } });
  return part?.body_sealed ?? null;
}

/** Files imported before a moment whose content is still kept, oldest first. */
export async function listFilesBefore(tx: Tx, moment: Date, limit: number): Promise<ListFile[]> {
  const rows = await tx.import_file.findMany({
    where: { imported_at: { lt: moment }, deleted_at: null },
    orderBy: [{ imported_at: 'asc' }, { id: 'asc' }],
    take: limit,
  });
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, bytes: Number(row.bytes), importedBy: row.imported_by, importedAt: row.imported_at },
  }));
}

/** Takes the content away; that there was a file, whose and when, stays. Returns how many still had any. */
export async function emptyListFiles(tx: Tx, ids: readonly string[], now: Date): Promise<number> {
  await tx.import_file_part.deleteMany({ where: { file_id: { in: [...ids] } } });
  const { count } = await tx.import_file.updateMany({ where: { id: { in: [...ids] }, deleted_at: null }, data: { deleted_at: now } });
  return count;
}
