import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import type { TableFault, TableRow } from './table-file.ts';

/**
 * Writes faulty rows as a CSV that Excel opens (UTF-8 with BOM): line, column, reason, then the row as it was, so that it can be
 * mended and imported again. Only its owner may read it: it holds what the list held.
 */
export interface FaultFile {
  add(fault: TableFault, row: TableRow | null): void;
  close(): Promise<void>;
}

export function createFaultFile(path: string, columns: readonly string[]): FaultFile {
  const stream = createWriteStream(path, { mode: 0o600 });
  stream.write(`\uFEFF${stringify([['行号', '列', '原因', ...columns]])}`);
  return {
    add: (fault, row) => {
      const cells = columns.map((column) => defused(row?.cells[column] ?? ''));
      stream.write(stringify([[String(fault.line), fault.column, fault.reason, ...cells]]));
    },
    close: async () => {
      stream.end();
      await finished(stream);
    },
  };
}

/** A cell that begins like a formula would be worked out by the spreadsheet that opens it. */
export function defused(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
