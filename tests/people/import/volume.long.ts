import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/platform/database.ts';
import { createXlsxWriter } from '../../../src/platform/table-xlsx-writer.ts';
import { freshDatabase } from '../../setup/test-database.ts';
import { idcardOf } from '../many-people.ts';

/** What an import may take of memory, however long the list is. */
const MOST_MEGABYTES = 900;
const columns = [
  '档案号',
  '姓名',
  '身份证号',
  '手机号',
  '户籍地址',
  '居住镇街',
  '居住村社',
  '人员类别',
  '入伍日期',
  '银行卡号',
  '状态',
  '备注',
];

function row(i: number): string[] {
  const born = new Date(Date.UTC(1935, 0, 1) + (i % 12_000) * 86_400_000).toISOString().slice(0, 10);
  return [
    ...[`YZ-${String(i + 1).padStart(7, '0')}`, '孙建国', idcardOf(born, Math.floor(i / 12_000) + 1), `138${String(i).padStart(8, '0')}`],
    ...[
      `东柳街道东柳社区${i % 300}幢${i % 900}室`,
      '东柳街道',
      '东柳社区',
      '退役军人',
      '1970-12-01',
      '6222000000001239',
      '在世',
      '逢年过节上门看望',
    ],
  ];
}

interface Volume {
  read: number;
  created: number;
  unchanged: number;
  faults: number;
  megabytes: number;
  seconds: number;
}

describe('a list of any size is read within the same memory', () => {
  let db: Database;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yinling-volume-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = (path: string): Volume => {
    if (!('pool' in db.driver)) throw new Error('PostgreSQL only');
    const script = fileURLToPath(new URL('./volume-process.ts', import.meta.url));
    const said = execFileSync(process.execPath, [script, db.driver.url, path], { encoding: 'utf8', maxBuffer: 1e8 });
    const volume = JSON.parse(said) as Volume;
    process.stdout.write(`${path.split('/').at(-1)} ${said}\n`);
    expect(volume.megabytes).toBeLessThan(MOST_MEGABYTES);
    return volume;
  };

  it('a CSV of 100 MB', async () => {
    db = await freshDatabase('postgres');
    const path = join(folder, 'list.csv');
    const file = createWriteStream(path);
    file.write(`${columns.join(',')}\n`);
    let rows = 0;
    for (let bytes = 0; bytes < 105_000_000; rows += 1) {
      const line = `${row(rows).join(',')}\n`;
      bytes += Buffer.byteLength(line);
      if (!file.write(line)) await once(file, 'drain');
    }
    await new Promise<void>((resolve) => file.end(() => resolve()));
    expect((await stat(path)).size).toBeGreaterThan(100 * 1024 * 1024);
    expect(run(path)).toMatchObject({ read: rows, created: rows, faults: 0 });
    expect(run(path)).toMatchObject({ read: rows, created: 0, unchanged: rows, faults: 0 });
    await db.close();
  });

  it('a workbook of a million rows', async () => {
    db = await freshDatabase('postgres');
    const path = join(folder, 'list.xlsx');
    const mark = { title: '名单', text: '测试', author: '甲', madeAt: new Date(0) };
    const writer = await createXlsxWriter(createWriteStream(path), columns, mark);
    for (let i = 0; i < 1_000_000; i += 1) await writer.row(row(i));
    await writer.close();
    expect(run(path)).toMatchObject({ read: 1_000_000, created: 1_000_000, faults: 0 });
    await db.close();
  });
});
