import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { type Reach, reachOf, type Viewer } from '../access/access.ts';
import { bindings } from '../search/bindings.ts';
import { ownCases, reachCondition } from '../search/person-search-sql.ts';
import type { FieldHands, PastChange } from './field-hands.ts';
import { handsOf } from './field-hands.ts';
import type { FoundConflict } from './match-rows.ts';

export type ConflictState = 'open' | 'kept' | 'taken';

/** A conflict with both sides opened, and where its person belongs. */
export interface StoredConflict extends FoundConflict {
  id: string;
  state: ConflictState;
  foundAt: Date;
  name: string;
  town: string | null;
  village: string | null;
  inCase: boolean;
}

function place(column: 'list_sealed' | 'archive_sealed', id: string) {
  return { table: 'import_conflict', column, row: id };
}

/** The last hand at each field of these files, out of their sealed history. */
export async function readHands(tx: Tx, sealer: Sealer, archiveNos: readonly string[]): Promise<Map<string, FieldHands>> {
  if (archiveNos.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; archiveNo: string; at: Date; by: string; reason: string; sealed: string }[]>`
    SELECT id, archive_no AS "archiveNo", changed_at AS at, changed_by AS by, reason, sealed_change AS sealed
    FROM person_change WHERE archive_no = ANY(${[...archiveNos]}::text[]) ORDER BY changed_at DESC, id DESC`;
  const changes = Map.groupBy(rows, (row) => row.archiveNo);
  return new Map(
    [...changes].map(([archiveNo, found]) => {
      const past = found.map(({ id, at, by, reason, sealed }) => {
        const place = { table: 'person_change', column: 'sealed_change', row: id };
        return { at, by, reason, ...(JSON.parse(sealer.open(sealed, place)) as Pick<PastChange, 'before' | 'after' | 'what'>) };
      });
      return [archiveNo, handsOf(past)] as const;
    }),
  );
}

/** One number for one disagreement: the same list again finds the same conflict, another value on either side another one. */
export function conflictId(sealer: Sealer, { archiveNo, field, listValue, archiveValue }: FoundConflict): string {
  const text = [archiveNo, field, listValue, archiveValue ?? ''].join('\u0000');
  return `C${sealer
    .index('import-conflict', text)
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 11)}`;
}

/** Leaves out what a person has already decided to keep as the archive has it. */
export async function undecided(tx: Tx, sealer: Sealer, conflicts: readonly FoundConflict[]): Promise<FoundConflict[]> {
  if (conflicts.length === 0) return [];
  const ids = conflicts.map((one) => conflictId(sealer, one));
  const kept = await tx.import_conflict.findMany({ where: { id: { in: ids }, state: 'kept' }, select: { id: true } });
  const decided = new Set(kept.map((one) => one.id));
  return conflicts.filter((_, index) => !decided.has(ids[index] ?? ''));
}

/** Puts conflicts down. An older list's word about the same field gives way; what stands already stays as it is. */
export async function keepConflicts(
  tx: Tx,
  sealer: Sealer,
  conflicts: readonly FoundConflict[],
  by: { staffId: string; now: Date },
): Promise<void> {
  if (conflicts.length === 0) return;
  const rows = conflicts.map((one) => {
    const id = conflictId(sealer, one);
    const { archiveNo, field, line, changedBy, changedAt } = one;
    return {
      ...{ id, archiveNo, field, line, changedBy, changedAt },
      list: sealer.seal(one.listValue, place('list_sealed', id)),
      archive: one.archiveValue === null ? null : sealer.seal(one.archiveValue, place('archive_sealed', id)),
    };
  });
  const json = JSON.stringify(rows);
  await tx.$executeRaw`
    DELETE FROM import_conflict c USING jsonb_to_recordset(${json}::jsonb) AS r(id TEXT, "archiveNo" TEXT, field TEXT)
    WHERE c.state = 'open' AND c.archive_no = r."archiveNo" AND c.field = r.field AND c.id <> r.id`;
  await tx.$executeRaw`
    INSERT INTO import_conflict (id, archive_no, field, list_sealed, archive_sealed, line, changed_by, changed_at, found_by, found_at)
    SELECT id, "archiveNo", field, list, archive, line, "changedBy", "changedAt", ${by.staffId}, ${by.now}
    FROM jsonb_to_recordset(${json}::jsonb) AS r(id TEXT, "archiveNo" TEXT, field TEXT, list TEXT, archive TEXT, line INT,
      "changedBy" TEXT, "changedAt" TIMESTAMPTZ)
    ON CONFLICT (id) DO UPDATE SET state = 'open', resolved_by = NULL, resolved_at = NULL WHERE import_conflict.state = 'taken'`;
}

interface Row extends Omit<StoredConflict, 'listValue' | 'archiveValue'> {
  list: string;
  archive: string | null;
}

export interface ConflictFilter {
  state: ConflictState;
  id?: string | undefined;
  archiveNo?: string | undefined;
  field?: string | undefined;
  after?: string | undefined;
  limit: number;
}

/** Conflicts of people whom the viewer reaches, by archive number; `after` is the last id of the page before. */
export async function findConflicts(tx: Tx, sealer: Sealer, viewer: Viewer, filter: ConflictFilter): Promise<StoredConflict[]> {
  const reach: Reach | null = reachOf(viewer);
  if (reach === null) return [];
  const to = bindings();
  const own = ownCases(to, viewer.id);
  const conditions = [`c.state = ${to.bind(filter.state)}`, reachCondition(to, reach, own)];
  if (filter.id !== undefined) conditions.push(`c.id = ${to.bind(filter.id)}`);
  if (filter.archiveNo !== undefined) conditions.push(`c.archive_no = ${to.bind(filter.archiveNo)}`);
  if (filter.field !== undefined) conditions.push(`c.field = ${to.bind(filter.field)}`);
  if (filter.after !== undefined)
    conditions.push(`(c.archive_no, c.id) > (SELECT archive_no, id FROM import_conflict WHERE id = ${to.bind(filter.after)})`);
  const rows = await tx.$queryRawUnsafe<Row[]>(
    `SELECT c.id, c.archive_no AS "archiveNo", c.field, c.list_sealed AS list, c.archive_sealed AS archive, c.line, c.state,
      c.changed_by AS "changedBy", c.changed_at AS "changedAt", c.found_at AS "foundAt", p.name, p.town, p.village,
      p.archive_no = ANY(${own}) AS "inCase"
    FROM import_conflict c JOIN person p ON p.archive_no = c.archive_no
    WHERE ${conditions.join(' AND ')} ORDER BY c.archive_no, c.id LIMIT ${to.bind(filter.limit, 'int')}`,
    ...to.values,
  );
  return rows.map(({ list, archive, ...row }) => ({
    ...row,
    listValue: sealer.open(list, place('list_sealed', row.id)),
    archiveValue: archive === null ? null : sealer.open(archive, place('archive_sealed', row.id)),
  }));
}

/** Marks open conflicts as decided; returns how many were. */
export async function decideConflicts(
  tx: Tx,
  ids: readonly string[],
  state: 'kept' | 'taken',
  by: { staffId: string; now: Date },
): Promise<number> {
  return tx.$executeRaw`
    UPDATE import_conflict SET state = ${state}, resolved_by = ${by.staffId}, resolved_at = ${by.now}
    WHERE id = ANY(${[...ids]}::text[]) AND state = 'open'`;
}
