import { describe, expect, it } from 'vitest';
import { destroyLists, keepList, overdueLists, readKeptList } from '../../../src/people/import/kept-list.ts';
import { onBothDatabases } from '../../setup/test-database.ts';
import { csvOf, sealer } from './list-runs.ts';

const now = new Date('2026-11-25T02:00:00Z');
const days = (count: number) => new Date(now.getTime() + count * 86_400_000);
const counts = { read: 1, created: 1 };

onBothDatabases('an imported list', (db) => {
  const deps = (at = now) => ({ db: db(), sealer, now: at, by: 'operator', channel: 'cli' });
  const large = Buffer.from(Array.from({ length: 60_000 }, (_, i) => `YZ-${i},张建国,1380000${i}`).join('\n'));
  const contentOf = async (id: string) => {
    const parts: Buffer[] = [];
    for await (const part of readKeptList(deps(), id)) parts.push(part);
    return Buffer.concat(parts);
  };

  it('is kept as it came, sealed, and once', async () => {
    const id = await keepList(deps(), 'people', { bytes: large }, counts);
    expect(await keepList(deps(days(1)), 'people', { bytes: large }, counts)).toBe(id);
    expect((await contentOf(id)).equals(large)).toBe(true);
    const parts = await db().tx.import_file_part.findMany();
    expect(parts.length).toBeGreaterThan(1);
    expect(JSON.stringify(parts)).not.toContain('张建国');
    await db().tx.import_file_part.update({
      where: { file_id_position: { file_id: id, position: 1 } },
      data: { body_sealed: parts[0]?.body_sealed ?? '' },
    });
    await expect(contentOf(id)).rejects.toMatchObject({ code: 'seal-broken' });
  });

  it('is due after thirty days and not before, and is destroyed when told', async () => {
    const id = await keepList(deps(), 'people', csvOf([{ 姓名: '李四' }]), counts);
    const due = async (at: Date) => (await overdueLists(deps(at))).map((one) => one.id);
    expect(await due(days(30))).not.toContain(id);
    expect(await due(new Date(days(30).getTime() + 1))).toContain(id);
    expect(await destroyLists(deps(days(31)), [id])).toBe(1);
    expect(await destroyLists(deps(days(31)), [id])).toBe(0);
    expect((await contentOf(id)).length).toBe(0);
    expect(await due(days(40))).not.toContain(id);
    expect(await db().tx.import_file.findUnique({ where: { id } })).toMatchObject({ kind: 'people', deleted_at: days(31) });
  });

  it('is kept anew when its keeping broke off before', async () => {
    const source = csvOf([{ 姓名: '赵六' }]);
    const id = await keepList(deps(), 'people', source, counts);
    await db().tx.import_file.update({ where: { id }, data: { counts: {} } });
    expect(await keepList(deps(), 'people', source, counts)).not.toBe(id);
  });

  describe('that was destroyed', () => {
    it('is kept anew when it comes again', async () => {
      const source = csvOf([{ 姓名: '王五' }]);
      const first = await keepList(deps(), 'people', source, counts);
      await destroyLists(deps(), [first]);
      expect(await keepList(deps(), 'people', source, counts)).not.toBe(first);
    });
  });
});
