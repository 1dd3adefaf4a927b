import { expect, it } from 'vitest';
import { freshDatabase } from '../../setup/test-database.ts';
import { killImports, onServer } from './killed-imports.ts';

it('ends the same when its process is killed in the middle and the list is imported again', async () => {
  const [db, calm] = [await freshDatabase('postgres'), await freshDatabase('postgres')];
  const { kills, left, right, touchedAgain } = await killImports(onServer(db), calm, 2, 1);
  expect(kills).toBe(2);
  expect(touchedAgain).toBe(0);
  expect(left.split('\n')).toHaveLength(6000);
  expect(left).toBe(right);
  await db.close();
  await calm.close();
});
