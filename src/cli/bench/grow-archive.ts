import type { App } from '../../app.ts';
import { insertPeople, settlePeople } from '../../people/import/people-bulk-store.ts';
import { newPerson } from '../../people/new-person.ts';
import { samplePeople } from '../../people/sample-people-store.ts';
import { splitName } from '../../people/surname.ts';
import type { BenchProgress } from './bench-district.ts';
import { benchTexts } from './texts.ts';

const BATCH = 5000;

/**
 * Fills the archive up to `people`: the surnames of those who are there with the given names of others, in their villages, with phones of
 * their own. As many bear one name as would in so large a district.
 */
export async function growArchive(app: App, people: number, onProgress: BenchProgress): Promise<void> {
  const { sampled, people: held } = await samplePeople(app.db.tx, 100_000);
  const names = sampled.map(({ name }) => splitName(name));
  for (let done = held; done < people; done += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, people - done) }, (_, i) => {
      const order = done + i;
      const from = sampled[order % sampled.length];
      // A prime step: the same surname meets another given name at every turn.
      const other = names[(order * 7919) % names.length];
      const { surname } = names[order % names.length] ?? { surname: '' };
      const birthOn = `${(from?.birthYear ?? 1950) - (order % 3)}-${String((order % 12) + 1).padStart(2, '0')}-15`;
      return newPerson({
        archiveNo: `YZ-${String(order + 1).padStart(7, '0')}`,
        name: `${surname}${other?.given ?? ''}`,
        sex: order % 5 === 0 ? '女' : '男',
        birthOn,
        town: from?.town ?? null,
        village: from?.village ?? null,
        phone: `199${String(order).padStart(8, '0')}`,
        demo: true,
      });
    });
    await app.db.transaction((tx) => insertPeople(tx, app.sealer, batch));
    onProgress(benchTexts.parts.grow, Math.min(done + BATCH, people), people);
  }
  await settlePeople(app.db.tx);
}
