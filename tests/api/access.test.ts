import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideTask } from '../../src/cases/decide-task.ts';
import { roles, type StaffRoleId } from '../../src/organisation/role.ts';
import type { Staff } from '../../src/organisation/staff.ts';
import { saveStaff } from '../../src/organisation/staff-store.ts';
import { type Access, access } from '../../src/people/access/access.ts';
import { maskedViewer } from '../../src/people/access/masked-viewer.ts';
import { maskBankcard, maskIdcard, maskPhone, starName } from '../../src/people/access/masking.ts';
import { canReveal, revealClass } from '../../src/people/access/reveal-field.ts';
import { insertPeople } from '../../src/people/import/people-bulk-store.ts';
import { type NewPerson, newPerson } from '../../src/people/new-person.ts';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import type { Database } from '../../src/platform/database.ts';
import { planCampaign } from '../../src/visits/plan-campaign.ts';
import { addBatch, mustSubmit, sanatoriumSlots, staff, staffMember } from '../cases/district.ts';
import { freshDatabase } from '../setup/test-database.ts';
import { type Api, openApi, tokens } from './calling.ts';

/** Every role, and nobody, asks every call about people inside and outside its area: nothing comes back that `access` forbids. */

const TOWN = '姜山镇';
const person = (archiveNo: string, name: string, town: string, village: string, tail: string): NewPerson =>
  newPerson({
    archiveNo,
    name,
    town,
    village,
    birthOn: '1946-07-09',
    keyCategory: 'disabled',
    disabilityGrade: 6,
    merit: `二等功${tail}次`,
    hardship: `家中困难${tail}`,
    idcard: `33029919460709${tail}`,
    phone: `1386666${tail}`,
    bankcard: `622202123456${tail}`,
    address: `${town}${village}花园路${tail}号`,
    health: `听力受损${tail}`,
    emergencyName: `${name[0]}小明`,
    emergencyPhone: `1395555${tail}`,
    note: `备注${tail}`,
    benefits: [{ kind: 'pension', title: '定期抚恤', amount: Number(tail), year: 2025, grantedOn: '2025-07-01' }],
  });

const people = [
  person('YZ-7000001', '鲍一鸣', TOWN, '走马塘村', '7388'),
  person('YZ-7000002', '戚二郎', TOWN, '翻石渡村', '6297'),
  person('YZ-7000003', '柯三立', '横溪镇', '金溪村', '5171'),
  // Lives elsewhere, and is in a case of whoever asks.
  person('YZ-7000004', '娄四海', '横溪镇', '梅溪村', '8460'),
];
const inOwnCase = people[3];

const viewers: Staff[] = roles.flatMap(({ id, level }) => {
  if (id === 'system') return [];
  const area = { town: level === 'district' ? null : TOWN, village: level === 'village' ? '走马塘村' : null };
  return [staffMember(`R-${id}`, [id as StaffRoleId], { level, ...area })];
});

