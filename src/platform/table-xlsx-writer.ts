import { Writable } from 'node:stream';
import { ZipWriter, type ZipWriterConstructorOptions } from '@zip.js/zip.js';
import { defused } from './fault-file.ts';
import type { ListMark, TableWriter } from './table-writer.ts';
import { fixedParts, lastParts, sheetEnd, sheetStart, xmlText } from './table-xlsx-parts.ts';

/** Excel ends at 1,048,576 rows; beyond this a list goes on in another sheet. */
const ROWS_A_SHEET = 1_000_000;
const FLUSH = 64 * 1024;

/** An .xlsx written as it comes, of any length: text cells only, so nothing in it is ever worked out. Ends `sink` when closed. */
export async function createXlsxWriter(
  sink: Writable,
  columns: readonly string[],
  mark: ListMark,
  rowsASheet = ROWS_A_SHEET,
): Promise<TableWriter> {
  const zip = new ZipWriter(Writable.toWeb(sink) as WritableStream, zipOptions);
  for (const [name, text] of fixedParts(mark)) await zip.add(name, textStream(text));
  let sheets = 0;
  let sheet: OpenSheet | null = null;
  const next = async () => {
    await sheet?.close();
    sheets += 1;
    sheet = openSheet(zip, sheets, columns, mark);
    return sheet;
  };
  return {
    row: async (cells) => {
      const current = sheet === null || sheet.rows() >= rowsASheet ? await next() : sheet;
      await current.add(cells.map(defused));
    },
    close: async () => {
      await (sheet ?? (await next())).close();
      for (const [name, text] of lastParts(mark, sheets)) await zip.add(name, textStream(text));
      await zip.close();
    },
  };
}

export const zipOptions: ZipWriterConstructorOptions = { useWebWorkers: false, level: 6, dataDescriptor: true };

interface OpenSheet {
  rows(): number;
  add(cells: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

function openSheet(zip: ZipWriter<unknown>, number: number, columns: readonly string[], mark: ListMark): OpenSheet {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const out = writable.getWriter();
  const added = zip.add(`xl/worksheets/sheet${number}.xml`, readable);
  // Told where it matters: at the next write, or when the sheet is closed.
  added.catch((error: unknown) => out.abort(error).catch(() => undefined));
  let line = 2;
  let text = sheetStart(columns.length) + rowXml(1, [mark.text], 1) + rowXml(2, columns, 2);
  const flush = async () => {
    const part = text;
    text = '';
    await out.write(Buffer.from(part, 'utf8'));
  };
  return {
    rows: () => line - 2,
    add: async (cells) => {
      line += 1;
      text += rowXml(line, cells, 0);
      if (text.length >= FLUSH) await flush();
    },
    close: async () => {
      text += sheetEnd(columns.length, mark);
      await flush();
      await out.close();
      await added;
    },
  };
}

/** Cells without references: their order tells the column. Empty ones are kept so that it does. */
function rowXml(line: number, cells: readonly string[], style: number): string {
  const s = style === 0 ? '' : ` s="${style}"`;
  const body = cells.map((cell) =>
    cell === '' ? `<c${s}/>` : `<c t="inlineStr"${s}><is><t xml:space="preserve">${xmlText(cell)}</t></is></c>`,
  );
  return `<row r="${line}">${body.join('')}</row>`;
}

function textStream(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream();
}
