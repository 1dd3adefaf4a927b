import { expect, it } from 'vitest';
import { type DemoProgress, loadDemoOrganisation } from '../../../src/organisation/demo/load-demo-organisation.ts';
import { onBothDatabases, testSealer } from '../../setup/test-database.ts';

onBothDatabases('loading the demo organisation', (db) => {
  it('stores every station and member of staff once, however often it runs', async () => {
    const deps = { db: db(), sealer: testSealer() };
    const progress: DemoProgress[] = [];
    const loaded = await loadDemoOrganisation(deps, (one) => progress.push(one));
    await loadDemoOrganisation(deps);
    expect(await db().tx.station.count({ where: { demo: true } })).toBe(loaded.stations);
    expect(await db().tx.staff.count({ where: { demo: true } })).toBe(loaded.staff);
    expect(progress.at(-1)?.done).toBe(progress[0]?.total);
  });

  it('completes a load that was cut off', async () => {
    await db().tx.staff.deleteMany({ where: { town: '东柳街道' } });
    const loaded = await loadDemoOrganisation({ db: db(), sealer: testSealer() });
    expect(await db().tx.staff.count()).toBe(loaded.staff);
  });
});
