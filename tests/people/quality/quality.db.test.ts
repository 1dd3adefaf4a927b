import { beforeAll, expect, it } from 'vitest';
import { systemActor } from '../../../src/cases/with-case.ts';
import type { Staff } from '../../../src/organisation/staff.ts';
import { saveStaff } from '../../../src/organisation/staff-store.ts';
import { saveStations } from '../../../src/organisation/station-store.ts';
import { type ChangeDeps, changePerson } from '../../../src/people/change/change-person.ts';
import { confirmYear } from '../../../src/people/change/file-parts.ts';
import { changeLifecycle } from '../../../src/people/change/lifecycle.ts';
import { insertPeople } from '../../../src/people/import/people-bulk-store.ts';
import { type NewPerson, newPerson } from '../../../src/people/new-person.ts';
import { acceptDoubt, listFindings, listUnconfirmed, qualitySummary, sweepQuality } from '../../../src/people/quality/quality.ts';
import { qualityRules } from '../../../src/people/quality/quality-rules.ts';
import type { Tx } from '../../../src/platform/database.ts';
import { onBothDatabases, testSealer } from '../../setup/test-database.ts';

const now = new Date('2026-11-25T10:00:00+08:00');
const sealer = testSealer();
const officer: Staff = { ...systemActor, id: 'T1', name: '王敏', roles: ['town-officer'], level: 'town', town: '姜山镇' };
const liaison: Staff = {
  ...systemActor,
  id: 'V1',
  name: '周芳',
  roles: ['village-liaison'],
  level: 'village',
  town: '姜山镇',
  village: '走马塘村',
};
const section: Staff = { ...systemActor, id: 'S1', name: '胡超', roles: ['section-officer'] };
const area = { town: '姜山镇', village: '走马塘村' };

type Facts = Partial<NewPerson>;
const one = '138000';
/** Each rule with a file that it finds and its neighbour on the other side of the limit that it does not. */
const sides: [rule: string, found: Facts, sound: Facts][] = [
  ['enlisted-before-birth', { birthOn: '1950-05-05', enlistedOn: '1950-05-05' }, { birthOn: '1950-05-05', enlistedOn: '1968-05-05' }],
  ['enlisted-too-young', { birthOn: '1950-05-05', enlistedOn: '1966-05-04' }, { birthOn: '1950-05-05', enlistedOn: '1966-05-05' }],
  [
    'discharged-before-enlisted',
    { enlistedOn: '1970-01-02', dischargedOn: '1970-01-01' },
    { enlistedOn: '1970-01-01', dischargedOn: '1970-01-01' },
  ],
  ['discharged-in-future', { dischargedOn: '2026-11-26' }, { dischargedOn: '2026-11-25' }],
  ['too-old', { birthOn: '1916-11-25' }, { birthOn: '1916-11-26' }],
  ['no-village', { village: null }, {}],
  ['unknown-place', { village: '并没有这个村' }, {}],
  ['disabled-without-grade', { keyCategory: 'disabled' }, { keyCategory: 'disabled', disabilityGrade: 7 }],
  ['grade-without-category', { disabilityGrade: 7 }, { disabilityGrade: 7, categories: [{ category: 'injured_police' }] }],
  ['old-demob-too-late', { keyCategory: 'old_demob', enlistedOn: '1954-11-01' }, { keyCategory: 'old_demob', enlistedOn: '1954-10-31' }],
  ['sixty-too-young', { keyCategory: 'rural60', birthOn: '1966-11-26' }, { keyCategory: 'rural60', birthOn: '1966-11-25' }],
];

