import { randomBytes } from 'node:crypto';
import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import { maskName } from '../../people/access/masking.ts';
import { type Refused, refuse } from '../../people/change/change-person.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { accessTo, isOnBooks } from '../holder.ts';
import { type Holder, readHolder } from '../holder-store.ts';
import { type SigningDeps, signingKey } from '../signing/signing-keys.ts';
import { type TokenClaims, writeToken } from '../signing/token.ts';
import { credentialTexts as say } from '../texts.ts';
import { insertPass, type PassKind } from './code-pass-store.ts';
import { findCodeOf, type VeteranCode } from './veteran-code-store.ts';

/** A picture on a screen is good for so long; the page draws the next one at half of it. */
export const SHOWN_SECONDS = 90;

export interface ShowDeps extends SigningDeps {
  channel: string;
}

/** A code as it is held out to be scanned. */
export interface ShownCode {
  token: string;
  expiresAt: Date;
  no: string;
  /** As the one who holds it out may see it. */
  name: string;
}

export type CodeShown = ({ ok: true } & ShownCode) | Refused;

/** Makes the token of one pass of a code. Random: two showings of one person have nothing in common. */
export async function makePass(
  deps: SigningDeps,
  code: Pick<VeteranCode, 'no'>,
  pass: { kind: PassKind; madeBy: string; expiresAt: Date },
): Promise<{ id: string; token: string }> {
  const id = randomBytes(12).toString('base64url');
  await insertPass(deps.tx, { ...pass, id, codeNo: code.no, madeAt: deps.now });
  const claims: TokenClaims = { id, use: pass.kind, issuedAt: deps.now, expiresAt: pass.expiresAt };
  return { id, token: writeToken(await signingKey(deps), claims) };
}

/** The holder's valid code for a member of staff to whom the file is open whole; what is out of reach is refused like what is not there. */
export async function codeForStaff(
  deps: Pick<SigningDeps, 'tx' | 'now'>,
  staff: Staff,
  archiveNo: string,
): Promise<{ ok: true; code: VeteranCode; holder: Holder } | Refused> {
  const holder = await readHolder(deps.tx, archiveNo, staff.id, dayOf(deps.now));
  if (!holder || accessTo(staff, holder).archive_basic !== 'full') return refuse('not-yours', say.code.mayNotShow);
  const code = await findCodeOf(deps.tx, holder.archiveNo);
  const refusal = code ? faultOf(code, holder, deps.now) : refuse('none', say.code.none);
  return refusal ?? { ok: true, code: code as VeteranCode, holder };
}

/** Why a code cannot be held out; null when it can. */
export function faultOf(code: VeteranCode, holder: Holder, now: Date): Refused | null {
  if (!isOnBooks(holder)) return refuse('off-books', say.offBooks);
  if (code.state !== 'active') return refuse('state', say.code.notActive(say.states[code.state]));
  return code.validUntil < dayOf(now) ? refuse('over', say.code.over(code.validUntil)) : null;
}

/** A member of staff holds the code of a person out on their own screen. Every showing is recorded. Call it last in a transaction. */
export async function showCode(deps: ShowDeps, staff: Staff, archiveNo: string): Promise<CodeShown> {
  const found = await codeForStaff(deps, staff, archiveNo);
  const shown = found.ok ? await show(deps, found.code, staff.id, maskName(found.holder.name, 'secure_form', true) ?? '') : found;
  const subject = found.ok ? found.holder.archiveNo : null;
  const about = { at: deps.now, actor: staff.id, subject, caseNo: null, channel: deps.channel, purpose: '出示老兵码' };
  const action = shown.ok ? 'show-code' : 'show-code-refused';
  await recordAudit(deps.tx, [{ ...about, action, outcome: shown.ok ? 'ok' : shown.code, detail: {} }]);
  return shown;
}

export async function show(deps: SigningDeps, code: VeteranCode, madeBy: string, name: string): Promise<CodeShown> {
  const expiresAt = new Date(deps.now.getTime() + SHOWN_SECONDS * 1000);
  const { token } = await makePass(deps, code, { kind: 'shown', madeBy, expiresAt });
  return { ok: true, token, expiresAt, no: code.no, name };
}
