import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { affectedBy } from '../../src/audit/account-reads-store.ts';
import { addExportSubjects } from '../../src/people/export/export-store.ts';
import { openTable } from '../../src/platform/table-file.ts';
import { type District, openDistrict } from '../setup/district.ts';
import { commandsOf, type Ran } from './commanding.ts';

describe('export', () => {
  let district: District;
  let folder: string;
  let run: (argv: string[]) => Promise<Ran>;
  beforeAll(async () => {
    district = await openDistrict('pglite');
    folder = district.app.config.dataDir;
    run = commandsOf(district.app, folder);
    await run(['campaign', 'plan', '--festival', 'spring_festival', '--year', '2027']);
  });
  afterAll(() => district.close());

  const exported = async (kind: string, staffId: string, ...more: string[]) => {
    const ran = await run(['export', kind, '--as', staffId, '--out', 'out.csv', '--json', ...more]);
    expect(ran).toMatchObject({ code: 0, err: '' });
    const text = await readFile(join(folder, 'out.csv'), 'utf8');
    const [mark = [], header = [], ...rows] = parse(text, { bom: true, relax_column_count: true }) as string[][];
    const named = rows.map((row) => Object.fromEntries(header.map((column, at) => [column, row[at] ?? ''])));
    return { ...ran.json<{ no: string; rows: number; people: number }>(), text, mark: mark[0] ?? '', rows: named };
  };
  const count = async (sql: string, ...values: unknown[]) => Number((await district.rows<{ n: number }>(sql, ...values))[0]?.n);

  it('lists what a town officer may see, masked, and nobody of another town', async () => {
    const { rows, mark, no, text } = await exported('people', 'T330212012C');
    expect(rows).toHaveLength(await count(`SELECT count(*)::int AS n FROM person WHERE town = '东柳街道'`));
    expect(new Set(rows.map((row) => row['居住镇街']))).toEqual(new Set(['东柳街道']));
    expect(mark).toContain(no);
    expect(mark).toContain('T330212012C');
    for (const row of rows) {
      expect(row['姓名']).toMatch(/^\p{L}+\*+$/u);
      expect(row['身份证号']).toBe('');
      expect(row['手机号']).toMatch(/^(1\d{2}\*{4}\d{4}|)$/);
      expect(row['年龄段']).toMatch(/^(\d+—\d+岁|)$/);
    }
    const secrets = await district.rows<{ name: string }>(`SELECT DISTINCT name FROM person WHERE length(name) > 2`);
    for (const { name } of secrets) expect(text).not.toContain(name);
    expect(text).not.toMatch(/\d{11}/);
  });

  it('gives every role what the matrix gives it', async () => {
    const all = await count('SELECT count(*)::int AS n FROM person');
    expect((await exported('people', 'DPENSION01')).rows).toHaveLength(all);
    const leader = await exported('people', 'DLEADER01');
    expect(leader.rows.some((row) => /^\d{4}\*{10}[\dX]{4}$/.test(row['身份证号'] ?? ''))).toBe(true);
    expect(leader.rows.every((row) => row['银行卡号'] === '')).toBe(true);
  });

  it('is narrowed by town, village and category', async () => {
    const { rows } = await exported('people', 'DPENSION01', '--town', '东柳', '--village', '安居社区', '--category', '残疾军人');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows)
      expect(row).toMatchObject({ 居住镇街: '东柳街道', 居住村社: '安居社区', 人员类别: expect.stringContaining('残疾军人') });
    const today = await exported('people', 'DPENSION01', '--from', '2100-01-01');
    expect(today.rows).toHaveLength(0);
  });

  it('puts down who is in it before it leaves, and records count and filter', async () => {
    const { no, rows } = await exported('people', 'T330212012C', '--category', '残疾军人');
    expect(rows.length).toBeGreaterThan(0);
    expect(await count('SELECT count(*)::int AS n FROM export_subject WHERE export_no = $1', no)).toBe(rows.length);
    const records = await district.rows<{ action: string; detail: string }>(
      `SELECT action, detail FROM audit_record WHERE subject IS NULL AND detail LIKE '%' || $1 || '%' ORDER BY seq`,
      no,
    );
    expect(records.map((one) => one.action)).toEqual(['export', 'export-done']);
    expect(JSON.parse(records[1]?.detail ?? '')).toMatchObject({ rows: rows.length, filter: { category: 'disabled' }, kind: 'people' });
    const affected = await affectedBy(district.app.db.tx, 'T330212012C', new Date(0), new Date('2100-01-01'));
    const listed = affected.find((one) => one.archiveNo === rows[0]?.['档案号']);
    expect(listed?.classes).toContain('phone:masked');
    expect(await addExportSubjects(district.app.db.tx, no, [rows[0]?.['档案号'] ?? ''])).toBe(0);
  });

  it('exports visits and cases as far as they may be seen', async () => {
    const visits = await exported('visits', 'T330212012C');
    expect(visits.rows.length).toBeGreaterThan(0);
    expect(new Set(visits.rows.map((row) => row['镇街']))).toEqual(new Set(['东柳街道']));
    expect(visits.text).not.toContain('卧床');
    expect((await exported('cases', 'DPENSION01')).rows).toEqual([]);
    expect((await exported('visits', 'DPENSION01')).rows.length).toBeGreaterThan(visits.rows.length);
  });

  it('is refused to who finds nobody, for another town, and the record to who does not keep it', async () => {
    const refused = (kind: string, staffId: string, ...more: string[]) =>
      run(['export', kind, '--as', staffId, '--out', 'no.csv', ...more]);
    expect(await refused('people', 'T330212012C', '--town', '姜山镇')).toMatchObject({ code: 1, err: expect.stringContaining('工作范围') });
    expect(await refused('audit', 'T330212012C')).toMatchObject({ code: 1, err: expect.stringContaining('角色') });
    expect(await refused('people', 'DPENSION01', '--town', '西湖街道')).toMatchObject({ code: 2 });
    expect(await refused('horses', 'DPENSION01')).toMatchObject({ code: 2 });
    expect(await run(['export', 'people', '--as', 'DPENSION01', '--out', 'no.pdf'])).toMatchObject({ code: 2 });
    expect(await run(['export', 'people', '--as', 'DPENSION01', '--out', 'nowhere/no.csv'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('写不了'),
    });
    await expect(stat(join(folder, 'no.csv'))).rejects.toThrow();
  });

  it('is refused at the day’s ceiling, with an alarm before', async () => {
    const codes: number[] = [];
    let err = '';
    for (let i = 0; i < 11 && !codes.includes(1); i += 1) {
      const ran = await run(['export', 'people', '--as', 'T330212012D', '--out', 'many.csv', '--village', '安居社区']);
      codes.push(ran.code);
      ({ err } = ran);
    }
    expect(codes).toEqual([...Array.from({ length: 10 }, () => 0), 1]);
    expect(err).toContain('导出');
    expect(await count(`SELECT count(*)::int AS n FROM alarm WHERE about = 'T330212012D'`)).toBe(1);
  });

  it('defuses what looks like a formula, in either form, and is its owner’s alone', async () => {
    const list = '档案号,姓名,户籍地址,居住镇街,居住村社,军种\nYZ-0999991,赵一二,@SUM(1),东柳,安居社区,陆军\n';
    await writeFile(join(folder, 'list.csv'), list);
    await run(['import', 'people', 'list.csv']);
    await district.rows(`UPDATE person SET branch = '=1+1' WHERE archive_no = 'YZ-0999991'`);
    const csv = await exported('people', 'T330212012C', '--village', '安居社区');
    expect(csv.rows.find((row) => row['档案号'] === 'YZ-0999991')).toMatchObject({ 军种: "'=1+1" });
    expect((await run(['export', 'people', '--as', 'T330212012C', '--out', 'out.xlsx'])).code).toBe(0);
    const path = join(folder, 'out.xlsx');
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o077).toBe(0);
    const table = await openTable({ path }, ['档案号', '姓名', '军种'], ['档案号']);
    const rows = [];
    for await (const row of table.rows) rows.push(row.cells);
    expect(rows.find((row) => row['档案号'] === 'YZ-0999991')).toMatchObject({ 姓名: '赵**', 军种: '=1+1' });
    expect(rows.length).toBeGreaterThan(csv.rows.length);
  });
});
