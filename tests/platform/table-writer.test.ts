import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTable } from '../../src/platform/table-file.ts';
import { createCsvWriter, type TableWriter } from '../../src/platform/table-writer.ts';
import { createXlsxWriter } from '../../src/platform/table-xlsx-writer.ts';
import { openZip } from '../../src/platform/table-zip.ts';

const columns = ['档案号', '姓名', '备注'];
const mark = { title: '人员/名单', text: '编号DC1，甲（A&B）于2026-11-25导出', author: '甲', madeAt: new Date('2026-11-25T02:00:00Z') };
const strange = [
  ['1', '𠮷·阿依古丽', '<b>"&amp;'],
  ['2', '', '=1+1'],
  ['3', '-2', '@x'],
  ['4', '+1', '两\n行'],
  ['5', '\t甲', ''],
];
/** What a reader of ours makes of them: it takes the defusing mark off. */
const asRead = [
  ['1', '𠮷·阿依古丽', '<b>"&amp;'],
  ['2', '', '=1+1'],
  ['3', '-2', '@x'],
  ['4', '+1', '两 行'],
  ['5', "' 甲", ''],
];

describe('a list that leaves the house', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yinling-writer-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const write = async (writer: TableWriter, rows: readonly string[][]) => {
    for (const row of rows) await writer.row(row);
    await writer.close();
  };
  const readBack = async (path: string) => {
    const table = await openTable({ path }, columns, ['档案号']);
    const rows: string[][] = [];
    for await (const row of table.rows) rows.push(columns.map((column) => row.cells[column] ?? ''));
    return { rows, notes: table.notes };
  };
  const part = async (path: string, name: string) => {
    const zip = await openZip({ path });
    const chunks: Uint8Array[] = [];
    for await (const chunk of zip.chunks(name)) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  };

  it('says in a CSV who, when and which number in the first row, and defuses formulas', async () => {
    const path = join(folder, 'a.csv');
    await write(await createCsvWriter(createWriteStream(path), columns, mark), strange);
    const text = await readFile(path, 'utf8');
    expect(text.startsWith(`\uFEFF${mark.text}\n档案号,姓名,备注\n`)).toBe(true);
    for (const cell of ["'=1+1", "'-2", "'@x", "'+1", "'\t甲"]) expect(text).toContain(cell);
    expect((await readBack(path)).rows).toEqual(asRead);
  });

  it('says it in a workbook in the first row, header, footer and properties, and has no formula in it', async () => {
    const path = join(folder, 'a.xlsx');
    await write(await createXlsxWriter(createWriteStream(path), columns, mark), strange);
    expect((await readBack(path)).rows).toEqual(asRead);
    const sheet = await part(path, 'xl/worksheets/sheet1.xml');
    expect(sheet).not.toContain('<f');
    expect(sheet).toContain('<oddHeader>&amp;C编号DC1，甲（A＆B）');
    expect(await part(path, 'docProps/core.xml')).toContain('<dc:description>编号DC1，甲（A&amp;B）');
    expect(await part(path, 'xl/workbook.xml')).toContain('name="人员名单"');
  });

  it('goes on in another sheet where Excel ends', async () => {
    const path = join(folder, 'long.xlsx');
    const rows = Array.from({ length: 2500 }, (_, i) => [String(i), '张三', '']);
    await write(await createXlsxWriter(createWriteStream(path), columns, mark, 1000), rows);
    const { rows: first, notes } = await readBack(path);
    expect(first).toEqual(rows.slice(0, 1000));
    expect(notes.join()).toContain('人员名单2、人员名单3');
    expect(await part(path, 'xl/worksheets/sheet3.xml')).toContain('<t xml:space="preserve">2499</t>');
  });

  it('is a whole workbook without a row', async () => {
    const path = join(folder, 'empty.xlsx');
    await write(await createXlsxWriter(createWriteStream(path), columns, mark), []);
    expect((await readBack(path)).rows).toEqual([]);
  });

  it('keeps out of XML what XML cannot hold', async () => {
    const path = join(folder, 'odd.xlsx');
    await write(await createXlsxWriter(createWriteStream(path), columns, mark), [['1', 'a\0b\u0007\uFFFE\uD800', '']]);
    expect(await part(path, 'xl/worksheets/sheet1.xml')).toContain('>a\uFFFDb\uFFFD\uFFFD\uFFFD<');
  });

  it.each([
    ['CSV', createCsvWriter],
    ['workbook', createXlsxWriter],
  ])('fails as a %s when its disk is full', async (_, create) => {
    const full = new Writable({ write: (_chunk, _encoding, done) => done(new Error('ENOSPC')) });
    full.on('error', () => undefined);
    const attempt = async () =>
      write(
        await create(full, columns, mark),
        Array.from({ length: 20_000 }, () => ['1', '张三', '甲'.repeat(50)]),
      );
    await expect(attempt()).rejects.toThrow();
  });
});
