import type { Tx } from '../platform/database.ts';
import { AppError } from '../platform/errors.ts';

/** Records are kept three years at least (rules.yaml retention 操作与访问日志). */
const KEEP_YEARS = 3;

export function cutLimit(now: Date): Date {
  const limit = new Date(now);
  limit.setUTCFullYear(limit.getUTCFullYear() - KEEP_YEARS);
  return limit;
}

/** The records that may be cut off: all before the first one younger than the limit. Null when there are none. */
export async function auditOlderThan(tx: Tx, limit: Date): Promise<{ upTo: bigint; hash: string; records: number } | null> {
  const [row] = await tx.$queryRaw<{ upTo: bigint | null; hash: string | null; records: number }[]>`
    WITH young AS (SELECT min(seq) AS seq FROM audit_record WHERE at >= ${limit.toISOString()}),
      old AS (SELECT max(r.seq) AS seq, count(*)::int AS records FROM audit_record r, young WHERE young.seq IS NULL OR r.seq < young.seq)
    SELECT old.seq AS "upTo", r.hash, old.records FROM old LEFT JOIN audit_record r ON r.seq = old.seq`;
  return row?.upTo && row.hash ? { upTo: row.upTo, hash: row.hash, records: row.records } : null;
}

/**
 * Cuts off what is older than the limit and leaves a stub from which the chain goes on, so that it stays provable. Only as the owner of the
 * record, never as the application; two different people confirm. Throws AppError otherwise.
 */
export async function cutAudit(tx: Tx, cut: { upTo: bigint; by: string; confirmedBy: string; now: Date }): Promise<number> {
  const due = await auditOlderThan(tx, cutLimit(cut.now));
  if (cut.by === cut.confirmedBy) throw refused('销毁留痕要由两个人确认，没有改动。');
  if (due === null || cut.upTo > due.upTo) throw refused('留痕至少保存三年，其中有未满三年的，没有改动。');
  const [last] = await tx.$queryRaw<{ hash: string }[]>`SELECT hash FROM audit_record WHERE seq = ${cut.upTo}`;
  if (!last) throw refused('没有这一条留痕，没有改动。');
  await tx.$executeRaw`ALTER TABLE audit_record DISABLE TRIGGER audit_record_append_only`;
  const records = await tx.$executeRaw`DELETE FROM audit_record WHERE seq <= ${cut.upTo}`;
  await tx.$executeRaw`ALTER TABLE audit_record ENABLE TRIGGER audit_record_append_only`;
  await tx.$executeRaw`INSERT INTO audit_stub (seq, hash, cut_at, cut_by, confirmed_by, records)
    VALUES (${cut.upTo}, ${last.hash}, ${cut.now}, ${cut.by}, ${cut.confirmedBy}, ${records}::bigint)`;
  return records;
}

/** Where the record now begins: after the last cut, or at the very start. */
export async function auditStart(tx: Tx): Promise<{ seq: bigint; hash: string } | null> {
  const [stub] = await tx.$queryRaw<{ seq: bigint; hash: string }[]>`SELECT seq, hash FROM audit_stub ORDER BY seq DESC LIMIT 1`;
  return stub ?? null;
}

function refused(sentence: string): AppError {
  return new AppError('forbidden', 'audit-kept', sentence);
}
