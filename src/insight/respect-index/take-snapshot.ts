import type { WorkingDays } from '../../platform/calendar/working-days.ts';
import type { Database } from '../../platform/database.ts';
import { readIndex } from './index-reading.ts';
import { insertSnapshots, snapshotsOf } from './index-snapshot-store.ts';
import { lastDayOf, lastPeriod } from './index-window.ts';

/**
 * Keeps the index of the month that has ended, once: for the clock on the first of a month, and for whoever starts late in it. Returns the period
 * and how many lines were kept now.
 */
export async function takeSnapshot(
  deps: { db: Database; workingDays: Pick<WorkingDays, 'addWorkdays'> },
  now: Date,
): Promise<{ period: string; lines: number }> {
  const period = lastPeriod(now);
  return deps.db.transaction(async (tx) => {
    if ((await snapshotsOf(tx, period, 'district')).length > 0) return { period, lines: 0 };
    const index = await readIndex({ tx, workingDays: deps.workingDays }, lastDayOf(period));
    const of = { period, ruleVersion: index.ruleVersion, countedAt: now };
    return { period, lines: await insertSnapshots(tx, of, [index.district, ...index.towns, ...index.stations]) };
  });
}
