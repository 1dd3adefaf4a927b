import { expect, it } from 'vitest';
import { onBothDatabases } from '../setup/test-database.ts';
import { simulate } from './simulation.ts';
import { addPeople, layOutDistrict, villagers } from './small-district.ts';

onBothDatabases('ten years of festivals', (db) => {
  it('are lived through with nobody missed, nobody told twice, nothing outside hours', async () => {
    await layOutDistrict(db().tx);
    await addPeople(db().tx, villagers(6));
    const findings = await simulate(db(), { from: '2024-01-01', to: '2033-12-31', seed: 1 });
    expect(findings.faults).toEqual([]);
    expect(findings.campaigns).toBeGreaterThan(60);
  });
});
