/**
 * Columns of a table that hold sealed texts. Each room declares its own beside the code that seals, so that `keys rotate` finds all of
 * them; a test compares the declarations with the schema.
 */
export interface SealedColumns {
  table: string;
  /** The columns that name a row, in the order in which rows are gone through; those that are not text with their type: `seq:int`. */
  key: readonly string[];
  columns: readonly string[];
  /** The row as the seal is bound to it; the key's values joined by `/` when left out. */
  row?: (key: readonly string[]) => string;
  /** `json`: each value of a JSON object may be sealed, with this before it, bound to `<row>/<name>`. */
  json?: { prefix: string };
}

export function rowOf(place: SealedColumns, key: readonly string[]): string {
  return place.row ? place.row(key) : key.join('/');
}

export function placeName(place: SealedColumns): string {
  return `${place.table}.${place.columns.join('+')}`;
}
