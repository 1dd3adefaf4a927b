import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../database.ts';
import { keyIdOf, type Sealer } from '../seal.ts';
import { readSetting, writeSetting } from '../setting-store.ts';
import { placeName, rowOf, type SealedColumns } from './sealed-place.ts';
import { countSealedRows, type Resealed, type SealedRow, sealedRowsAfter, writeResealed } from './sealed-rows-store.ts';

export interface RotateDeps {
  db: Database;
  sealer: Sealer;
  /** Id of the first key, and the suite: where the last run of the same aim stopped is remembered under them. */
  aim: string;
  now: () => Date;
  onProgress?: (done: number, total: number) => void;
}

export interface Rotation {
  /** Rows looked at and rows sealed anew. */
  rows: number;
  resealed: number;
  /** Key ids that sealed texts still name afterwards, with how many texts each. */
  keysInUse: Record<string, number>;
  /** Texts that no key of the ring opens, by key id; left as they are. */
  unreadable: Record<string, number>;
}

interface Mark {
  last: string[] | null;
  isDone: boolean;
}

/** Small enough that whoever writes to one of the rows waits a moment only; a page takes some tens of milliseconds. */
const PAGE = 200;

/**
 * Seals every sealed text anew with the first key of the ring (`keys rotate`). Reads and writes go on: old texts open as long as their key is
 * in the ring, and a row that changes meanwhile is never overwritten. Killed, it goes on where it was; afterwards it does nothing.
 */
export async function rotateKeys(deps: RotateDeps, places: readonly SealedColumns[]): Promise<Rotation> {
  const rotation: Rotation = { rows: 0, resealed: 0, keysInUse: {}, unreadable: {} };
  const totals = await Promise.all(places.map((place) => countSealedRows(deps.db.tx, place)));
  const total = totals.reduce((sum, one) => sum + one, 0);
  for (const place of places) await rotatePlace(deps, place, rotation, total);
  return rotation;
}

async function rotatePlace(deps: RotateDeps, place: SealedColumns, rotation: Rotation, total: number): Promise<void> {
  const markKey = `keys-rotate:${deps.aim}:${placeName(place)}`;
  const mark = await readSetting<Mark>(deps.db.tx, markKey);
  const keep = (next: Mark) => writeSetting(deps.db.tx, markKey, next, deps.now());
  // A finished place is gone through again: whatever was written by a process with the old ring since is found.
  let last = mark?.isDone === false ? mark.last : null;
  for (let isDone = false; !isDone; ) {
    const rows = await sealedRowsAfter(deps.db.tx, place, last, PAGE);
    const written = await writePage(deps, place, rows, rotation);
    rotation.rows += rows.length;
    rotation.resealed += written;
    deps.onProgress?.(Math.min(rotation.rows, total), total);
    isDone = rows.length < PAGE;
    last = rows.at(-1)?.key ?? last;
    // Whoever reads and writes meanwhile gets their turn: the embedded database answers without ever waiting.
    await nextTurn();
    if (written > 0 || isDone) await keep(isDone ? { last: null, isDone } : { last, isDone });
  }
}

async function writePage(deps: RotateDeps, place: SealedColumns, rows: readonly SealedRow[], rotation: Rotation): Promise<number> {
  const changed: Resealed[] = [];
  for (const row of rows) {
    const after = row.values.map((value, index) => resealValue(deps.sealer, place, row, index, value, rotation));
    if (after.some((value, index) => value !== row.values[index])) changed.push({ key: row.key, before: row.values, after });
  }
  return writeResealed(deps.db.tx, place, changed);
}

function resealValue(
  sealer: Sealer,
  place: SealedColumns,
  { key }: SealedRow,
  index: number,
  value: string | null,
  rotation: Rotation,
): string | null {
  if (value === null) return null;
  const column = place.columns[index] ?? '';
  const row = rowOf(place, key);
  if (!place.json) return resealText(sealer, value, { table: place.table, column, row }, rotation);
  const { prefix } = place.json;
  const object = JSON.parse(value) as Record<string, unknown>;
  let isChanged = false;
  for (const [name, part] of Object.entries(object)) {
    if (typeof part !== 'string' || !part.startsWith(prefix)) continue;
    const text = part.slice(prefix.length);
    const fresh = resealText(sealer, text, { table: place.table, column, row: `${row}/${name}` }, rotation);
    isChanged ||= fresh !== text;
    object[name] = prefix + fresh;
  }
  return isChanged ? JSON.stringify(object) : value;
}

function resealText(sealer: Sealer, sealed: string, place: { table: string; column: string; row: string }, rotation: Rotation): string {
  const id = keyIdOf(sealed) ?? '?';
  if (sealer.isCurrent(sealed)) {
    rotation.keysInUse[id] = (rotation.keysInUse[id] ?? 0) + 1;
    return sealed;
  }
  let clear: string;
  try {
    clear = sealer.open(sealed, place);
  } catch {
    // Counted and told at the end: one text that cannot be opened must not keep the others on the old key.
    rotation.unreadable[id] = (rotation.unreadable[id] ?? 0) + 1;
    rotation.keysInUse[id] = (rotation.keysInUse[id] ?? 0) + 1;
    return sealed;
  }
  const fresh = sealer.seal(clear, place);
  const now = keyIdOf(fresh) ?? '?';
  rotation.keysInUse[now] = (rotation.keysInUse[now] ?? 0) + 1;
  return fresh;
}
