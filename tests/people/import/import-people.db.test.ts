import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../src/audit/verify-audit.ts';
import { createPlaceBook } from '../../../src/organisation/place-book.ts';
import { archiveFacts } from '../../../src/people/file/archive-facts.ts';
import { listChanges } from '../../../src/people/file/archive-writes-store.ts';
import { peopleColumns } from '../../../src/people/import/import-columns.ts';
import { importPeople } from '../../../src/people/import/import-people.ts';
import { createFaultFile } from '../../../src/platform/fault-file.ts';
import type { ImportOptions } from '../../../src/platform/row-reading.ts';
import { workbook } from '../../platform/workbook.ts';
import { onBothDatabases, testSealer } from '../../setup/test-database.ts';
import { idcardOf } from '../many-people.ts';

const now = new Date('2026-11-25T02:00:00Z');
const sealer = testSealer();
const places = createPlaceBook([
  { town: '东柳街道', village: null },
  { town: '东柳街道', village: '东柳社区' },
  { town: '姜山镇', village: null },
  { town: '姜山镇', village: '甲村村' },
  { town: '姜山镇', village: '东城社区' },
  { town: '东柳街道', village: '东城社区' },
]);

type Row = Partial<Record<(typeof peopleColumns)[number], string>>;

const man = idcardOf('1950-05-05', 1);
const whole: Row = {
  档案号: 'YZ-0000001',
  姓名: '张建国',
  性别: '男',
  身份证号: man,
  手机号: '13800001234',
  户籍地址: '东柳街道东柳社区1幢101室',
  居住镇街: '东柳',
  居住村社: '东柳社区',
  人员类别: '退役军人；参战退役军人',
  重点优抚类别: '参战退役军人',
  入伍日期: '1968/12/1',
  退役日期: '1973年3月1日',
  军种: '陆军',
  伤残等级: '六级',
  优待证号: 'yd330299000123',
  银行卡号: '6222 0000 0000 1239',
  紧急联系人: '李秀英',
  紧急联系电话: '0574-87654321',
  状态: '在世',
  备注: '无',
};

