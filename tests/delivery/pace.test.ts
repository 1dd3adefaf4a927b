import { setImmediate as nextLoop } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createPace } from '../../src/delivery/pace.ts';

/** A pace over a time that passes only by waiting. */
function rehearsedPace(perSecond: number) {
  const time = { now: 0 };
  const wait = async (milliseconds: number) => {
    // What was let through before runs first, as in a real wait.
    await nextLoop();
    time.now += milliseconds;
  };
  return { time, pace: createPace(perSecond, wait, () => time.now) };
}

it('calls go out at the rate of the plan', async () => {
  const { time, pace } = rehearsedPace(20);
  const at: number[] = [];
  await Promise.all(Array.from({ length: 5 }, () => pace.take().then(() => at.push(time.now))));
  expect(at).toEqual([0, 50, 100, 150, 200]);
});

it('a quiet time saves up nothing', async () => {
  const { time, pace } = rehearsedPace(10);
  await pace.take();
  time.now += 60_000;
  const at: number[] = [];
  await Promise.all([1, 2, 3].map(() => pace.take().then(() => at.push(time.now))));
  expect(at).toEqual([60_000, 60_100, 60_200]);
});

it('what somebody waits for goes before what is pushed, each in its order', async () => {
  const { pace } = rehearsedPace(10);
  const order: string[] = [];
  const call = (name: string, urgency: 'waited-for' | 'pushed') => pace.take(urgency).then(() => order.push(name));
  await Promise.all([
    call('push 1', 'pushed'),
    call('push 2', 'pushed'),
    call('push 3', 'pushed'),
    call('reply 1', 'waited-for'),
    call('reply 2', 'waited-for'),
  ]);
  // The first was under way before anything else had come.
  expect(order).toEqual(['push 1', 'reply 1', 'reply 2', 'push 2', 'push 3']);
});

it('goes on after it has been idle', async () => {
  const { pace } = rehearsedPace(10);
  await pace.take();
  await Promise.resolve();
  await pace.take();
  await expect(Promise.all([pace.take('pushed'), pace.take('waited-for')])).resolves.toHaveLength(2);
});
