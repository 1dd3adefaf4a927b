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
