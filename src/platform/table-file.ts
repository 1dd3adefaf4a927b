import { readSheet } from 'read-excel-file/node';
import { fromDateColumn } from './calendar/day.ts';
import { AppError } from './errors.ts';
import { headOf, type TableBytes, type TextRow, textRows } from './table-text.ts';

/** A list that staff made (contract.md section 4): CSV in UTF-8 or GB18030, or .xlsx; first row the header. */
export type TableSource = TableBytes;

/** One row by the header's names. */
export interface TableRow {
  /** As a person counts: the header is line 1. */
  line: number;
  /** Trimmed; empty where the file has nothing. Every expected column is there. */
  cells: Record<string, string>;
}

/** Why a row was left out. Never holds what stood in the cell: it may be an identity number. */
export interface TableFault {
  line: number;
  column: string;
  /** Chinese, for the one who made the list. */
  reason: string;
}

export interface Table {
  header: string[];
  /** In the file, but nobody knows them. */
  unknownColumns: string[];
  /** Faults of the header: columns that must be there. Nothing can be read then. */
  faults: TableFault[];
  rows: AsyncIterable<TableRow | TableFault>;
}

export function isFault(row: TableRow | TableFault): row is TableFault {
  return 'reason' in row;
}

/** Opens a table. `columns`: all that are known; `required`: those without which no row makes sense. Throws AppError `table-unreadable`. */
export async function openTable(source: TableSource, columns: readonly string[], required: readonly string[]): Promise<Table> {
  const rows = (await isWorkbook(source)) ? sheetRows(source) : textRows(source);
  const iterator = rows[Symbol.asyncIterator]();
  const first = await iterator.next();
  const header = (first.done ? [] : (first.value.cells ?? [])).map(columnName);
  const faults = required.filter((column) => !header.includes(column)).map((column) => ({ line: 1, column, reason: '缺少这一列' }));
  return {
    header,
    unknownColumns: header.filter((column) => column !== '' && !columns.includes(column)),
    faults,
    rows: namedRows(iterator, header, columns),
  };
}

/** Lists come with spaces, line breaks and notes in the header: “身份证号（必填）”. */
function columnName(cell: string): string {
  return cell.replace(/[\s*＊]/gu, '').replace(/[（(].*[)）]$/u, '');
}

async function* namedRows(
  rows: AsyncIterator<TextRow>,
  header: readonly string[],
  columns: readonly string[],
): AsyncGenerator<TableRow | TableFault> {
  const positions = columns.map((column) => [column, header.indexOf(column)] as const);
  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    const { line, cells } = next.value;
    if (cells === null) yield { line, column: '', reason: '这一行的引号不成对，无法读取' };
    else if (cells.some((cell) => cell.includes('\uFFFD')))
      yield { line, column: '', reason: '这一行有无法识别的字符，请另存为 UTF-8 编码' };
    else if (cells.some((cell) => cell.trim() !== '')) {
      yield { line, cells: Object.fromEntries(positions.map(([column, at]) => [column, plainCell(at === -1 ? '' : (cells[at] ?? ''))])) };
    }
  }
}

/** Without what Excel and our own fault file put in front to keep a cell from being taken for a number or a formula. */
function plainCell(cell: string): string {
  const text = cell.replace(/\p{Cc}/gu, ' ').trim();
  return /^'[=+\-@\d]/.test(text) ? text.slice(1) : text;
}

async function isWorkbook(source: TableSource): Promise<boolean> {
  const head = await headOf(source, 8);
  if (head.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0])))
    throw new AppError('invalid-input', 'table-unreadable', '这是旧版 .xls 文件，没有导入任何内容。请另存为 .xlsx 或 CSV 再导入。');
  return head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]));
}

async function* sheetRows(source: TableSource): AsyncGenerator<TextRow> {
  const rows = await sheetOf(source);
  for (const [index, row] of rows.entries()) {
    if (row.some((cell) => cell !== null)) yield { line: index + 1, cells: row.map(cellText) };
  }
}

async function sheetOf(source: TableSource): Promise<unknown[][]> {
  try {
    // Numbers as they are written in the file: an identity number must not lose its last digits to floating point.
    return await readSheet('path' in source ? source.path : Buffer.from(source.bytes), { parseNumber: (text) => text });
  } catch (cause) {
    throw new AppError(
      'invalid-input',
      'table-unreadable',
      '这个 .xlsx 文件打不开，没有导入任何内容。请在 Excel 或 WPS 里另存一份再导入。',
      { cause },
    );
  }
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return fromDateColumn(cell);
  const text = String(cell);
  return /^\d(\.\d+)?E\+?\d+$/i.test(text) && Number.isSafeInteger(Number(text)) ? String(Number(text)) : text;
}
