import type { Tx } from '../../platform/database.ts';

export interface DocumentRow {
  id: string;
  archiveNo: string;
  kind: string;
  title: string;
  fileType: string;
  bytes: number;
  sha256: string;
  keptName: string;
  addedBy: string;
  addedAt: Date;
}

const COLUMNS = `id, archive_no AS "archiveNo", kind, title, file_type AS "fileType", bytes, sha256, kept_name AS "keptName",
  added_by AS "addedBy", added_at AS "addedAt"`;

export async function insertDocument(tx: Tx, one: DocumentRow): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO person_document (id, archive_no, kind, title, file_type, bytes, sha256, kept_name, added_by, added_at)
    VALUES (${one.id}, ${one.archiveNo}, ${one.kind}, ${one.title}, ${one.fileType}, ${one.bytes}::int, ${one.sha256}, ${one.keptName},
      ${one.addedBy}, ${one.addedAt})`;
}

/** What is on file, newest first. */
export async function documentsOf(tx: Tx, archiveNo: string): Promise<DocumentRow[]> {
  return tx.$queryRawUnsafe<DocumentRow[]>(
    `SELECT ${COLUMNS} FROM person_document WHERE archive_no = $1 AND removed_at IS NULL ORDER BY added_at DESC, id`,
    archiveNo,
  );
}

export async function findDocument(tx: Tx, id: string): Promise<DocumentRow | null> {
  const [row] = await tx.$queryRawUnsafe<DocumentRow[]>(`SELECT ${COLUMNS} FROM person_document WHERE id = $1 AND removed_at IS NULL`, id);
  return row ?? null;
}

/** Takes one off the file with its reason; its content stays until retention ends. False when it was off already. */
export async function markRemoved(tx: Tx, id: string, by: string, why: string, now: Date): Promise<boolean> {
  const removed = await tx.$executeRaw`
    UPDATE person_document SET removed_by = ${by}, removed_at = ${now}, removed_why = ${why} WHERE id = ${id} AND removed_at IS NULL`;
  return removed > 0;
}
