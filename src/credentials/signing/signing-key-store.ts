import type { Tx } from '../../platform/database.ts';
import type { SignatureAlgorithm } from './signature-suite.ts';

/** `retired`: verifies and signs no more. `withdrawn`: nothing signed with it is taken. */
export type KeyState = 'active' | 'retired' | 'withdrawn';

export interface SigningKeyRow {
  id: string;
  algorithm: SignatureAlgorithm;
  /** JWK as JSON. */
  publicKey: string;
  privateSealed: string;
  state: KeyState;
  createdAt: Date;
}

const COLUMNS = `id, algorithm, public_key AS "publicKey", private_sealed AS "privateSealed", state, created_at AS "createdAt"`;

/** Taken before keys are made or put away: two processes that start at once make one. */
export async function holdKeys(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('signing-key', 0))`;
}

export async function activeKey(tx: Tx, algorithm: SignatureAlgorithm): Promise<SigningKeyRow | null> {
  const [row] = await tx.$queryRawUnsafe<SigningKeyRow[]>(
    `SELECT ${COLUMNS} FROM signing_key WHERE state = 'active' AND algorithm = $1 ORDER BY created_at DESC, id LIMIT 1`,
    algorithm,
  );
  return row ?? null;
}

export async function allKeys(tx: Tx): Promise<SigningKeyRow[]> {
  return tx.$queryRawUnsafe<SigningKeyRow[]>(`SELECT ${COLUMNS} FROM signing_key ORDER BY created_at DESC, id`);
}

export async function insertKey(tx: Tx, key: SigningKeyRow): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO signing_key (id, algorithm, public_key, private_sealed, state, created_at)
    VALUES (${key.id}, ${key.algorithm}, ${key.publicKey}, ${key.privateSealed}, ${key.state}, ${key.createdAt})`;
}

export async function retireKey(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.$executeRaw`UPDATE signing_key SET state = 'retired', retired_at = ${now} WHERE id = ${id} AND state = 'active'`;
}

/** False when there is no such key, or it was given up before. */
export async function withdrawKey(tx: Tx, id: string, by: string, now: Date): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE signing_key SET state = 'withdrawn', withdrawn_at = ${now}, withdrawn_by = ${by} WHERE id = ${id} AND state <> 'withdrawn'`;
  return changed > 0;
}
