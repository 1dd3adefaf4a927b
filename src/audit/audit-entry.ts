/** What was done; extended by the rooms as they come. */
export type AuditAction = 'read' | 'read-refused' | 'search' | 'count' | 'write' | 'export' | 'sign-in' | 'sign-in-refused';

/**
 * One line of the audit record. `detail` names field classes, counts and outcomes, never a person's values: the record is kept
 * longer than what it speaks of.
 */
export interface AuditEntry {
  at: Date;
  /** Staff id, `system`, or `api:<token name>`. */
  actor: string;
  action: AuditAction | (string & {});
  /** Archive number of the person concerned. */
  subject: string | null;
  caseNo: string | null;
  /** dingtalk, zhezhengding, console, api, cli, system. */
  channel: string;
  /** Why, as typed or as the task says. */
  purpose: string | null;
  outcome: string;
  detail: Record<string, unknown>;
}

/** A stored record, as it was hashed. */
export interface AuditRecord {
  seq: bigint;
  at: string;
  actor: string;
  action: string;
  subject: string | null;
  caseNo: string | null;
  channel: string;
  purpose: string | null;
  outcome: string;
  /** JSON text. */
  detail: string;
  previousHash: string;
  hash: string;
}
