import { beforeAll, expect, it } from 'vitest';
import { systemActor } from '../../../src/cases/with-case.ts';
import type { RoleId } from '../../../src/organisation/role.ts';
import type { Staff } from '../../../src/organisation/staff.ts';
import { type ChangeDeps, changePerson } from '../../../src/people/change/change-person.ts';
import { addNote } from '../../../src/people/change/file-parts.ts';
import { compareFiles, mergePeople, unmergePeople } from '../../../src/people/change/merge-people.ts';
import type { FactName } from '../../../src/people/change/person-facts.ts';
import { openFile } from '../../../src/people/file/person-file.ts';
import { insertPeople } from '../../../src/people/import/people-bulk-store.ts';
import { type NewPerson, newPerson } from '../../../src/people/new-person.ts';
import { findPeople } from '../../../src/people/search/person-search.ts';
import type { Database, Tx } from '../../../src/platform/database.ts';
import { drawer } from '../../audit/tampering.ts';
import { onBothDatabases, testSealer } from '../../setup/test-database.ts';

const now = new Date('2026-11-25T10:00:00+08:00');
const sealer = testSealer();
const staff = (id: string, role: RoleId): Staff => ({ ...systemActor, id, name: id, roles: [role], level: 'town', town: '姜山镇' });
const head = staff('H1', 'town-head');
const section: Staff = { ...staff('S1', 'section-head'), level: 'district', town: null };
const area = { town: '姜山镇', village: '走马塘村' };

/** Everything of two files and what hangs on them, but for versions and times of writing. */
async function snapshot(db: Database, numbers: readonly string[]): Promise<unknown> {
  const tables = [
    'person',
    'person_relation',
    'benefit',
    'certificate',
    'person_category',
    'person_tag',
    'person_note',
    'service_case',
    'payment',
  ];
  const all: Record<string, unknown> = {};
  for (const table of tables) {
    const column = table === 'service_case' ? 'subject_archive_no' : 'archive_no';
    const rows = await db.tx.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
      `SELECT to_jsonb(t) - 'version' - 'updated_at' AS row FROM ${table} t WHERE ${column} = ANY($1::text[]) ORDER BY to_jsonb(t)::text`,
      [...numbers],
    );
    all[table] = rows.map(({ row }) => row);
  }
  return all;
}

const numbersOf = (n: number) => [`YZ-1${String(n).padStart(6, '0')}`, `YZ-2${String(n).padStart(6, '0')}`] as const;

/** Two files of one person, each knowing something at random. */
function pair(n: number): [NewPerson, NewPerson] {
  const draw = drawer(n * 7919 + 3);
  const [a, b] = numbersOf(n);
  const maybe = <T>(value: T): T | null => (draw(3) === 0 ? null : value);
  const either = <T>(one: T, other: T): T => (draw(2) === 0 ? one : other);
  const one = (archiveNo: string, side: number): NewPerson =>
    newPerson({
      archiveNo,
      name: either('张健国', '张建国'),
      ...area,
      phone: maybe(`138${String(n * 10 + side).padStart(8, '0')}`),
      address: maybe(`姜山镇走马塘村${side}号`),
      bankcard: either(null, '6222000000001234'),
      hardship: maybe(['低保', '低边'][side] ?? null),
      enlistedOn: maybe('1968-03-01'),
      disabilityGrade: maybe(6),
      categories: [{ category: 'veteran' }, ...either([], [{ category: 'disabled' }])],
      relations: either([], [{ kind: '配偶', name: `李${side}`, birthOn: null, isMinor: false }]),
      benefits: either([], [{ kind: 'pension', title: '抚恤金', amount: either(100, 100 + side), year: 2025, grantedOn: '2025-06-01' }]),
      certificates: either([], [{ kind: '优待证', no: `YD${side}`, state: '有效', issuedOn: null }]),
    });
  return [one(a, 0), one(b, 1)];
}

