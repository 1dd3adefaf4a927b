import { expect, it } from 'vitest';
import { freshDatabase } from '../../setup/test-database.ts';
import { type Rush, rushForBeds, rushForSchools } from './rush.ts';

const ASKERS = 1000;

it('a thousand people ask at once for forty beds: exactly forty are placed, the others wait in order', async () => {
  const db = await freshDatabase('postgres');
  const rush = await rushForBeds(db, { askers: ASKERS, beds: 40, givenUp: 5, seed: 1 });
  say('beds', rush);
  expect(rush.faults).toEqual([]);
  expect([rush.placed.length, rush.waiting.length]).toEqual([40, ASKERS - 40]);
  await db.close();
});

it('a thousand children are to have a place at once: forty at the first school, thirty at the second, by class and time', async () => {
  const db = await freshDatabase('postgres');
  const rush = await rushForSchools(db, { askers: ASKERS, first: 40, second: 30, seed: 1 });
  say('schools', rush);
  expect(rush.faults).toEqual([]);
  expect(rush.waiting).toHaveLength(ASKERS - 70);
  await db.close();
});

function say(what: string, { askedMs, judgedMs }: Rush): void {
  process.stdout.write(`${what}: ${ASKERS} asked in ${askedMs} ms and were judged in ${judgedMs} ms\n`);
}
