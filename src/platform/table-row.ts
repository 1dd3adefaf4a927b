/** One row by the header's names. */
export interface TableRow {
  /** As a person counts: the header is line 1. */
  line: number;
  /** Trimmed; empty where the file has nothing. Every expected column is there. */
  cells: Record<string, string>;
  /** What is wrong with the row before its cells are looked at; `cells` then is what could be made out. */
  faults?: TableFault[];
}

/** Why a row was left out. Never holds what stood in the cell: it may be an identity number. */
export interface TableFault {
  line: number;
  column: string;
  /** Chinese, for the one who made the list. */
  reason: string;
}

/** Lists come with a title, a date or a note above the header. */
export const MOST_TITLES = 10;

/** Lists come with spaces, line breaks and notes in the header: “身份证号（必填）”. */
export function columnName(cell: string): string {
  return cell.replace(/[\s*＊"\u200b\ufeff]/gu, '').replace(/[（(].*[)）]$/u, '');
}
