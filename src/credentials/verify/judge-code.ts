import { dayOf } from '../../platform/calendar/day.ts';
import { type CodePass, holdPass, markUsed } from '../code/code-pass-store.ts';
import { findCode, type VeteranCode } from '../code/veteran-code-store.ts';
import { isOnBooks } from '../holder.ts';
import { type Holder, readHolder } from '../holder-store.ts';
import type { Scanner } from '../scanner/scanner-level.ts';
import type { TokenClaims } from '../signing/token.ts';
import { type InvalidReason, tell } from './tell.ts';
import type { Judged, VerifyDeps } from './verdict.ts';
import type { VerifyFault } from './verify-texts.ts';

/** The same reader may load its page again for so long; anybody else is refused from the first scan on. */
const RELOAD_MS = 20_000;

/** Judges a token of a 老兵码 whose signature and time are good: is it new, does the code stand, is its holder on the books. */
export async function judgeCode(deps: VerifyDeps, claims: TokenClaims, scanner: Scanner): Promise<Judged> {
  const { tx, now } = deps;
  const pass = await holdPass(tx, claims.id);
  const code = pass && (await findCode(tx, pass.codeNo));
  const holder = code && (await readHolder(tx, code.archiveNo, scanner.staff?.id ?? '', dayOf(now)));
  if (!pass || !code || !holder) return { verdict: { valid: false, fault: 'unknown', told: {} }, subject: null, credential: claims.id };
  const reason = reasonOf(pass, code, holder, now);
  const fault = reason !== null ? 'revoked' : isReplayed(pass, scanner, now) ? 'replayed' : null;
  if (fault === null && pass.kind === 'shown') await markUsed(tx, pass.id, scanner.mark, now);
  const found = { subject: holder.archiveNo, credential: claims.id };
  if (fault !== null) return { ...found, verdict: await refused(deps, fault, { scanner, holder, code, reason }) };
  const told = await tell(deps, scanner, holder, { what: 'code', no: code.no, validUntil: code.validUntil, reason: null });
  return { ...found, verdict: { valid: true, what: 'code', told } };
}

async function refused(
  deps: VerifyDeps,
  fault: VerifyFault,
  { scanner, holder, code, reason }: { scanner: Scanner; holder: Holder; code: VeteranCode; reason: InvalidReason | null },
): Promise<Judged['verdict']> {
  // A replayed picture says nothing of whose it is, to nobody.
  if (reason === null) return { valid: false, fault, told: {} };
  return {
    valid: false,
    fault,
    told: await tell(deps, scanner, holder, { what: 'code', no: code.no, validUntil: code.validUntil, reason }),
  };
}

function reasonOf(pass: CodePass, code: VeteranCode, holder: Holder, now: Date): InvalidReason | null {
  const gone = goneReason(holder);
  if (gone !== null) return gone;
  if (code.state !== 'active') return code.state;
  if (code.validUntil < dayOf(now)) return 'over';
  return pass.revokedAt === null ? null : 'sheet-revoked';
}

/** Why a holder's credentials are not valid, whatever they say themselves. */
export function goneReason(holder: Holder): InvalidReason | null {
  if (isOnBooks(holder)) return null;
  if (holder.status === '去世' || holder.lifecycle === '已故') return 'dead';
  return holder.status === '迁出' || holder.lifecycle === '转出' ? 'moved' : 'off-books';
}

/** Paper is scanned again and again; a screen once. */
function isReplayed(pass: CodePass, scanner: Scanner, now: Date): boolean {
  if (pass.kind === 'printed' || pass.usedAt === null) return false;
  return pass.usedBy !== scanner.mark || now.getTime() - pass.usedAt.getTime() > RELOAD_MS;
}
