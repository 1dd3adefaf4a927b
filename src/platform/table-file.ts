import { type HeadedRows, headedRows } from './table-header.ts';
import { kindOf } from './table-kind.ts';
import { mergesOf } from './table-merges.ts';
import type { TableFault, TableRow } from './table-row.ts';
import { sheetRows } from './table-sheet.ts';
import { packedStrings, readSharedStrings } from './table-strings.ts';
import { type Meter, type TableBytes, type TextRow, textRows } from './table-text.ts';
import { readWorkbook, type Sheet, type Workbook } from './table-workbook.ts';
import { openZip, unreadable, type ZipLimits, type ZipParts } from './table-zip.ts';

/** A list that staff made (contract.md section 4): CSV in UTF-8 or GB18030, or .xlsx; first row the header. */
export type TableSource = TableBytes;

export interface Table {
  header: string[];
  /** In the file, but nobody knows them. */
  unknownColumns: string[];
  /** Faults of the header: columns that must be there. Nothing can be read then. */
  faults: TableFault[];
  /** What the reader should know though nothing is wrong: sheets left unread, merged cells. Chinese sentences. */
  notes: string[];
  rows: AsyncIterable<TableRow>;
  /** How much of the file has been read, 0 to 1. */
  share(): number;
  /** Lets go of the file; to be called when done with it, rows read or not. */
  close(): Promise<void>;
}

/** Opens a table. `columns`: all that are known; `required`: those without which no row makes sense. Throws AppError `table-unreadable`. */
export async function openTable(
  source: TableSource,
  columns: readonly string[],
  required: readonly string[],
  limits?: ZipLimits,
): Promise<Table> {
  const meter: Meter = { done: 0, total: 0 };
  const share = () => (meter.total === 0 ? 0 : Math.min(1, meter.done / meter.total));
  if ((await kindOf(source)) === 'text') {
    const head = await headedRows(textRows(source, columns, meter), columns, required);
    return { ...head, share, close: head.leave };
  }
  const zip = await openZip(source, limits);
  try {
    const table = await openWorkbook(zip, meter, columns, required);
    const close = async () => {
      await table.leave();
      await zip.close();
    };
    return { ...table, share, close };
  } catch (error) {
    await zip.close();
    throw error;
  }
}

async function openWorkbook(zip: ZipParts, meter: Meter, columns: readonly string[], required: readonly string[]) {
  const workbook = await readWorkbook(zip);
  const strings = workbook.strings === null ? packedStrings() : await readSharedStrings(zip.chunks(workbook.strings));
  const visible = workbook.sheets.filter((sheet) => !sheet.isHidden && zip.has(sheet.part));
  if (visible.length === 0) throw unreadable('这个文件里没有可见的工作表，请检查后再导入。');
  const opened: { sheet: Sheet; head: HeadedRows; merged: number }[] = [];
  for (const sheet of visible) {
    const merges = await mergesOf(zip.chunks(sheet.part));
    const rows: AsyncIterable<TextRow> = sheetRows(metered(zip, sheet.part, meter), { workbook, strings, merges });
    opened.push({ sheet, head: await headedRows(rows, columns, required), merged: merges.size });
  }
  const chosen = opened.find(({ head }) => head.faults.length === 0) ?? opened.find(({ head }) => head.header.length > 0) ?? opened[0];
  if (chosen === undefined) throw unreadable('这个文件里没有可见的工作表，请检查后再导入。');
  for (const other of opened) if (other !== chosen) await other.head.leave();
  meter.done = 0;
  meter.total = zip.bytesOf(chosen.sheet.part);
  return { ...chosen.head, notes: [...chosen.head.notes, ...notesOf(workbook, opened, chosen)] };
}

function notesOf(
  workbook: Workbook,
  opened: readonly { sheet: Sheet; head: HeadedRows }[],
  chosen: { sheet: Sheet; merged: number },
): string[] {
  const unread = opened.filter(({ sheet, head }) => sheet !== chosen.sheet && head.header.length > 0).map(({ sheet }) => sheet.name);
  const hidden = workbook.sheets.filter((sheet) => sheet.isHidden).length;
  return [
    ...(unread.length === 0
      ? []
      : [`只读取了工作表“${chosen.sheet.name}”，未读取：${unread.join('、')}。如需导入，请把各工作表另存为单独的文件。`]),
    ...(hidden === 0 ? [] : [`有${hidden}张隐藏的工作表，未读取。`]),
    ...(chosen.merged === 0 ? [] : [`有${chosen.merged}处纵向合并的单元格，已按首格的内容计入各行。`]),
  ];
}

async function* metered(zip: ZipParts, part: string, meter: Meter): AsyncGenerator<Uint8Array> {
  for await (const chunk of zip.chunks(part)) {
    meter.done += chunk.length;
    yield chunk;
  }
}
