import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type SignatureAlgorithm, signatureSuite } from '../../src/credentials/signing/signature-suite.ts';
import type { OpenSigningKey } from '../../src/credentials/signing/signing-key.ts';
import { readToken, type TokenClaims, writeToken } from '../../src/credentials/signing/token.ts';
import { at, later } from './holders.ts';

const keyOf = (algorithm: SignatureAlgorithm, id = 'k1'): OpenSigningKey => ({ id, algorithm, ...signatureSuite(algorithm).generate() });
const claims: TokenClaims = { id: 'p1', use: 'shown', issuedAt: at, expiresAt: later(90) };
const known =
  (key: OpenSigningKey, isWithdrawn = false) =>
  (kid: string) =>
    kid === key.id ? { ...key, isWithdrawn } : null;

for (const algorithm of ['EdDSA', 'SM2SM3'] as const) {
  describe(`a token signed with ${algorithm}`, () => {
    const key = keyOf(algorithm);
    const token = writeToken(key, claims);

    it('is read back until its time is over', () => {
      expect(readToken(token, known(key), later(89))).toEqual({ ok: true, claims });
      expect(readToken(token, known(key), later(90))).toMatchObject({ ok: false, fault: 'expired' });
    });

    it('is refused when a single character was changed, wherever', () => {
      for (let place = 0; place < token.length; place += 7) {
        if (token[place] === '.') continue;
        const changed = token.slice(0, place) + (token[place] === 'A' ? 'B' : 'A') + token.slice(place + 1);
        expect(readToken(changed, known(key), at).ok, `changed at ${place}`).toBe(false);
      }
    });

    it('is refused when another key of the same name signed it', () => {
      expect(readToken(writeToken(keyOf(algorithm), claims), known(key), at)).toMatchObject({ fault: 'altered' });
    });

    it('is foreign when nobody knows its key, and void when its key was given up', () => {
      expect(readToken(token, () => null, at)).toMatchObject({ fault: 'foreign' });
      expect(readToken(token, known(key, true), at)).toMatchObject({ fault: 'withdrawn' });
    });
  });
}

it('a header that names another algorithm is not followed', () => {
  const key = keyOf('EdDSA');
  const [, body = '', signature = ''] = writeToken(key, claims).split('.');
  for (const alg of ['none', 'HS256', 'SM2SM3']) {
    const head = Buffer.from(JSON.stringify({ alg, kid: key.id })).toString('base64url');
    expect(readToken(`${head}.${body}.${signature}`, known(key), at)).toMatchObject({ ok: false, fault: 'altered' });
    expect(readToken(`${head}.${body}.`, known(key), at)).toMatchObject({ ok: false, fault: 'altered' });
  }
});

it('a token from tomorrow was not made by us', () => {
  const key = keyOf('EdDSA');
  const token = writeToken(key, { ...claims, issuedAt: later(3600), expiresAt: later(7200) });
  expect(readToken(token, known(key), at)).toMatchObject({ fault: 'altered' });
});

it.each([
  '',
  'x',
  'a.b',
  'a.b.c',
  '你好',
  `${'a'.repeat(3000)}.b.c`,
  'https://example.com/1',
  `${Buffer.from('1').toString('base64url')}.e30.x`,
])('what is no token at all is said to be none: %j', (text) => {
  expect(readToken(text, () => null, at)).toMatchObject({ fault: 'malformed' });
});

it('a verifier that knows nothing of this product reads it as a JWS with the published key', () => {
  const key = keyOf('EdDSA');
  const [head = '', body = '', signature = ''] = writeToken(key, claims).split('.');
  const jwk = createPublicKey({ key: { ...key.publicJwk }, format: 'jwk' });
  expect(verify(null, Buffer.from(`${head}.${body}`), jwk, Buffer.from(signature, 'base64url'))).toBe(true);
  const payload = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
  expect(payload).toEqual({ iss: 'yinling-yinzhou', jti: 'p1', use: 'shown', iat: at.getTime() / 1000, exp: later(90).getTime() / 1000 });
});
