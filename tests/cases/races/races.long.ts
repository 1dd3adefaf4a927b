import { expect, it } from 'vitest';
import { freshDatabase } from '../../setup/test-database.ts';
import { runRaces } from './run-races.ts';

const ROUNDS = 25;
const RACES = 400;

it('ten thousand races of two to five people at one case leave no act done twice and none done by half', async () => {
  let races = 0;
  const all = new Map<string, { done: number; refused: number }>();
  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    const found = await runRaces(await freshDatabase('postgres'), { seed, races: RACES, lanes: 3 });
    expect(found.faults, `seed ${seed}`).toEqual([]);
    races += found.races;
    for (const [name, { done, refused }] of found.byName) {
      const before = all.get(name) ?? { done: 0, refused: 0 };
      all.set(name, { done: before.done + done, refused: before.refused + refused });
    }
  }
  const lines = [...all].map(([name, { done, refused }]) => `${name}: ${done} done, ${refused} refused`);
  process.stdout.write(`${races} races, seeds 1 to ${ROUNDS}\n${lines.sort().join('\n')}\n`);
  expect(races).toBeGreaterThanOrEqual(ROUNDS * RACES);
  for (const [name, { done }] of all) expect(done, name).toBeGreaterThanOrEqual(20);
});
