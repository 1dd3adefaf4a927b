import { columnOf, createFills, type Merges, putCell } from './table-merges.ts';
import { serialDay } from './table-serial.ts';
import { type SharedStrings, unescaped } from './table-strings.ts';
import type { TextRow } from './table-text.ts';
import type { Workbook } from './table-workbook.ts';
import { type Attributes, scanXml, type XmlListener } from './table-xml.ts';

/** A cell as it stands in the file, before it is known what it means. */
interface RawCell {
  column: number;
  type: string;
  style: number;
  text: string;
  hasValue: boolean;
  isFormula: boolean;
}

/** What the cells of a sheet refer to. */
export interface SheetWorld {
  workbook: Workbook;
  strings: SharedStrings;
  merges: Merges;
}

const LAST_COLUMN = 16_384;

/** Rows of one sheet, streamed. Numbers stay as written: an identity number must not lose its last digits to floating point. */
export async function* sheetRows(chunks: AsyncIterable<Uint8Array>, world: SheetWorld): AsyncGenerator<TextRow> {
  const ready: TextRow[] = [];
  const listener = sheetListener(world, (row) => ready.push(row));
  for await (const _ of scanXml(chunks, listener)) {
    yield* ready;
    ready.length = 0;
  }
}

function sheetListener(world: SheetWorld, emit: (row: TextRow) => void): XmlListener {
  const state: { row: TextRow; cell: RawCell | null; column: number; isValue: boolean } = {
    ...{ row: { line: 0, cells: [] }, cell: null, column: -1, isValue: false },
  };
  const fill = createFills(world.merges);
  return {
    open: (name, attributes) => {
      if (name === 'row') {
        const stated = Number(attributes()['r']);
        state.row = { line: Number.isInteger(stated) && stated > 0 ? stated : state.row.line + 1, cells: [] };
        state.column = -1;
      } else if (name === 'c') {
        state.cell = rawCell(attributes(), state.column + 1);
        state.column = state.cell.column;
      } else if (state.cell !== null) openPart(name, state.cell, state);
    },
    text: (text) => {
      if (state.isValue && state.cell !== null) state.cell.text += text;
    },
    close: (name) => {
      if (name === 'v' || name === 't') state.isValue = false;
      else if (name === 'c' && state.cell !== null) {
        if (state.column < LAST_COLUMN) put(state.row, state.cell, world);
        state.cell = null;
      } else if (name === 'row') {
        fill(state.row);
        emit(state.row);
      }
    },
  };
}

function openPart(name: string, cell: RawCell, state: { isValue: boolean }): void {
  if (name === 'f') cell.isFormula = true;
  if (name !== 'v' && name !== 't') return;
  state.isValue = true;
  cell.hasValue = true;
}

function rawCell(attributes: Attributes, next: number): RawCell {
  const { r: reference, t: type = 'n', s: style = '0' } = attributes;
  const column = reference === undefined ? next : columnOf(reference);
  return { column, type, style: Number(style), text: '', hasValue: false, isFormula: false };
}

function put(row: TextRow, cell: RawCell, world: SheetWorld): void {
  const read = readCell(cell, world);
  const isRead = typeof read === 'string';
  if (!isRead) {
    row.reasons ??= new Map();
    row.reasons.set(cell.column, read.reason);
  }
  const text = isRead ? read : cell.text;
  if (text !== '') putCell(row, cell.column, text);
}

function readCell(cell: RawCell, { workbook, strings }: SheetWorld): string | { reason: string } {
  const { type, text } = cell;
  // A formula counts for what it came to when the file was saved; it is never worked out here.
  if (lacksResult(cell)) return { reason: '是公式，文件里没有算出的值，请在表格软件里打开保存一次或改成数值' };
  switch (type) {
    case 's':
      return text === '' ? '' : (strings.at(Number(text)) ?? { reason: '这一格的内容在文件里找不到，请另存一份再导入' });
    case 'inlineStr':
    case 'str':
      return unescaped(text);
    case 'e':
      return { reason: '公式出错，请改正或改成数值' };
    case 'b':
      return text === '1' ? 'TRUE' : 'FALSE';
    case 'd':
      return text.slice(0, 10);
    default:
      return (workbook.dayStyles[cell.style] ?? false) ? serialDay(text, workbook.isFrom1904) : plainNumber(text);
  }
}

/** Excel saves an empty text as a result of its own kind; without that there was none. */
function lacksResult({ isFormula, hasValue, text, type }: RawCell): boolean {
  return isFormula && (!hasValue || (text === '' && type !== 'str'));
}

/** 1.3800001234E10 → 13800001234; what has lost digits stays as it is and is refused where it matters. */
function plainNumber(text: string): string {
  return /^\d(\.\d+)?E\+?\d+$/i.test(text) && Number.isSafeInteger(Number(text)) ? String(Number(text)) : text;
}
