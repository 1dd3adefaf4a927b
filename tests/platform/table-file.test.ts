import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { createFaultFile } from '../../src/platform/fault-file.ts';
import { openTable, type TableSource } from '../../src/platform/table-file.ts';
import type { TableRow } from '../../src/platform/table-row.ts';
import { workbook } from './workbook.ts';

const columns = ['工号', '姓名', '备注'];

async function read(source: TableSource, required: string[] = []) {
  const table = await openTable(source, columns, required);
  const rows: TableRow[] = [];
  for await (const row of table.rows) rows.push(row);
  return { table, rows };
}
const bytes = (text: string, encoding = 'utf-8'): TableSource => ({ bytes: iconv.encode(text, encoding) });
const cellsOf = (rows: TableRow[]) => rows.map((row) => row.faults?.[0]?.reason ?? Object.values(row.cells));

const list = '工号,姓名,备注\n1,张三,甲\n2,李四,乙\n';

describe('a list', () => {
  it.each([
    ['UTF-8', bytes(list)],
    ['UTF-8 with BOM', bytes(`\uFEFF${list}`)],
    ['GB18030', bytes(list, 'gb18030')],
    ['UTF-16 with BOM', bytes(`\uFEFF${list.replaceAll(',', '\t')}`, 'utf16-le')],
    ['lines ended the Windows way', bytes(list.replaceAll('\n', '\r\n'))],
    ['lines ended the old Macintosh way', bytes(list.replaceAll('\n', '\r'))],
    ['semicolons', bytes(list.replaceAll(',', ';'))],
    ['no line end behind the last row', bytes(list.trimEnd())],
    [
      'a workbook',
      {
        bytes: workbook([
          ['工号', '姓名', '备注'],
          [1, '张三', '甲'],
          ['2', '李四', '乙'],
        ]),
      },
    ],
  ])('is read from %s', async (_, source) => {
    const { rows } = await read(source);
    expect(rows).toEqual([
      { line: 2, cells: { 工号: '1', 姓名: '张三', 备注: '甲' } },
      { line: 3, cells: { 工号: '2', 姓名: '李四', 备注: '乙' } },
    ]);
  });

  it('keeps rare characters of GB18030 and beyond the basic plane', async () => {
    for (const encoding of ['utf-8', 'gb18030']) {
      const { rows } = await read(bytes('姓名\n𠮷田·阿依古丽㛃\n', encoding));
      expect(rows).toMatchObject([{ cells: { 姓名: '𠮷田·阿依古丽㛃' } }]);
    }
  });

  it('takes columns in any order, with notes in the header, and reports the unknown', async () => {
    const { table, rows } = await read(bytes('备注,年龄,姓 名（必填）,*工号\n甲,70,张三,1\n'));
    expect(table.unknownColumns).toEqual(['年龄']);
    expect(rows).toEqual([{ line: 2, cells: { 工号: '1', 姓名: '张三', 备注: '甲' } }]);
  });

  it('says which columns are missing', async () => {
    const { table } = await read(bytes('姓名\n张三\n'), ['工号', '姓名']);
    expect(table.faults).toEqual([{ line: 1, column: '工号', reason: '缺少这一列' }]);
    expect((await read(bytes(''), ['工号'])).table.faults).toHaveLength(1);
  });

  it('leaves blank rows out and counts lines as an editor does', async () => {
    const { rows } = await read(bytes('工号,姓名,备注\n\n1,张三,"两\n行"\n,,\n2,李四,\n'));
    expect(rows).toEqual([
      { line: 3, cells: { 工号: '1', 姓名: '张三', 备注: '两 行' } },
      { line: 6, cells: { 工号: '2', 姓名: '李四', 备注: '' } },
    ]);
  });

  it('loses to an open quotation mark its own row only', async () => {
    const rest = Array.from({ length: 60 }, (_, i) => `${i},李四,"引""用"`).join('\n');
    const { rows } = await read(bytes(`工号,姓名,备注\n1,"张三,甲\n${rest}\n`));
    expect(rows).toHaveLength(61);
    expect(rows[0]).toMatchObject({ line: 2, faults: [{ line: 2, column: '', reason: '这一行的引号不成对，无法读取' }] });
    expect(rows[60]).toEqual({ line: 62, cells: { 工号: '59', 姓名: '李四', 备注: '引"用' } });
    expect(cellsOf((await read(bytes('工号,姓名,备注\n1,张三,甲\n2,"李四,乙'))).rows)).toEqual([
      ['1', '张三', '甲'],
      '这一行的引号不成对，无法读取',
    ]);
  });

  it('takes short and long rows for what they are', async () => {
    expect(cellsOf((await read(bytes('工号,姓名,备注\n1\n2,李四,乙,多,余\n'))).rows)).toEqual([
      ['1', '', ''],
      '这一行比表头多出2格，可能有一格里写了逗号而没有加引号',
    ]);
  });

  it.each([10, 90_000])('says so when a row behind %i others is in another encoding', async (count) => {
    const source = {
      bytes: Buffer.concat([Buffer.from(`工号,姓名,备注\n${'1,张三,甲\n'.repeat(count)}`), iconv.encode('2,李四,乙\n', 'gb18030')]),
    };
    const { rows } = await read(source);
    expect(rows.at(-1)).toMatchObject({ line: count + 2, faults: [{ column: '姓名' }, { column: '备注' }] });
    expect(rows.filter((row) => row.faults)).toHaveLength(1);
  });

  it('reads dates, whole numbers and blank rows of a workbook', async () => {
    const { rows } = await read({
      bytes: workbook([
        ['工号', '姓名', '备注'],
        [null, null, null],
        [13_800_001_234, '张三', { date: 45_000 }],
        ['330299194801010010', '李四', null],
      ]),
    });
    expect(rows).toEqual([
      { line: 3, cells: { 工号: '13800001234', 姓名: '张三', 备注: '2023-03-15' } },
      { line: 4, cells: { 工号: '330299194801010010', 姓名: '李四', 备注: '' } },
    ]);
  });

  it('refuses what is no list, in Chinese', async () => {
    const broken = { bytes: Buffer.from('PK\x03\x04 not a workbook') };
    await expect(read(broken)).rejects.toMatchObject({ code: 'table-unreadable' });
    await expect(read({ bytes: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]) })).rejects.toMatchObject({ code: 'table-unreadable' });
  });

  it('is streamed from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yinling-table-'));
    const path = join(folder, 'a.csv');
    await writeFile(
      path,
      iconv.encode(`工号,姓名,备注\n${Array.from({ length: 50_000 }, (_, i) => `${i},张三丰,备注${i}`).join('\n')}\n`, 'gb18030'),
    );
    const { rows } = await read({ path });
    expect(rows).toHaveLength(50_000);
    expect(rows.at(-1)).toEqual({ line: 50_001, cells: { 工号: '49999', 姓名: '张三丰', 备注: '备注49999' } });
    await rm(folder, { recursive: true });
  });
});

describe('the file of faults', () => {
  it('can be mended and imported again, defuses formulas, and is the owner’s alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yinling-faults-'));
    const path = join(folder, 'faults.csv');
    const file = createFaultFile(path, columns);
    const row = { line: 7, cells: { 工号: '1', 姓名: '张,三', 备注: '=1+1' } };
    file.add(row, [
      { line: 7, column: '工号', reason: '不能为空' },
      { line: 7, column: '姓名', reason: '不对' },
    ]);
    file.add({ line: 9, cells: { 工号: '330299195003120018' } }, [{ line: 9, column: '', reason: '无法读取' }]);
    await file.close();
    expect(await readFile(path, 'utf8')).toBe(
      `\uFEFF行号,列,原因,工号,姓名,备注\n7,工号；姓名,工号：不能为空；姓名：不对,1,"张,三",'=1+1\n9,,无法读取,'330299195003120018,,\n`,
    );
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    const { table, rows } = await read({ path });
    expect(table.unknownColumns).toEqual([]);
    expect(rows.map((one) => one.cells)).toEqual([row.cells, { 工号: '330299195003120018', 姓名: '', 备注: '' }]);
    await rm(folder, { recursive: true });
  });
});
