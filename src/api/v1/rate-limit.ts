export type RateVerdict = { isAllowed: true; left: number } | { isAllowed: false; retryAfterSeconds: number };

export interface RateLimit {
  perMinute: number;
  take(key: string, now: Date): RateVerdict;
}

/** A bucket for each key that holds `perMinute` requests and fills up again evenly over a minute. In this process's memory. */
export function createRateLimit(perMinute: number): RateLimit {
  const buckets = new Map<string, { left: number; at: number }>();
  const perMs = perMinute / 60_000;
  return {
    perMinute,
    take: (key, now) => {
      const at = now.getTime();
      const bucket = buckets.get(key) ?? { left: perMinute, at };
      // A clock that is set back must not empty the bucket.
      const left = Math.min(perMinute, bucket.left + Math.max(0, at - bucket.at) * perMs);
      const isAllowed = left >= 1;
      buckets.set(key, { left: isAllowed ? left - 1 : left, at });
      return isAllowed ? { isAllowed, left: Math.floor(left - 1) } : { isAllowed, retryAfterSeconds: Math.ceil((1 - left) / perMs / 1000) };
    },
  };
}
