import type { FaultFile } from './fault-file.ts';
import type { Reading } from './table-cells.ts';
import { isFault, type Table, type TableFault, type TableRow } from './table-file.ts';

/** Reads the cells of one row and gathers what is wrong with them, so that all of a row's faults are told at once. */
export interface RowReading {
  readonly row: TableRow;
  readonly faults: TableFault[];
  text(column: string): string | null;
  read<T>(column: string, reader: (cell: string) => Reading<T>): T | null;
  fault(column: string, reason: string): void;
}

export function rowReading(row: TableRow): RowReading {
  const faults: TableFault[] = [];
  const cell = (column: string) => row.cells[column] ?? '';
  const fault = (column: string, reason: string) => void faults.push({ line: row.line, column, reason });
  return {
    row,
    faults,
    fault,
    text: (column) => cell(column) || null,
    read: (column, reader) => {
      const reading = reader(cell(column));
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
  faults: TableFault[];
  unknownColumns: string[];
}

export interface ImportOptions {
  /** Reads and checks everything, writes nothing. */
  dryRun?: boolean;
  /** Rows read so far. */
  onProgress?: (read: number) => void;
  faultFile?: FaultFile;
}

export interface RowCounts {
  created: number;
  updated: number;
  unchanged: number;
}

/** A row that passed on its own, and what was made of it. */
export interface ReadRow<T> {
  row: TableRow;
  value: T;
}

/**
 * Runs a table through `read` row by row and hands the sound ones to `write` in batches. Faulty rows are left out and reported; they
 * never stop the others. `write` returns counts, and the faults that only the stored data shows.
 */
export async function importRows<T>(
  table: Table,
  read: (reading: RowReading) => T | null,
  write: (batch: ReadRow<T>[]) => Promise<RowCounts & { faults: TableFault[] }>,
  options: ImportOptions & { batchSize: number },
): Promise<ImportReport> {
  const report: ImportReport = {
    read: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    faults: [...table.faults],
    unknownColumns: table.unknownColumns,
  };
  if (table.faults.length > 0) return report;
  const refuse = (faults: readonly TableFault[], rowOf: (line: number) => TableRow | null) => {
    report.faults.push(...faults);
    for (const fault of faults) options.faultFile?.add(fault, rowOf(fault.line));
  };
  let batch: ReadRow<T>[] = [];
  const flush = async () => {
    const rows = new Map(batch.map((one) => [one.row.line, one.row]));
    const { faults, created, updated, unchanged } = await write(batch);
    report.created += created;
    report.updated += updated;
    report.unchanged += unchanged;
    refuse(faults, (line) => rows.get(line) ?? null);
    batch = [];
    options.onProgress?.(report.read);
  };
  for await (const row of table.rows) {
    report.read += 1;
    if (isFault(row)) refuse([row], () => null);
    else {
      const reading = rowReading(row);
      const value = read(reading);
      if (value !== null && reading.faults.length === 0) batch.push({ row, value });
      else refuse(reading.faults, () => row);
    }
    if (batch.length >= options.batchSize) await flush();
  }
  if (batch.length > 0) await flush();
  return { ...report, faults: report.faults.sort((a, b) => a.line - b.line) };
}
