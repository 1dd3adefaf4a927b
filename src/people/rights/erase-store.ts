import type { Tx } from '../../platform/database.ts';

/** Documents that prove no grant. */
const FREE_KINDS = ['照片', '其他'];

export async function countHeld(tx: Tx, archiveNo: string): Promise<{ notes: number; contacts: number; documents: number }> {
  const [row] = await tx.$queryRaw<{ notes: number; contacts: number; documents: number }[]>`
    SELECT (SELECT count(*)::int FROM person_note WHERE archive_no = ${archiveNo}) AS notes,
      (SELECT count(*)::int FROM person_contact WHERE archive_no = ${archiveNo}) AS contacts,
      (SELECT count(*)::int FROM person_document WHERE archive_no = ${archiveNo} AND kind = ANY(${FREE_KINDS}::text[])) AS documents`;
  return row ?? { notes: 0, contacts: 0, documents: 0 };
}

export async function eraseErasable(tx: Tx, archiveNo: string): Promise<{ notes: number; contacts: number; documents: number }> {
  const notes = await tx.$executeRaw`DELETE FROM person_note WHERE archive_no = ${archiveNo}`;
  const contacts = await tx.$executeRaw`DELETE FROM person_contact WHERE archive_no = ${archiveNo}`;
  const documents = await tx.$executeRaw`DELETE FROM person_document WHERE archive_no = ${archiveNo} AND kind = ANY(${FREE_KINDS}::text[])`;
  return { notes, contacts, documents };
}
