import { deflateRawSync } from 'node:zlib';
import { TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { openTable } from '../../src/platform/table-file.ts';
import type { TableRow } from '../../src/platform/table-row.ts';
import { serialDay } from '../../src/platform/table-serial.ts';
import { packedStrings } from '../../src/platform/table-strings.ts';
import type { ZipLimits } from '../../src/platform/table-zip.ts';
import { type Cell, workbook, workbookParts, zip } from './workbook.ts';

const columns = ['姓名', '手机号', '入伍日期', '备注'];

async function read(bytes: Uint8Array, limits?: ZipLimits) {
  const table = await openTable({ bytes }, columns, ['姓名'], limits);
  const rows: TableRow[] = [];
  for await (const row of table.rows) rows.push(row);
  return { ...table, rows, cells: rows.map((row) => Object.values(row.cells)) };
}

const list: Cell[][] = [
  ['姓名', '手机号', '入伍日期', '备注'],
  ['张三', '13800001234', null, '甲'],
];
const SHEET = 'xl/worksheets/sheet1.xml';
const BOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';

/** The list with some of its parts put otherwise. */
function changed(change: (parts: Record<string, string>) => void, rows: Cell[][] = list): Buffer {
  const parts = workbookParts(rows);
  change(parts);
  return zip(parts);
}
const inPart = (name: string, from: string | RegExp, to: string, rows?: Cell[][]) =>
  changed((parts) => {
    parts[name] = (parts[name] ?? '').replace(from, to);
  }, rows);
/** One data row made of cells as they stand in the file. */
const withCells = (cells: string) => inPart(SHEET, /<row r="2">.*<\/row>/, `<row r="2">${cells}</row>`);
const name = '<c r="A2" t="inlineStr"><is><t>张三</t></is></c>';
const secondSheet = (parts: Record<string, string>, state = '') => {
  parts['xl/worksheets/sheet2.xml'] = parts[SHEET] ?? '';
  parts[BOOK] = (parts[BOOK] ?? '').replace('</sheets>', `<sheet name="第二张" sheetId="2" ${state} r:id="rId9"/></sheets>`);
  parts[RELATIONS] = (parts[RELATIONS] ?? '').replace(
    '</Relationships>',
    '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
  );
};

describe('a workbook', () => {
  it('is read whoever wrote it: prefixed tags, shared and rich strings, no cell references', async () => {
    const strings =
      '<x:sst xmlns:x="m"><x:si><x:t>张三</x:t></x:si><x:si><x:r><x:t>甲</x:t></x:r><x:r><x:t xml:space="preserve"> 乙&amp;_x0041_</x:t></x:r><x:rPh sb="0" eb="1"><x:t>jia</x:t></x:rPh></x:si></x:sst>';
    const bytes = changed((parts) => {
      parts['xl/sharedStrings.xml'] = strings;
      parts[RELATIONS] = (parts[RELATIONS] ?? '').replace(
        '</Relationships>',
        '<Relationship Id="rId8" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
      );
      parts[SHEET] =
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>姓名</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>备注</x:t></x:is></x:c></x:row><x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    });
    expect((await read(bytes)).rows).toEqual([{ line: 2, cells: { 姓名: '张三', 手机号: '', 入伍日期: '', 备注: '甲 乙&A' } }]);
  });

  it('gives days for day formats in either count, and leaves numbers as they are written', async () => {
    const cells = `${name}<c r="B2"><v>1.3800001234E10</v></c><c r="C2" s="1"><v>25569.75</v></c><c r="D2"><v>3.30299195003E+17</v></c>`;
    expect((await read(withCells(cells))).cells).toEqual([['张三', '13800001234', '1970-01-01', '3.30299195003E+17']]);
    const from1904 = changed(
      (parts) => {
        parts[BOOK] = (parts[BOOK] ?? '').replace('<sheets>', '<workbookPr date1904="1"/><sheets>');
      },
      [list[0] ?? [], ['张三', null, { date: 24_107 }, null]],
    );
    expect((await read(from1904)).cells).toEqual([['张三', '', '1970-01-01', '']]);
  });

  it.each([
    ['25569', false, '1970-01-01'],
    ['24107', true, '1970-01-01'],
    ['1', false, '1900-01-01'],
    ['59', false, '1900-02-28'],
    ['60', false, '60'],
    ['61', false, '1900-03-01'],
    ['0', false, '0'],
    ['2958465', false, '9999-12-31'],
    ['2958466', false, '2958466'],
    ['-5', true, '-5'],
    ['甲', false, '甲'],
  ])('takes the number %s (from 1904: %s) for %s', (text, isFrom1904, day) => {
    expect(serialDay(text, isFrom1904)).toBe(day);
  });

  it('takes what a formula came to, and says so where the file has no result or an error', async () => {
    const cells = `${name}<c r="B2"><f>1+1</f><v>13800001234</v></c><c r="C2"><f>A1</f><v/></c><c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>`;
    const { rows } = await read(withCells(cells));
    expect(rows[0]?.cells['手机号']).toBe('13800001234');
    expect(rows[0]?.faults).toEqual([
      { line: 2, column: '入伍日期', reason: expect.stringContaining('没有算出的值') },
      { line: 2, column: '备注', reason: expect.stringContaining('公式出错') },
    ]);
    const empty = await read(withCells(`${name}<c r="B2" t="str"><f>""</f><v></v></c>`));
    expect(empty.rows[0]?.faults).toBeUndefined();
  });

  it('counts a value that is merged over several rows for each of them, and says that it did', async () => {
    const rows: Cell[][] = [
      list[0] ?? [],
      ['张三', null, null, '甲村'],
      ['李四', null, null, null],
      ['王五', null, null, null],
      ['赵六', null, null, null],
    ];
    const merges = '</sheetData><mergeCells count="2"><mergeCell ref="D2:D4"/><mergeCell ref="A9:B9"/></mergeCells>';
    const { cells, notes } = await read(inPart(SHEET, '</sheetData>', merges, rows));
    expect(cells.map((one) => one[3])).toEqual(['甲村', '甲村', '甲村', '']);
    expect(notes).toEqual([expect.stringContaining('1处纵向合并')]);
  });

  it('reads the first sheet that is a list, and names what it leaves unread', async () => {
    expect((await read(changed((parts) => secondSheet(parts)))).notes).toEqual([expect.stringContaining('第二张')]);
    const hidden = await read(changed((parts) => secondSheet(parts, 'state="hidden"')));
    expect(hidden.notes).toEqual(['有1张隐藏的工作表，未读取。']);
    const cover = await read(
      changed((parts) => {
        secondSheet(parts);
        parts[SHEET] = '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>封面</t></is></c></row></sheetData></worksheet>';
      }),
    );
    expect(cover.cells).toHaveLength(1);
    await expect(read(inPart(BOOK, '<sheet ', '<sheet state="veryHidden" '))).rejects.toMatchObject({
      sentence: expect.stringContaining('可见'),
    });
  });

  it('finds its header below a title, and refuses a column that stands there twice', async () => {
    const { cells, notes } = await read(workbook([['二〇二六年名单', null, null, null], [null, null, null, null], ...list]));
    expect(cells).toHaveLength(1);
    expect(notes).toEqual(['第3行是表头，它上面的内容按标题处理，未读取。']);
    const twice = await read(workbook([['姓名', '手机号', '手机号', null], ...list.slice(1)]));
    expect(twice.faults).toEqual([{ line: 1, column: '手机号', reason: expect.stringContaining('不止一次') }]);
  });

  it('follows nothing that lies outside: no external sheet, no document type, no entity', async () => {
    const doctype = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>';
    await expect(read(inPart(SHEET, '<worksheet', `${doctype}<worksheet`))).rejects.toMatchObject({ code: 'table-unreadable' });
    await expect(read(inPart(BOOK, '<workbook', `${doctype}<workbook`))).rejects.toMatchObject({ code: 'table-unreadable' });
    const unknown = await read(withCells('<c r="A2" t="inlineStr"><is><t>张&e;三</t></is></c>'));
    expect(unknown.cells[0]?.[0]).toBe('张&e;三');
    const external = inPart(RELATIONS, 'Target="worksheets/sheet1.xml"', 'Target="http://example.invalid/s.xml" TargetMode="External"');
    await expect(read(external)).rejects.toMatchObject({ sentence: expect.stringContaining('工作表') });
  });

  it.each<[string, () => Buffer | Promise<Buffer>, RegExp]>([
    ['an archive of something else', () => zip({ 'a.csv': '姓名\n张三' }), /压缩包/],
    [
      'a binary workbook',
      () =>
        zip({
          '_rels/.rels': '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>',
          'xl/workbook.bin': 'x',
        }),
      /xlsb/,
    ],
    ['cut off', () => workbook(list).subarray(0, 900), /打不开/],
    ['torn XML', () => inPart(SHEET, '</sheetData></worksheet>', ''), /打不开/],
    ['an old .xls', () => Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(1020)]), /旧版 \.xls/],
    ['a workbook with a password', () => lockedContainer(), /密码/],
    ['an archive with a password', () => lockedZip(), /密码/],
    ['a web page called .xls', () => Buffer.from('\uFEFF<html><table><tr><td>姓名</td></tr></table></html>'), /网页/],
    ['a table of XML', () => Buffer.from('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook></Workbook>'), /2003/],
    ['a PDF', () => Buffer.from('%PDF-1.7 …'), /PDF/],
    ['a picture', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0]), /图片/],
    ['a program', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(600), Buffer.from([1, 0, 2, 3])]), /不是文字表格/],
  ])('that is %s is refused in words, with what to do', async (_, make, words) => {
    const refused = read(await make());
    await expect(refused).rejects.toMatchObject({ code: 'table-unreadable', sentence: expect.stringMatching(words) });
    await expect(refused).rejects.toMatchObject({ sentence: expect.stringContaining('没有导入任何内容') });
  });

  it('that unpacks to something monstrous is given up at once, whatever size it states', async () => {
    const limits: ZipLimits = { partBytes: 4 * 1024 ** 2, ratio: 50, ratioFrom: 256 * 1024, entries: 50 };
    const bomb = bombOf(3 * 1024 ** 2, 3 * 1024 ** 2 + 1000);
    await expect(read(bombOf(3 * 1024 ** 2, 1000), limits)).rejects.toMatchObject({ code: 'table-unreadable' });
    await expect(read(bomb, limits)).rejects.toMatchObject({ sentence: expect.stringContaining('异常庞大') });
    await expect(read(bomb, { ...limits, ratio: 1e9, partBytes: 1024 ** 2 })).rejects.toMatchObject({
      sentence: expect.stringContaining('异常庞大'),
    });
    const many = zip(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`p${i}.xml`, 'x'])));
    await expect(read(many, limits)).rejects.toMatchObject({ sentence: expect.stringContaining('异常庞大') });
    const strings = packedStrings(8 * 1024 ** 2);
    expect(() => {
      for (let i = 0; i < 10_000; i += 1) strings.add('长'.repeat(1000));
    }).toThrow(expect.objectContaining({ sentence: expect.stringContaining('文字太多') }));
  });
});

