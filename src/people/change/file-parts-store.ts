import type { Day } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';

export async function insertNote(tx: Tx, note: { id: string; archiveNo: string; sealed: string; by: string; now: Date }): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO person_note (id, archive_no, text_sealed, written_by, written_at)
    VALUES (${note.id}, ${note.archiveNo}, ${note.sealed}, ${note.by}, ${note.now})`;
}

export interface ContactRow {
  id: string;
  archiveNo: string;
  kind: 'own' | 'emergency';
  nameSealed: string | null;
  relation: string | null;
  phoneSealed: string;
  phoneIndex: string;
  by: string;
  now: Date;
}

export async function insertContact(tx: Tx, one: ContactRow): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO person_contact (id, archive_no, kind, name_sealed, relation, phone_sealed, phone_index, added_by, added_at)
    VALUES (${one.id}, ${one.archiveNo}, ${one.kind}, ${one.nameSealed}, ${one.relation}, ${one.phoneSealed}, ${one.phoneIndex}, ${one.by}, ${one.now})`;
}

/** Kept with its end, for the history. False when there is none. */
export async function removeContactRow(tx: Tx, archiveNo: string, id: string, now: Date): Promise<boolean> {
  const removed = await tx.$executeRaw`
    UPDATE person_contact SET removed_at = ${now} WHERE id = ${id} AND archive_no = ${archiveNo} AND removed_at IS NULL`;
  return removed > 0;
}

export async function saveConfirmation(
  tx: Tx,
  one: { archiveNo: string; year: number; on: Day; way: string; by: string; noteSealed: string | null },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO person_confirmation (archive_no, year, confirmed_on, way, by_staff, note_sealed)
    VALUES (${one.archiveNo}, ${one.year}::int, ${one.on}::date, ${one.way}, ${one.by}, ${one.noteSealed})
    ON CONFLICT (archive_no, year) DO UPDATE SET confirmed_on = excluded.confirmed_on, way = excluded.way, by_staff = excluded.by_staff,
      note_sealed = excluded.note_sealed`;
}
