import type { Tx } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';
import type { DemoVisit } from './demo-visit-records.ts';

/** Writes past visits with their needs, long met. What is there already stays. */
export async function writeDemoVisits(tx: Tx, sealer: Sealer, visits: readonly DemoVisit[]): Promise<void> {
  const records = visits.map(({ need: _need, note, recordedAt, ...visit }) => ({
    ...visit,
    recordedAt: recordedAt.toISOString(),
    note: sealer.seal(note, { table: 'visit_record', column: 'note_sealed', row: visit.id }),
  }));
  await tx.$executeRaw`
    INSERT INTO visit_record (id, archive_no, visited_on, visitor_id, recorded_at, way, note_sealed, photo_count, source_key, demo)
    SELECT id, "archiveNo", "visitedOn", "visitorId", "recordedAt", way, note, "photoCount", id, true
    FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS r(id TEXT, "archiveNo" TEXT, "visitedOn" DATE, "visitorId" TEXT,
      "recordedAt" TIMESTAMPTZ, way TEXT, note TEXT, "photoCount" INTEGER)
    ON CONFLICT DO NOTHING`;
  const needs = visits.flatMap(({ id, archiveNo, recordedAt, need }) =>
    need === null
      ? []
      : {
          ...need,
          recordId: id,
          archiveNo,
          createdAt: recordedAt.toISOString(),
          text: sealer.seal(need.text, { table: 'visit_need', column: 'text_sealed', row: need.id }),
        },
  );
  await tx.$executeRaw`
    INSERT INTO visit_need (id, record_id, archive_no, text_sealed, state, due_on, created_at)
    SELECT id, "recordId", "archiveNo", text, 'closed', "dueOn", "createdAt"
    FROM jsonb_to_recordset(${JSON.stringify(needs)}::jsonb) AS r(id TEXT, "recordId" TEXT, "archiveNo" TEXT, text TEXT, "dueOn" DATE,
      "createdAt" TIMESTAMPTZ)
    ON CONFLICT DO NOTHING`;
}

/** Which of the files on the books belong to the demo district. */
export async function demoArchiveNos(tx: Tx): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ archive_no: string }[]>`SELECT archive_no FROM person WHERE demo AND key_category IS NOT NULL`;
  return new Set(rows.map((row) => row.archive_no));
}
