import type { Day } from '../../platform/calendar/day.ts';
import { type ArchiveWriter, addChanges } from './archive-writes-store.ts';

export interface NewEntry {
  /** A key of the caller's that makes a second call harmless. */
  id: string;
  kind: 'record' | 'booking';
  key: string;
  title: string;
  /** What was recorded, by label; sealed as a whole. */
  detail: Readonly<Record<string, string>>;
  recordedOn: Day;
}

/** Puts a record or a booking on file. Returns whether it was new. */
export async function addEntry(writer: ArchiveWriter, archiveNo: string, entry: NewEntry): Promise<boolean> {
  const { id, kind, key, title, detail, recordedOn } = entry;
  const sealed = writer.sealer.seal(JSON.stringify(detail), { table: 'archive_entry', column: 'detail_sealed', row: id });
  const written = await writer.tx.$executeRaw`
    INSERT INTO archive_entry (id, archive_no, kind, key, title, detail_sealed, recorded_on, case_no)
    VALUES (${id}, ${archiveNo}, ${kind}, ${key}, ${title}, ${sealed}, ${recordedOn}::date, ${writer.caseNo}) ON CONFLICT (id) DO NOTHING`;
  if (written > 0) await addChanges(writer, [{ archiveNo, change: { what: kind, before: null, after: { id, key, title, recordedOn } } }]);
  return written > 0;
}

/** Marks a person; a mark that is there already stays as it was. Returns whether it was new. */
export async function addTag(
  writer: ArchiveWriter,
  archiveNo: string,
  tag: { tag: string; title: string; sinceOn: Day },
): Promise<boolean> {
  const written = await writer.tx.$executeRaw`
    INSERT INTO person_tag (archive_no, tag, title, since_on, case_no)
    VALUES (${archiveNo}, ${tag.tag}, ${tag.title}, ${tag.sinceOn}::date, ${writer.caseNo}) ON CONFLICT (archive_no, tag) DO NOTHING`;
  if (written > 0) await addChanges(writer, [{ archiveNo, change: { what: 'tag', before: null, after: tag } }]);
  return written > 0;
}
