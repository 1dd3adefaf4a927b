import { recordAudit } from '../audit/audit-store.ts';
import type { Staff } from '../organisation/staff.ts';
import { addLeave, findStaff, findStaffByName, leavesOn } from '../organisation/staff-store.ts';
import { type Day, daysBetween } from '../platform/calendar/day.ts';
import type { Database, Tx } from '../platform/database.ts';
import { type Refusal, refuse } from './engine/act.ts';
import { texts } from './texts.ts';

export interface DeputyRequest {
  /** Who will be away. */
  staff: Staff;
  /** Staff id or name of who stands in; of several of one name the one of the same town. */
  to: string;
  /** Both days count. */
  from: Day;
  until: Day;
  /** The same request taken up again puts nothing down twice. */
  key: string;
  now: Date;
  channel: string;
}

const LONGEST = 180;

/** A standing deputy from day to day (case-operations.md 17): both see the tasks. */
export async function nameDeputy(db: Database, request: DeputyRequest): Promise<{ ok: true; deputy: Staff } | Refusal> {
  const { staff, from, until, key, now, channel } = request;
  if (until < from) return refuse('bad-period', texts.badPeriod);
  const days = daysBetween(from, until) + 1;
  // 12月5日到12月1日 reads as a year: nobody stands in for somebody that long without it being meant.
  if (days > LONGEST) return refuse('long-period', texts.longPeriod(from, until, days));
  return db.transaction(async (tx) => {
    const found = await colleague(tx, staff, request.to);
    if ('ok' in found) return found;
    if (!(await leavesOn(tx, from)).some((leave) => leave.id === key)) {
      await addLeave(tx, { id: key, staffId: staff.id, deputyId: found.id, fromOn: from, toOn: until });
      const about = { at: now, actor: staff.id, action: 'write', subject: null, caseNo: null, channel };
      await recordAudit(tx, [{ ...about, purpose: 'deputise', outcome: 'done', detail: { deputy: found.id, from, until } }]);
    }
    return { ok: true, deputy: found };
  });
}

async function colleague(tx: Tx, staff: Staff, said: string): Promise<Staff | Refusal> {
  const byId = await findStaff(tx, said);
  const named = byId ? [byId] : await findStaffByName(tx, said);
  const candidates = named.filter((one) => one.id !== staff.id && one.isActive);
  const near = candidates.length > 1 ? candidates.filter((one) => one.town === staff.town) : candidates;
  const [deputy] = near;
  if (deputy && near.length === 1) return deputy;
  return candidates.length > 0 ? refuse('several-staff', texts.manyColleagues(said)) : refuse('no-such-staff', texts.noColleague(said));
}
