import { expect, it } from 'vitest';
import { createTurns } from '../../src/platform/turns.ts';

it('never lets more run than are allowed, in the order in which they came, whatever becomes of one', async () => {
  const turn = createTurns(3);
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const all = Array.from({ length: 40 }, (_, index) =>
    turn(async () => {
      begun.push(index);
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, index % 4));
      running -= 1;
      if (index % 7 === 0) throw new Error(`no ${index}`);
      return index;
    }),
  );
  const ends = await Promise.allSettled(all);
  expect(begun).toEqual(all.map((_, index) => index));
  expect(most).toBe(3);
  expect(ends.filter((one) => one.status === 'rejected')).toHaveLength(6);
  expect(await turn(async () => 'again')).toBe('again');
});
