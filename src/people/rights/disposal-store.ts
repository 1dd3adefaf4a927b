import type { Tx } from '../../platform/database.ts';

export interface DisposalList {
  id: string;
  madeBy: string;
  madeAt: Date;
  state: 'listed' | 'confirmed' | 'purged' | 'dropped';
  /** By class: how many, and since when the oldest. */
  counts: Record<string, { count: number; oldest: string }>;
  privacyBy: string | null;
  sectionBy: string | null;
}

const COLUMNS = `id, made_by AS "madeBy", made_at AS "madeAt", state, counts, privacy_by AS "privacyBy", section_by AS "sectionBy"`;

export async function insertList(tx: Tx, list: Pick<DisposalList, 'id' | 'madeBy' | 'madeAt' | 'counts'>): Promise<void> {
  await tx.$executeRaw`INSERT INTO disposal_list (id, made_by, made_at, counts)
    VALUES (${list.id}, ${list.madeBy}, ${list.madeAt}, ${JSON.stringify(list.counts)}::jsonb)`;
}

export async function insertItems(tx: Tx, listId: string, kind: string, items: readonly { key: string; since: Date }[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO disposal_item (list_id, class, key, since)
    SELECT ${listId}, ${kind}, key, since FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb) AS r(key TEXT, since TIMESTAMPTZ)
    ON CONFLICT DO NOTHING`;
}

export async function findLists(tx: Tx): Promise<DisposalList[]> {
  return tx.$queryRawUnsafe<DisposalList[]>(`SELECT ${COLUMNS} FROM disposal_list ORDER BY made_at DESC LIMIT 50`);
}

export async function lockList(tx: Tx, id: string): Promise<DisposalList | null> {
  const [row] = await tx.$queryRawUnsafe<DisposalList[]>(`SELECT ${COLUMNS} FROM disposal_list WHERE id = $1 FOR UPDATE`, id);
  return row ?? null;
}

export async function confirmAs(tx: Tx, id: string, as: 'privacy' | 'section', by: string, now: Date): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE disposal_list SET ${as}_by = $2, ${as}_at = $3,
       state = CASE WHEN ${as === 'privacy' ? 'section_by' : 'privacy_by'} IS NULL THEN state ELSE 'confirmed' END WHERE id = $1`,
    id,
    by,
    now,
  );
}

export async function nextItems(tx: Tx, listId: string, limit: number): Promise<{ kind: string; keys: string[] } | null> {
  const rows = await tx.$queryRaw<{ kind: string; key: string }[]>`
    SELECT class AS kind, key FROM disposal_item WHERE list_id = ${listId} AND state = 'listed' ORDER BY class, key LIMIT ${limit}`;
  const [first] = rows;
  return first ? { kind: first.kind, keys: rows.filter((row) => row.kind === first.kind).map((row) => row.key) } : null;
}

export async function settleItems(tx: Tx, listId: string, kind: string, keys: readonly string[], gone: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE disposal_item SET state = CASE WHEN key = ANY(${[...gone]}::text[]) THEN 'destroyed' ELSE 'left-out' END
    WHERE list_id = ${listId} AND class = ${kind} AND key = ANY(${[...keys]}::text[])`;
}

export async function closeList(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.$executeRaw`UPDATE disposal_list SET state = 'purged', purged_at = ${now} WHERE id = ${id}`;
}

/** How many items of a list were destroyed and left out, by class. */
export async function outcomeOf(tx: Tx, listId: string): Promise<{ kind: string; state: string; count: number }[]> {
  return tx.$queryRaw<{ kind: string; state: string; count: number }[]>`
    SELECT class AS kind, state, count(*)::int AS count FROM disposal_item WHERE list_id = ${listId} GROUP BY class, state ORDER BY class, state`;
}

/** The record of a destruction: what, how much, why, by whom; never what it said. */
export async function insertTombstone(
  tx: Tx,
  stone: {
    id: string;
    what: string;
    archiveNo: string | null;
    listId: string | null;
    count: number;
    why: string;
    by: string;
    confirmedBy: string | null;
    at: Date;
  },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO tombstone (id, what, archive_no, list_id, count, why, by_staff, confirmed_by, at)
    VALUES (${stone.id}, ${stone.what}, ${stone.archiveNo}, ${stone.listId}, ${stone.count}::int, ${stone.why}, ${stone.by}, ${stone.confirmedBy}, ${stone.at})`;
}
