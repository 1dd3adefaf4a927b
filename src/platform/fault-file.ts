import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import { faultColumns } from './table-header.ts';
import type { TableFault, TableRow } from './table-row.ts';

/**
 * Writes faulty rows as a CSV that Excel opens (UTF-8 with BOM): line, column, reason, then the row as it was, so that it can be
 * mended and imported again. One line a row, however much is wrong with it: a row that stood there twice would come in twice. Only
 * its owner may read it: it holds what the list held.
 */
export interface FaultFile {
  add(row: TableRow, faults: readonly TableFault[]): void;
  close(): Promise<void>;
}

export function createFaultFile(path: string, columns: readonly string[]): FaultFile {
  const stream = createWriteStream(path, { mode: 0o600 });
  stream.write(`\uFEFF${stringify([[...faultColumns, ...columns]])}`);
  return {
    add: (row, faults) => {
      const named = [...new Set(faults.map((fault) => fault.column))];
      const reasons = faults.map((fault) => (faults.length > 1 && fault.column !== '' ? `${fault.column}：${fault.reason}` : fault.reason));
      const cells = columns.map((column) => mendable(row.cells[column] ?? ''));
      stream.write(stringify([[String(row.line), named.join('；'), reasons.join('；'), ...cells]]));
    },
    close: async () => {
      stream.end();
      await finished(stream);
    },
  };
}

/** Also keeps long numbers from losing their last digits in the spreadsheet that the file is mended with; the reader takes the mark off. */
function mendable(cell: string): string {
  return /^\d{12,}X?$/i.test(cell) ? `'${cell}` : defused(cell);
}

/** A cell that begins like a formula would be worked out by the spreadsheet that opens it. */
export function defused(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
