import { Secret, TOTP } from 'otpauth';
import type { ConsoleDeps } from '../console-deps.ts';
import { findSecondFactor, offerSecondFactor, type SecondFactor, useStep } from './second-factor-store.ts';

const PERIOD_S = 30;
const SECRET_BYTES = 20;

/** The one-time code generator of a person (RFC 6238: SHA-1, six digits, 30 s, which every authenticator knows). */
export function totpOf(secret: string, account: string): TOTP {
  return new TOTP({ issuer: '鄞领', label: account, algorithm: 'SHA1', digits: 6, period: PERIOD_S, secret: Secret.fromBase32(secret) });
}

/** The second factor of a person; made on first use. */
export async function secondFactorOf(deps: ConsoleDeps, staffId: string): Promise<SecondFactor> {
  const { tx } = deps.db;
  const known = await findSecondFactor(tx, deps.sealer, staffId);
  if (known) return known;
  await offerSecondFactor(tx, deps.sealer, staffId, new Secret({ size: SECRET_BYTES }).base32);
  const offered = await findSecondFactor(tx, deps.sealer, staffId);
  if (!offered) throw new Error('the second factor was not kept');
  return offered;
}

/** Whether a code is right now, one period before or after, and was not used yet. */
export async function checkCode(deps: ConsoleDeps, staffId: string, factor: SecondFactor, code: string, now: Date): Promise<boolean> {
  const timestamp = now.getTime();
  const delta = totpOf(factor.secret, staffId).validate({ token: code, timestamp, window: 1 });
  if (delta === null) return false;
  return useStep(deps.db.tx, staffId, Math.floor(timestamp / 1000 / PERIOD_S) + delta, now);
}
