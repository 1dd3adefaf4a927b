import { dayOf } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import { revokedCertificateNos } from '../certificate/certificate-store.ts';
import { revokedPassIds } from '../code/code-pass-store.ts';
import type { PublicJwk, SignatureAlgorithm } from '../signing/signature-suite.ts';
import { verifyingKeys } from '../signing/signing-keys.ts';
import { ISSUER } from '../signing/token.ts';

/** A JWK set (RFC 7517) with what else a verifier without a connection needs. */
export interface PublishedKeys {
  iss: string;
  at: string;
  keys: (PublicJwk & { kid: string; alg: SignatureAlgorithm; use: 'sig' })[];
  /** `jti` of papers and certificates that are void before their time. Random ids and certificate numbers: nothing personal. */
  revoked: string[];
}

/** Everything that verifies without a connection: the keys that are trusted, and what of paper was revoked. */
export async function publishedKeys(tx: Tx, now: Date): Promise<PublishedKeys> {
  const keys = [...(await verifyingKeys(tx)).values()].filter((key) => !key.isWithdrawn);
  return {
    iss: ISSUER,
    at: now.toISOString(),
    keys: keys.map(({ id, algorithm, publicJwk }) => ({ ...publicJwk, kid: id, alg: algorithm, use: 'sig' })),
    revoked: [...(await revokedPassIds(tx, now)), ...(await revokedCertificateNos(tx, dayOf(now)))],
  };
}
