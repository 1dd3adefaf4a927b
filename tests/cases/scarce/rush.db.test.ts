import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../setup/test-database.ts';
import { rushForBeds, rushForSchools } from './rush.ts';

describe.each([['postgres', 60] as const, ['pglite', 24] as const])('everybody asks at the same moment (%s)', (kind, askers) => {
  it('for eight beds: eight are placed by the order, the others wait in it, and what is given up goes to the next', async () => {
    const db = await freshDatabase(kind);
    const rush = await rushForBeds(db, { askers, beds: 8, givenUp: 3, seed: 1 });
    expect(rush.faults).toEqual([]);
    expect([rush.placed.length, rush.waiting.length]).toEqual([8, askers - 8]);
    await db.close();
  });

  it('for places at two schools: the first wish by class and time, then the second, and nobody twice', async () => {
    const db = await freshDatabase(kind);
    const rush = await rushForSchools(db, { askers: askers / 2, first: 5, second: 4, seed: 1 });
    expect(rush.faults).toEqual([]);
    expect(rush.waiting).toHaveLength(askers / 2 - 9);
    await db.close();
  });
});
