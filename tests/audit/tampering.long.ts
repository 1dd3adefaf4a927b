import { expect, it } from 'vitest';
import { onBothDatabases } from '../setup/test-database.ts';
import { tamper } from './tampering.ts';

onBothDatabases('a thousand random tamperings', (db) => {
  it('are all noticed', { timeout: 600_000 }, async () => {
    expect(await tamper(db(), 1000, 7)).toEqual({ tried: 1000, unnoticed: [] });
  });
});
