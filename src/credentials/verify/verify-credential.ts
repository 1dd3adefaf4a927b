import { recordAudit } from '../../audit/audit-store.ts';
import { findByCheckCode } from '../certificate/certificate-store.ts';
import type { Scanner } from '../scanner/scanner-level.ts';
import { verifyingKeys } from '../signing/signing-keys.ts';
import { readToken, type TokenClaims } from '../signing/token.ts';
import { judgeCertificate } from './judge-certificate.ts';
import { judgeCode } from './judge-code.ts';
import type { Judged, Verdict, VerifyDeps } from './verdict.ts';
import type { VerifyFault } from './verify-texts.ts';

/**
 * What a scanned token, or the check code of a certificate typed in, proves to this scanner: the verdict and no more than its level may be told
 * (scanner-level.ts). Every scan is recorded, a refused one too. Call it last in a transaction.
 */
export async function verifyCredential(deps: VerifyDeps, scanned: string, scanner: Scanner): Promise<Verdict> {
  const text = scanned.trim();
  const judged = isCheckCode(text) ? await byCheckCode(deps, text, scanner) : await byToken(deps, text, scanner);
  const { verdict, subject, credential } = judged;
  const outcome = verdict.valid ? 'valid' : verdict.fault;
  const about = { at: deps.now, actor: scanner.actor, subject, caseNo: null, channel: 'scan', purpose: null };
  await recordAudit(deps.tx, [{ ...about, action: 'scan', outcome, detail: { level: scanner.level, credential } }]);
  return verdict;
}

function isCheckCode(text: string): boolean {
  return /^[0-9a-z]{4}[- ]?[0-9a-z]{4}[- ]?[0-9a-z]{4}$/i.test(text);
}

async function byCheckCode(deps: VerifyDeps, code: string, scanner: Scanner): Promise<Judged> {
  const row = await findByCheckCode(deps.tx, deps.sealer, code);
  // By way of its token: a key that was given up counts here too.
  return row ? byToken(deps, row.token, scanner) : faulty('unknown');
}

async function byToken(deps: VerifyDeps, token: string, scanner: Scanner): Promise<Judged> {
  const keys = await verifyingKeys(deps.tx);
  const read = readToken(token, (kid) => keys.get(kid) ?? null, deps.now);
  if (!read.ok) return faulty(read.fault, read.claims);
  return read.claims.use === 'certificate' ? judgeCertificate(deps, read.claims.id, scanner) : judgeCode(deps, read.claims, scanner);
}

function faulty(fault: VerifyFault, claims: TokenClaims | null = null): Judged {
  return { verdict: { valid: false, fault, told: {} }, subject: null, credential: claims?.id ?? null };
}
