import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCallRate } from '../../src/channels/dingtalk/call-rate.ts';

/** A rate on a clock that only waiting moves. */
function rehearsal(perSecond: number, longestWaitMs = Number.POSITIVE_INFINITY) {
  let time = 0;
  const rate = createCallRate({
    perSecond,
    longestWaitMs,
    now: () => time,
    sleep: async (milliseconds) => {
      time += milliseconds;
    },
  });
  return { rate, now: () => time, pass: (milliseconds: number) => (time += milliseconds) };
}

test('a burst within the limit goes out at once, the next waits for a place', async () => {
  const { rate, now } = rehearsal(3);
  for (let index = 0; index < 3; index += 1) await rate.take();
  expect(now()).toBe(0);
  await rate.take();
  expect(now()).toBeGreaterThan(1_000);
});

test('no second ever holds more calls than the plan allows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.array(fc.nat(700), { maxLength: 60 }), async (perSecond, pauses) => {
      const { rate, now, pass } = rehearsal(perSecond);
      const calls: number[] = [];
      for (const milliseconds of pauses) {
        pass(milliseconds);
        await rate.take();
        calls.push(now());
      }
      for (const from of calls) expect(calls.filter((at) => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(perSecond);
    }),
    { numRuns: 60 },
  );
});

test('whoever would wait too long is sent away and takes no place', async () => {
  const { rate, pass } = rehearsal(1, 500);
  expect(await rate.take()).toBe(true);
  expect(await rate.take()).toBe(false);
  pass(1_100);
  expect(await rate.take()).toBe(true);
});
