import { randomUUID } from 'node:crypto';

/** Puts fresh keys in for recorded ones, the same for the same key throughout, so that rows can be written a second time. */
export interface Renewal {
  renew(this: void, value: unknown): unknown;
  /** From now on `to` stands for the number `from` that the database had handed out. */
  replace(from: string, to: string): void;
}

/** Row ids, ids of DingTalk messages, numbers of cases; within longer keys and JSON texts too. */
const KEYS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|msg[0-9a-f]{32}==|YZ\d{8}-\d{4}/g;

/** `swap`: words with what to put in for them; keys among them are not renewed. */
export function createRenewal(swap: Readonly<Record<string, string>>): Renewal {
  const known = new Map<string, string>(Object.entries(swap));
  const swapped = Object.keys(swap);
  const handedOut = new Map<string, string>();
  const renewed = (key: string): string => {
    const fresh = known.get(key) ?? freshLike(key);
    known.set(key, fresh);
    return fresh;
  };
  return {
    renew: (value) => {
      // Prisma hands numbers of the database's own on as text or bigint; a plain number is a limit or a count.
      if (typeof value === 'bigint') return handedOut.get(String(value)) ?? value;
      if (typeof value !== 'string') return value;
      const replaced = handedOut.get(value);
      if (replaced !== undefined) return replaced;
      const others = swapped.filter((word) => !isKey(word)).reduce((text, word) => text.replaceAll(word, swap[word] ?? word), value);
      return others.replace(KEYS, renewed);
    },
    replace: (from, to) => void handedOut.set(from, to),
  };
}

function isKey(word: string): boolean {
  return word.replace(KEYS, '') === '';
}

function freshLike(key: string): string {
  const id = randomUUID();
  if (key.startsWith('msg')) return `msg${id.replaceAll('-', '')}==`;
  if (!key.startsWith('YZ')) return id;
  const digits = String(Number.parseInt(id.slice(0, 8), 16)).padStart(10, '0');
  return `YZ9${digits.slice(0, 3)}${digits.slice(3, 7)}-${digits.slice(6)}`;
}
