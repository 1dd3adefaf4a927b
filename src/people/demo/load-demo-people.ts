import { type DemoVillage, demoVillages, readDemoStations } from '../../organisation/demo/demo-stations.ts';
import type { DemoProgress } from '../../organisation/demo/load-demo-organisation.ts';
import type { Database } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { insertPeople, settlePeople } from '../import/people-bulk-store.ts';
import type { NewPerson } from '../new-person.ts';
import { demoPopulation } from './demo-groups.ts';
import { demoPeople } from './demo-people.ts';
import { existingArchiveNos } from './demo-people-store.ts';
import { demoPeopleTexts } from './texts.ts';

/** Files a transaction: more at once load no faster and leave larger strings behind in memory. */
const CHUNK = 500;

/**
 * Lays the demo people into the archive. Files that are there already stay untouched, so a load that was cut off is completed by the
 * next one. `villages` narrows the load to some of them (tests); by default the whole district, 30,789 people.
 */
export async function loadDemoPeople(
  deps: { db: Database; sealer: Sealer },
  onProgress: (progress: DemoProgress) => void = () => undefined,
  isWanted: (village: DemoVillage) => boolean = () => true,
): Promise<{ people: number }> {
  const villages = demoVillages(readDemoStations());
  const wanted = new Set(villages.filter(isWanted).map(areaKey));
  const report = (done: number) => onProgress({ done, total: demoPopulation, what: demoPeopleTexts.people });
  let people = 0;
  let chunk: NewPerson[] = [];
  report(0);
  for (const person of demoPeople(villages)) {
    if (!wanted.has(areaKey(person))) continue;
    chunk.push(person);
    people += 1;
    if (chunk.length < CHUNK) continue;
    await layIn(deps, chunk);
    report(people);
    chunk = [];
  }
  await layIn(deps, chunk);
  await settlePeople(deps.db.tx);
  report(demoPopulation);
  return { people };
}

async function layIn({ db, sealer }: { db: Database; sealer: Sealer }, people: readonly NewPerson[]): Promise<void> {
  await db.transaction(async (tx) => {
    const existing = await existingArchiveNos(
      tx,
      people.map(({ archiveNo }) => archiveNo),
    );
    await insertPeople(
      tx,
      sealer,
      people.filter(({ archiveNo }) => !existing.has(archiveNo)),
    );
  });
}

function areaKey({ town, village }: { town: string | null; village: string | null }): string {
  return `${town} ${village}`;
}
