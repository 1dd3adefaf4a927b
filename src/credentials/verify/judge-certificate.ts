import { dayOf } from '../../platform/calendar/day.ts';
import { type CertificateRow, findCertificate } from '../certificate/certificate-store.ts';
import { readHolder } from '../holder-store.ts';
import type { Scanner } from '../scanner/scanner-level.ts';
import { goneReason } from './judge-code.ts';
import { type InvalidReason, tell } from './tell.ts';
import type { Judged, VerifyDeps } from './verdict.ts';

/** Judges the certificate that a good token names. */
export async function judgeCertificate(deps: VerifyDeps, credential: string, scanner: Scanner): Promise<Judged> {
  const row = await findCertificate(deps.tx, credential);
  const today = dayOf(deps.now);
  const holder = row && (await readHolder(deps.tx, row.archiveNo, scanner.staff?.id ?? '', today));
  if (!row || !holder) return { verdict: { valid: false, fault: 'unknown', told: {} }, subject: null, credential };
  const reason = goneReason(holder) ?? stateReason(row, today);
  const told = await tell(deps, scanner, holder, { what: 'certificate', no: row.no, validUntil: row.validUntil, reason });
  const found = { subject: holder.archiveNo, credential };
  if (reason === null) return { ...found, verdict: { valid: true, what: 'certificate', told } };
  return { ...found, verdict: { valid: false, fault: reason === 'over' ? 'expired' : 'revoked', told } };
}

function stateReason({ state, validUntil }: CertificateRow, today: string): InvalidReason | null {
  if (state !== 'valid') return state;
  return validUntil < today ? 'over' : null;
}