onBothDatabases('two files of one person', (db) => {
  const act = <T>(work: (deps: ChangeDeps) => Promise<T>) => db().transaction((tx: Tx) => work({ tx, sealer, now, channel: 'cli' }));
  const merge = (who: Staff, keptNo: string, mergedNo: string, take: FactName[] = [], reason = '核实为同一人') =>
    act((deps) => mergePeople(deps, who, { keptNo, mergedNo, take, reason }));
  const unmerge = (keptNo: string, mergedNo: string) =>
    act((deps) => unmergePeople(deps, head, { keptNo, mergedNo, reason: '核实不是同一人' }));

  beforeAll(async () => {
    const pairs = Array.from({ length: 24 }, (_, n) => pair(n)).flat();
    const numbered = [
      newPerson({ archiveNo: 'YZ-0000001', name: '王大山', ...area, idcard: '330299194801010010', categories: [] }),
      newPerson({ archiveNo: 'YZ-0000002', name: '王大山', ...area, idcard: '330299194801010037', categories: [] }),
      newPerson({ archiveNo: 'YZ-0000003', name: '王大山', town: '东柳街道', village: null, categories: [] }),
    ];
    await db().transaction((tx) => insertPeople(tx, sealer, [...pairs, ...numbered]));
  });

  it('put together and taken apart again are as they were, whatever either knew', async () => {
    for (let n = 0; n < 20; n += 1) {
      const [kept, merged] = numbersOf(n);
      const before = await snapshot(db(), [kept, merged]);
      const take: FactName[] = n % 2 === 0 ? [] : ['name', 'phone', 'hardship'];
      expect(await merge(head, kept, merged, take), String(n)).toMatchObject({ ok: true });
      expect(await unmerge(kept, merged), String(n)).toMatchObject({ ok: true, kept: [] });
      expect(await snapshot(db(), [kept, merged]), String(n)).toEqual(before);
    }
  });

  it('bring along what a list disputes and what the person has asked for, and give it back', async () => {
    const [kept, merged] = numbersOf(22);
    await db().tx.$executeRaw`
      INSERT INTO import_conflict (id, archive_no, field, list_sealed, line, found_by, found_at) VALUES ('c22', ${merged}, 'phone', 'x', 2, 'H1', ${now})`;
    await db().tx.$executeRaw`
      INSERT INTO rights_request (no, archive_no, kind, identity_checked, received_by, received_at, due_on)
      VALUES ('Q22', ${merged}, 'copy', '身份证', 'H1', ${now}, '2026-12-10')`;
    const holders = () =>
      db().tx.$queryRaw<{ no: string }[]>`
        SELECT archive_no AS no FROM import_conflict WHERE id = 'c22' UNION ALL SELECT archive_no FROM rights_request WHERE no = 'Q22'`;
    await merge(head, kept, merged);
    expect((await holders()).map(({ no }) => no)).toEqual([kept, kept]);
    await unmerge(kept, merged);
    expect((await holders()).map(({ no }) => no)).toEqual([merged, merged]);
  });

  it('lose no value, and the old number leads to the kept file', async () => {
    const [kept, merged] = numbersOf(21);
    const sides = await act((deps) => compareFiles(deps, head, kept, merged));
    expect(sides?.length).toBeGreaterThan(0);
    expect(await merge(head, kept, merged)).toMatchObject({ ok: true });
    const opening = { purpose: '核对', channel: 'cli', context: 'private_chat' as const, shows: [] };
    const view = await db().transaction((tx) => openFile({ tx, sealer, now }, head, merged, opening));
    expect(view).toMatchObject({ kind: 'file', archiveNo: kept });
    const found = await findPeople({ tx: db().tx, sealer, now }, section, { name: '张建国' }, { limit: 100 });
    expect(JSON.stringify(found)).not.toContain(merged);
    const left = await db().tx.person_relation.count({ where: { archive_no: merged } });
    expect(left).toBe(0);
  });

  it('changed since, keep the later edit and say so when they are taken apart', async () => {
    const [kept, merged] = numbersOf(22);
    const taken = await merge(head, kept, merged, ['hardship', 'address']);
    expect(taken).toMatchObject({ ok: true });
    const fact = taken.ok ? (taken.taken.includes('hardship') ? 'hardship' : 'address') : 'address';
    await act((deps) => changePerson(deps, head, { archiveNo: kept, facts: { [fact]: '特困' }, reason: '重新核定' }));
    await act((deps) => addNote(deps, head, { archiveNo: kept, text: '合并以后写的备注' }));
    const apart = await unmerge(kept, merged);
    expect(apart).toMatchObject({ ok: true });
    const row = await db().tx.person.findUniqueOrThrow({ where: { archive_no: merged } });
    expect(row.merged_into).toBeNull();
    expect(await db().tx.person_note.count({ where: { archive_no: kept } })).toBe(1);
  });

  it('are not put together by whom it is not for, nor with themselves, twice, or against their numbers', async () => {
    const [kept, merged] = numbersOf(23);
    expect(await merge(staff('T1', 'town-officer'), kept, merged)).toMatchObject({ code: 'forbidden' });
    expect(await merge(head, kept, 'YZ-0000003')).toMatchObject({ code: 'forbidden' });
    expect(await merge(head, kept, kept)).toMatchObject({ code: 'same' });
    expect(await merge(head, kept, 'YZ-9')).toMatchObject({ code: 'not-yours' });
    expect(await merge(head, kept, merged, [], '。')).toMatchObject({ code: 'reason' });
    expect(await merge(head, 'YZ-0000001', 'YZ-0000002')).toMatchObject({ code: 'idcards-differ' });
    expect(await merge(section, 'YZ-0000001', 'YZ-0000002', [], '身份证换发，核实为同一人')).toMatchObject({ ok: true });
    expect(await merge(section, 'YZ-0000001', 'YZ-0000002')).toMatchObject({ code: 'gone' });
    expect(await unmerge(kept, merged)).toMatchObject({ code: 'not-merged' });
  });

  it('are put together once by two who do it at the same moment', async () => {
    const [kept, merged] = numbersOf(23);
    const results = await Promise.all([merge(head, kept, merged), merge(section, merged, kept)]);
    expect(results.filter((one) => one.ok)).toHaveLength(1);
  });
});
