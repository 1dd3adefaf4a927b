import { beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '../../../src/cases/with-case.ts';
import { createPlaceBook } from '../../../src/organisation/place-book.ts';
import type { RoleId } from '../../../src/organisation/role.ts';
import type { Staff } from '../../../src/organisation/staff.ts';
import { saveStaff } from '../../../src/organisation/staff-store.ts';
import { type ChangeDeps, changePerson } from '../../../src/people/change/change-person.ts';
import { addContact, addNote, confirmYear } from '../../../src/people/change/file-parts.ts';
import { changeLifecycle, mayBecome } from '../../../src/people/change/lifecycle.ts';
import { notWritable, writeRight } from '../../../src/people/change/may-write.ts';
import { type MoveNotice, movePerson } from '../../../src/people/change/move-person.ts';
import { undoChange } from '../../../src/people/change/undo-change.ts';
import { listChanges } from '../../../src/people/file/archive-writes-store.ts';
import { insertPeople } from '../../../src/people/import/people-bulk-store.ts';
import { type Lifecycle, newPerson } from '../../../src/people/new-person.ts';
import { findPeople } from '../../../src/people/search/person-search.ts';
import type { Tx } from '../../../src/platform/database.ts';
import { onBothDatabases, testSealer } from '../../setup/test-database.ts';

const now = new Date('2026-11-25T10:00:00+08:00');
const sealer = testSealer();
const staff = (id: string, role: RoleId, place: Partial<Staff> = {}): Staff => ({
  ...systemActor,
  id,
  name: `员${id}`,
  roles: [role],
  ...place,
});
const officer = staff('T1', 'town-officer', { level: 'town', town: '姜山镇' });
const liaison = staff('V1', 'village-liaison', { level: 'village', town: '姜山镇', village: '走马塘村' });
const elsewhere = staff('T9', 'town-officer', { level: 'town', town: '东柳街道' });
const away = staff('V9', 'village-liaison', { level: 'village', town: '东柳街道', village: '安居社区' });
const section = staff('S1', 'section-officer', { section: 'pension' });

describe('who may write', () => {
  const home = { town: '姜山镇', village: '走马塘村' };
  it.each([
    [officer, home, 'all'],
    [elsewhere, home, 'none'],
    [section, home, 'all'],
    [liaison, home, 'village'],
    [liaison, { town: '姜山镇', village: '陆家堰村' }, 'none'],
    [{ ...officer, isActive: false }, home, 'none'],
    [staff('L', 'bureau-leader'), home, 'none'],
    [staff('A', 'system-admin'), home, 'none'],
    [officer, { town: null, village: null }, 'none'],
  ] as const)('%#', (who, place, right) => {
    expect(writeRight(who, place)).toBe(right);
  });

  it('a village keeps up how to reach people and how they live, and no more', () => {
    expect(notWritable('village', ['phone', 'livesAlone', 'idcard', 'merit'])).toEqual(['idcard', 'merit']);
  });
});

describe('the states of a file', () => {
  const all: Lifecycle[] = ['在册', '暂停', '取消', '已故', '转出'];
  const allowed = [
    '在册>暂停',
    '在册>取消',
    '在册>已故',
    '在册>转出',
    '暂停>在册',
    '暂停>取消',
    '暂停>已故',
    '暂停>转出',
    '取消>在册',
    '取消>已故',
    '已故>在册',
    '转出>在册',
    '转出>已故',
  ];
  it.each(all.flatMap((from) => all.map((to) => [from, to] as const)))('%s to %s', (from, to) => {
    expect(mayBecome(from, to)).toBe(allowed.includes(`${from}>${to}`));
  });
});

onBothDatabases('changing a file', (db) => {
  let moments = 0;
  /** A moment after the last. */
  const tick = () => {
    moments += 1;
    return new Date(now.getTime() + moments);
  };
  const act = <T>(work: (deps: ChangeDeps) => Promise<T>, at = tick()) =>
    db().transaction((tx: Tx) => work({ tx, sealer, now: at, channel: 'cli' }));
  const change = (who: Staff, facts: Record<string, unknown>, more: object = {}) =>
    act((deps) => changePerson(deps, who, { archiveNo: 'YZ-0000001', facts, reason: '本人来电更正', ...more }));
  const audits = () => db().tx.audit_record.findMany({ where: { subject: 'YZ-0000001' }, orderBy: { seq: 'asc' } });

  beforeAll(async () => {
    const facts = { town: '姜山镇', village: '走马塘村', categories: [] };
    await db().transaction(async (tx) => {
      await saveStaff(
        tx,
        sealer,
        [officer, liaison, elsewhere, away, section].map((one) => ({ ...one, phone: null, demo: false })),
      );
      await insertPeople(tx, sealer, [
        newPerson({ ...facts, archiveNo: 'YZ-0000001', name: '张建国', phone: '13800001234', enlistedOn: '1968-03-01' }),
        newPerson({ ...facts, archiveNo: 'YZ-0000002', name: '李秀英', idcard: '330299194801010020', birthOn: '1948-01-01' }),
      ]);
    });
  });

  it('keeps before and after, who, when and why, and finds by the new value', async () => {
    const done = await change(officer, { phone: '139 0000 5678', hardship: '低保' });
    expect(done).toMatchObject({
      ok: true,
      before: { phone: '13800001234', hardship: null },
      after: { phone: '13900005678', hardship: '低保' },
    });
    const [latest] = await listChanges(db().tx, sealer, 'YZ-0000001', 1);
    expect(latest).toMatchObject({ changedBy: 'T1', reason: '本人来电更正', what: 'facts', before: { phone: '13800001234' } });
    const found = await findPeople({ tx: db().tx, sealer, now }, officer, { phone: '13900005678' });
    expect(found).toMatchObject({ kind: 'found', person: { archiveNo: 'YZ-0000001' } });
    const [record] = (await audits()).slice(-1);
    expect(record).toMatchObject({ action: 'write', outcome: 'done', actor: 'T1' });
    expect(record?.detail).not.toContain('139');
  });

  it('lets a village keep up telephone and living, and refuses the rest by name', async () => {
    expect(await change(liaison, { livesAlone: true })).toMatchObject({ ok: true });
    expect(await change(liaison, { merit: '三等功' })).toMatchObject({
      ok: false,
      code: 'not-these',
      sentence: expect.stringContaining('立功受奖'),
    });
  });

  it.each([
    ['a reason that says nothing', { phone: '13900000000' }, { reason: '。。。。' }, 'reason'],
    ['an impossible telephone', { phone: '12345' }, {}, 'value'],
    ['a wrong identity number', { idcard: '330299194801010011' }, {}, 'value'],
    ['an identity number of somebody else', { idcard: '330299194801010020' }, {}, 'idcard-taken'],
    ['a card that fails its check', { bankcard: '6222000000001235' }, {}, 'value'],
    ['discharge before enlistment', { dischargedOn: '1960-01-01' }, {}, 'contradiction'],
    ['a day to come', { enlistedOn: '2030-01-01' }, {}, 'value'],
    ['a unit designation', { health: '原73011部队卫生所看过' }, {}, 'value'],
    ['a fact that there is not', { shoeSize: 42 }, {}, 'value'],
    ['what stands there already', { hardship: '低保' }, {}, 'nothing'],
  ])('refuses %s', async (_, facts, more, code) => {
    const before = await db().tx.person.findUnique({ where: { archive_no: 'YZ-0000001' } });
    expect(await change(officer, facts, more)).toMatchObject({ ok: false, code });
    expect(await db().tx.person.findUnique({ where: { archive_no: 'YZ-0000001' } })).toEqual(before);
  });

  it('refuses out of reach like what is not there, and records the refusal', async () => {
    const there = await change(elsewhere, { phone: '13900000000' });
    const gone = await act((deps) =>
      changePerson(deps, elsewhere, { archiveNo: 'YZ-9', facts: { phone: '13900000000' }, reason: '本人来电更正' }),
    );
    expect(there).toEqual(gone);
    expect((await audits()).at(-1)).toMatchObject({ action: 'write-refused', actor: 'T9', outcome: 'not-yours' });
  });

  it('tells a stale screen who changed it and when', async () => {
    const { version } = (await db().tx.person.findUniqueOrThrow({ where: { archive_no: 'YZ-0000001' } })) as { version: number };
    expect(await change(officer, { branch: '陆军' }, { version })).toMatchObject({ ok: true, version: version + 1 });
    expect(await change(section, { branch: '海军' }, { version })).toMatchObject({
      code: 'stale',
      sentence: expect.stringContaining('员T1在11月25日 10:00'),
    });
  });

  it('lets one of two act at once', async () => {
    const { version } = await db().tx.person.findUniqueOrThrow({ where: { archive_no: 'YZ-0000001' } });
    const results = await Promise.all([change(officer, { branch: '空军' }, { version }), change(section, { branch: '海军' }, { version })]);
    expect(results.filter((one) => one.ok)).toHaveLength(1);
  });

  it('can be taken back within ten minutes, unless somebody changed the same since', async () => {
    const latest = await change(officer, { address: '姜山镇走马塘村1号' });
    expect(latest.ok).toBe(true);
    expect(await act((deps) => undoChange(deps, officer))).toMatchObject({ ok: true, after: { address: null } });
    expect(await act((deps) => undoChange(deps, officer))).toMatchObject({ ok: false, code: 'none' });
    await change(officer, { hardship: '低边' }, {});
    await change(section, { hardship: '特困' });
    expect(await act((deps) => undoChange(deps, officer))).toMatchObject({ ok: false, code: 'changed-since' });
    await change(officer, { hardship: '低保' });
    expect(await act((deps) => undoChange(deps, officer), new Date(now.getTime() + 11 * 60_000))).toMatchObject({ code: 'none' });
  });

  it('moves responsibility to another village, hands on what is open and tells both stations', async () => {
    const told: MoveNotice[] = [];
    const handed: object[] = [];
    const places = createPlaceBook([
      { town: '姜山镇', village: null },
      { town: '东柳街道', village: null },
      { town: '东柳街道', village: '安居社区' },
    ]);
    const move = (who: Staff, town: string, village: string | null) =>
      act((deps) =>
        movePerson(
          { ...deps, places, tell: async (_, notices) => void told.push(...notices), handOn: async (_, one) => void handed.push(one) },
          who,
          { archiveNo: 'YZ-0000002', town, village, reason: '随子女居住' },
        ),
      );
    expect(await move(officer, '不存在镇', null)).toMatchObject({ code: 'unknown-place' });
    expect(await move(liaison, '东柳', '安居')).toMatchObject({ code: 'forbidden' });
    expect(await move(officer, '东柳', '安居')).toMatchObject({ ok: true, from: '姜山镇走马塘村', to: '东柳街道安居社区' });
    expect(told.map((one) => [one.staffId, one.sentence.includes('迁入')])).toEqual([
      ['T9', true],
      ['V9', true],
      ['V1', false],
    ]);
    expect(handed).toEqual([{ archiveNo: 'YZ-0000002', town: '东柳街道', village: '安居社区' }]);
    expect(await move(officer, '东柳', '安居')).toMatchObject({ code: 'not-yours' });
    expect(await db().tx.person_move.findMany({ where: { archive_no: 'YZ-0000002' } })).toMatchObject([
      { from_village: '走马塘村', to_village: '安居社区', by_staff: 'T1' },
    ]);
  });

  it('goes through its states with reason and day, and what follows a death runs with it', async () => {
    const followed: string[] = [];
    const to = (state: Lifecycle, on = '2026-11-20', reason = '社区核实') =>
      act((deps) =>
        changeLifecycle(deps, elsewhere, { archiveNo: 'YZ-0000002', to: state, on, reason }, [
          async (_, one) => void followed.push(one.to),
        ]),
      );
    expect(await to('已故', '2027-01-01')).toMatchObject({ code: 'day' });
    expect(await to('暂停')).toMatchObject({ ok: true, from: '在册' });
    expect(await to('暂停')).toMatchObject({ code: 'same' });
    expect(await to('已故')).toMatchObject({ ok: true });
    expect(await to('转出')).toMatchObject({ code: 'no-step' });
    expect(followed).toEqual(['暂停', '已故']);
    const row = await db().tx.person.findUnique({ where: { archive_no: 'YZ-0000002' } });
    expect(row).toMatchObject({ lifecycle: '已故', status: '去世', lifecycle_reason: '社区核实' });
    expect(row?.died_on?.toISOString()).toContain('2026-11-20');
  });

  it('takes notes, contacts and the year’s confirmation, sealed', async () => {
    expect(await act((deps) => addNote(deps, liaison, { archiveNo: 'YZ-0000001', text: '听力不好，打电话要大声' }))).toMatchObject({
      ok: true,
    });
    expect(await act((deps) => addNote(deps, liaison, { archiveNo: 'YZ-0000001', text: '在某部73011部队服役' }))).toMatchObject({
      ok: false,
    });
    const contact = { archiveNo: 'YZ-0000001', kind: 'emergency' as const, name: '张小军', relation: '儿子', phone: '13700001111' };
    expect(await act((deps) => addContact(deps, officer, contact))).toMatchObject({ ok: true });
    expect(await act((deps) => addContact(deps, officer, { ...contact, phone: '1' }))).toMatchObject({ ok: false });
    const confirm = (year: number, on = '2026-11-20') =>
      act((deps) => confirmYear(deps, officer, { archiveNo: 'YZ-0000001', year, on, way: '上门', note: null }));
    expect(await confirm(2026)).toMatchObject({ ok: true });
    expect(await confirm(2027)).toMatchObject({ ok: false });
    expect(await db().tx.person_confirmation.count()).toBe(1);
    const rows = JSON.stringify([await db().tx.person_note.findMany(), await db().tx.person_contact.findMany()]);
    expect(rows).not.toMatch(/听力|13700001111|张小军/);
  });
});
