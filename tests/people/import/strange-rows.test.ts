import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { peopleColumns } from '../../../src/people/import/import-columns.ts';
import { readPersonRow } from '../../../src/people/import/read-person-row.ts';
import { rowReading } from '../../../src/platform/row-reading.ts';
import { openTable, type TableSource } from '../../../src/platform/table-file.ts';
import { workbook } from '../../platform/workbook.ts';
import { idcardOf } from '../many-people.ts';
import { csvOf, type ListRow, places } from './list-runs.ts';

const man = idcardOf('1950-05-05', 1);
const whole: ListRow = { 档案号: 'YZ-0000001', 姓名: '张建国', 身份证号: man, 居住镇街: '东柳街道', 入伍日期: '1968-12-01' };

async function readAll(source: TableSource) {
  const table = await openTable(source, peopleColumns, ['姓名']);
  const read = [];
  for await (const row of table.rows) {
    const reading = rowReading(row);
    const said = readPersonRow(reading, { places, today: '2026-11-25' });
    read.push({ said, faults: reading.faults.map(({ column, reason }) => `${column}：${reason}`), cells: row.cells });
  }
  return { table, read };
}
const first = async (row: ListRow) => (await readAll(csvOf([row]))).read[0];
const text = (body: string, encoding = 'utf-8') => ({ bytes: iconv.encode(body, encoding) });

