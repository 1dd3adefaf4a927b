/**
 * Shapes calls to the rate that the corporation's plan allows. The place is taken before a message is claimed, so that a message
 * is never "being sent" while it only waits its turn.
 */
export interface Pace {
  /** Resolves when the next call may go out. One that somebody waits for in a chat goes before those that are pushed. */
  take(urgency?: 'waited-for' | 'pushed'): Promise<void>;
}

/** `wait` and `now` in milliseconds. */
export function createPace(perSecond: number, wait: (milliseconds: number) => Promise<void> = sleep, now: () => number = Date.now): Pace {
  const gap = 1000 / perSecond;
  const queues = { 'waited-for': [] as (() => void)[], pushed: [] as (() => void)[] };
  let next = 0;
  let isServing = false;
  const serve = async () => {
    isServing = true;
    for (;;) {
      if (queues['waited-for'].length + queues.pushed.length === 0) break;
      if (next > now()) await wait(next - now());
      const go = queues['waited-for'].shift() ?? queues.pushed.shift();
      next = Math.max(now(), next) + gap;
      go?.();
    }
    isServing = false;
  };
  return {
    take: (urgency = 'pushed') =>
      new Promise((resolve) => {
        queues[urgency].push(resolve);
        if (!isServing) void serve();
      }),
  };
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
