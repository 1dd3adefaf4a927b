import type { Tx } from '../../platform/database.ts';
import type { SealedColumns } from '../../platform/keys/sealed-place.ts';
import type { Sealer } from '../../platform/seal.ts';

/** Where this room keeps sealed texts. */
export const apiSealedPlaces: readonly SealedColumns[] = [{ table: 'api_request', key: ['token', 'key'], columns: ['answer_sealed'] }];

/** One request under its key, both as keyed hashes. */
export interface KeyedRequest {
  token: string;
  key: string;
  /** Hash of everything that the answer depends on. */
  request: string;
  /** Who works on it: this attempt of this process. */
  holder: string;
}

/** `answer` null: it is being worked on. */
export interface StandingRequest {
  request: string;
  holder: string;
  startedAt: Date;
  answer: string | null;
}

const placeOf = ({ token, key }: Pick<KeyedRequest, 'token' | 'key'>) => ({
  table: 'api_request',
  column: 'answer_sealed',
  row: `${token}/${key}`,
});

/** Puts the request down as begun by this process. False: it stands there already. */
export async function beginRequest(tx: Tx, { token, key, request, holder }: KeyedRequest, now: Date): Promise<boolean> {
  const count = await tx.$executeRaw`
    INSERT INTO api_request (token, key, request, holder, started_at) VALUES (${token}, ${key}, ${request}, ${holder}, ${now}::timestamptz)
    ON CONFLICT (token, key) DO NOTHING`;
  return count === 1;
}

export async function standingRequest(tx: Tx, sealer: Sealer, of: Pick<KeyedRequest, 'token' | 'key'>): Promise<StandingRequest | null> {
  const row = await tx.api_request.findUnique({ where: { token_key: { token: of.token, key: of.key } } });
  if (!row) return null;
  const { request, holder, started_at: startedAt, answer_sealed: sealed } = row;
  return { request, holder, startedAt, answer: sealed === null ? null : sealer.open(sealed, placeOf(of)) };
}

/** Takes over a request whose process is gone. False: somebody else has, or it was answered meanwhile. */
export async function takeOver(tx: Tx, { token, key, request, holder }: KeyedRequest, gone: string, now: Date): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE api_request SET holder = ${holder}, started_at = ${now}::timestamptz
    WHERE token = ${token} AND key = ${key} AND request = ${request} AND holder = ${gone} AND answer_sealed IS NULL`;
  return count === 1;
}

export async function keepAnswer(tx: Tx, sealer: Sealer, of: KeyedRequest, answer: string): Promise<void> {
  const sealed = sealer.seal(answer, placeOf(of));
  await tx.$executeRaw`
    UPDATE api_request SET answer_sealed = ${sealed} WHERE token = ${of.token} AND key = ${of.key} AND holder = ${of.holder}`;
}

/** A request that came to nothing may be tried again. */
export async function dropRequest(tx: Tx, { token, key, holder }: KeyedRequest): Promise<void> {
  await tx.$executeRaw`DELETE FROM api_request WHERE token = ${token} AND key = ${key} AND holder = ${holder} AND answer_sealed IS NULL`;
}

/** Forgets requests begun before a moment. Returns how many there were. */
export async function forgetRequests(tx: Tx, before: Date): Promise<number> {
  return tx.$executeRaw`DELETE FROM api_request WHERE started_at < ${before}::timestamptz`;
}
