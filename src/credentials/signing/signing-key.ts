import type { KeyPair, PublicJwk, SignatureAlgorithm } from './signature-suite.ts';

/** A key that can sign, in memory only for the signing. */
export interface OpenSigningKey extends KeyPair {
  id: string;
  algorithm: SignatureAlgorithm;
}

export interface VerifyingKey {
  id: string;
  algorithm: SignatureAlgorithm;
  publicJwk: PublicJwk;
  /** Given up as no longer trusted. */
  isWithdrawn: boolean;
}
