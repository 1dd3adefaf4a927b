import type { Tx } from '../platform/database.ts';
import { type ChainFault, type ChainState, faultOf, GENESIS } from './audit-chain.ts';
import { auditStart } from './audit-cut-store.ts';
import { auditHead, auditPage, highestSeq } from './audit-store.ts';

const PAGE = 2000;

export type AuditVerdict =
  | { ok: true; checked: number }
  | {
      ok: false;
      checked: number;
      firstBad: { seq: string; fault: ChainFault | 'head-missing' | 'head-behind' | 'head-ahead' | 'head-differs' };
    };

/**
 * Reads the whole chain and recomputes every hash outside the database. Records appended while it runs are left out: the head is
 * read first, and what comes after it is the next run's. `onProgress` gets the number checked and the number there are.
 */
export async function verifyAudit(tx: Tx, onProgress?: (checked: number, total: number) => void): Promise<AuditVerdict> {
  const head = await auditHead(tx);
  if (head === null) return bad(0, 0n, 'head-missing');
  const begins = (await auditStart(tx)) ?? { seq: 0n, hash: GENESIS };
  let last: ChainState = begins;
  let checked = 0;
  for (;;) {
    const page = (await auditPage(tx, last.seq, PAGE)).filter((record) => record.seq <= head.seq);
    for (const record of page) {
      const fault = faultOf(record, last);
      if (fault !== null) return bad(checked, record.seq, fault);
      last = { seq: record.seq, hash: record.hash };
      checked += 1;
    }
    onProgress?.(checked, Number(head.seq));
    if (page.length < PAGE) break;
  }
  return againstHead(tx, head, last, checked);
}

/** The head knows how long the chain is: a cut-off tail leaves records missing, a record slipped in behind it stands beyond. */
async function againstHead(tx: Tx, head: ChainState, last: ChainState, checked: number): Promise<AuditVerdict> {
  if (last.seq !== head.seq) return bad(checked, last.seq + 1n, 'head-ahead');
  if (last.hash !== head.hash) return bad(checked, last.seq, 'head-differs');
  // The last record first, then the head: whoever appends in between moves the head past what was seen.
  const highest = await highestSeq(tx);
  const now = await auditHead(tx);
  return highest > (now?.seq ?? 0n) ? bad(checked, highest, 'head-behind') : { ok: true, checked };
}

function bad(checked: number, seq: bigint, fault: (AuditVerdict & { ok: false })['firstBad']['fault']): AuditVerdict {
  return { ok: false, checked, firstBad: { seq: seq.toString(), fault } };
}
