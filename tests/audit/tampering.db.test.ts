import { expect, it } from 'vitest';
import { onBothDatabases } from '../setup/test-database.ts';
import { tamper } from './tampering.ts';

onBothDatabases('random tampering with the record', (db) => {
  it('is noticed every time', async () => {
    expect(await tamper(db(), 63, 20_261_125)).toEqual({ tried: 63, unnoticed: [] });
  });
});
