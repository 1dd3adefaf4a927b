import { columnName, MOST_TITLES, type TableFault, type TableRow } from './table-row.ts';
import type { TextRow } from './table-text.ts';

/** A table whose header was found, and its rows by the header's names. */
export interface HeadedRows {
  header: string[];
  unknownColumns: string[];
  faults: TableFault[];
  notes: string[];
  rows: AsyncIterable<TableRow>;
  /** Ends the reading of a table that is not wanted. */
  leave(): Promise<void>;
}

/** What our own file of faults puts in front of a row. */
export const faultColumns = ['行号', '列', '原因'];

/**
 * Finds the header among the first rows: the first that has every required column, else the first row, whose missing columns are
 * faults. Nothing is read beyond it.
 */
export async function headedRows(
  source: AsyncIterable<TextRow>,
  columns: readonly string[],
  required: readonly string[],
): Promise<HeadedRows> {
  const iterator = source[Symbol.asyncIterator]();
  const seen: TextRow[] = [];
  let at = -1;
  while (seen.length < MOST_TITLES && at === -1) {
    const next = await iterator.next();
    if (next.done) break;
    if (next.value.cells.every((cell) => cell.trim() === '')) continue;
    seen.push(next.value);
    const names = next.value.cells.map(columnName);
    if (required.every((column) => names.includes(column))) at = seen.length - 1;
  }
  const head = seen[Math.max(at, 0)];
  const header = (head?.cells ?? []).map(columnName);
  return {
    header,
    unknownColumns: header.filter((column) => column !== '' && !columns.includes(column) && !faultColumns.includes(column)),
    faults: headerFaults(header, head?.line ?? 1, columns, required),
    notes: at > 0 ? [`第${head?.line}行是表头，它上面的内容按标题处理，未读取。`] : [],
    rows: namedRows(iterator, seen.slice(at + 1 || 1), header, columns),
    leave: async () => void (await iterator.return?.()),
  };
}

function headerFaults(header: readonly string[], line: number, columns: readonly string[], required: readonly string[]): TableFault[] {
  const missing = required.filter((column) => !header.includes(column)).map((column) => ({ line: 1, column, reason: '缺少这一列' }));
  const twice = columns.filter((column) => header.indexOf(column) !== header.lastIndexOf(column));
  return [...missing, ...twice.map((column) => ({ line, column, reason: '表头里这一列出现了不止一次，请只留一列' }))];
}

async function* namedRows(
  rows: AsyncIterator<TextRow>,
  behind: readonly TextRow[],
  header: readonly string[],
  columns: readonly string[],
): AsyncGenerator<TableRow> {
  const positions = columns.map((column) => [column, header.indexOf(column)] as const);
  try {
    for (const row of behind) if (!isBlank(row)) yield namedRow(row, header, positions);
    for (let next = await rows.next(); !next.done; next = await rows.next())
      if (!isBlank(next.value)) yield namedRow(next.value, header, positions);
  } finally {
    await rows.return?.();
  }
}

function isBlank({ cells, reasons }: TextRow): boolean {
  return reasons === undefined && cells.every((cell) => cell === '' || cell.trim() === '');
}

/** No character at all, or what a wrong encoding leaves behind. */
const ODD = /[\uFFFD-\uFFFF\uFDD0-\uFDEF]|\p{Cs}/u;

type Positions = readonly (readonly [column: string, at: number])[];

function namedRow(row: TextRow, header: readonly string[], positions: Positions): TableRow {
  const cells: Record<string, string> = {};
  for (const [column, at] of positions) cells[column] = at === -1 ? '' : plainCell(row.cells[at] ?? '');
  const faults = [...unreadCells(row, header, positions), ...oddCells(row, positions)];
  return faults.length === 0 ? { line: row.line, cells } : { line: row.line, cells, faults };
}

function unreadCells({ line, cells, reasons }: TextRow, header: readonly string[], positions: Positions): TableFault[] {
  if (reasons !== undefined) {
    const known = [...reasons].filter(([at]) => at === -1 || positions.some(([, position]) => position === at));
    return known.map(([at, reason]) => ({ line, column: header[at] ?? '', reason }));
  }
  const extra = cells.length <= header.length ? 0 : cells.slice(header.length).filter((cell) => cell.trim() !== '').length;
  return extra === 0 ? [] : [{ line, column: '', reason: `这一行比表头多出${extra}格，可能有一格里写了逗号而没有加引号` }];
}

function oddCells({ line, cells }: TextRow, positions: Positions): TableFault[] {
  const odd = positions.filter(([, at]) => at !== -1 && ODD.test(cells[at] ?? ''));
  return odd.map(([column]) => ({ line, column, reason: '有无法识别的字符，请改正或另存为 UTF-8 编码' }));
}

/** Marks that nobody sees: zero width, direction, a byte order mark in the middle. */
const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
const CLEAN = /^[\p{L}\p{N} .,;:/()·（）；、，。#_-]*$/u;

/** Without what Excel and our own fault file put in front to keep a cell from being taken for a number or a formula. */
function plainCell(cell: string): string {
  if (CLEAN.test(cell)) return cell.trim();
  const text = cell
    .replace(UNSEEN, '')
    .replace(/\p{Cc}/gu, ' ')
    .trim();
  return /^['‘’][=+\-@\d]/.test(text) ? text.slice(1) : text;
}
