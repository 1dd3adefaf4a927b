import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
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

const aes: Suite = {
  name: 'a1',
  mac: 'sha256',
  seal(plain, key, aad) {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad);
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  },
  open(sealed, key, aad) {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(aad);
    decipher.setAuthTag(sealed.subarray(sealed.length - 16));
    return Buffer.concat([decipher.update(sealed.subarray(12, sealed.length - 16)), decipher.final()]);
  },
};

/** Encrypt-then-MAC: SM4 itself offers no authentication in OpenSSL's CBC mode. */
const sm: Suite = {
  name: 's1',
  mac: 'sm3',
  seal(plain, key, aad) {
    const nonce = randomBytes(16);
    const cipher = createCipheriv('sm4-cbc', smKey(key, 'seal').subarray(0, 16), nonce);
    const body = Buffer.concat([nonce, cipher.update(plain), cipher.final()]);
    return Buffer.concat([body, createHmac('sm3', smKey(key, 'mac')).update(aad).update(body).digest()]);
  },
  open(sealed, key, aad) {
    const body = sealed.subarray(0, sealed.length - 32);
    const mac = createHmac('sm3', smKey(key, 'mac')).update(aad).update(body).digest();
    if (!mac.equals(sealed.subarray(sealed.length - 32))) throw new Error('mac mismatch');
    const decipher = createDecipheriv('sm4-cbc', smKey(key, 'seal').subarray(0, 16), body.subarray(0, 16));
    return Buffer.concat([decipher.update(body.subarray(16)), decipher.final()]);
  },
};

function smKey(key: Buffer, use: string): Buffer {
  return createHmac('sm3', key).update(use).digest();
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
      const [name = '', id = '', body = ''] = sealed.split('.');
      const key = ring.get(id);
      const by = byName.get(name);
      if (!key || !by) throw broken(`unknown key or suite ${name}.${id}`);
      try {
        return by.open(Buffer.from(body, 'base64'), key, aadOf(place)).toString('utf8');
      } catch (cause) {
        throw broken(`cannot open ${place.table}.${place.column}`, cause);
      }
    },
    index: (kind, value) => createHmac(suite.mac, indexKey).update(`${kind}\u0000${value}`).digest('base64url').slice(0, 32),
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
