/**
 * Remembers on which line a key stood, for lists of any length: 12 bytes a key in open addressing, by 64 bits of its hash. Of two
 * million keys the chance that any two are taken for one is one in ten million.
 */
export interface SeenLines {
  /** The line of a key, when it was seen. */
  get(key: string): number | undefined;
  set(key: string, line: number): void;
}

const FIRST_SIZE = 1 << 12;

export function createSeenLines(): SeenLines {
  let size = FIRST_SIZE;
  let slots = new Uint32Array(size * 3);
  let count = 0;
  const find = (table: Uint32Array, of: number, high: number, low: number) => {
    let at = (low & (of - 1)) >>> 0;
    while (table[at * 3 + 2] !== 0 && (table[at * 3] !== high || table[at * 3 + 1] !== low)) at = (at + 1) & (of - 1);
    return at;
  };
  const put = (table: Uint32Array, of: number, high: number, low: number, line: number) => {
    const at = find(table, of, high, low);
    table.set([high, low, line], at * 3);
  };
  const grow = () => {
    const larger = new Uint32Array(size * 6);
    for (let at = 0; at < slots.length; at += 3)
      if (slots[at + 2] !== 0) put(larger, size * 2, slots[at] ?? 0, slots[at + 1] ?? 0, slots[at + 2] ?? 0);
    slots = larger;
    size *= 2;
  };
  return {
    get: (key) => {
      const { high, low } = hashed(key);
      return slots[find(slots, size, high, low) * 3 + 2] || undefined;
    },
    set: (key, line) => {
      if (count * 2 >= size) grow();
      const { high, low } = hashed(key);
      const at = find(slots, size, high, low);
      if (slots[at * 3 + 2] === 0) count += 1;
      slots.set([high, low, line], at * 3);
    },
  };
}

/** Two runs of FNV-1a from different beginnings. */
function hashed(key: string): { high: number; low: number } {
  let high = 0x811c9dc5;
  let low = 0x01000193;
  for (let at = 0; at < key.length; at += 1) {
    const code = key.charCodeAt(at);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ (code + at), 0x85ebca6b);
    low ^= low >>> 13;
  }
  return { high: high >>> 0, low: low >>> 0 };
}
