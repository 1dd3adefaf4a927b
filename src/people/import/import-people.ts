import { recordAudit } from '../../audit/audit-store.ts';
import type { PlaceBook } from '../../organisation/place-book.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { Database, Tx } from '../../platform/database.ts';
import { type ImportOptions, type ImportReport, importRows, type ReadRow, type RowReading } from '../../platform/row-reading.ts';
import type { Sealer } from '../../platform/seal.ts';
import { openTable, type TableSource } from '../../platform/table-file.ts';
import { addChanges } from '../file/archive-writes-store.ts';
import { importTexts } from '../texts.ts';
import { keepConflicts, readHands, undecided } from './conflict-store.ts';
import { IMPORT_REASON } from './field-hands.ts';
import { peopleColumns } from './import-columns.ts';
import { findForImport, lockImports, nextArchiveNumber, updatePeople } from './import-people-store.ts';
import { differingFiles, type FoundConflict, type Matched, matchRows, type PreparedRow, pairRows, type SeenFiles } from './match-rows.ts';
import { newFile } from './new-file.ts';
import { insertPeople, type SealedRows, settlePeople } from './people-bulk-store.ts';
import { readPersonRow } from './read-person-row.ts';
import { createSealedAhead } from './sealed-ahead.ts';
import type { SealingKeys } from './sealing-thread.ts';
import { createSeenLines } from './seen-lines.ts';

export interface ImportPeopleDeps {
  db: Database;
  sealer: Sealer;
  places: PlaceBook;
  now: Date;
  /** Staff id, or `system`. */
  by: string;
  channel: string;
  /** What the sealer is made from, so that a long list can be sealed on a thread of its own. */
  sealingKeys?: SealingKeys;
}

/** A batch is a transaction: an import that is killed is taken up by running it again. */
const BATCH = 1000;

/**
 * Imports a people list; matched by archive number, then identity number. The same list twice changes nothing. What a person has to
 * decide (see `differencesOf`) stays as it is and is kept as a conflict.
 */
export async function importPeople(deps: ImportPeopleDeps, source: TableSource, options: ImportOptions = {}): Promise<ImportReport> {
  const table = await openTable(source, peopleColumns, ['姓名']);
  if (!table.header.includes('档案号') && !table.header.includes('身份证号'))
    table.faults.push({ line: 1, column: '档案号', reason: importTexts.noKeyColumn });
  const world = { places: deps.places, today: dayOf(deps.now) };
  const seen: SeenFiles = { lines: createSeenLines(), nextNumber: 0 };
  const ahead = createSealedAhead(deps.sealer, deps.sealingKeys ?? null);
  // Rows are sealed ahead only while the list is one of new people: of known ones the sealing would be thrown away.
  let isNews = !options.dryRun;
  const read = (reading: RowReading): PreparedRow | null => {
    const said = readPersonRow(reading, world);
    if (said === null || reading.faults.length > 0) return null;
    const index = said.idcard ? deps.sealer.index('idcard', said.idcard) : null;
    const draft = said.archiveNo === null ? null : newFile(said, said.archiveNo);
    if (isNews && draft !== null) ahead.add({ said, draft, index });
    return { said, index, draft };
  };
  const write = async (batch: readonly ReadRow<PreparedRow>[]) => {
    const sealed = ahead.take();
    sealed.catch(() => undefined);
    const result = await deps.db.transaction((tx) => writeBatch(deps, tx, { batch, seen, sealed, isDryRun: options.dryRun ?? false }));
    isNews = !options.dryRun && result.created * 2 > batch.length;
    return result;
  };
  const report = await importRows(table, read, write, { ...options, batchSize: BATCH }).finally(() => ahead.close());
  if (report.created >= BATCH && !options.dryRun) await settlePeople(deps.db.tx);
  return report;
}

interface Writing {
  batch: readonly ReadRow<PreparedRow>[];
  seen: SeenFiles;
  sealed: Promise<SealedRows>;
  isDryRun: boolean;
}

async function writeBatch(deps: ImportPeopleDeps, tx: Tx, { batch, seen, sealed, isDryRun }: Writing) {
  const { sealer } = deps;
  const archiveNos = batch.flatMap(({ value }) => value.said.archiveNo ?? []);
  const indexes = batch.flatMap(({ value }) => value.index ?? []);
  await lockImports(tx);
  const pairs = pairRows(batch, await findForImport(tx, sealer, archiveNos, indexes));
  if (pairs.some(({ draft, found }) => draft === null && found === undefined))
    seen.nextNumber = Math.max(seen.nextNumber, await nextArchiveNumber(tx));
  const hands = await readHands(tx, sealer, differingFiles(pairs));
  const matched = matchRows(pairs, (archiveNo) => hands.get(archiveNo) ?? new Map(), seen);
  const conflicts = await undecided(tx, sealer, matched.conflicts);
  if (!isDryRun) await write(deps, tx, matched, conflicts, await sealed);
  const { created, updated, unchanged, faults } = matched;
  return { created: created.length, updated: updated.length, unchanged, faults, conflicts: conflicts.length };
}

async function write(
  deps: ImportPeopleDeps,
  tx: Tx,
  matched: Matched,
  conflicts: readonly FoundConflict[],
  sealed: SealedRows,
): Promise<void> {
  const { created, updated } = matched;
  const { sealer, now, by, channel } = deps;
  await keepConflicts(tx, sealer, conflicts, { staffId: by, now });
  if (created.length + updated.length === 0) return;
  await insertPeople(tx, sealer, created, sealed);
  await updatePeople(
    tx,
    sealer,
    updated.map(({ person }) => person),
    now,
  );
  const changes = updated.map(({ person, before, after }) => ({ archiveNo: person.archiveNo, change: { what: 'import', before, after } }));
  await addChanges({ tx, sealer, now, by, reason: IMPORT_REASON }, changes);
  const detail = { created: created.length, updated: updated.length, ...(conflicts.length === 0 ? {} : { conflicts: conflicts.length }) };
  await recordAudit(tx, [
    { at: now, actor: by, action: 'import', subject: null, caseNo: null, channel, purpose: null, outcome: 'ok', detail },
  ]);
}