describe('shared strings', () => {
  it('come back as they were put in, however many', () => {
    const strings = packedStrings();
    const text = (i: number) => `${i}𠮷·阿依古丽`.repeat(1 + (i % 40));
    for (let i = 0; i < 30_000; i += 1) strings.add(text(i));
    for (let i = 0; i < 30_000; i += 97) expect(strings.at(i)).toBe(text(i));
    expect([strings.at(-1), strings.at(30_000), strings.at(0.5), strings.at(Number.NaN)]).toEqual([null, null, null, null]);
  });
});

/** What Excel saves with a password: a container of the old kind whose directory names an encrypted package. */
function lockedContainer(): Buffer {
  const bytes = Buffer.alloc(512 * 4);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(bytes);
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt32LE(1, 48);
  Buffer.from('EncryptedPackage', 'utf16le').copy(bytes, 512 * 2 + 128);
  return bytes;
}

async function lockedZip(): Promise<Buffer> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const [part, text] of Object.entries(workbookParts(list))) await writer.add(part, new TextReader(text), { password: 'x' });
  return Buffer.from(await writer.close());
}

/** A sheet of nothing but spaces, packed a thousandfold, and the size that it states. */
function bombOf(size: number, stated: number): Buffer {
  const parts = workbookParts(list);
  const body = deflateRawSync(Buffer.from((parts[SHEET] ?? '').replace('<sheetData>', `<sheetData>${' '.repeat(size)}`)));
  const plain = zip({ ...parts, [SHEET]: '#'.repeat(body.length) });
  for (let at = plain.indexOf(SHEET); at !== -1; at = plain.indexOf(SHEET, at + 1)) {
    const isEntry = plain.readUInt32LE(at - 46) === 0x02014b50;
    plain.writeUInt16LE(8, at - (isEntry ? 36 : 22));
    plain.writeUInt32LE(stated, at - (isEntry ? 22 : 8));
  }
  body.copy(plain, plain.indexOf('#'.repeat(body.length)));
  return plain;
}
