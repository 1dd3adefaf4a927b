import { randomUUID } from 'node:crypto';
import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import type { NewBenefit, NewCertificate, NewRelation } from '../new-person.ts';
import { relationPlace } from '../person-seal.ts';

/** Who changes a file, when and why; every change leaves a person_change row with what was before and after, sealed. */
export interface ArchiveWriter {
  tx: Tx;
  sealer: Sealer;
  now: Date;
  by: string;
  reason: string;
  caseNo: string | null;
}

/**
 * Puts a granted benefit on file. `id`: a key of the caller's that makes a second call harmless. Returns whether it was new.
 */
export async function addBenefit(writer: ArchiveWriter, archiveNo: string, benefit: NewBenefit & { id?: string }): Promise<boolean> {
  const { id = randomUUID(), kind, title, amount, year, grantedOn } = benefit;
  const written = await writer.tx.$executeRaw`
    INSERT INTO benefit (id, archive_no, kind, title, amount, year, granted_on, case_no)
    VALUES (${id}, ${archiveNo}, ${kind}, ${title}, ${amount}::numeric, ${year}::int, ${grantedOn}::date, ${writer.caseNo})
    ON CONFLICT (id) DO NOTHING`;
  return noted(writer, archiveNo, written, 'benefit', { id, kind, title, amount, year, grantedOn });
}

export async function addRelation(writer: ArchiveWriter, archiveNo: string, relation: NewRelation & { id?: string }): Promise<boolean> {
  const { id = randomUUID(), kind, name, birthOn, isMinor } = relation;
  const nameSealed = writer.sealer.seal(name, relationPlace('name_sealed', id));
  const birthSealed = birthOn === null ? null : writer.sealer.seal(birthOn, relationPlace('birth_sealed', id));
  const written = await writer.tx.$executeRaw`
    INSERT INTO person_relation (id, archive_no, kind, name_sealed, birth_sealed, is_minor, case_no)
    VALUES (${id}, ${archiveNo}, ${kind}, ${nameSealed}, ${birthSealed}, ${isMinor}, ${writer.caseNo})
    ON CONFLICT (id) DO NOTHING`;
  return noted(writer, archiveNo, written, 'relation', { id, kind, name, birthOn, isMinor });
}

export async function addCertificate(writer: ArchiveWriter, archiveNo: string, given: NewCertificate & { id?: string }): Promise<boolean> {
  const { id = randomUUID(), kind, no, state, issuedOn } = given;
  const written = await writer.tx.$executeRaw`
    INSERT INTO certificate (id, archive_no, kind, no, state, issued_on)
    VALUES (${id}, ${archiveNo}, ${kind}, ${no}, ${state}, ${issuedOn}::date) ON CONFLICT (id) DO NOTHING`;
  return noted(writer, archiveNo, written, 'certificate', { id, kind, no, state, issuedOn });
}

/** The state of a certificate on file; unchanged where it is not there. Returns whether it changed. */
export async function setFileCertificate(writer: ArchiveWriter, archiveNo: string, id: string, state: string): Promise<boolean> {
  const [row] = await writer.tx.$queryRaw<{ before: string }[]>`SELECT state AS before FROM certificate WHERE id = ${id} FOR UPDATE`;
  if (row === undefined || row.before === state) return false;
  await writer.tx.$executeRaw`UPDATE certificate SET state = ${state} WHERE id = ${id}`;
  await addChanges(writer, [{ archiveNo, change: { what: 'certificate-state', before: { id, state: row.before }, after: { id, state } } }]);
  return true;
}

/** The year of a sanatorium stay; an earlier year than the one on file changes nothing. Returns whether it changed. */
export async function setLastSanatorium(writer: ArchiveWriter, archiveNo: string, year: number): Promise<boolean> {
  const [row] = await writer.tx.$queryRaw<{ before: number | null }[]>`
    SELECT last_sanatorium_year AS before FROM person WHERE archive_no = ${archiveNo} FOR UPDATE`;
  if (row === undefined || (row.before !== null && row.before >= year)) return false;
  await writer.tx.$executeRaw`
    UPDATE person SET last_sanatorium_year = ${year}::int, version = version + 1, updated_at = ${writer.now} WHERE archive_no = ${archiveNo}`;
  await addChanges(writer, [{ archiveNo, change: { what: 'last-sanatorium-year', before: row.before, after: year } }]);
  return true;
}

async function noted(writer: ArchiveWriter, archiveNo: string, written: number, what: string, after: unknown): Promise<boolean> {
  if (written > 0) await addChanges(writer, [{ archiveNo, change: { what, before: null, after } }]);
  return written > 0;
}

export interface ArchiveChange {
  archiveNo: string;
  change: { what: string; before: unknown; after: unknown };
}

/** Records changes, sealed under their own row. */
export async function addChanges(writer: Omit<ArchiveWriter, 'caseNo'>, changes: readonly ArchiveChange[]): Promise<void> {
  const rows = changes.map(({ archiveNo, change }) => {
    const id = randomUUID();
    return { id, archiveNo, change: writer.sealer.seal(JSON.stringify(change), changePlace(id)) };
  });
  if (rows.length === 0) return;
  await writer.tx.$executeRaw`
    INSERT INTO person_change (id, archive_no, changed_at, changed_by, reason, sealed_change)
    SELECT id, "archiveNo", ${writer.now}, ${writer.by}, ${writer.reason}, change
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id TEXT, "archiveNo" TEXT, change TEXT)`;
}

export interface RecordedChange {
  changedAt: Date;
  changedBy: string;
  reason: string;
  what: string;
  before: unknown;
  after: unknown;
}

/** The history of one file, newest first, opened. */
export async function listChanges(tx: Tx, sealer: Sealer, archiveNo: string, limit: number): Promise<RecordedChange[]> {
  const rows = await tx.person_change.findMany({
    where: { archive_no: archiveNo },
    orderBy: [{ changed_at: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return rows.map((row) => ({
    changedAt: row.changed_at,
    changedBy: row.changed_by,
    reason: row.reason,
    ...(JSON.parse(sealer.open(row.sealed_change, changePlace(row.id))) as ArchiveChange['change']),
  }));
}

function changePlace(id: string) {
  return { table: 'person_change', column: 'sealed_change', row: id };
}
