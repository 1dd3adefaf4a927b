import type { Database } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { saveStaff } from '../staff-store.ts';
import { saveStations } from '../station-store.ts';
import { demoStaff, headedStations } from './demo-staff.ts';
import { readDemoStations } from './demo-stations.ts';
import { demoTexts } from './texts.ts';

/** How far a load is: rows done of all, and what they are, in Chinese. */
export interface DemoProgress {
  done: number;
  total: number;
  what: string;
}

/** Lays down the stations and staff of the demo district. What is there already stays as it is; a load that was cut off is completed. */
export async function loadDemoOrganisation(
  deps: { db: Database; sealer: Sealer },
  onProgress: (progress: DemoProgress) => void = () => undefined,
): Promise<{ stations: number; staff: number }> {
  const bare = readDemoStations();
  const staff = demoStaff(bare);
  const stations = headedStations(bare, staff);
  const total = stations.length + staff.length;
  onProgress({ done: 0, total, what: demoTexts.organisation });
  await deps.db.transaction((tx) => saveStations(tx, stations));
  onProgress({ done: stations.length, total, what: demoTexts.organisation });
  await deps.db.transaction((tx) => saveStaff(tx, deps.sealer, staff));
  onProgress({ done: total, total, what: demoTexts.organisation });
  return { stations: stations.length, staff: staff.length };
}
