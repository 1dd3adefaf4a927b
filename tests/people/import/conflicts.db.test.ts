import { describe, expect, it } from 'vitest';
import type { StaffRoleId } from '../../../src/organisation/role.ts';
import type { Viewer } from '../../../src/people/access/access.ts';
import { archiveFacts } from '../../../src/people/file/archive-facts.ts';
import { addChanges, listChanges } from '../../../src/people/file/archive-writes-store.ts';
import { findForImport, updatePeople } from '../../../src/people/import/import-people-store.ts';
import { type ConflictDeps, listConflicts } from '../../../src/people/import/list-conflicts.ts';
import { resolveConflict, resolveConflicts } from '../../../src/people/import/resolve-conflict.ts';
import { newPerson } from '../../../src/people/new-person.ts';
import type { Tx } from '../../../src/platform/database.ts';
import { onBothDatabases } from '../../setup/test-database.ts';
import { idcardOf } from '../many-people.ts';
import { importList, type ListRow, sealer } from './list-runs.ts';

const later = new Date('2026-11-26T02:00:00Z');
const viewer = (role: StaffRoleId, town: string | null = '东柳街道'): Viewer => ({
  id: `V-${role}`,
  roles: [role],
  town,
  village: null,
  isActive: true,
});
const officer = viewer('town-officer');

