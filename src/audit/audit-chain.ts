import { createHash } from 'node:crypto';
import type { AuditRecord } from './audit-entry.ts';

/** What the first record follows. */
export const GENESIS = '0'.repeat(64);

/** SHA-256, or SM3 with `CRYPTO_SUITE=sm`: then the hash is written with its name before it. */
export type AuditHash = 'sha256' | 'sm3';

const SM3 = 'sm3:';

/** The hash of a record, computed apart from the database over exactly the text that its function audit_text gives. */
export function hashOf(record: Omit<AuditRecord, 'hash'>, algorithm: AuditHash = 'sha256'): string {
  const { seq, at, actor, action, subject, caseNo, channel, purpose, outcome, detail, previousHash } = record;
  const fields = [at, actor, action, subject, caseNo, channel, purpose, outcome, detail, previousHash].map(jsonbText);
  const digest = createHash(algorithm)
    .update(`[${[seq.toString(), ...fields].join(', ')}]`, 'utf8')
    .digest('hex');
  return algorithm === 'sm3' ? SM3 + digest : digest;
}

/**
 * A string as jsonb prints it. PostgreSQL escapes what JSON must have escaped, prints everything else as it is and, as
 * JSON.stringify does, writes \b \f \n \r \t short and other control characters as four lower-case hex digits.
 */
function jsonbText(value: string | null): string {
  return JSON.stringify(value);
}

export interface ChainState {
  seq: bigint;
  hash: string;
}

export type ChainFault = 'gap' | 'broken-link' | 'wrong-hash';

/** What is wrong with a record that should follow `previous`; null when nothing is. */
export function faultOf(record: AuditRecord, previous: ChainState): ChainFault | null {
  if (record.seq !== previous.seq + 1n) return 'gap';
  if (record.previousHash !== previous.hash) return 'broken-link';
  return hashOf(record, record.hash.startsWith(SM3) ? 'sm3' : 'sha256') === record.hash ? null : 'wrong-hash';
}