describe('what a list may hold', () => {
  it.each<[string, ListRow, string, unknown]>([
    ['a name beyond the basic plane', { 姓名: '𠮷田㛃' }, 'name', '𠮷田㛃'],
    ['a minority name with the wrong dot', { 姓名: '阿依古丽•买买提' }, 'name', '阿依古丽·买买提'],
    ['a foreign name', { 姓名: "Jean-Luc O'Neil" }, 'name', "Jean-Luc O'Neil"],
    ['letters of full width', { 姓名: 'Ｊａｎｅ Ｌｉ' }, 'name', 'Jane Li'],
    ['a name set apart with blanks', { 姓名: '张　三' }, 'name', '张三'],
    ['a NUL within a name', { 姓名: '张\0建国' }, 'name', '张建国'],
    ['a byte order mark in the middle', { 姓名: '张\uFEFF建国' }, 'name', '张建国'],
    ['marks of direction and zero width', { 姓名: '\u202D张\u200B建国\u202C' }, 'name', '张建国'],
    ['full-width digits', { 手机号: '１３８００００１２３４' }, 'phone', '13800001234'],
    ['a phone with the country code', { 手机号: '+86 138-0000-1234' }, 'phone', '13800001234'],
    ['a leading apostrophe', { 身份证号: `'${man}` }, 'idcard', man],
    ['a small x and blanks behind', { 身份证号: `${idcardOf('1950-05-05', 9).toLowerCase()}  ` }, 'idcard', idcardOf('1950-05-05', 9)],
    ['a bank card in groups', { 银行卡号: '6222 0000-0000 1239' }, 'bankcard', '6222000000001239'],
    ['a day with dots', { 入伍日期: '1968.12.1' }, 'enlistedOn', '1968-12-01'],
    ['a day with a midnight behind', { 入伍日期: '1968-12-01 00:00:00' }, 'enlistedOn', '1968-12-01'],
    ['a leap day', { 入伍日期: '1968-02-29' }, 'enlistedOn', '1968-02-29'],
  ])('takes %s for what it means', async (_, facts, field, value) => {
    const read = await first({ ...whole, ...facts });
    expect(read?.faults).toEqual([]);
    expect(read?.said).toMatchObject({ [field]: value });
  });

  it.each<[string, ListRow, RegExp]>([
    ['a character of one computer’s own', { 姓名: '张\uE123' }, /^姓名：有本机自造的字/],
    ['half a character', { 姓名: '张\uFFFD' }, /^姓名：有无法识别的字符/],
    ['a non-character', { 备注: '甲\uFFFE' }, /^备注：有无法识别的字符/],
    ['a non-character of Arabic forms', { 户籍地址: '甲\uFDD0' }, /^户籍地址：有无法识别的字符/],
    ['29 February of a common year', { 入伍日期: '1969-02-29' }, /^入伍日期：不是有效日期/],
    ['a thirteenth month', { 入伍日期: '1968-13-01' }, /^入伍日期：不是有效日期/],
    ['a day before any of theirs', { 入伍日期: '1919-12-31' }, /^入伍日期：日期不可能/],
    ['a day as a number', { 入伍日期: '25173' }, /^入伍日期：是表格软件的日期序号/],
    ['a bank card in scientific notation', { 银行卡号: '6.222E+18' }, /^银行卡号：银行卡号被表格软件截短/],
    ['an identity number in scientific notation', { 身份证号: '3.30299E+17' }, /^身份证号：身份证号被表格软件截短/],
    ['a unit in an address', { 户籍地址: '83110部队家属院' }, /^户籍地址：不得登记部队番号/],
    ['a unit in full-width digits', { 备注: '７３０９１部队' }, /^备注：不得登记部队番号/],
    ['an address beyond its length', { 户籍地址: '长'.repeat(101) }, /^户籍地址：超过100字/],
    ['grade nought', { 伤残等级: '0' }, /^伤残等级：应为 1 到 10/],
    ['a formula for a name', { 姓名: '=HYPERLINK("x")' }, /^姓名：姓名应为/],
  ])('refuses %s with the column and the reason, and keeps the row as it was', async (_, facts, words) => {
    const read = await first({ ...whole, ...facts });
    expect(read?.faults).toEqual([expect.stringMatching(words)]);
    expect(read?.cells['档案号']).toBe('YZ-0000001');
  });

  it('refuses a row that is longer than the header, and takes a shorter one', async () => {
    const { read } = await readAll(text(`档案号,姓名,户籍地址,备注\nYZ-1,张三,甲路1号,2室,无\nYZ-01,李四\n`));
    expect(read.map((one) => one.faults)).toEqual([
      [expect.stringContaining('多出1格')],
      ['档案号：档案号只能由字母、数字和短横线组成'].slice(1),
    ]);
    expect(read[0]?.cells).toMatchObject({ 档案号: 'YZ-1', 姓名: '张三' });
  });

  it.each([
    ['tabs', text('档案号\t姓名\nYZ-01\t张三\n')],
    ['semicolons', text('档案号;姓名\nYZ-01;张三\n')],
    ['bars', text('档案号|姓名\nYZ-01|张三\n')],
    ['Chinese commas', text('档案号，姓名\nYZ-01，张三\n')],
    ['UTF-16 whose mark was lost', { bytes: iconv.encode('档案号,姓名\nYZ-01,张三\nYZ-02,李四\n'.repeat(20), 'utf16-le') }],
    ['UTF-16 of the other end', { bytes: iconv.encode('\uFEFF档案号\t姓名\nYZ-01\t张三\n', 'utf16-be') }],
  ])('is read with %s', async (_, source) => {
    const { read } = await readAll(source);
    expect(read[0]).toMatchObject({ faults: [], said: { archiveNo: 'YZ-01', name: '张三' } });
  });

  it('says what is missing of an empty list, and of one that is a header only reads nothing', async () => {
    expect((await readAll(text(''))).table.faults).toEqual([{ line: 1, column: '姓名', reason: '缺少这一列' }]);
    expect((await readAll(text('档案号,姓名\n'))).read).toEqual([]);
    expect((await readAll(text('YZ-01,张三\n'))).table.faults).toHaveLength(1);
  });

  it('loses to a line without an end its own row only', async () => {
    const { read } = await readAll(text(`档案号,姓名\nYZ-01,${'长'.repeat(1_200_000)}\nYZ-02,李四\n`));
    expect(read.map((one) => one.faults)).toEqual([[expect.stringContaining('过长')], []]);
  });

  it('is the same out of a workbook, whatever the cells are', async () => {
    const source = {
      bytes: workbook([
        ['档案号', '姓名', '入伍日期', '手机号'],
        ['YZ-01', '𠮷·阿', { date: 25_173 }, 13_800_001_234],
      ]),
    };
    expect((await readAll(source)).read[0]).toMatchObject({
      faults: [],
      said: { name: '𠮷·阿', enlistedOn: '1968-12-01', phone: '13800001234' },
    });
  });
});
