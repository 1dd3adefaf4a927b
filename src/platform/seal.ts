import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from './errors.ts';

/** Where a sealed value stands. It is authenticated with the value, so a ciphertext copied elsewhere does not open. */
export interface SealPlace {
  table: string;
  column: string;
  row: string;
}

/** Seals single fields (contract.md: FIELD_KEYS, INDEX_KEY, CRYPTO_SUITE). Text form: `<suite>.<key id>.<base64>`. */
export interface Sealer {
  seal(value: string, place: SealPlace): string;
  /** Throws AppError `seal-broken` when the text, its place or its key does not fit. */
  open(sealed: string, place: SealPlace): string;
  /** Whether a text was sealed with the first key of the ring and today's suite: nothing to seal anew. */
  isCurrent(sealed: string): boolean;
  /** The suite that seals (CRYPTO_SUITE). */
  readonly suite: 'aes' | 'sm';
  /** Blind index: equal values of one kind give equal text, and nothing else can be read from it. */
  index(kind: string, value: string): string;
}

export interface SealKey {
  id: string;
  key: Buffer;
}

interface Suite {
  name: string;
  seal(plain: Buffer, key: Buffer, aad: Buffer): Buffer;
  open(sealed: Buffer, key: Buffer, aad: Buffer): Buffer;
  mac: string;
}

const keyObjects = new WeakMap<Buffer, KeyObject>();

/** Node checks and copies a raw key at every call; a key object costs a fifth of it. */
function keyObject(key: Buffer): KeyObject {
  const known = keyObjects.get(key) ?? createSecretKey(key);
  keyObjects.set(key, known);
  return known;
}

const POOL_BYTES = 65_536;
let pool = Buffer.alloc(0);

/** Random bytes out of a pool that is drawn at once; each is handed out once. */
function freshBytes(count: number): Buffer {
  if (pool.length < count) pool = randomBytes(POOL_BYTES);
  const taken = Buffer.from(pool.subarray(0, count));
  pool = pool.subarray(count);
  return taken;
}

const aes: Suite = {
  name: 'a1',
  mac: 'sha256',
  seal(plain, key, aad) {
    const nonce = freshBytes(12);
    const cipher = createCipheriv('aes-256-gcm', keyObject(key), nonce).setAAD(aad);
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  },
  open(sealed, key, aad) {
    // The length is stated because a shorter tag, which is easier to forge, would be taken too.
    const decipher = createDecipheriv('aes-256-gcm', keyObject(key), sealed.subarray(0, 12), { authTagLength: 16 }).setAAD(aad);
    decipher.setAuthTag(sealed.subarray(sealed.length - 16));
    return Buffer.concat([decipher.update(sealed.subarray(12, sealed.length - 16)), decipher.final()]);
  },
};

/** Encrypt-then-MAC: SM4 itself offers no authentication in OpenSSL's CBC mode. */
const sm: Suite = {
  name: 's1',
  mac: 'sm3',
  seal(plain, key, aad) {
    const nonce = freshBytes(16);
    const keys = smKeys(key);
    const cipher = createCipheriv('sm4-cbc', keys.seal, nonce);
    const body = Buffer.concat([nonce, cipher.update(plain), cipher.final()]);
    return Buffer.concat([body, smMac(keys.mac, aad, body)]);
  },
  open(sealed, key, aad) {
    const keys = smKeys(key);
    const body = sealed.subarray(0, Math.max(sealed.length - 32, 0));
    const mac = sealed.subarray(body.length);
    if (mac.length !== 32 || !timingSafeEqual(smMac(keys.mac, aad, body), mac)) throw new Error('mac mismatch');
    const decipher = createDecipheriv('sm4-cbc', keys.seal, body.subarray(0, 16));
    return Buffer.concat([decipher.update(body.subarray(16)), decipher.final()]);
  },
};

/** The length of the place comes first: without it the end of a place and the start of a ciphertext could be traded. */
function smMac(key: Buffer, aad: Buffer, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(aad.length);
  return createHmac('sm3', key).update(length).update(aad).update(body).digest();
}

const derived = new WeakMap<Buffer, { seal: Buffer; mac: Buffer }>();

/** A key of its own for each use, derived once for each key of the ring. */
function smKeys(key: Buffer): { seal: Buffer; mac: Buffer } {
  const known = derived.get(key);
  if (known) return known;
  const derive = (use: string) => createHmac('sm3', key).update(use).digest();
  const keys = { seal: derive('seal').subarray(0, 16), mac: derive('mac') };
  derived.set(key, keys);
  return keys;
}

const suites: Record<string, Suite> = { aes, sm };

export function createSealer(keys: readonly SealKey[], indexKey: Buffer, suiteName: 'aes' | 'sm'): Sealer {
  const suite = suites[suiteName] ?? aes;
  const byName = new Map(Object.values(suites).map((one) => [one.name, one]));
  const ring = new Map(keys.map((one) => [one.id, one.key]));
  const first = keys[0];
  if (!first) throw new AppError('invalid-input', 'no-field-key', '没有配置字段加密密钥 FIELD_KEYS，系统未启动。');
  return {
    seal: (value, place) =>
      `${suite.name}.${first.id}.${suite.seal(Buffer.from(value, 'utf8'), first.key, aadOf(place)).toString('base64')}`,
    open: (sealed, place) => {
      const [name = '', id = '', body = ''] = sealed.split('.', 3);
      const key = ring.get(id);
      const by = byName.get(name);
      if (!key || !by) throw broken(`unknown key or suite for ${place.table}.${place.column}`);
      const bytes = Buffer.from(body, 'base64');
      try {
        // Base64 readers skip what they do not know: only the text that was written is taken.
        if (`${name}.${id}.${bytes.toString('base64')}` !== sealed) throw new Error('not as written');
        return by.open(bytes, key, aadOf(place)).toString('utf8');
      } catch (cause) {
        throw broken(`cannot open ${place.table}.${place.column}`, cause);
      }
    },
    suite: suiteName,
    isCurrent: (sealed) => sealed.startsWith(`${suite.name}.${first.id}.`),
    index: (kind, value) => createHmac(suite.mac, keyObject(indexKey)).update(`${kind}\u0000${value}`).digest('base64url').slice(0, 32),
  };
}

function aadOf(place: SealPlace): Buffer {
  return Buffer.from(`${place.table}\u0000${place.column}\u0000${place.row}`, 'utf8');
}

function broken(message: string, cause?: unknown): AppError {
  return new AppError('conflict', 'seal-broken', '有一项加密内容无法打开，数据没有改动。请联系系统管理员核对密钥 FIELD_KEYS。', {
    cause,
    message,
  });
}

/** The key that a text was sealed with; null when it is no sealed text. */
export function keyIdOf(sealed: string): string | null {
  return /^[as]1\.([\w-]{1,32})\.[A-Za-z0-9+/]+=*$/.exec(sealed)?.[1] ?? null;
}
