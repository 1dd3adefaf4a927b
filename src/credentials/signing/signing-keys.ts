import { randomBytes } from 'node:crypto';
import { recordAudit } from '../../audit/audit-store.ts';
import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { type PublicJwk, type SignatureAlgorithm, signatureSuite } from './signature-suite.ts';
import type { OpenSigningKey, VerifyingKey } from './signing-key.ts';
import { activeKey, allKeys, holdKeys, insertKey, type KeyState, retireKey, type SigningKeyRow, withdrawKey } from './signing-key-store.ts';

export interface SigningDeps {
  tx: Tx;
  sealer: Sealer;
  now: Date;
}

/** New keys are made for the suite that seals; keys of the other kind go on verifying. */
function algorithmOf({ sealer }: SigningDeps): SignatureAlgorithm {
  return sealer.suite === 'sm' ? 'SM2SM3' : 'EdDSA';
}

/** A key signs for so long; then the next one takes over, and this one only verifies. */
const ROTATE_AFTER_MS = 90 * 86_400_000;

/** The key that signs today, made where there is none of the algorithm in use. */
export async function signingKey(deps: SigningDeps): Promise<OpenSigningKey> {
  const known = await activeKey(deps.tx, algorithmOf(deps));
  if (known) return open(deps.sealer, known);
  await holdKeys(deps.tx);
  // Another process may have made one while this one waited.
  const made = await activeKey(deps.tx, algorithmOf(deps));
  return made ? open(deps.sealer, made) : makeKey(deps);
}

async function makeKey(deps: SigningDeps): Promise<OpenSigningKey> {
  const { tx, sealer, now } = deps;
  const algorithm = algorithmOf(deps);
  const id = randomBytes(6).toString('base64url');
  const pair = signatureSuite(algorithm).generate();
  const privateSealed = sealer.seal(pair.privateKey, privatePlace(id));
  await insertKey(tx, { id, algorithm, publicKey: JSON.stringify(pair.publicJwk), privateSealed, state: 'active', createdAt: now });
  return { id, algorithm, ...pair };
}

/** Gives the signing to a new key; tokens of the old one stay good until their own time is over. Call it last in a transaction. */
export async function rotateSigningKey(deps: SigningDeps, by = 'system'): Promise<{ from: string | null; to: string }> {
  await holdKeys(deps.tx);
  const old = await activeKey(deps.tx, algorithmOf(deps));
  if (old) await retireKey(deps.tx, old.id, deps.now);
  const turned = { from: old?.id ?? null, to: (await makeKey(deps)).id };
  await record(deps, by, { act: 'signing-key:rotated', ...turned });
  return turned;
}

/** For the clock: rotates when the present key has signed long enough. Returns the new key's id, null when nothing was due. */
export async function rotateWhenDue(deps: SigningDeps): Promise<string | null> {
  const key = await activeKey(deps.tx, algorithmOf(deps));
  if (!key || deps.now.getTime() - key.createdAt.getTime() < ROTATE_AFTER_MS) return null;
  return (await rotateSigningKey(deps)).to;
}

/** Gives a key up that may have come into other hands: everything signed with it is refused from now on. False when there is no such key. Call it last in a transaction. */
export async function withdrawSigningKey(deps: SigningDeps, id: string, by: string): Promise<boolean> {
  await holdKeys(deps.tx);
  const isDone = await withdrawKey(deps.tx, id, by, deps.now);
  if (isDone) await record(deps, by, { act: 'signing-key:withdrawn', key: id });
  return isDone;
}

async function record({ tx, now }: SigningDeps, by: string, detail: Record<string, unknown>): Promise<void> {
  const channel = by === 'system' ? 'system' : 'cli';
  const about = { at: now, actor: by, subject: null, caseNo: null, channel, purpose: null };
  await recordAudit(tx, [{ ...about, action: 'write', outcome: 'done', detail }]);
}

/** Every key that ever signed, for verifying. */
export async function verifyingKeys(tx: Tx): Promise<Map<string, VerifyingKey & { createdAt: Date; state: KeyState }>> {
  const rows = await allKeys(tx);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        algorithm: row.algorithm,
        publicJwk: JSON.parse(row.publicKey) as PublicJwk,
        isWithdrawn: row.state === 'withdrawn',
        createdAt: row.createdAt,
        state: row.state,
      },
    ]),
  );
}

function open(sealer: Sealer, row: SigningKeyRow): OpenSigningKey {
  const { id, algorithm, publicKey, privateSealed } = row;
  return { id, algorithm, publicJwk: JSON.parse(publicKey) as PublicJwk, privateKey: sealer.open(privateSealed, privatePlace(id)) };
}

function privatePlace(row: string) {
  return { table: 'signing_key', column: 'private_sealed', row };
}
