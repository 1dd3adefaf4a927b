import { beforeAll, expect, it } from 'vitest';
import { archiveSheet } from '../../src/cases/archive-sheet.ts';
import { decideTask } from '../../src/cases/decide-task.ts';
import { operateCase } from '../../src/cases/operate-case.ts';
import { recordNo } from '../../src/cases/record-store.ts';
import { shownValue } from '../../src/dialogue/shown-value.ts';
import { onBothDatabases } from '../setup/test-database.ts';
import { addBatch, layDistrict, monday, mustSubmit, people, sanatoriumSlots, staff, type Told } from './district.ts';

onBothDatabases('the archive sheet of a case', (db) => {
  let told: Told;
  let no = '';
  const sheetFor = (viewer: (typeof staff)[keyof typeof staff], of = no) =>
    archiveSheet(told.deps, viewer, { no: of, now: monday, channel: 'test', purpose: '打印归档单', shownValue });
  const end = (caseNo: string) =>
    operateCase(told.deps, { caseNo, actor: staff.pensionHead, operation: 'terminate', note: '收尾', now: monday, channel: 'test' });

  beforeAll(async () => {
    told = await layDistrict(db());
    await addBatch(db(), 'LY-A', 3);
    no = await mustSubmit(told.deps, 'short-sanatorium', people.zhang, sanatoriumSlots(people.zhang, 'LY-A'));
  });

  it('has no number while the case runs', async () => {
    expect(await sheetFor(staff.liaison)).toMatchObject({ ok: true, record: null });
  });

  it('is numbered by year when the case closes, one after another, and keeps its number', async () => {
    for (const actor of [staff.town1, staff.health, staff.pension, staff.leader, staff.careHome]) {
      const decided = await decideTask(told.deps, {
        caseNo: no,
        actor,
        decision: 'approve',
        opinion: '符合条件',
        now: monday,
        channel: 'test',
      });
      expect(decided.ok).toBe(true);
    }
    const made = await sheetFor(staff.liaison);
    expect(made).toMatchObject({ ok: true, record: '鄞退归〔2026〕0001' });
    if (made.ok) expect(made.pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const second = await mustSubmit(told.deps, 'short-sanatorium', people.li, sanatoriumSlots(people.li, 'LY-A'));
    await end(second);
    expect(await recordNo(db().tx, second)).toBe('鄞退归〔2026〕0002');
    const again = { caseNo: second, actor: staff.pensionHead, now: monday, channel: 'test' };
    expect(await operateCase(told.deps, { ...again, operation: 'reopen', note: '补充材料' })).toMatchObject({ ok: true });
    await end(second);
    expect(await recordNo(db().tx, second)).toBe('鄞退归〔2026〕0002');
  });

  it('is for whoever may see the case, and every look is recorded', async () => {
    expect(await sheetFor(staff.otherTown)).toMatchObject({ ok: false, code: 'not-found' });
    expect(await sheetFor(staff.liaison, 'YZ20261123-9999')).toMatchObject({ ok: false, code: 'not-found' });
    const looks = await db().tx.audit_record.findMany({
      where: { case_no: no, actor: { in: ['T9', 'V1'] }, purpose: '打印归档单' },
      orderBy: { seq: 'asc' },
    });
    expect(looks.map((one) => [one.actor, one.action])).toEqual([
      ['V1', 'read'],
      ['V1', 'read'],
      ['T9', 'read-refused'],
    ]);
  });
});
