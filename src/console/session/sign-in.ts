import { recordAudit } from '../../audit/audit-store.ts';
import type { Identified, IdentityProvider } from '../../channels/identity.ts';
import type { Staff } from '../../organisation/staff.ts';
import { findStaffByUserId } from '../../organisation/staff-store.ts';
import type { OpenVisit } from '../page.ts';
import { addressOf } from './device.ts';
import { lockedMinutes, noteFailure } from './lock.ts';
import { beginSession } from './session.ts';
import { texts } from './texts.ts';

export type SignedIn = { ok: true; staff: Staff; needsSecondFactor: boolean } | { ok: false; sentence: string; isLocked: boolean };

/** Whose posts need a second factor: they govern the system itself. */
export function needsSecondFactor(staff: Staff): boolean {
  return staff.roles.includes('system-admin');
}

/** Signs in whoever stands behind a code. Every refusal counts against where it came from. */
export async function signInByCode(
  visit: OpenVisit,
  provider: IdentityProvider,
  identify: (provider: IdentityProvider) => Promise<Identified>,
): Promise<SignedIn> {
  const { deps, now, c } = visit;
  const from = `from:${addressOf(c)}`;
  const minutes = await lockedMinutes(deps.db.tx, from, now);
  if (minutes > 0) return { ok: false, sentence: texts.failures.locked(minutes), isLocked: true };
  const identified = await identify(provider);
  const staff = identified.ok ? await findStaffByUserId(deps.db.tx, provider.name, identified.userId) : null;
  if (!staff?.isActive) return refuse(visit, identified, staff, from);
  const second = needsSecondFactor(staff);
  await beginSession(c, deps, { staffId: staff.id, state: second ? 'second-factor' : 'open' }, now);
  if (!second) await record(visit, staff.id, 'sign-in', 'ok');
  return { ok: true, staff, needsSecondFactor: second };
}

/** Nobody is to blame where the platform did not answer; everything else counts as a failure. */
async function refuse(visit: OpenVisit, identified: Identified, staff: Staff | null, from: string): Promise<SignedIn> {
  const { deps, now } = visit;
  if (identified.ok || identified.why === 'refused') await noteFailure(deps.db.tx, from, now);
  await record(visit, staff?.id ?? 'unknown', 'sign-in-refused', identified.ok ? 'not-staff' : identified.code);
  const sentence = identified.ok ? (staff ? texts.failures.left : texts.failures.unknown) : texts.failures[identified.why];
  return { ok: false, sentence, isLocked: false };
}

export async function record(visit: OpenVisit, actor: string, action: 'sign-in' | 'sign-in-refused', outcome: string): Promise<void> {
  const about = { at: visit.now, actor, subject: null, caseNo: null, channel: 'console', purpose: null };
  await visit.deps.db.transaction((tx) => recordAudit(tx, [{ ...about, action, outcome, detail: {} }]));
}
