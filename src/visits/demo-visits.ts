import type { DemoProgress } from '../organisation/demo/load-demo-organisation.ts';
import { demoToday } from '../people/demo/demo-day.ts';
import { createWorkingDays } from '../platform/calendar/working-days.ts';
import type { Database } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';
import { readRecipients, readVisitors } from './campaign-store.ts';
import { demoVisits } from './demo-visit-records.ts';
import { demoVisitsText } from './demo-visit-words.ts';
import { demoArchiveNos, writeDemoVisits } from './demo-visits-store.ts';

/** Visits a statement. */
const CHUNK = 1000;

/** Records the visits of the last festivals. Needs the demo people and staff; a load that was cut off is completed by the next one. */
export async function loadDemoVisits(
  deps: { db: Database; sealer: Sealer },
  onProgress: (progress: DemoProgress) => void = () => undefined,
): Promise<{ visits: number }> {
  const { db, sealer } = deps;
  const demo = await demoArchiveNos(db.tx);
  const recipients = (await readRecipients(db.tx, demoToday, null)).filter(({ archiveNo }) => demo.has(archiveNo));
  const visits = demoVisits(recipients, await readVisitors(db.tx), createWorkingDays());
  for (let done = 0; done < visits.length; done += CHUNK) {
    onProgress({ done, total: visits.length, what: demoVisitsText });
    await db.transaction((tx) => writeDemoVisits(tx, sealer, visits.slice(done, done + CHUNK)));
  }
  onProgress({ done: visits.length, total: visits.length, what: demoVisitsText });
  return { visits: visits.length };
}
