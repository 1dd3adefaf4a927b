import type { Tx } from '../platform/database.ts';
import type { AuditEntry, AuditRecord } from './audit-entry.ts';

/**
 * Appends to the chain. The head of the chain stays locked until the transaction ends, so call it last. Nothing is written
 * unless the transaction commits: what is recorded and what was done stand or fall together.
 */
export async function recordAudit(tx: Tx, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({ ...entry, at: entry.at.toISOString(), purpose: withoutNumbers(entry.purpose) }));
  const json = JSON.stringify(rows, (_, value: unknown) => (typeof value === 'string' ? storable(value) : value));
  await tx.$queryRaw`SELECT audit_append(${json}::jsonb)`;
}

/** A purpose is often the sentence as typed: telephone, identity and card numbers are taken out of it. */
function withoutNumbers(purpose: string | null): string | null {
  return purpose?.slice(0, 500).replace(/\d(?: ?\d){10,}[Xx]?/g, '***') ?? null;
}

/** jsonb takes neither NUL nor half of a surrogate pair; an entry must not be lost because someone typed one. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD');
}

/** Records after `seq`, oldest first. */
export async function auditPage(tx: Tx, after: bigint, limit: number): Promise<AuditRecord[]> {
  return tx.$queryRaw<AuditRecord[]>`
    SELECT seq, at, actor, action, subject, case_no AS "caseNo", channel, purpose, outcome, detail,
      previous_hash AS "previousHash", hash
    FROM audit_record WHERE seq > ${after} ORDER BY seq LIMIT ${limit}`;
}

export async function auditHead(tx: Tx): Promise<{ seq: bigint; hash: string } | null> {
  const [head] = await tx.$queryRaw<{ seq: bigint; hash: string }[]>`SELECT seq, hash FROM audit_head WHERE id = 1`;
  return head ?? null;
}

/** The latest records about one person's file, newest first: 谁看过这份档案. */
export async function auditOfSubject(tx: Tx, archiveNo: string, limit: number): Promise<AuditRecord[]> {
  return tx.$queryRaw<AuditRecord[]>`
    SELECT seq, at, actor, action, subject, case_no AS "caseNo", channel, purpose, outcome, detail,
      previous_hash AS "previousHash", hash
    FROM audit_record WHERE subject = ${archiveNo} ORDER BY seq DESC LIMIT ${limit}`;
}

/** The highest number there is; 0 when there is none. */
export async function highestSeq(tx: Tx): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ seq: bigint | null }[]>`SELECT max(seq) AS seq FROM audit_record`;
  return row?.seq ?? 0n;
}
