import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hideFew } from '../../src/insight/hide-few.ts';
import { FEWEST } from '../../src/people/count-people.ts';

const parts = fc.array(fc.record({ place: fc.string(), count: fc.integer({ min: 0, max: 40 }) }), { maxLength: 12 });

it('small counts are not told, and none can be worked out from the whole and the rest', () => {
  fc.assert(
    fc.property(parts, (all) => {
      const shown = hideFew(all, 'count');
      const hidden = all.filter((_, index) => shown[index]?.count === null);
      expect(shown.map((one) => one.place)).toEqual(all.map((one) => one.place));
      for (const [index, { count }] of all.entries()) {
        if (count < FEWEST) expect(shown[index]?.count).toBeNull();
        else expect([null, count]).toContain(shown[index]?.count);
      }
      // One hidden part alone would be the whole less the rest.
      if (hidden.length === 1) expect(all).toHaveLength(1);
      // No more is hidden than that takes.
      expect(hidden.filter(({ count }) => count >= FEWEST).length).toBeLessThanOrEqual(1);
    }),
  );
});

it('each figure of a row is judged by itself', () => {
  const rows = [
    { place: 'a', open: 9, done: 2 },
    { place: 'b', open: 8, done: 30 },
    { place: 'c', open: 7, done: 40 },
  ];
  expect(hideFew(rows, 'open', 'done')).toEqual([
    { place: 'a', open: 9, done: null },
    { place: 'b', open: 8, done: null },
    { place: 'c', open: 7, done: 40 },
  ]);
});