function csv(rows: Row[], columns: readonly string[] = peopleColumns): { bytes: Buffer } {
  const line = (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  return { bytes: Buffer.from([line([...columns]), ...rows.map((row) => line(columns.map((c) => row[c as keyof Row] ?? '')))].join('\n')) };
}

onBothDatabases('an imported people list', (db) => {
  const run = (rows: Row[] | { bytes: Buffer }, options: ImportOptions = {}) => {
    const source = Array.isArray(rows) ? csv(rows) : rows;
    return importPeople({ db: db(), sealer, places, now, by: 'S1', channel: 'cli' }, source, options);
  };
  const factsOf = async (archiveNo: string) => (await archiveFacts({ tx: db().tx, sealer, now }, archiveNo))?.facts;

  beforeAll(async () => {
    expect(await run([whole])).toEqual({
      ...{ read: 1, created: 1, updated: 0, unchanged: 0, conflicts: 0 },
      ...{ faults: [], faultsLeftOut: 0, unknownColumns: [], notes: [] },
    });
  });

  it('makes files with every column normalised', async () => {
    expect(await factsOf('YZ-0000001')).toMatchObject({
      name: '张建国',
      idcard: man,
      birth: '1950-05-05',
      sex: '男',
      phone: '13800001234',
      town: '东柳街道',
      village: '东柳社区',
      bank_account: '6222000000001239',
      cert_no: 'YD330299000123',
      key_category: 'war',
      enlist_date: '1968-12-01',
      discharge_date: '1973-03-01',
      emergency_phone: '0574-87654321',
    });
    const { standing } = (await archiveFacts({ tx: db().tx, sealer, now }, 'YZ-0000001')) ?? {};
    expect(standing).toMatchObject({ categories: ['war', 'veteran'], disabilityGrade: 6 });
  });

  it('changes nothing the second time', async () => {
    expect(await run([whole])).toMatchObject({ created: 0, updated: 0, unchanged: 1, faults: [] });
    const [row] = await db().tx.$queryRaw<{ version: number }[]>`SELECT version FROM person WHERE archive_no = 'YZ-0000001'`;
    expect(row?.version).toBe(1);
  });

  it('writes nothing in a dry run, and says what it would do', async () => {
    const rows: Row[] = [
      { ...whole, 手机号: '13900001111' },
      { 档案号: 'YZ-0000777', 姓名: '王五' },
      { 档案号: 'YZ-0000777', 姓名: '王五' },
    ];
    const report = await run(rows, { dryRun: true });
    expect(report).toMatchObject({ read: 3, created: 1, updated: 1, faults: [{ line: 4, column: '档案号' }] });
    expect(await factsOf('YZ-0000777')).toBeUndefined();
    expect((await factsOf('YZ-0000001'))?.phone).toBe('13800001234');
  });

  it('updates what is given, keeps what is not, and remembers what was', async () => {
    const report = await run([
      { 档案号: 'YZ-0000001', 姓名: '张建国', 居住镇街: '姜山镇', 居住村社: '甲村', 人员类别: '残疾军人', 状态: '迁出' },
    ]);
    expect(report).toMatchObject({ created: 0, updated: 1, faults: [] });
    expect(await factsOf('YZ-0000001')).toMatchObject({
      town: '姜山镇',
      village: '甲村村',
      phone: '13800001234',
      enlist_date: '1968-12-01',
    });
    const { standing } = (await archiveFacts({ tx: db().tx, sealer, now }, 'YZ-0000001')) ?? {};
    expect(standing).toMatchObject({ status: '迁出', lifecycle: '转出', categories: ['war', 'disabled', 'veteran'] });
    expect(await listChanges(db().tx, sealer, 'YZ-0000001', 5)).toEqual([
      {
        changedAt: now,
        changedBy: 'S1',
        reason: 'import',
        what: 'import',
        before: { town: '东柳街道', village: '东柳社区', status: '在世', lifecycle: '在册', categories: ['veteran', 'war'] },
        after: { town: '姜山镇', village: '甲村村', status: '迁出', lifecycle: '转出', categories: ['veteran', 'war', 'disabled'] },
      },
    ]);
  });

  it('matches by identity number where there is no archive number, and numbers new files itself', async () => {
    expect(await run([{ 姓名: '张建国', 身份证号: man, 手机号: '13800009999' }])).toMatchObject({ updated: 1 });
    expect((await factsOf('YZ-0000001'))?.phone).toBe('13800009999');
    const list = [
      { 姓名: '新人甲', 身份证号: idcardOf('1960-01-01', 3) },
      { 姓名: '新人乙', 身份证号: idcardOf('1960-01-01', 4) },
    ];
    expect(await run(list)).toMatchObject({ created: 2, faults: [] });
    expect(await run(list)).toMatchObject({ created: 0, unchanged: 2 });
    expect(await factsOf('YZ-9000002')).toMatchObject({ name: '新人乙', sex: '女' });
  });

  it('refuses rows that contradict who is who, without saying whose the other file is', async () => {
    const other = idcardOf('1961-01-01', 1);
    const report = await run([
      { 档案号: 'YZ-0000001', 姓名: '张建国', 身份证号: other },
      { 档案号: 'YZ-0000555', 姓名: '张建国', 身份证号: man },
      { 档案号: 'YZ-0000556', 姓名: '甲乙', 身份证号: other },
      { 档案号: 'YZ-0000557', 姓名: '丙丁', 身份证号: other },
    ]);
    expect(report).toMatchObject({ read: 4, created: 1 });
    expect(report.faults).toEqual([
      { line: 2, column: '身份证号', reason: '与档案中已有的身份证号不一致，未改动' },
      { line: 3, column: '身份证号', reason: '这个身份证号已在另一份档案中，未改动' },
      { line: 5, column: '档案号', reason: '与第4行是同一份档案，只采用前一行' },
    ]);
    expect(JSON.stringify(report.faults)).not.toContain('YZ-');
  });

  const wrongCheck = `${man.slice(0, 17)}${man.endsWith('0') ? '1' : '0'}`;
  const faulty: [string, Row, string, RegExp][] = [
    ['no name', { 姓名: '' }, '姓名', /不能为空/],
    ['a name of one character', { 姓名: '张' }, '姓名', /2个以上/],
    ['digits in a name', { 姓名: '张3' }, '姓名', /2个以上/],
    ['a control sign in a name', { 姓名: '张<b>' }, '姓名', /2个以上/],
    ['no key', { 档案号: '', 身份证号: '' }, '档案号', /至少填一项/],
    ['an archive number of other signs', { 档案号: 'YZ_1;' }, '档案号', /字母、数字/],
    ['a wrong check digit', { 身份证号: wrongCheck }, '身份证号', /校验/],
    ['17 digits', { 身份证号: man.slice(0, 17) }, '身份证号', /18位/],
    ['15 digits', { 身份证号: '330299500505001' }, '身份证号', /15位/],
    ['a number cut by a spreadsheet', { 身份证号: '330299195005050000' }, '身份证号', /截短/],
    ['a number in exponent form', { 身份证号: '3.30299E+17' }, '身份证号', /截短/],
    ['an impossible birth day', { 身份证号: '330299195013050010' }, '身份证号', /校验/],
    ['a birth in the future', { 身份证号: idcardOf('2030-01-01', 1) }, '身份证号', /出生日期/],
    ['a sex that the number contradicts', { 性别: '女' }, '性别', /不一致/],
    ['an unknown sex', { 性别: '未知' }, '性别', /男、女/],
    ['a phone of 10 digits', { 手机号: '1380000123' }, '手机号', /11位/],
    ['a phone that begins with 12', { 手机号: '12800001234' }, '手机号', /11位/],
    ['two phones in a cell', { 手机号: '13800001234/13800001235' }, '手机号', /11位/],
    ['a town outside the district', { 居住镇街: '西湖街道' }, '居住镇街', /没有这个镇街/],
    ['a village of another town', { 居住镇街: '姜山镇', 居住村社: '东柳社区' }, '居住村社', /没有这个村社/],
    ['an unknown village', { 居住镇街: '', 居住村社: '乙村' }, '居住村社', /没有这个村社/],
    ['a village that two towns have', { 居住镇街: '', 居住村社: '东城社区' }, '居住村社', /几个镇街/],
    ['an unknown category', { 人员类别: '退役军人；老干部' }, '人员类别', /没有这个人员类别/],
    ['a key category that is none', { 重点优抚类别: '新兵' }, '重点优抚类别', /不是重点优抚/],
    ['a date in words', { 入伍日期: '七十年代' }, '入伍日期', /有效日期/],
    ['a date that is none', { 入伍日期: '1970-02-30' }, '入伍日期', /有效日期/],
    ['a date without a day', { 入伍日期: '1970-02' }, '入伍日期', /有效日期/],
    ['a date as a serial number', { 入伍日期: '25569' }, '入伍日期', /序号/],
    ['a date in the future', { 退役日期: '2030-01-01' }, '退役日期', /不可能/],
    ['a discharge before the enlistment', { 入伍日期: '1970-01-01', 退役日期: '1969-01-01' }, '退役日期', /早于/],
    ['an unknown branch', { 军种: '天军' }, '军种', /之一/],
    ['a unit designation for a branch', { 军种: '83110部队' }, '军种', /部队番号/],
    ['a unit designation in a note', { 备注: '原73091部队战士' }, '备注', /部队番号/],
    ['a grade of disability beyond ten', { 伤残等级: '11' }, '伤残等级', /1 到 10/],
    ['a card number with other signs', { 优待证号: '优待1' }, '优待证号', /字母、数字/],
    ['a bank card that fails Luhn', { 银行卡号: '6222000000001230' }, '银行卡号', /校验/],
    ['a bank card of 12 digits', { 银行卡号: '622200000000' }, '银行卡号', /16至19/],
    ['a wrong emergency phone', { 紧急联系电话: '123' }, '紧急联系电话', /11位/],
    ['an unknown status', { 状态: '健在' }, '状态', /在世、去世、迁出/],
    ['a note beyond its length', { 备注: '长'.repeat(501) }, '备注', /超过500字/],
  ];

  it('leaves out every kind of faulty row, with line, column and reason, and takes the rest', async () => {
    const base = (i: number): Row => ({
      ...whole,
      档案号: `YZ-01${String(i).padStart(5, '0')}`,
      身份证号: idcardOf('1955-05-05', i * 2 + 1),
    });
    const rows = faulty.flatMap(([, facts], i) => [
      { ...base(i), ...facts },
      { ...base(i + 200), 档案号: `YZ-02${String(i).padStart(5, '0')}` },
    ]);
    const report = await run(rows);
    expect(report.created).toBe(faulty.length);
    expect(report.faults.map(({ line, column }) => [line, column])).toEqual(faulty.map(([, , column], i) => [2 + i * 2, column]));
    for (const [i, fault] of report.faults.entries()) expect(fault.reason, faulty[i]?.[0]).toMatch(faulty[i]?.[3] ?? /^$/);
    const given = faulty.flatMap(([, facts]) => Object.values(facts)).filter((value) => value.length > 5);
    for (const value of given) expect(JSON.stringify(report.faults)).not.toContain(value);
  });

  it('tells all faults of one row at once', async () => {
    const { faults } = await run([{ 档案号: 'YZ-0300001', 姓名: '张3', 手机号: '1', 状态: '健在' }]);
    expect(faults.map((fault) => fault.column)).toEqual(['姓名', '状态', '手机号']);
  });

  it('needs a name column and one of the keys', async () => {
    expect(await run(csv([whole], ['姓名', '手机号']))).toMatchObject({ read: 0, faults: [{ line: 1, column: '档案号' }] });
    expect(await run(csv([whole], ['档案号', '年龄']))).toMatchObject({
      read: 0,
      faults: [{ line: 1, column: '姓名' }],
      unknownColumns: ['年龄'],
    });
  });

  it('is read from a workbook too', async () => {
    const source = {
      bytes: workbook([
        ['档案号', '姓名', '入伍日期', '手机号'],
        ['YZ-0400001', '赵六', { date: 25_569 }, 13_800_007_777],
      ]),
    };
    expect(await run(source)).toMatchObject({ created: 1, faults: [] });
    expect(await factsOf('YZ-0400001')).toMatchObject({ enlist_date: '1970-01-01', phone: '13800007777' });
  });

  it('writes faulty rows to a file that can be mended and imported again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yinling-import-'));
    const path = join(folder, 'faults.csv');
    const faultFile = createFaultFile(path, peopleColumns);
    await run([{ 档案号: 'YZ-0500001', 姓名: '钱七', 手机号: '1' }], { faultFile });
    await faultFile.close();
    const mended = (await readFile(path, 'utf8')).replace(',1,', ',13800005555,');
    expect(await run({ bytes: Buffer.from(mended) })).toMatchObject({ created: 1, faults: [] });
    expect(await factsOf('YZ-0500001')).toMatchObject({ name: '钱七', phone: '13800005555' });
    await rm(folder, { recursive: true });
  });

  it('leaves an audit record of how many were written, and a chain that holds', async () => {
    const [row] = await db().tx.$queryRaw<{ detail: string; actor: string }[]>`
      SELECT actor, detail FROM audit_record WHERE action = 'import' ORDER BY seq LIMIT 1`;
    expect(row).toEqual({ actor: 'S1', detail: '{"created": 1, "updated": 0}' });
    expect(await verifyAudit(db().tx)).toMatchObject({ ok: true });
  });

  describe('of thousands', () => {
    it('is taken up where it was killed and ends the same', async () => {
      const rows = Array.from({ length: 2500 }, (_, i) => ({
        档案号: `YZ-06${String(i).padStart(5, '0')}`,
        姓名: '孙八',
        手机号: '13800001234',
      }));
      const seen: number[] = [];
      const killed = run(rows, {
        onProgress: (read) => {
          seen.push(read);
          if (read >= 2000) throw new Error('killed');
        },
      });
      await expect(killed).rejects.toThrow('killed');
      expect(seen).toEqual([1000, 2000]);
      expect(await run(rows)).toMatchObject({ read: 2500, created: 500, unchanged: 2000, faults: [] });
      expect(await run(rows)).toMatchObject({ created: 0, updated: 0, unchanged: 2500 });
    });
  });
});
