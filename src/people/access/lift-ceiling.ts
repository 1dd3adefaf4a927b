import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import type { CountedKind } from './ceilings.ts';
import { saysSomething } from './reveal.ts';
import { raiseCeiling } from './standing-store.ts';

/** A head raises somebody else's ceiling for today, with a reason. False for whom it is not. Call it last in a transaction. */
export async function liftCeiling(
  deps: { tx: Tx; sealer: Sealer; now: Date; channel: string },
  by: Staff,
  request: { staffId: string; kind: CountedKind; extra: number; reason: string },
): Promise<boolean> {
  const isHead = by.isActive && by.roles.some((role) => ['town-head', 'section-head', 'bureau-leader', 'bureau-chief'].includes(role));
  const isAllowed = isHead && by.id !== request.staffId && saysSomething(request.reason);
  const onDay = dayOf(deps.now);
  if (isAllowed) {
    const row = `${request.staffId}/${onDay}/${request.kind}`;
    const reasonSealed = deps.sealer.seal(request.reason, { table: 'ceiling_raise', column: 'reason_sealed', row });
    await raiseCeiling(deps.tx, { ...request, onDay, by: by.id, reasonSealed, now: deps.now });
  }
  const about = { at: deps.now, actor: by.id, subject: null, caseNo: null, channel: deps.channel, purpose: request.reason };
  const detail = { act: 'raise-ceiling', of: request.staffId, kind: request.kind, extra: request.extra };
  await recordAudit(deps.tx, [{ ...about, action: isAllowed ? 'write' : 'write-refused', outcome: isAllowed ? 'done' : 'role', detail }]);
  return isAllowed;
}
