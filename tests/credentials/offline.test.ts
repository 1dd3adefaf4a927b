import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signatureSuite } from '../../src/credentials/signing/signature-suite.ts';
import { type TokenClaims, writeToken } from '../../src/credentials/signing/token.ts';
import { at, later } from './holders.ts';

/** A merchant's till as it could be written anywhere: it knows the published document and nothing else. */
interface Published {
  iss: string;
  keys: { kid: string; alg: string; kty: string; crv: string; x: string }[];
  revoked: string[];
}

function till(published: Published, url: string, now: Date): 'valid' | 'refused' {
  const [head = '', body = '', signature = ''] = (url.split('/').at(-1) ?? '').split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, string | number>;
  const { kid, alg } = read(head);
  const { iss, jti, exp } = read(body);
  const key = published.keys.find((one) => one.kid === kid);
  if (!key || key.alg !== alg || iss !== published.iss) return 'refused';
  const publicKey = createPublicKey({ key: { kty: key.kty, crv: key.crv, x: key.x }, format: 'jwk' });
  if (!verify(null, Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url'))) return 'refused';
  return Number(exp) * 1000 > now.getTime() && !published.revoked.includes(String(jti)) ? 'valid' : 'refused';
}

describe('a till without a connection', () => {
  const key = { id: 'k1', algorithm: 'EdDSA' as const, ...signatureSuite('EdDSA').generate() };
  const published: Published = {
    iss: 'yinling-yinzhou',
    keys: [{ ...key.publicJwk, kid: 'k1', alg: 'EdDSA' }],
    revoked: ['lost'],
  };
  const scanned = (claims: Partial<TokenClaims> = {}, by = key) =>
    `https://yl.example/verify/${writeToken(by, { id: 'p', use: 'shown', issuedAt: at, expiresAt: later(90), ...claims })}`;

  it('takes what was signed here until its time is over', () => {
    expect(till(published, scanned(), later(80))).toBe('valid');
    expect(till(published, scanned(), later(91))).toBe('refused');
  });

  it('refuses what somebody else signed, what was changed, and paper that was lost', () => {
    const other = { ...key, ...signatureSuite('EdDSA').generate() };
    expect(till(published, scanned({}, other), at)).toBe('refused');
    const [head = '', body = '', signature = ''] = (scanned().split('/').at(-1) ?? '').split('.');
    const longer = Buffer.from(
      Buffer.from(body, 'base64url')
        .toString()
        .replace(/"exp":\d+/, '"exp":9999999999'),
    ).toString('base64url');
    expect(till(published, `${head}.${longer}.${signature}`, later(91))).toBe('refused');
    expect(till(published, scanned({ id: 'lost', use: 'printed', expiresAt: later(86_400) }), at)).toBe('refused');
  });
});
