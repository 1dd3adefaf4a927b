/** Shapes calls so that no second holds more than the plan's limit. */
export interface CallRate {
  /** Waits for a free place; false when the wait would exceed `longestWaitMs` (nothing is taken then). */
  take(): Promise<boolean>;
}

export interface CallRateOptions {
  perSecond: number;
  longestWaitMs: number;
  /** Milliseconds of a clock that never jumps. */
  now?: () => number;
  sleep?: (milliseconds: number) => Promise<void>;
}

/** The network may squeeze two calls together on their way: the window is a little longer than the platform's second. */
const WINDOW_MS = 1_020;

/** A window of the last `perSecond` calls: bursts go out at once, and any second holds at most `perSecond`. */
export function createCallRate(options: CallRateOptions): CallRate {
  const now = options.now ?? (() => performance.now());
  const sleep = options.sleep ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)));
  const places: number[] = [];
  return {
    take: async () => {
      const asked = now();
      const oldest = places.length < options.perSecond ? Number.NEGATIVE_INFINITY : (places[0] ?? Number.NEGATIVE_INFINITY);
      const mine = Math.max(asked, oldest + WINDOW_MS);
      if (mine - asked > options.longestWaitMs) return false;
      places.push(mine);
      if (places.length > options.perSecond) places.shift();
      if (mine > asked) await sleep(mine - asked);
      return true;
    },
  };
}
