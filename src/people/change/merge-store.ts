import type { Tx } from '../../platform/database.ts';

/** What hangs on a file and goes with it: table, its key, the column that names the file, and what must not be doubled. */
const parts: readonly { table: string; key: string; column: string; unless?: string }[] = [
  { table: 'person_relation', key: 'id', column: 'archive_no' },
  {
    table: 'benefit',
    key: 'id',
    column: 'archive_no',
    unless: 'k.kind = t.kind AND k.year = t.year AND k.granted_on = t.granted_on AND k.amount IS NOT DISTINCT FROM t.amount',
  },
  { table: 'certificate', key: 'id', column: 'archive_no', unless: 'k.kind = t.kind AND k.no IS NOT DISTINCT FROM t.no' },
  { table: 'person_contact', key: 'id', column: 'archive_no', unless: 'k.phone_index = t.phone_index AND k.kind = t.kind' },
  { table: 'person_note', key: 'id', column: 'archive_no' },
  { table: 'person_document', key: 'id', column: 'archive_no' },
  { table: 'person_move', key: 'id', column: 'archive_no' },
  { table: 'archive_entry', key: 'id', column: 'archive_no' },
  { table: 'rights_request', key: 'no', column: 'archive_no' },
  { table: 'import_conflict', key: 'id', column: 'archive_no', unless: 'k.field = t.field' },
  { table: 'service_case', key: 'no', column: 'subject_archive_no' },
  { table: 'resource_hold', key: 'id', column: 'archive_no' },
  { table: 'payment', key: 'id', column: 'archive_no' },
  { table: 'follow_up', key: 'id', column: 'archive_no' },
  { table: 'visit_task', key: 'id', column: 'archive_no', unless: 'k.campaign_id = t.campaign_id' },
  { table: 'visit_record', key: 'id', column: 'archive_no' },
  { table: 'visit_need', key: 'id', column: 'archive_no' },
];

/** Keys of what went from one file to another, by table. */
export type MovedParts = Record<string, string[]>;

/** Moves everything that hangs on a file to another; what the other has already stays behind. */
export async function moveParts(tx: Tx, from: string, to: string): Promise<MovedParts> {
  const moved: MovedParts = {};
  for (const { table, key, column, unless } of parts) {
    const double = unless === undefined ? '' : `AND NOT EXISTS (SELECT FROM ${table} k WHERE k.${column} = $2 AND ${unless})`;
    const rows = await tx.$queryRawUnsafe<{ key: string }[]>(
      `UPDATE ${table} t SET ${column} = $2 WHERE t.${column} = $1 ${double} RETURNING t.${key}::text AS key`,
      from,
      to,
    );
    if (rows.length > 0) moved[table] = rows.map((row) => row.key);
  }
  const tags = await tx.$queryRaw<{ key: string }[]>`
    UPDATE person_tag t SET archive_no = ${to} WHERE archive_no = ${from}
      AND NOT EXISTS (SELECT FROM person_tag k WHERE k.archive_no = ${to} AND k.tag = t.tag) RETURNING t.tag AS key`;
  const categories = await tx.$queryRaw<{ key: string }[]>`
    UPDATE person_category t SET archive_no = ${to} WHERE archive_no = ${from}
      AND NOT EXISTS (SELECT FROM person_category k WHERE k.archive_no = ${to} AND k.category = t.category) RETURNING t.category AS key`;
  return { ...moved, person_tag: tags.map((row) => row.key), person_category: categories.map((row) => row.key) };
}

/** Gives back what came with a merge and still hangs on the kept file. */
export async function returnParts(tx: Tx, moved: MovedParts, from: string, to: string): Promise<void> {
  for (const { table, key, column } of parts) {
    const keys = moved[table];
    if (keys)
      await tx.$executeRawUnsafe(
        `UPDATE ${table} SET ${column} = $2 WHERE ${column} = $1 AND ${key}::text = ANY($3::text[])`,
        from,
        to,
        keys,
      );
  }
  for (const [table, column] of [
    ['person_tag', 'tag'],
    ['person_category', 'category'],
  ] as const) {
    await tx.$executeRawUnsafe(
      `UPDATE ${table} SET archive_no = $2 WHERE archive_no = $1 AND ${column} = ANY($3::text[])`,
      from,
      to,
      moved[table] ?? [],
    );
  }
}

/** A person's own row as the database has it, sealed texts as they are. */
export async function rawPerson(tx: Tx, archiveNo: string): Promise<Record<string, unknown>> {
  const [row] = await tx.$queryRaw<
    { row: Record<string, unknown> }[]
  >`SELECT to_jsonb(p) AS row FROM person p WHERE archive_no = ${archiveNo}`;
  return row?.row ?? {};
}

const untouched = new Set(['archive_no', 'version', 'updated_at', 'created_at']);

/** Puts columns of a person's row back as they were. */
export async function restoreColumns(
  tx: Tx,
  archiveNo: string,
  raw: Readonly<Record<string, unknown>>,
  columns: readonly string[],
  now: Date,
): Promise<void> {
  const wanted = columns.filter((column) => !untouched.has(column) && /^[a-z_]+$/.test(column));
  if (wanted.length === 0) return;
  const sets = wanted.map((column) => `${column} = r.${column}`).join(', ');
  await tx.$executeRawUnsafe(
    `UPDATE person p SET ${sets}, version = p.version + 1, updated_at = $3
     FROM jsonb_populate_record(NULL::person, $2::jsonb) r WHERE p.archive_no = $1`,
    archiveNo,
    JSON.stringify(raw),
    now,
  );
}

/** The merged file is a sign that points to the kept one: nothing of it is found by itself. */
export async function pointTo(tx: Tx, mergedNo: string, keptNo: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE person SET merged_into = ${keptNo}, idcard_index = NULL, idcard_tail_index = NULL, phone_index = NULL, phone_tail_index = NULL,
      bankcard_index = NULL, version = version + 1, updated_at = ${now} WHERE archive_no = ${mergedNo}`;
}

export interface MergeRow {
  id: string;
  keptNo: string;
  mergedNo: string;
  mergedAt: Date;
  beforeSealed: string;
}

export async function insertMerge(
  tx: Tx,
  merge: { id: string; keptNo: string; mergedNo: string; reason: string; by: string; now: Date; beforeSealed: string },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO person_merge (id, kept_no, merged_no, reason, by_staff, merged_at, before_sealed)
    VALUES (${merge.id}, ${merge.keptNo}, ${merge.mergedNo}, ${merge.reason}, ${merge.by}, ${merge.now}, ${merge.beforeSealed})`;
}

export async function openMerge(tx: Tx, keptNo: string, mergedNo: string): Promise<MergeRow | null> {
  const [row] = await tx.$queryRaw<MergeRow[]>`
    SELECT id, kept_no AS "keptNo", merged_no AS "mergedNo", merged_at AS "mergedAt", before_sealed AS "beforeSealed" FROM person_merge
    WHERE kept_no = ${keptNo} AND merged_no = ${mergedNo} AND unmerged_at IS NULL FOR UPDATE`;
  return row ?? null;
}

export async function closeMerge(tx: Tx, id: string, by: string, reason: string, now: Date): Promise<void> {
  await tx.$executeRaw`UPDATE person_merge SET unmerged_by = ${by}, unmerged_at = ${now}, unmerge_reason = ${reason} WHERE id = ${id}`;
}
