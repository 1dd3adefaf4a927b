/** Where "now" comes from. Pure code takes a `Date`; only edges hold a clock. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock for tests and rehearsals, moved by hand. */
export function manualClock(start: Date | string): Clock & { set(to: Date | string): void; advance(milliseconds: number): void } {
  let current = new Date(start).getTime();
  return {
    now: () => new Date(current),
    set: (to) => {
      current = new Date(to).getTime();
    },
    advance: (milliseconds) => {
      current += milliseconds;
    },
  };
}
