import type { TextRow } from './table-text.ts';
import { unreadable } from './table-zip.ts';

/** Cells of one value over several rows: top cell (`C5`) → the last line that it reaches. */
export type Merges = ReadonlyMap<string, number>;

const MERGE = /<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]+)(\d+):[A-Z]+(\d+)"/g;

const MOST_MERGES = 200_000;

/** Merged cells stand behind the rows they speak of, so a sheet is looked through once before it is read. */
export async function mergesOf(chunks: AsyncIterable<Uint8Array>): Promise<Merges> {
  const merges = new Map<string, number>();
  const decoder = new TextDecoder('latin1');
  let tail = '';
  for await (const chunk of chunks) {
    const text = tail + decoder.decode(chunk);
    const found = text.includes('mergeCell') ? text.matchAll(MERGE) : [];
    for (const [, column = '', first = '', last = ''] of found) if (Number(last) > Number(first)) merges.set(column + first, Number(last));
    if (merges.size > MOST_MERGES) throw unreadable('这个 .xlsx 文件里合并的单元格太多，请取消合并另存后再导入。');
    tail = text.slice(-300);
  }
  return merges;
}

interface Fill {
  column: number;
  lastLine: number;
}

/** Gives each row what is merged into it from above: a value over several rows counts for each of them. */
export function createFills(merges: Merges): (row: TextRow) => void {
  const startsAt = new Map<number, Fill[]>();
  for (const [reference, lastLine] of merges) {
    const first = Number(/\d+/.exec(reference)?.[0]);
    startsAt.set(first, [...(startsAt.get(first) ?? []), { column: columnOf(reference), lastLine }]);
  }
  let active: (Fill & { text: string })[] = [];
  return (row) => {
    if (active.length === 0 && startsAt.size === 0) return;
    active = active.filter((one) => row.line <= one.lastLine);
    if (row.cells.some((cell) => cell !== '')) for (const { column, text } of active) putCell(row, column, text, false);
    for (const one of startsAt.get(row.line) ?? []) active.push({ ...one, text: row.cells[one.column] ?? '' });
  };
}

/** Puts a text at its column; one that stands there already gives way only when `isNew`. */
export function putCell(row: TextRow, column: number, text: string, isNew = true): void {
  if (!isNew && (row.cells[column] ?? '') !== '') return;
  while (row.cells.length < column) row.cells.push('');
  row.cells[column] = text;
}

/** `AB12` → 27. */
export function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference) {
    const at = letter.charCodeAt(0) - 64;
    if (at < 1 || at > 26) break;
    column = column * 26 + at;
  }
  return column - 1;
}
