/**
 * Shapes calls to the rate that the corporation's plan allows. The place is taken before a message is claimed, so that a message
 * is never "being sent" while it only waits its turn.
 */
export interface Pace {
  /** Resolves when the next call may go out. */
  take(): Promise<void>;
}

export function createPace(perSecond: number, wait: (milliseconds: number) => Promise<void> = sleep, now: () => number = Date.now): Pace {
  const gap = 1000 / perSecond;
  let next = 0;
  return {
    take: async () => {
      const moment = now();
      const mine = Math.max(moment, next);
      next = mine + gap;
      if (mine > moment) await wait(mine - moment);
    },
  };
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
