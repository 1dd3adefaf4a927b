import type { App } from '../../app.ts';
import { findStaff } from '../../organisation/staff-store.ts';
import { findPeople } from '../../people/person-search.ts';
import { sampleNames } from '../../people/sample-names-store.ts';
import { type Spread, series, spreadOf } from './sample.ts';

/** Searches by whole name, as a section officer who sees the whole district. */
export async function benchSearch(app: App, count: number): Promise<Spread & { people: number }> {
  const viewer = await findStaff(app.db.tx, 'DPENSION01');
  if (!viewer) throw new Error('the demo staff are not loaded');
  const { names, people } = await sampleNames(app.db.tx, count);
  const search = (index: number) =>
    findPeople({ tx: app.db.tx, sealer: app.sealer, now: app.clock.now() }, viewer, { name: names[index % names.length] }, { limit: 8 });
  await series(50, search);
  return { ...spreadOf(await series(count, search)), people };
}
