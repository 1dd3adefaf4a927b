import type { Tx } from '../platform/database.ts';
import { type AuditHash, GENESIS, hashOf } from './audit-chain.ts';
import type { AuditEntry, AuditRecord } from './audit-entry.ts';

/**
 * Appends to the chain. The head of the chain stays locked until the transaction ends, so call it last. Nothing is written
 * unless the transaction commits: what is recorded and what was done stand or fall together.
 */
export async function recordAudit(tx: Tx, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({ ...entry, at: entry.at.toISOString(), purpose: withoutNumbers(entry.purpose) }));
  const json = JSON.stringify(rows, (_, value: unknown) => (typeof value === 'string' ? storable(value) : value));
  const [appended] = await tx.$queryRaw<{ seq: bigint }[]>`SELECT audit_append(${json}::jsonb) AS seq`;
  if (appended?.seq === HASH_YOURSELF) await appendHashed(tx, JSON.parse(json) as Written[]);
}

/** What audit_append answers where the chain goes on with SM3, which the database cannot compute. The head is locked by then. */
const HASH_YOURSELF = -1n;

type Written = Omit<AuditRecord, 'seq' | 'previousHash' | 'hash' | 'detail'> & { detail: unknown };

async function appendHashed(tx: Tx, entries: readonly Written[]): Promise<void> {
  const head = await auditHead(tx);
  let [seq, previousHash] = [head?.seq ?? 0n, head?.hash ?? GENESIS];
  const rows = entries.map((entry) => {
    seq += 1n;
    const record = { ...entry, detail: JSON.stringify(entry.detail), seq, previousHash };
    const hash = hashOf(record, 'sm3');
    previousHash = hash;
    return { ...record, seq: seq.toString(), hash };
  });
  await tx.$queryRaw`SELECT audit_append_hashed(${JSON.stringify(rows)}::jsonb)`;
}

/** Which hash the chain goes on with; what is there stays as it was hashed. */
export async function chooseAuditHash(tx: Tx, algorithm: AuditHash): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM audit_use(${algorithm})`;
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

/** Whether the sessions of the application can neither change nor remove what was recorded. */
export async function isAuditGuarded(tx: Tx): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ guarded: boolean }[]>`
    SELECT NOT (has_table_privilege(current_user, 'audit_record', 'UPDATE') OR has_table_privilege(current_user, 'audit_record', 'DELETE')
      OR has_table_privilege(current_user, 'audit_record', 'TRUNCATE') OR has_table_privilege(current_user, 'audit_head', 'UPDATE')) AS guarded`;
  return row?.guarded ?? false;
}
