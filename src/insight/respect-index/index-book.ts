import { dayOf } from '../../platform/calendar/day.ts';
import type { WorkingDays } from '../../platform/calendar/working-days.ts';
import type { Database } from '../../platform/database.ts';
import { type RespectIndex, readIndex } from './index-reading.ts';

/** Counting takes a quarter of a second on the whole archive: it is done once a minute at most, however many look. */
const FRESH_MS = 60_000;

export interface IndexBook {
  /** Today's index, at most a minute old, with the moment that it was counted at. */
  now(at: Date): Promise<{ index: RespectIndex; countedAt: Date }>;
}

export function createIndexBook(deps: { db: Database; workingDays: Pick<WorkingDays, 'addWorkdays'> }): IndexBook {
  let kept: { index: Promise<RespectIndex>; countedAt: Date } | null = null;
  return {
    now: async (at) => {
      const age = kept ? at.getTime() - kept.countedAt.getTime() : Number.POSITIVE_INFINITY;
      if (!kept || age < 0 || age >= FRESH_MS || dayOf(at) !== dayOf(kept.countedAt)) {
        const index = readIndex({ tx: deps.db.tx, workingDays: deps.workingDays }, dayOf(at));
        const counting = { index, countedAt: at };
        kept = counting;
        // What failed is not kept: the next who asks counts again.
        index.catch(() => {
          if (kept === counting) kept = null;
        });
      }
      return { index: await kept.index, countedAt: kept.countedAt };
    },
  };
}
