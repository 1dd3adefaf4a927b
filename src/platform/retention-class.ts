import type { Tx } from './database.ts';

/** One row of the retention table (rules.yaml retention): what is kept how long, and how what is past its time is found and destroyed. */
export interface RetentionClass {
  id: string;
  /** What people call it. */
  name: string;
  /** How long it is kept, in words: 10年, 180天. */
  keep: string;
  basis: string;
  origin: 'public' | 'public-unchecked' | 'illustrative';
  /** Keys past their time by now, oldest first, with the moment that their time ran from. */
  find(tx: Tx, now: Date, limit: number): Promise<{ key: string; since: Date }[]>;
  /** Destroys those of the keys that are still past their time; returns the keys that are gone. */
  destroy(tx: Tx, keys: readonly string[], now: Date): Promise<string[]>;
}

/** The moment so long before; months and years by the calendar. */
export function before(now: Date, span: { days?: number; years?: number }): Date {
  const moment = new Date(now.getTime() - (span.days ?? 0) * 86_400_000);
  moment.setUTCFullYear(moment.getUTCFullYear() - (span.years ?? 0));
  return moment;
}
