import type { Tx } from '../platform/database.ts';
import type { AuditRecord } from './audit-entry.ts';

/** What is asked of the record; what is left out is not asked for. Moments are inclusive. */
export interface AuditFilter {
  subject?: string | undefined;
  actor?: string | undefined;
  action?: string | undefined;
  caseNo?: string | undefined;
  channel?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

export interface AuditFound {
  records: AuditRecord[];
  /** Ask for the next page with it; null on the last. */
  before: bigint | null;
}

/** Records that fit, newest first, a page at a time. */
export async function findAudit(tx: Tx, filter: AuditFilter, page: { before?: bigint | null; limit: number }): Promise<AuditFound> {
  const values: unknown[] = [];
  const conditions = Object.entries({
    'subject =': filter.subject,
    'actor =': filter.actor,
    'action =': filter.action,
    'case_no =': filter.caseNo,
    'channel =': filter.channel,
    'at >=': filter.from?.toISOString(),
    'at <=': filter.to?.toISOString(),
  }).flatMap(([test, value]) => (value === undefined ? [] : [`${test} $${values.push(value)}`]));
  if (page.before) conditions.push(`seq < $${values.push(page.before)}::bigint`);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const records = await tx.$queryRawUnsafe<AuditRecord[]>(
    `SELECT seq, at, actor, action, subject, case_no AS "caseNo", channel, purpose, outcome, detail, previous_hash AS "previousHash", hash
     FROM audit_record ${where} ORDER BY seq DESC LIMIT $${values.push(page.limit)}::int`,
    ...values,
  );
  return { records, before: records.length < page.limit ? null : (records.at(-1)?.seq ?? null) };
}
