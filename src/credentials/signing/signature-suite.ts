import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';

/** `alg` of a token's header: Ed25519 (RFC 8037), or SM2 with SM3 (GB/T 32918; not registered for JOSE, so named by us). */
export type SignatureAlgorithm = 'EdDSA' | 'SM2SM3';

/** A public key as a JWK, fit to be published. */
export interface PublicJwk {
  kty: string;
  crv: string;
  x: string;
  y?: string;
}

export interface KeyPair {
  publicJwk: PublicJwk;
  /** Base64url; to be sealed at once. */
  privateKey: string;
}

export interface SignatureSuite {
  algorithm: SignatureAlgorithm;
  generate(): KeyPair;
  sign(message: string, key: KeyPair): Buffer;
  verify(message: string, signature: Buffer, key: PublicJwk): boolean;
}

const ed25519: SignatureSuite = {
  algorithm: 'EdDSA',
  generate: () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const { x = '' } = publicKey.export({ format: 'jwk' });
    const { d = '' } = privateKey.export({ format: 'jwk' });
    return { publicJwk: { kty: 'OKP', crv: 'Ed25519', x }, privateKey: d };
  },
  sign: (message, { publicJwk, privateKey }) =>
    sign(null, Buffer.from(message), createPrivateKey({ key: { ...publicJwk, d: privateKey }, format: 'jwk' })),
  verify: (message, signature, { kty, crv, x }) =>
    verify(null, Buffer.from(message), createPublicKey({ key: { kty, crv, x }, format: 'jwk' }), signature),
};

/** The user id that GB/T 35276 prescribes where none was agreed. */
const USER_ID = '1234567812345678';

/** Node signs with ECDSA on this curve, which no SM2 verifier takes: hence the library. */
const sm2sm3: SignatureSuite = {
  algorithm: 'SM2SM3',
  generate: () => {
    const { publicKey, privateKey } = sm2.generateKeyPairHex();
    const point = Buffer.from(publicKey, 'hex');
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
    return {
      publicJwk: { kty: 'EC', crv: 'SM2', x: x ?? '', y: y ?? '' },
      privateKey: Buffer.from(privateKey, 'hex').toString('base64url'),
    };
  },
  sign: (message, { publicJwk, privateKey }) => {
    const options = { hash: true, userId: USER_ID, publicKey: pointOf(publicJwk) };
    const key = Buffer.from(privateKey, 'base64url').toString('hex');
    return Buffer.from(sm2.doSignature(new Uint8Array(Buffer.from(message)), key, options), 'hex');
  },
  verify: (message, signature, key) =>
    sm2.doVerifySignature(new Uint8Array(Buffer.from(message)), signature.toString('hex'), pointOf(key), { hash: true, userId: USER_ID }),
};

function pointOf({ x, y = '' }: PublicJwk): string {
  return `04${[x, y].map((part) => Buffer.from(part, 'base64url').toString('hex').padStart(64, '0')).join('')}`;
}

const suites: Record<SignatureAlgorithm, SignatureSuite> = { EdDSA: ed25519, SM2SM3: sm2sm3 };

export function signatureSuite(algorithm: SignatureAlgorithm): SignatureSuite {
  return suites[algorithm];
}
