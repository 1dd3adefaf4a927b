import { expect, it } from 'vitest';
import { freshDatabase } from '../../setup/test-database.ts';
import { killImports } from './killed-imports.ts';

it('ends the same however often it is killed: five pairs of lists, ten kills or more each', async () => {
  let total = 0;
  for (const seed of [11, 12, 13, 14, 15]) {
    const [db, calm] = [await freshDatabase('postgres'), await freshDatabase('postgres')];
    const { kills, left, right, touchedAgain } = await killImports(db, calm, 16, seed);
    total += kills;
    expect(touchedAgain).toBe(0);
    expect(left).toBe(right);
    await db.close();
    await calm.close();
  }
  expect(total).toBeGreaterThanOrEqual(50);
});