onBothDatabases('a list that contradicts the archive', (db) => {
  const inTx = <T>(work: (deps: ConflictDeps) => Promise<T>) => db().transaction((tx) => work({ tx, sealer, now: later, channel: 'cli' }));
  const shown = (who: Viewer, archiveNo: string) => inTx((deps) => listConflicts(deps, who, { archiveNo }));
  const factsOf = async (archiveNo: string) => (await archiveFacts({ tx: db().tx, sealer, now: later }, archiveNo))?.facts;
  let count = 0;
  /** A file of its own for each test. */
  const person = async (facts: ListRow = {}) => {
    count += 1;
    const row: ListRow = {
      ...{ 档案号: `YZ-07${String(count).padStart(5, '0')}`, 姓名: '张建国', 身份证号: idcardOf('1950-05-05', count) },
      ...{ 手机号: '13800001234', 居住镇街: '东柳街道', 居住村社: '东柳社区', 状态: '在世', ...facts },
    };
    expect(await importList(db(), [row])).toMatchObject({ created: 1, faults: [] });
    return { row, archiveNo: row['档案号'] ?? '' };
  };
  /** A colleague changes a field in the product, as the file's own writes do. */
  const changeByHand = (archiveNo: string, facts: Record<string, string>) =>
    db().transaction(async (tx: Tx) => {
      const [found] = await findForImport(tx, sealer, [archiveNo], []);
      if (found === undefined) throw new Error('no such file');
      await updatePeople(tx, sealer, [newPerson({ ...found.facts, ...facts, archiveNo })], later);
      const before = Object.fromEntries(Object.keys(facts).map((key) => [key, (found.facts as Record<string, unknown>)[key]]));
      await addChanges({ tx, sealer, now: later, by: 'S9', reason: '本人来电' }, [
        { archiveNo, change: { what: 'contact', before, after: facts } },
      ]);
    });

  it('overwrites what no person has touched, and keeps what one has for a person to decide', async () => {
    const { row, archiveNo } = await person();
    expect(await importList(db(), [{ ...row, 手机号: '13800005555' }])).toMatchObject({ updated: 1, conflicts: 0 });
    await changeByHand(archiveNo, { phone: '13900009999' });
    const report = await importList(db(), [{ ...row, 手机号: '13700007777', 备注: '新的' }]);
    expect(report).toMatchObject({ updated: 1, unchanged: 0, conflicts: 1, faults: [] });
    expect((await factsOf(archiveNo))?.phone).toBe('13900009999');
    expect((await shown(officer, archiveNo)).conflicts).toEqual([
      expect.objectContaining({
        ...{ archiveNo, name: '张建国', column: '手机号', list: '13700007777', archive: '13900009999', line: 2 },
        ...{ changedBy: 'S9', changedAt: later.toISOString(), mayDecide: true, where: '第3、8、9、10、11位不同' },
      }),
    ]);
  });

  it('asks once, however often the same list comes, and again when the list says something else', async () => {
    const { row, archiveNo } = await person();
    await changeByHand(archiveNo, { phone: '13900009999' });
    const list = [{ ...row, 手机号: '13700007777' }];
    expect(await importList(db(), list, { dryRun: true })).toMatchObject({ unchanged: 1, conflicts: 1 });
    expect((await shown(officer, archiveNo)).conflicts).toHaveLength(0);
    for (let again = 0; again < 2; again += 1)
      expect(await importList(db(), list)).toMatchObject({ updated: 0, unchanged: 1, conflicts: 1 });
    const [first, ...others] = (await shown(officer, archiveNo)).conflicts;
    expect(others).toEqual([]);
    await importList(db(), [{ ...row, 手机号: '13600006666' }]);
    const after = (await shown(officer, archiveNo)).conflicts;
    expect(after.map((one) => one.list)).toEqual(['13600006666']);
    expect(after[0]?.id).not.toBe(first?.id);
  });

  it('never lets a list change who somebody is, or bring the dead to life', async () => {
    const { row, archiveNo } = await person({ 状态: '去世' });
    const { archiveNo: other } = await person();
    expect(await importList(db(), [{ ...row, 姓名: '张建帼', 状态: '在世', 手机号: '13700000000' }])).toMatchObject({
      updated: 1,
      conflicts: 3,
    });
    expect(await factsOf(archiveNo)).toMatchObject({ name: '张建国', phone: '13700000000' });
    expect((await shown(officer, archiveNo)).conflicts.map((one) => one.column).sort()).toEqual(['在册状态', '姓名', '状态']);
    const report = await importList(db(), [{ 档案号: other, 姓名: '李四', 手机号: '13700000001' }]);
    expect(report).toMatchObject({ updated: 0, unchanged: 1, conflicts: 1 });
    expect((await factsOf(other))?.phone).toBe('13800001234');
  });

  it('reports another identity number as a fault, keeps it for a person, and takes it when told', async () => {
    const { row, archiveNo } = await person();
    const right = idcardOf('1951-06-06', 500 + count);
    const list = [{ ...row, 身份证号: right, 手机号: '13700000002' }];
    expect(await importList(db(), list)).toMatchObject({ updated: 0, faults: [{ line: 2, column: '身份证号' }] });
    const { conflicts } = await shown(officer, archiveNo);
    expect(conflicts.map((one) => one.column)).toContain('身份证号');
    const id = conflicts.find((one) => one.column === '身份证号')?.id ?? '';
    // The matrix keeps identity numbers from a town officer without a case: only where they differ is said.
    expect(conflicts.find((one) => one.id === id)).toMatchObject({ list: null, archive: null, where: expect.stringContaining('第') });
    expect(await inTx((deps) => resolveConflict(deps, officer, id, 'take'))).toMatchObject({ kind: 'done' });
    expect(await factsOf(archiveNo)).toMatchObject({ idcard: right, birth: '1951-06-06' });
    expect(await importList(db(), list)).toMatchObject({ updated: 1, faults: [], conflicts: 0 });
  });

  it('does what a person decides, and remembers it', async () => {
    const kept = await person();
    const taken = await person();
    for (const { row, archiveNo } of [kept, taken]) {
      await changeByHand(archiveNo, { town: '姜山镇', village: '甲村村' });
      await importList(db(), [{ ...row, 居住镇街: '东柳街道', 居住村社: '东柳社区' }]);
    }
    const officerThere = viewer('town-officer', '姜山镇');
    const idOf = async (archiveNo: string) => (await shown(officerThere, archiveNo)).conflicts[0]?.id ?? '';
    const keptId = await idOf(kept.archiveNo);
    expect(await inTx((deps) => resolveConflict(deps, officerThere, keptId, 'keep'))).toEqual({ kind: 'done', decided: 2 });
    const takenId = await idOf(taken.archiveNo);
    const afterwards = new Date(later.getTime() + 1000);
    expect(await inTx((deps) => resolveConflict({ ...deps, now: afterwards }, officerThere, takenId, 'take'))).toEqual({
      kind: 'done',
      decided: 2,
    });
    expect(await factsOf(kept.archiveNo)).toMatchObject({ town: '姜山镇', village: '甲村村' });
    expect(await factsOf(taken.archiveNo)).toMatchObject({ town: '东柳街道', village: '东柳社区' });
    expect((await listChanges(db().tx, sealer, taken.archiveNo, 1))[0]).toMatchObject({ changedBy: officerThere.id, reason: 'import' });
    expect(await importList(db(), [kept.row, taken.row])).toMatchObject({ updated: 0, unchanged: 2, conflicts: 0 });
    expect(await inTx((deps) => resolveConflict(deps, officerThere, keptId, 'keep'))).toEqual({ kind: 'refused', why: 'decided' });
  });

  it('is decided in bulk by who may, and by nobody else', async () => {
    const people = [await person(), await person(), await person()];
    for (const { row, archiveNo } of people) {
      await changeByHand(archiveNo, { phone: '13900009999' });
      await importList(db(), [{ ...row, 手机号: '13700007777' }]);
    }
    const [first] = people;
    const id = (await shown(officer, first?.archiveNo ?? '')).conflicts[0]?.id ?? '';
    for (const who of [viewer('town-officer', '姜山镇'), viewer('system-admin'), viewer('leadership-viewer', null)])
      expect(await inTx((deps) => resolveConflict(deps, who, id, 'take'))).toEqual({ kind: 'refused', why: 'unknown' });
    expect(await inTx((deps) => resolveConflict(deps, viewer('rotating-head'), id, 'take'))).toMatchObject({ kind: 'refused' });
    expect((await shown(viewer('bureau-leader', null), first?.archiveNo ?? '')).conflicts).toMatchObject([
      { list: '137****7777', mayDecide: false },
    ]);
    await changeByHand(first?.archiveNo ?? '', { phone: '13911111111' });
    expect(await inTx((deps) => resolveConflict(deps, officer, id, 'take'))).toEqual({ kind: 'refused', why: 'changed' });
    const result = await resolveConflicts(inTx, officer, 'take', 'phone');
    expect(result).toMatchObject({ left: 1 });
    expect(result.decided).toBeGreaterThanOrEqual(2);
    expect((await factsOf(people[2]?.archiveNo ?? ''))?.phone).toBe('13700007777');
  });

  it('leaves neither side in clear in the database, nor in the audit record', async () => {
    const { row, archiveNo } = await person();
    await changeByHand(archiveNo, { phone: '13988887777' });
    await importList(db(), [{ ...row, 手机号: '13766665555' }]);
    await shown(officer, archiveNo);
    const dump = JSON.stringify([await db().tx.import_conflict.findMany(), await db().tx.$queryRaw`SELECT detail FROM audit_record`]);
    expect(dump).not.toMatch(/13988887777|13766665555/);
    expect(await db().tx.$queryRaw`SELECT outcome FROM audit_record WHERE subject = ${archiveNo} AND action = 'read'`).toHaveLength(1);
  });

  it('follows a number that was merged into another file', async () => {
    const [kept, old] = [await person(), await person()];
    await db().tx.person.update({ where: { archive_no: old.archiveNo }, data: { merged_into: kept.archiveNo, idcard_index: null } });
    const report = await importList(db(), [
      { 档案号: old.archiveNo, 姓名: '张建国', 身份证号: kept.row['身份证号'] ?? '', 手机号: '13700001212' },
    ]);
    expect(report).toMatchObject({ created: 0, updated: 1, faults: [] });
    expect((await factsOf(kept.archiveNo))?.phone).toBe('13700001212');
  });

  describe('of suspended payments', () => {
    it('leaves the life cycle alone, of which a list knows nothing', async () => {
      const { row, archiveNo } = await person();
      await changeByHand(archiveNo, { lifecycle: '暂停' });
      expect(await importList(db(), [row])).toMatchObject({ unchanged: 1, conflicts: 0 });
      const [found] = await findForImport(db().tx, sealer, [archiveNo], []);
      expect(found?.facts.lifecycle).toBe('暂停');
    });
  });
});
