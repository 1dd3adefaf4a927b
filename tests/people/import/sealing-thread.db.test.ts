import { expect, it } from 'vitest';
import { importPeople } from '../../../src/people/import/import-people.ts';
import { openFact } from '../../../src/people/person-seal.ts';
import { onBothDatabases } from '../../setup/test-database.ts';
import { idcardOf } from '../many-people.ts';
import { csvOf, type ListRow, places, sealer } from './list-runs.ts';

const keys = { keys: [{ id: 'k1', key: Buffer.alloc(32, 7) }], indexKey: Buffer.alloc(32, 9), suite: 'aes' as const };

onBothDatabases('a long list that is sealed on a thread of its own', (db) => {
  it('opens and is found like any other', async () => {
    const rows: ListRow[] = Array.from({ length: 8000 }, (_, i) => {
      const born = new Date(Date.UTC(1940, 0, 1) + i * 86_400_000).toISOString().slice(0, 10);
      const number = { 档案号: `YZ-${String(i + 1).padStart(7, '0')}`, 身份证号: idcardOf(born, i) };
      return { ...number, 姓名: '单于大力', 手机号: `138${String(i).padStart(8, '0')}`, 户籍地址: '东柳街道1号' };
    });
    const deps = { db: db(), sealer, places, now: new Date('2026-11-25T02:00:00Z'), by: 'S1', channel: 'cli', sealingKeys: keys };
    expect(await importPeople(deps, csvOf(rows))).toMatchObject({ read: 8000, created: 8000, faults: [] });
    const stored = await db().tx.person.findMany({ orderBy: { archive_no: 'asc' } });
    for (const [i, person] of stored.entries()) {
      expect(openFact(sealer, 'phone', person.phone_sealed, person.archive_no)).toBe(rows[i]?.['手机号']);
      expect(person.idcard_index).toBe(sealer.index('idcard', rows[i]?.['身份证号'] ?? ''));
      expect(person.phone_tail_index).toBe(sealer.index('phone-tail', rows[i]?.['手机号']?.slice(-4) ?? ''));
    }
    expect(await importPeople(deps, csvOf(rows))).toMatchObject({ created: 0, unchanged: 8000 });
  });
});
