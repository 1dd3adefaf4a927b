import { expect, it } from 'vitest';
import type { DemoProgress } from '../../../src/organisation/demo/load-demo-organisation.ts';
import { loadDemoPeople } from '../../../src/people/demo/load-demo-people.ts';
import { onBothDatabases, testSealer } from '../../setup/test-database.ts';

const isDongliu = ({ town }: { town: string }) => town === '东柳街道';

onBothDatabases('loading the demo people', (db) => {
  it('lays them down sealed, with all that belongs to them, once', async () => {
    const deps = { db: db(), sealer: testSealer() };
    const progress: DemoProgress[] = [];
    const loaded = await loadDemoPeople(deps, (one) => progress.push(one), isDongliu);
    expect(loaded.people).toBeGreaterThan(800);
    expect(await db().tx.person.count({ where: { demo: true, town: '东柳街道' } })).toBe(loaded.people);
    for (const count of [db().tx.person_relation.count(), db().tx.benefit.count({ where: { demo: true } }), db().tx.certificate.count()])
      expect(await count).toBeGreaterThan(100);
    expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total);
    const before = await counts();
    await loadDemoPeople(deps, undefined, isDongliu);
    expect(await counts()).toEqual(before);
  });

  it('finds a person by what they are known by', async () => {
    const sealer = testSealer();
    const person = await db().tx.person.findFirstOrThrow({ where: { name: '张建国', village: '安居社区' } });
    const place = { table: 'person', column: 'idcard_sealed', row: person.archive_no };
    const idcard = sealer.open(person.idcard_sealed ?? '', place);
    expect(idcard).toMatch(/^3302991951\d{7}[\dX]$/);
    expect(person.idcard_index).toBe(sealer.index('idcard', idcard));
    expect(person.name_pinyin).toBe('zhangjianguo');
  });

  it('completes a load that was cut off, and keeps what was changed since', async () => {
    const before = await counts();
    const lost = await db().tx.person.findMany({ where: { village: '园丁社区' }, select: { archive_no: true } });
    await db().tx.person.deleteMany({ where: { village: '园丁社区' } });
    await db().tx.person.updateMany({ where: { village: '安居社区', name: '张建国' }, data: { hardship: '低保' } });
    await loadDemoPeople({ db: db(), sealer: testSealer() }, undefined, isDongliu);
    expect(lost.length).toBeGreaterThan(0);
    expect(await counts()).toEqual(before);
    expect(await db().tx.person.count({ where: { village: '安居社区', name: '张建国', hardship: '低保' } })).toBeGreaterThan(0);
  });

  async function counts() {
    const { person, person_category, person_relation, benefit, certificate } = db().tx;
    return Promise.all([person.count(), person_category.count(), person_relation.count(), benefit.count(), certificate.count()]);
  }
});
