import { signatureSuite } from './signature-suite.ts';
import type { OpenSigningKey, VerifyingKey } from './signing-key.ts';

export const ISSUER = 'yinling-yinzhou';

/** `shown`: on a screen, for a minute; `printed`: on paper; `certificate`: the QR of an electronic certificate. */
export type TokenUse = 'shown' | 'printed' | 'certificate';

/** What a token says. It holds nothing personal: `id` is drawn anew for every showing, and only the issuer can tell whose it is. */
export interface TokenClaims {
  id: string;
  use: TokenUse;
  issuedAt: Date;
  expiresAt: Date;
  /** Of a certificate: the hash of its content, salted, so that it cannot be guessed back. */
  digest?: string;
}

interface Payload {
  iss: string;
  jti: string;
  use: TokenUse;
  /** Seconds since 1970. */
  iat: number;
  exp: number;
  dig?: string;
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (moment: Date) => Math.floor(moment.getTime() / 1000);

/** A JWS in its compact form (RFC 7515): what stands in the QR, and what a verifier without a connection reads. */
export function writeToken(key: OpenSigningKey, { id, use, issuedAt, expiresAt, digest }: TokenClaims): string {
  const header = { alg: key.algorithm, kid: key.id };
  const payload: Payload = {
    iss: ISSUER,
    jti: id,
    use,
    iat: seconds(issuedAt),
    exp: seconds(expiresAt),
    ...(digest === undefined ? {} : { dig: digest }),
  };
  const said = `${encode(header)}.${encode(payload)}`;
  return `${said}.${signatureSuite(key.algorithm).sign(said, key).toString('base64url')}`;
}

/**
 * `malformed`: no token at all. `foreign`: of another issuer, or signed with a key that is not ours. `altered`: ours in form, but the
 * signature does not fit. `withdrawn`: signed with a key that was given up.
 */
export type TokenFault = 'malformed' | 'foreign' | 'altered' | 'withdrawn' | 'expired';

export type TokenRead = { ok: true; claims: TokenClaims } | { ok: false; fault: TokenFault; claims: TokenClaims | null };

/** Clocks of two machines may differ by so much. */
const SKEW_MS = 60_000;
const LONGEST = 2_000;

/** Reads a token. The algorithm is the key's own: a header that names another one is not followed. */
export function readToken(token: string, keyOf: (kid: string) => VerifyingKey | null, now: Date): TokenRead {
  const parts = token.length > LONGEST ? [] : token.split('.');
  const [head = '', body = '', signature = ''] = parts;
  const header = parts.length === 3 ? parse<{ alg: string; kid: string }>(head) : null;
  const payload = parse<Payload>(body);
  if (typeof header?.kid !== 'string' || payload === null) return { ok: false, fault: 'malformed', claims: null };
  const key = keyOf(header.kid);
  if (key === null || payload.iss !== ISSUER) return { ok: false, fault: 'foreign', claims: null };
  if (header.alg !== key.algorithm || !isSigned(`${head}.${body}`, signature, key)) return { ok: false, fault: 'altered', claims: null };
  const claims = claimsOf(payload);
  if (key.isWithdrawn) return { ok: false, fault: 'withdrawn', claims };
  if (claims.issuedAt.getTime() > now.getTime() + SKEW_MS) return { ok: false, fault: 'altered', claims };
  return claims.expiresAt > now ? { ok: true, claims } : { ok: false, fault: 'expired', claims };
}

function isSigned(said: string, signature: string, key: VerifyingKey): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  // Base64 readers skip what they do not know: only the text that was written is taken.
  return bytes.toString('base64url') === signature && signatureSuite(key.algorithm).verify(said, bytes, key.publicJwk);
}

function claimsOf({ jti, use, iat, exp, dig }: Payload): TokenClaims {
  const claims = { id: jti, use, issuedAt: new Date(iat * 1000), expiresAt: new Date(exp * 1000) };
  return dig === undefined ? claims : { ...claims, digest: dig };
}

function parse<T>(part: string): T | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as T) : null;
  } catch {
    return null;
  }
}
