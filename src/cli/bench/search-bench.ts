import type { App } from '../../app.ts';
import type { Staff } from '../../organisation/staff.ts';
import { findStaff, findStaffByUserId } from '../../organisation/staff-store.ts';
import { type SampledPerson, samplePeople } from '../../people/sample-people-store.ts';
import type { PersonQuery } from '../../people/search/person-query.ts';
import { findPeople } from '../../people/search/person-search.ts';
import { BOOKER, castOf } from './bench-cast.ts';
import { type Bare, quantilesOf, type Spread, series, spreadOf, timed } from './sample.ts';
import type { StatementTape } from './statement-tape.ts';

/** What people are looked up by, as often as it is said: mostly the name, alone or with what tells two of one name apart. */
const askings: readonly ((person: SampledPerson) => PersonQuery)[] = [
  ({ name }) => ({ name }),
  ({ name, town }) => ({ name, town: town ?? undefined }),
  ({ name }) => ({ name }),
  ({ name, birthYear }) => ({ name, birthYear: birthYear ?? undefined }),
  ({ name, village }) => ({ name: name.slice(0, 1), village: village ?? undefined }),
  ({ name, pinyin }) => ({ name: pinyin.length > 3 ? pinyin : name }),
  ({ name }) => ({ name: `${name.slice(0, 1)}阿婆` }),
  ({ name }) => ({ name: name.slice(1) }),
  // Somebody who is not there: the nearest names are looked for.
  ({ name }) => ({ name: `${name.slice(0, 2)}囍` }),
  ({ name, town, village }) => ({ name, town: town ?? undefined, village: village ?? undefined }),
];

const WARM_UP = 50;
const BARE = 200;

/** Searches by a section officer, who sees the whole district, by a town officer and by a liaison. */
export async function benchSearch(app: App, tape: StatementTape, count: number): Promise<Spread & Bare & { people: number }> {
  const viewers = await viewersOf(app);
  const { sampled, people } = await samplePeople(app.db.tx, count);
  const search = (index: number) => {
    const viewer = viewers[index % viewers.length];
    const person = sampled[index % sampled.length];
    const asking = askings[index % askings.length];
    if (!viewer || !person || !asking) throw new Error('the demo district is not loaded');
    return findPeople({ tx: app.db.tx, sealer: app.sealer, now: app.clock.now() }, viewer, asking(person), { limit: 8 });
  };
  await series(WARM_UP, search);
  const sample = await series(count, search);
  const bare: number[] = [];
  for (let index = 0; index < Math.min(BARE, count); index += 1) {
    await tape.record(() => search(index));
    bare.push(await timed(() => tape.replay(app.db)));
  }
  return { ...spreadOf(sample), limit: quantilesOf(bare), people };
}

async function viewersOf(app: App): Promise<Staff[]> {
  const [person] = await castOf(app, 50);
  const found = [
    await findStaff(app.db.tx, BOOKER),
    await findStaffByUserId(app.db.tx, 'dingtalk', person?.townOfficer ?? ''),
    await findStaffByUserId(app.db.tx, 'dingtalk', person?.liaison ?? ''),
  ];
  return found.filter((one) => one !== null);
}
