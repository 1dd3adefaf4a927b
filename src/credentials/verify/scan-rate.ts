import type { ScannerLevel } from '../scanner/scanner-level.ts';

/** Scans a minute that one reader can mean; a guesser wants many more. */
const perMinute: Readonly<Record<ScannerLevel, number>> = { public: 30, merchant: 120, partner: 120, station: 120, bureau: 120 };
const MINUTE_MS = 60_000;
/** So many readers are kept in mind; the oldest go first. */
const MOST_READERS = 20_000;

export interface ScanRate {
  /** Counts one scan. False: too many in this minute; nothing is to be looked up. */
  take(mark: string, level: ScannerLevel, now: Date): boolean;
}

/** Kept in this process alone: what a reader does to several processes is that many times the limit. */
export function createScanRate(): ScanRate {
  const readers = new Map<string, { since: number; count: number }>();
  return {
    take: (mark, level, now) => {
      const at = now.getTime();
      const known = readers.get(mark);
      const reader = known && at - known.since < MINUTE_MS ? known : { since: at, count: 0 };
      readers.delete(mark);
      readers.set(mark, reader);
      const [oldest] = readers.keys();
      if (readers.size > MOST_READERS && oldest !== undefined) readers.delete(oldest);
      reader.count += 1;
      return reader.count <= perMinute[level];
    },
  };
}
