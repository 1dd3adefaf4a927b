import { expect, it } from 'vitest';
import { importResources } from '../../../src/cases/scarce/import-resources.ts';
import { onBothDatabases } from '../../setup/test-database.ts';

onBothDatabases('importing what is scarce', (db) => {
  const list = (...rows: string[]) => ({ bytes: Buffer.from(['类型,编码,名称,开始日期,结束日期,名额,学段,备注', ...rows].join('\n')) });
  const good = list('疗养批次,LY2027-04,四月批,2027-04-12,2027/4/16,36,,示意', '学校,XX-1,姜山小学,,,3,小学,');

  it('creates, leaves unchanged and updates by code', async () => {
    expect(await importResources({ db: db() }, good, { dryRun: true })).toMatchObject({ read: 2, created: 2 });
    expect(await db().tx.resource.count()).toBe(0);
    expect(await importResources({ db: db() }, good)).toMatchObject({ read: 2, created: 2, updated: 0, unchanged: 0, faults: [] });
    expect(await importResources({ db: db() }, good)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    const more = list('疗养批次,LY2027-04,四月批,2027-04-12,2027-04-16,40,,示意');
    expect(await importResources({ db: db() }, more)).toMatchObject({ created: 0, updated: 1, unchanged: 0 });
    expect(await db().tx.resource.findUnique({ where: { code: 'LY2027-04' } })).toMatchObject({ capacity: 40, kind: 'sanatorium-batch' });
  });

  it('says line, column and reason of what it leaves out, and takes the rest', async () => {
    await db().tx.$executeRaw`UPDATE resource SET taken = 2 WHERE code = 'XX-1'`;
    const bad = list(
      '民宿,A,甲,,,1,,',
      '学校,B,乙,,,1,,',
      '疗养批次,C,丙,2027-04-12,2027-04-10,1,,',
      '疗养批次,D,丁,2027-13-01,2027-04-10,一,,',
      '学校,XX-1,姜山小学,,,1,小学,',
      '学校,E,戊,,,1,初中,',
      '学校,E,己,,,1,初中,',
    );
    const report = await importResources({ db: db() }, bad);
    expect(report.faults.map(({ line, column }) => [line, column])).toEqual([
      [2, '类型'],
      [3, '学段'],
      [4, '结束日期'],
      [5, '名额'],
      [5, '开始日期'],
      [6, '名额'],
      [8, '编码'],
    ]);
    expect(report).toMatchObject({ read: 7, created: 1 });
    expect(report.faults.every((fault) => /[\u4e00-\u9fff]/.test(fault.reason))).toBe(true);
  });
});
