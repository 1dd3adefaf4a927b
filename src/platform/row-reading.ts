import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from './errors.ts';
import type { FaultFile } from './fault-file.ts';
import type { Reading } from './table-cells.ts';
import type { Table } from './table-file.ts';
import type { TableFault, TableRow } from './table-row.ts';

/** Reads the cells of one row and gathers what is wrong with them, so that all of a row's faults are told at once. */
export interface RowReading {
  readonly row: TableRow;
  readonly faults: TableFault[];
  text(column: string): string | null;
  read<T>(column: string, reader: (cell: string) => Reading<T>): T | null;
  fault(column: string, reason: string): void;
}

/** What could not even be read, a cell or the whole row, is not complained about a second time. */
export function rowReading(row: TableRow): RowReading {
  const faults: TableFault[] = [...(row.faults ?? [])];
  const spoilt = new Set(faults.map((fault) => fault.column));
  const cell = (column: string) => row.cells[column] ?? '';
  const fault = (column: string, reason: string) => {
    if (!spoilt.has(column) && !spoilt.has('')) faults.push({ line: row.line, column, reason });
  };
  return {
    row,
    faults,
    fault,
    text: (column) => cell(column) || null,
    read: (column, reader) => {
      const text = cell(column);
      if (text === '') return null;
      const reading = reader(text);
      if (!('reason' in reading)) return reading.value;
      fault(column, reading.reason);
      return null;
    },
  };
}

/** What an import did; the same for every kind of list. */
export interface ImportReport {
  /** Rows that were not blank, the header left out. */
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  /** The first of them, by line; `faultsLeftOut` says how many more there are. The file of faults has them all. */
  faults: TableFault[];
  faultsLeftOut: number;
  unknownColumns: string[];
  /** Chinese sentences about the file: sheets left unread, merged cells. */
  notes: string[];
  /** Kept for a person to decide; only lists of people have them. */
  conflicts?: number;
}

export interface ImportOptions {
  /** Reads and checks everything, writes nothing. */
  dryRun?: boolean;
  /** Rows read so far, and the share of the file that they are, 0 to 1. */
  onProgress?: (read: number, share: number) => void;
  faultFile?: FaultFile;
}

export interface RowCounts {
  created: number;
  updated: number;
  unchanged: number;
  conflicts?: number;
}

/** A row that passed on its own, and what was made of it. */
export interface ReadRow<T> {
  row: TableRow;
  value: T;
}

/** Faults told with the result; a list of a million faulty rows must not fill the memory. */
const MOST_FAULTS = 10_000;

/** Rows between two looks at what the database has to say: some milliseconds' worth. */
const ROWS_A_TURN = 20;

/**
 * Runs a table through `read` row by row and hands the sound ones to `write` in batches. Faulty rows are left out and reported; they
 * never stop the others. `write` returns counts, and the faults that only the stored data shows. A row counts once: as created,
 * updated, unchanged or faulty. While a batch is being written the next one is read: what is dear for the processor belongs in `read`.
 */
export async function importRows<T>(
  table: Table,
  read: (reading: RowReading) => T | null,
  write: (batch: ReadRow<T>[]) => Promise<RowCounts & { faults: TableFault[] }>,
  options: ImportOptions & { batchSize: number },
): Promise<ImportReport> {
  const tally = createTally(table, options.faultFile);
  const writer = createBatches(write, tally, (read) => options.onProgress?.(read, table.share()));
  try {
    if (table.faults.length > 0) return tally.report();
    for await (const row of table.rows) {
      const reading = rowReading(row);
      const value = read(reading);
      if (value !== null && reading.faults.length === 0) writer.add({ row, value });
      tally.took(row, reading.faults);
      if (writer.waiting() >= options.batchSize) await writer.flush();
      // A file in memory is read without a pause; the database's answers would wait for its end.
      if (tally.read() % ROWS_A_TURN === 0) await nextTurn();
    }
    await writer.flush();
    await writer.done();
    return tally.report();
  } catch (error) {
    // What is being written comes to its end first; its own fault is the one that counts.
    await writer.done();
    throw brokenOff(error, writer.written());
  } finally {
    await table.close();
  }
}

/** A file that turns out to be broken in the middle: what came before it is in. */
function brokenOff(error: unknown, written: number): unknown {
  if (written === 0 || !(error instanceof AppError) || error.code !== 'table-unreadable') return error;
  const sentence = `文件从中间开始无法读取。此前的${written}行已经导入，其余没有。请修好文件后重新导入，已导入的不会重复。`;
  return new AppError('invalid-input', 'table-broken-off', sentence, { cause: error });
}

function createBatches<T>(
  write: (batch: ReadRow<T>[]) => Promise<RowCounts & { faults: TableFault[] }>,
  tally: ReturnType<typeof createTally>,
  onProgress: (read: number) => void,
) {
  let batch: ReadRow<T>[] = [];
  let underway: Promise<void> = Promise.resolve();
  let written = 0;
  return {
    add: (row: ReadRow<T>) => void batch.push(row),
    waiting: () => batch.length,
    /** Rows that are in. */
    written: () => written,
    done: () => underway,
    flush: async () => {
      const rows = batch;
      const soFar = tally.read();
      batch = [];
      await underway;
      if (rows.length === 0) return;
      underway = write(rows).then((result) => {
        written += rows.length;
        tally.wrote(rows, result);
        onProgress(soFar);
      });
      // Awaited before the next batch; until then a failure must not count as nobody's.
      underway.catch(() => undefined);
    },
  };
}

function createTally(table: Table, faultFile: FaultFile | undefined) {
  const counts = { read: 0, created: 0, updated: 0, unchanged: 0 };
  let conflicts: number | undefined;
  const faults: TableFault[] = [...table.faults];
  let leftOut = 0;
  const refuse = (row: TableRow | undefined, found: readonly TableFault[]) => {
    if (found.length === 0) return;
    const room = Math.max(0, MOST_FAULTS - faults.length);
    faults.push(...found.slice(0, room));
    leftOut += Math.max(0, found.length - room);
    if (row !== undefined) faultFile?.add(row, found);
  };
  return {
    read: () => counts.read,
    took: (row: TableRow, found: readonly TableFault[]) => {
      counts.read += 1;
      refuse(row, found);
    },
    wrote: (rows: readonly ReadRow<unknown>[], result: RowCounts & { faults: TableFault[] }) => {
      counts.created += result.created;
      counts.updated += result.updated;
      counts.unchanged += result.unchanged;
      if (result.conflicts !== undefined) conflicts = (conflicts ?? 0) + result.conflicts;
      const byLine = new Map(rows.map((one) => [one.row.line, one.row]));
      const lines = Map.groupBy(result.faults, (fault) => fault.line);
      for (const [line, found] of lines) refuse(byLine.get(line), found);
    },
    report: (): ImportReport => ({
      ...counts,
      faults: faults.sort((a, b) => a.line - b.line),
      faultsLeftOut: leftOut,
      unknownColumns: table.unknownColumns,
      notes: table.notes,
      ...(conflicts === undefined ? {} : { conflicts }),
    }),
  };
}