describe('what the API shows, by the matrix', () => {
  let db: Database;
  let api: Api;
  const cases = new Map<string, string>();

  beforeAll(async () => {
    db = await freshDatabase('postgres');
    api = await openApi(db);
    const { sealer, clock, log } = api.deps;
    const farLiaison = staffMember('V9', ['village-liaison'], { level: 'village', town: '横溪镇', village: '金溪村' });
    const farLiaison2 = { ...farLiaison, id: 'V8', village: '梅溪村', dingtalkUserId: null };
    const nearLiaison = { ...farLiaison, id: 'V7', town: TOWN, village: '翻石渡村', dingtalkUserId: null };
    const save = (all: Staff[]) =>
      saveStaff(
        db.tx,
        sealer,
        all.map((one) => ({ ...one, phone: null, demo: false })),
      );
    await save([farLiaison, farLiaison2, nearLiaison]);
    await insertPeople(db.tx, sealer, people);
    await addBatch(db, 'LY-A', 9);
    const starters = [staff.liaison, nearLiaison, farLiaison, farLiaison2];
    for (const [index, one] of people.entries()) cases.set(one.archiveNo, await startCase(one, starters[index] ?? staff.liaison));
    // After the cases, so that none of them holds a task of any but the one that is theirs.
    await save(viewers);
    await planCampaign({ db, workingDays: createWorkingDays(), log }, { festival: 'spring_festival', year: 2027, now: clock.now() });
  });
  afterAll(async () => {
    await api.close();
    await db.close();
  });

  /** With a word of the officer's in its history. */
  async function startCase(one: NewPerson, startedBy: Staff): Promise<string> {
    const { archiveNo, name, town, village, idcard, phone, emergencyName, emergencyPhone } = one;
    const slots = {
      ...sanatoriumSlots({ archiveNo, name }, 'LY-A'),
      ...{ key_category: 'disabled', town, village, applicant_idcard: idcard, applicant_phone: phone },
      ...{ emergency: emergencyName, emergency_phone: emergencyPhone, diet: `忌口${phone?.slice(-4)}` },
    };
    const no = await mustSubmit(api.told.deps, 'short-sanatorium', one, slots, undefined, { startedBy, town, village });
    const actor = town === TOWN ? staff.town1 : staff.otherTown;
    const decision = { caseNo: no, actor, decision: 'approve', opinion: `${name}本人到场`, now: api.clock.now(), channel: 'test' } as const;
    expect(await decideTask(api.told.deps, decision)).toMatchObject({ ok: true });
    return no;
  }

  const encoded = (text: string | null | undefined) => encodeURIComponent(text ?? '');

  const routesAbout = ({ archiveNo, name, idcard }: NewPerson): string[] => [
    `/people?q=${encoded(name)}`,
    `/people?q=${idcard}`,
    `/people/suggest?q=${encoded(name[0])}`,
    `/people/${archiveNo}`,
    `/cases/${cases.get(archiveNo)}`,
  ];
  const routesOf = (town: string): string[] =>
    ['people', 'cases', 'visits', 'stats/people', 'stats/cases'].map((path) => `/${path}?town=${encoded(town)}`);
  const routes = () =>
    [
      ...people.flatMap(routesAbout),
      ...[TOWN, '横溪镇'].flatMap(routesOf),
      ...['/people', '/people?category=disabled', `/people?q=${encoded(`尾号${people[0]?.phone?.slice(-4)}`)}`],
      ...['/cases', '/tasks?staff=T1', '/tasks', '/campaigns', '/visits', '/visits?state=todo'],
      ...['overview', 'cases', 'visits', 'people', 'stations', 'index'].map((topic) => `/stats/${topic}`),
    ].map((path) => `/api/v1${path}`);

  /** What must not be read of a person at these rights, wherever it stands. */
  function forbidden(one: NewPerson, granted: Access): [what: string, text: string][] {
    const { idcard, phone, bankcard, emergencyPhone } = one;
    const hides = (dataClass: keyof Access) => granted[dataClass] === 'none' || granted[dataClass] === 'count';
    const isKnown = granted.archive_basic === 'full';
    const never = [idcard, phone, bankcard, emergencyPhone, one.address, one.health, one.note].map((text) => text ?? '');
    const parts: [boolean, string, string | null][] = [
      [!isKnown, 'name', one.name],
      [!isKnown, 'hardship', one.hardship],
      [!isKnown, 'opinion', `${one.name}本人到场`],
      [!isKnown, 'free text', `忌口${phone?.slice(-4)}`],
      [hides('archive_basic'), 'starred name', starName(one.name)],
      [hides('archive_basic'), 'archive number', one.archiveNo],
      [hides('idcard'), 'masked identity number', maskIdcard(idcard ?? '', 'private_chat')],
      [hides('phone'), 'masked phone', maskPhone(phone ?? '', 'private_chat')],
      [hides('phone'), 'masked emergency phone', maskPhone(emergencyPhone ?? '', 'private_chat')],
      [granted.phone !== 'full', 'emergency contact', one.emergencyName],
      [hides('bankcard'), 'masked card', maskBankcard(bankcard ?? '', 'private_chat')],
      [granted.merit !== 'full', 'merit', one.merit],
      [granted.payment !== 'full', 'sum', `${one.benefits[0]?.amount}元`],
    ];
    const classed = parts.flatMap(([isHidden, what, text]): [string, string][] => (isHidden && text ? [[what, text]] : []));
    return [...never.map((text): [string, string] => ['whole', text]), ...classed];
  }

  const seen = { whole: 0, starred: 0, nothing: 0 };

  async function check(viewer: Staff, asStaff: string | undefined): Promise<void> {
    const answers = await Promise.all(
      routes().map(async (path) => ({
        path,
        ...(await api.get(path, asStaff === undefined ? { token: tokens.read } : { token: tokens.read, staff: asStaff })),
      })),
    );
    for (const one of people) {
      const granted = access(viewer, { town: one.town, village: one.village }, { inCase: asStaff !== undefined && one === inOwnCase });
      const told = forbidden(one, granted).flatMap(([what, hidden]) =>
        answers.flatMap(({ path, text }) => (text.includes(hidden) ? [`${viewer.id} ${path} tells ${what} of ${one.archiveNo}`] : [])),
      );
      expect(told).toEqual([]);
      const all = answers.map((answer) => answer.text).join('\n');
      seen[all.includes(one.name) ? 'whole' : all.includes(starName(one.name)) ? 'starred' : 'nothing'] += 1;
    }
  }

  it('to nobody in particular is masked, and to nobody more than that', () => check(maskedViewer('api:read'), undefined));

  it.each(viewers.map((viewer) => [viewer.roles[0] ?? '', viewer] as const))('to %s is what the matrix grants', async (_, viewer) => {
    await db.tx.$executeRaw`UPDATE service_case SET started_by = ${viewer.id} WHERE no = ${cases.get('YZ-7000004') ?? ''}`;
    await check(viewer, viewer.id);
  });

  it('was asked so that something of each kind could be seen', () => {
    expect(seen.whole).toBeGreaterThan(20);
    expect(seen.starred).toBeGreaterThan(5);
    expect(seen.nothing).toBeGreaterThan(20);
  });

  it.each(viewers.map((viewer) => [viewer.roles[0] ?? '', viewer] as const))(
    'whole, with a reason, to %s is what the matrix grants whole',
    async (_, viewer) => {
      await db.tx.$executeRaw`UPDATE service_case SET started_by = ${viewer.id} WHERE no = ${cases.get('YZ-7000004') ?? ''}`;
      for (const one of people) {
        const granted = access(viewer, { town: one.town, village: one.village }, { inCase: one === inOwnCase });
        for (const field of ['idcard', 'phone'] as const) {
          const body = { field, reason: '上门走访前核对信息' };
          const answer = await api.post(`/api/v1/people/${one.archiveNo}/unmask`, { staff: viewer.id, body });
          expect([viewer.id, one.archiveNo, field, answer.status === 200]).toEqual([
            viewer.id,
            one.archiveNo,
            field,
            canReveal(granted, field),
          ]);
          if (granted.archive_basic === 'none') expect(answer.status, revealClass[field]).toBe(404);
        }
      }
    },
  );
});
