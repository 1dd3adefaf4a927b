import type { Tx } from '../database.ts';
import type { SealedColumns } from './sealed-place.ts';

export interface SealedRow {
  key: string[];
  /** Sealed texts by column; of a JSON column the whole object as text. */
  values: (string | null)[];
}

const quoted = (name: string) => `"${name}"`;
const asText = (name: string) => `${quoted(name)}::text`;

interface KeyColumn {
  name: string;
  type: string;
}

/** `seq:int` is a column and its type; types are stated so that the key's own index is used. */
function keyColumns(place: SealedColumns): KeyColumn[] {
  return place.key.map((text) => {
    const [name = '', type = 'text'] = text.split(':');
    return { name, type };
  });
}

/** Rows after `last` in the order of the key. Names come from the rooms' declarations, never from outside. */
export async function sealedRowsAfter(tx: Tx, place: SealedColumns, last: readonly string[] | null, limit: number): Promise<SealedRow[]> {
  const { table, columns } = place;
  const key = keyColumns(place);
  const order = key.map(({ name }) => quoted(name)).join(', ');
  const after = last === null ? 'true' : `(${order}) > (${key.map(({ type }, index) => `$${index + 1}::text::${type}`).join(', ')})`;
  const filled = columns.map((name) => `${quoted(name)} IS NOT NULL`).join(' OR ');
  const keys = key.map(({ name }) => asText(name)).join(', ');
  const sql = `SELECT jsonb_build_array(${keys}) AS key, jsonb_build_array(${columns.map(asText).join(', ')}) AS values
    FROM ${quoted(table)} WHERE (${filled}) AND ${after} ORDER BY ${order} LIMIT ${Math.trunc(limit)}`;
  return tx.$queryRawUnsafe<SealedRow[]>(sql, ...(last ?? []));
}

export async function countSealedRows(tx: Tx, { table, columns }: SealedColumns): Promise<number> {
  const filled = columns.map((name) => `${quoted(name)} IS NOT NULL`).join(' OR ');
  const [row] = await tx.$queryRawUnsafe<{ count: number }[]>(`SELECT count(*)::int AS count FROM ${quoted(table)} WHERE ${filled}`);
  return row?.count ?? 0;
}

export interface Resealed {
  key: string[];
  before: (string | null)[];
  after: (string | null)[];
}

/**
 * Writes freshly sealed texts, only over those that were read: whoever changed a row meanwhile has sealed it with today's key. Returns how
 * many rows were written.
 */
export async function writeResealed(tx: Tx, place: SealedColumns, rows: readonly Resealed[]): Promise<number> {
  if (rows.length === 0) return 0;
  const { table, columns, json } = place;
  const cast = json ? '::jsonb' : '';
  const sets = columns.map((name, index) => `${quoted(name)} = (r.after->>${index})${cast}`).join(', ');
  const same = columns.map((name, index) => `t.${quoted(name)}::text IS NOT DISTINCT FROM (r.before->>${index})`);
  const named = keyColumns(place).map(({ name, type }, index) => `t.${quoted(name)} = (r.key->>${index})::${type}`);
  const sql = `UPDATE ${quoted(table)} t SET ${sets} FROM jsonb_to_recordset($1::jsonb) AS r(key JSONB, before JSONB, after JSONB)
    WHERE ${[...named, ...same].join(' AND ')}`;
  return tx.$executeRawUnsafe(sql, JSON.stringify(rows));
}
