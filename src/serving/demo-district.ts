import type { App } from '../app.ts';
import { loadDemoResources } from '../cases/scarce/demo-resources.ts';
import { loadDemoOrganisation } from '../organisation/demo/load-demo-organisation.ts';
import { listStations } from '../organisation/station-store.ts';
import { loadDemoPeople } from '../people/demo/load-demo-people.ts';
import { releaseMemory } from '../platform/release-memory.ts';
import { readSetting, writeSetting } from '../platform/setting-store.ts';
import { loadDemoVisits } from '../visits/demo-visits.ts';

const MARK = 'demo-district';

interface Mark {
  startedAt: string;
  finishedAt: string | null;
}

export interface LoadProgress {
  what: string;
  done: number;
  total: number;
}

/**
 * Loads the demo district where the configuration wants it: `auto` into an embedded database that is empty, `on` anywhere. A load that was
 * killed is taken up again (its keys are fixed, so nothing is doubled). Returns whether it loaded anything.
 */
export async function ensureDemoDistrict(app: App, onProgress: (progress: LoadProgress) => void): Promise<boolean> {
  const mark = await readSetting<Mark>(app.db.tx, MARK);
  if (mark?.finishedAt || !(mark || (await isWanted(app)))) return false;
  const startedAt = mark?.startedAt ?? app.clock.now().toISOString();
  await writeSetting(app.db.tx, MARK, { startedAt, finishedAt: null }, app.clock.now());
  await loadDemoOrganisation(app, onProgress);
  await loadDemoPeople(app, onProgress);
  await loadDemoResources(app, onProgress);
  await loadDemoVisits(app, onProgress);
  releaseMemory();
  await writeSetting(app.db.tx, MARK, { startedAt, finishedAt: app.clock.now().toISOString() }, app.clock.now());
  return true;
}

async function isWanted(app: App): Promise<boolean> {
  const { demo, databaseUrl } = app.config;
  if (demo === 'off') return false;
  return demo === 'on' || (databaseUrl === null && (await listStations(app.db.tx)).length === 0);
}
