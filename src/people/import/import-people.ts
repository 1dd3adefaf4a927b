import { recordAudit } from '../../audit/audit-store.ts';
import type { PlaceBook } from '../../organisation/place-book.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { Database, Tx } from '../../platform/database.ts';
import { type ImportOptions, type ImportReport, importRows, type ReadRow } from '../../platform/row-reading.ts';
import type { Sealer } from '../../platform/seal.ts';
import { openTable, type TableSource } from '../../platform/table-file.ts';
import { addChanges } from '../file/archive-writes-store.ts';
import { importTexts } from '../texts.ts';
import { peopleColumns } from './import-columns.ts';
import { findForImport, nextArchiveNumber, updatePeople } from './import-people-store.ts';
import { type Matched, matchRows, type SeenFiles } from './match-rows.ts';
import { insertPeople, settlePeople } from './people-bulk-store.ts';
import { type PersonRow, readPersonRow } from './read-person-row.ts';

export interface ImportPeopleDeps {
  db: Database;
  sealer: Sealer;
  places: PlaceBook;
  now: Date;
  /** Staff id, or `system`. */
  by: string;
  channel: string;
}

/** A batch is a transaction: an import that is killed is taken up by running it again. */
const BATCH = 1000;

/** Imports a people list; matched by archive number, then identity number. The same list twice changes nothing. */
export async function importPeople(deps: ImportPeopleDeps, source: TableSource, options: ImportOptions = {}): Promise<ImportReport> {
  const table = await openTable(source, peopleColumns, ['姓名']);
  if (!table.header.includes('档案号') && !table.header.includes('身份证号'))
    table.faults.push({ line: 1, column: '档案号', reason: importTexts.noKeyColumn });
  const world = { places: deps.places, today: dayOf(deps.now) };
  const seen: SeenFiles = { lines: new Map(), nextNumber: await nextArchiveNumber(deps.db.tx) };
  const report = await importRows(
    table,
    (reading) => readPersonRow(reading, world),
    (batch) => deps.db.transaction((tx) => writeBatch(deps, tx, batch, seen, options.dryRun ?? false)),
    { ...options, batchSize: BATCH },
  );
  if (report.created >= BATCH && !options.dryRun) await settlePeople(deps.db.tx);
  return report;
}

async function writeBatch(deps: ImportPeopleDeps, tx: Tx, batch: readonly ReadRow<PersonRow>[], seen: SeenFiles, isDryRun: boolean) {
  const archiveNos = batch.flatMap(({ value }) => value.archiveNo ?? []);
  const indexes = batch.flatMap(({ value }) => (value.idcard ? [deps.sealer.index('idcard', value.idcard)] : []));
  const stored = await findForImport(tx, deps.sealer, archiveNos, indexes);
  const matched = matchRows(batch, stored, deps.sealer, seen);
  if (!isDryRun) await write(deps, tx, matched);
  const { created, updated, unchanged, faults } = matched;
  return { created: created.length, updated: updated.length, unchanged, faults };
}

async function write(deps: ImportPeopleDeps, tx: Tx, matched: Matched): Promise<void> {
  const { created, updated } = matched;
  if (created.length + updated.length === 0) return;
  const { sealer, now, by, channel } = deps;
  await insertPeople(tx, sealer, created);
  await updatePeople(
    tx,
    sealer,
    updated.map(({ person }) => person),
    now,
  );
  const changes = updated.map(({ person, before, after }) => ({ archiveNo: person.archiveNo, change: { what: 'import', before, after } }));
  await addChanges({ tx, sealer, now, by, reason: 'import' }, changes);
  const detail = { created: created.length, updated: updated.length };
  await recordAudit(tx, [
    { at: now, actor: by, action: 'import', subject: null, caseNo: null, channel, purpose: null, outcome: 'ok', detail },
  ]);
}
