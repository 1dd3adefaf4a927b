import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../setup/test-database.ts';
import { runRaces } from './run-races.ts';

const SEED = 1;

describe.each([['postgres', 150, 2] as const, ['pglite', 40, 1] as const])(
  'two to five people at one case at once (%s)',
  (kind, races, lanes) => {
    it('have one winner each time, and nothing happens twice', async () => {
      const found = await runRaces(await freshDatabase(kind), { seed: SEED, races, lanes });
      expect(found.faults, `seed ${SEED}`).toEqual([]);
      expect(found.done).toBeGreaterThan(races / 2);
      expect(found.refused).toBeGreaterThan(races / 4);
    });
  },
);
