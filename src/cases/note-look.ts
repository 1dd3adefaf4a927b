import { recordAudit } from '../audit/audit-store.ts';
import type { Staff } from '../organisation/staff.ts';
import type { Database } from '../platform/database.ts';
import { markRead, subjectOf } from './copy-store.ts';

export interface Look {
  staff: Staff;
  caseNo: string;
  now: Date;
  /** dingtalk, console, api … */
  channel: string;
  purpose: string;
  /** What was shown of it, by classes and counts. */
  detail: Record<string, unknown>;
}

/** Looking into a case is looking at its person, and is put down so; who was sent a copy has read it now. */
export async function noteLook(db: Database, { staff, caseNo, now, channel, purpose, detail }: Look): Promise<void> {
  await db.transaction(async (tx) => {
    await markRead(tx, caseNo, staff.id, now);
    const subject = await subjectOf(tx, caseNo);
    const about = { at: now, actor: staff.id, subject, caseNo, channel, purpose };
    await recordAudit(tx, [{ ...about, action: 'read', outcome: 'ok', detail: { case: true, ...detail } }]);
  });
}
