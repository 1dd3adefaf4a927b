import { expect, it } from 'vitest';
import { workbookParts, zip } from '../../platform/workbook.ts';
import { onBothDatabases } from '../../setup/test-database.ts';
import { importList } from './list-runs.ts';

onBothDatabases('a workbook that is broken in the middle', (db) => {
  it('says how much of it is in, and goes on from there once it is mended', async () => {
    const rows = Array.from({ length: 2500 }, (_, i) => [`YZ-08${String(i).padStart(5, '0')}`, '孙大力']);
    const parts = workbookParts([['档案号', '姓名'], ...rows]);
    const sheet = 'xl/worksheets/sheet1.xml';
    const broken = zip({ ...parts, [sheet]: (parts[sheet] ?? '').replace('</sheetData></worksheet>', '<row r="9') });
    const failed = importList(db(), { bytes: broken });
    await expect(failed).rejects.toMatchObject({ code: 'table-broken-off', sentence: expect.stringContaining('此前的2000行已经导入') });
    expect(await db().tx.person.count()).toBe(2000);
    expect(await importList(db(), { bytes: zip(parts) })).toMatchObject({ read: 2500, created: 500, unchanged: 2000 });
  });

  it('says that nothing is in where nothing is', async () => {
    const parts = workbookParts([
      ['档案号', '姓名'],
      ['YZ-0900001', '孙大力'],
    ]);
    const sheet = 'xl/worksheets/sheet1.xml';
    const broken = zip({ ...parts, [sheet]: (parts[sheet] ?? '').replace('</sheetData></worksheet>', '<row r="9') });
    await expect(importList(db(), { bytes: broken })).rejects.toMatchObject({
      code: 'table-unreadable',
      sentence: expect.stringContaining('没有导入任何内容'),
    });
    expect(await db().tx.person.count({ where: { archive_no: 'YZ-0900001' } })).toBe(0);
  });
});