onBothDatabases('the quality of the archive', (db) => {
  const act = <T>(work: (deps: ChangeDeps) => Promise<T>) => db().transaction((tx: Tx) => work({ tx, sealer, now, channel: 'cli' }));
  const found = async (rule: string) =>
    (await act((deps) => listFindings(deps, section, { rule, limit: 1000, offset: 0 })))?.map((line) => line.archiveNo) ?? [];

  beforeAll(async () => {
    const people = sides.flatMap(([rule, bad, good], n) => [
      newPerson({ archiveNo: `YZ-1${String(n).padStart(6, '0')}`, name: `甲${rule}`.slice(0, 3) + n, ...area, categories: [], ...bad }),
      newPerson({ archiveNo: `YZ-2${String(n).padStart(6, '0')}`, name: `乙${rule}`.slice(0, 3) + n, ...area, categories: [], ...good }),
    ]);
    const shared = [1, 2, 3, 4].map((n) =>
      newPerson({ archiveNo: `YZ-300000${n}`, name: `丙${n}`, ...area, phone: `${one}11111`, categories: [] }),
    );
    const three = [1, 2, 3].map((n) =>
      newPerson({ archiveNo: `YZ-400000${n}`, name: `丁${n}`, ...area, phone: `${one}22222`, categories: [] }),
    );
    const cards = [1, 2].map((n) =>
      newPerson({ archiveNo: `YZ-500000${n}`, name: `戊${n}`, ...area, bankcard: '6222000000001234', categories: [] }),
    );
    const twins = [1, 2].map((n) =>
      newPerson({ archiveNo: `YZ-600000${n}`, name: '同名同日', birthOn: '1950-01-01', ...area, categories: [] }),
    );
    await db().transaction(async (tx) => {
      await saveStaff(
        tx,
        sealer,
        [officer, liaison, section].map((staff) => ({ ...staff, phone: null, demo: false })),
      );
      const blank = { parentCode: null, address: null, longitude: null, latitude: null, headName: null, phone: null, demo: false };
      await saveStations(tx, [
        { ...blank, code: 'T', name: '姜山镇站', level: 'town', town: '姜山镇', village: null },
        { ...blank, code: 'V', name: '走马塘村站', level: 'village', town: '姜山镇', village: '走马塘村' },
      ]);
      await insertPeople(tx, sealer, [...people, ...shared, ...three, ...cards, ...twins]);
    });
    await sweepQuality(db(), now);
  });

  it.each(sides.map(([rule], n) => [rule, n] as const))('%s is found on its side of the limit and not on the other', async (rule, n) => {
    const numbers = await found(rule);
    expect(numbers).toContain(`YZ-1${String(n).padStart(6, '0')}`);
    expect(numbers).not.toContain(`YZ-2${String(n).padStart(6, '0')}`);
  });

  it('one telephone for four is doubtful, for three it is not; one card for two is', async () => {
    expect(await found('phone-of-many')).toEqual(['YZ-3000001', 'YZ-3000002', 'YZ-3000003', 'YZ-3000004']);
    expect(await found('card-of-many')).toEqual(['YZ-5000001', 'YZ-5000002']);
    expect(await found('same-person')).toEqual(['YZ-6000001', 'YZ-6000002']);
  });

  it('finds payments and visits after a death', async () => {
    const benefit = { kind: 'pension', title: '抚恤金', amount: 100, year: 2026 };
    await db().transaction((tx) =>
      insertPeople(tx, sealer, [
        newPerson({ archiveNo: 'YZ-7000001', name: '己一', ...area, categories: [], benefits: [{ ...benefit, grantedOn: '2026-11-21' }] }),
        newPerson({ archiveNo: 'YZ-7000002', name: '己二', ...area, categories: [], benefits: [{ ...benefit, grantedOn: '2026-11-20' }] }),
      ]),
    );
    await db().tx
      .$executeRaw`INSERT INTO visit_task (id, archive_no, level, reason, state) VALUES ('v1', 'YZ-7000002', 'village', '春节', 'todo')`;
    for (const archiveNo of ['YZ-7000001', 'YZ-7000002'])
      await act((deps) => changeLifecycle(deps, officer, { archiveNo, to: '已故', on: '2026-11-20', reason: '社区核实' }));
    await sweepQuality(db(), now);
    expect(await found('paid-after-death')).toEqual(['YZ-7000001']);
    expect(await found('visit-after-death')).toEqual(['YZ-7000002']);
  });

  it('names who should mend it, shows each their own area, and nobody who sees no people', async () => {
    const own = await act((deps) => listFindings(deps, liaison, { limit: 5, offset: 0 }));
    expect(own?.every((line) => line.village === '走马塘村' && line.mender === '周芳' && line.sentence.endsWith('。'))).toBe(true);
    const orphan = await act((deps) => listFindings(deps, officer, { rule: 'no-village', limit: 5, offset: 0 }));
    expect(orphan).toMatchObject([{ mender: '王敏' }]);
    const viewer: Staff = { ...section, roles: ['leadership-viewer'] };
    expect(await act((deps) => listFindings(deps, viewer, { limit: 5, offset: 0 }))).toBeNull();
  });

  it('goes when it is mended, and stays away when it was found to be right, until the data change', async () => {
    const accept = (archiveNo: string) => act((deps) => acceptDoubt(deps, officer, { archiveNo, rule: 'too-old', reason: '上门核实健在' }));
    const [old = ''] = await found('too-old');
    expect(await accept(old)).toEqual({ ok: true });
    await sweepQuality(db(), now);
    expect(await found('too-old')).toEqual([]);
    await act((deps) => changePerson(deps, officer, { archiveNo: old, facts: { birthOn: '1915-01-01' }, reason: '按身份证更正' }));
    await sweepQuality(db(), now);
    expect(await found('too-old')).toEqual([old]);
    await act((deps) => changePerson(deps, officer, { archiveNo: old, facts: { birthOn: '1935-01-01' }, reason: '按身份证更正' }));
    await sweepQuality(db(), now);
    expect(await found('too-old')).toEqual([]);
  });

  it('counts what is on file by station, and who was confirmed this year', async () => {
    const summary = await qualitySummary(db().tx, officer, now);
    const village = summary?.stations.find((one) => one.village === '走马塘村');
    expect(village?.percent).toBeGreaterThan(0);
    expect(village?.percent).toBeLessThan(100);
    const before = await act((deps) => listUnconfirmed(deps, officer, 2026, { limit: 1000, offset: 0 }));
    const [first] = before ?? [];
    await act((deps) =>
      confirmYear(deps, officer, { archiveNo: first?.archiveNo ?? '', year: 2026, on: '2026-11-20', way: '上门', note: null }),
    );
    const after = await act((deps) => listUnconfirmed(deps, officer, 2026, { limit: 1000, offset: 0 }));
    expect(after?.length).toBe((before?.length ?? 0) - 1);
    expect((await qualitySummary(db().tx, officer, now))?.stations.find((one) => one.village === '走马塘村')?.confirmed).toBe(1);
  });

  it('has no rule without a test', () => {
    const tested = [
      ...sides.map(([rule]) => rule),
      'phone-of-many',
      'card-of-many',
      'same-person',
      'paid-after-death',
      'visit-after-death',
    ];
    expect(qualityRules.map((rule) => rule.id).sort()).toEqual(tested.sort());
  });
});
