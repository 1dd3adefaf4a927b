import { expect, it } from 'vitest';
import { onBothDatabases } from '../setup/test-database.ts';
import { simulate } from './simulation.ts';
import { addPeople, layOutDistrict, villagers } from './small-district.ts';

onBothDatabases('an autumn with three festivals close to each other', (db, kind) => {
  it('is lived through with nobody missed, nobody told twice, nothing outside hours', async () => {
    await layOutDistrict(db().tx);
    await addPeople(db().tx, villagers(6));
    const findings = await simulate(db(), { from: '2026-08-20', to: '2026-10-28', seed: kind === 'pglite' ? 11 : 12 });
    expect(findings.faults).toEqual([]);
    expect(findings.campaigns).toBe(3);
    expect(findings.digests).toBeGreaterThan(60);
  });
});
