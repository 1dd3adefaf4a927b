import { describe, expect, it } from 'vitest';
import { createSeenLines } from '../../../src/people/import/seen-lines.ts';
import { random } from '../many-people.ts';

describe('the lines on which keys were seen', () => {
  it('are remembered for as many keys as a list may have', () => {
    const seen = createSeenLines();
    const next = random(5);
    const keys = Array.from({ length: 60_000 }, (_, i) => (i % 2 === 0 ? `YZ-${String(i).padStart(7, '0')}` : next().toString(36)));
    for (const [index, key] of keys.entries()) {
      expect(seen.get(key)).toBeUndefined();
      seen.set(key, index + 2);
    }
    for (const [index, key] of keys.entries()) expect(seen.get(key)).toBe(index + 2);
    expect(seen.get('YZ-none')).toBeUndefined();
  });

  it('take a later line for the same key', () => {
    const seen = createSeenLines();
    seen.set('a', 2);
    seen.set('a', 9);
    expect(seen.get('a')).toBe(9);
  });
});
