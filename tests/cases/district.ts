import { actions, subjectChecks } from '../../src/actions.ts';
import type { CaseDeps } from '../../src/cases/case-deps.ts';
import type { Notice } from '../../src/cases/notice.ts';
import { submitCase } from '../../src/cases/submit-case.ts';
import type { FlowBook } from '../../src/flows/flow-definition.ts';
import { loadFlows } from '../../src/flows/load-flows.ts';
import type { Slots } from '../../src/flows/slot-value.ts';
import type { RoleId } from '../../src/organisation/role.ts';
import type { Staff } from '../../src/organisation/staff.ts';
import { saveStaff } from '../../src/organisation/staff-store.ts';
import { insertPeople } from '../../src/people/import/people-bulk-store.ts';
import { newPerson } from '../../src/people/new-person.ts';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import type { Database } from '../../src/platform/database.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { projectFile } from '../../src/platform/project-file.ts';
import { testSealer } from '../setup/test-database.ts';

/** A small district for tests: one town with its people, the offices that the two flows need, and scarce things. */

export const flows: FlowBook = await loadFlows(projectFile('flows/'));
export const { isWorkday } = createWorkingDays();
/** A Monday morning, in working time. */
export const monday = new Date('2026-11-23T09:00:00+08:00');

const TOWN = '姜山镇';

export function staffMember(id: string, roles: RoleId[], rest: Partial<Staff> = {}): Staff {
  const base = { stationCode: null, town: null, village: null, department: null, section: null, industry: null };
  return { id, name: `员${id}`, roles, level: 'district', ...base, dingtalkUserId: `u-${id}`, zzdAccountId: null, isActive: true, ...rest };
}

export const staff = {
  liaison: staffMember('V1', ['village-liaison'], { level: 'village', town: TOWN, village: '走马塘村' }),
  town1: staffMember('T1', ['town-officer'], { level: 'town', town: TOWN }),
  town2: staffMember('T2', ['town-officer'], { level: 'town', town: TOWN }),
  otherTown: staffMember('T9', ['town-officer'], { level: 'town', town: '横溪镇' }),
  health: staffMember('DH', ['dept-officer'], { department: 'health' }),
  paf: staffMember('DP', ['dept-officer'], { department: 'paf' }),
  psb: staffMember('DS', ['dept-officer'], { department: 'psb' }),
  housing: staffMember('DZ', ['dept-officer'], { department: 'housing' }),
  edu: staffMember('DE', ['dept-officer'], { department: 'edu' }),
  eduLeader: staffMember('DEL', ['dept-leader'], { department: 'edu' }),
  pension: staffMember('S1', ['section-officer'], { section: 'pension' }),
  pensionHead: staffMember('S2', ['section-head'], { section: 'pension' }),
  leader: staffMember('L1', ['bureau-leader']),
  leader2: staffMember('L2', ['bureau-leader']),
  careHome: staffMember('I1', ['industry-contact'], { industry: 'care-home' }),
  admin: staffMember('A1', ['system-admin']),
};

export const people = {
  zhang: { archiveNo: 'YZ-0000001', name: '张建国', birthOn: '1950-03-02', keyCategory: 'war' },
  li: { archiveNo: 'YZ-0000002', name: '李秀英', birthOn: '1940-05-01', keyCategory: 'martyr' },
  wang: { archiveNo: 'YZ-0000003', name: '王阿法', birthOn: '1948-08-08', keyCategory: 'disabled' },
  chen: { archiveNo: 'YZ-0000005', name: '陈根生', birthOn: '1945-07-07', keyCategory: 'war' },
  sun: { archiveNo: 'YZ-0000006', name: '孙国平', birthOn: '1952-07-07', keyCategory: 'test' },
  zhao: { archiveNo: 'YZ-0000004', name: '赵海军', birthOn: '1985-01-01', keyCategory: null },
};

export interface Told {
  deps: CaseDeps;
  notices: Notice[];
}

/** Lays the district down in a fresh database. */
export async function layDistrict(db: Database): Promise<Told> {
  const sealer = testSealer();
  const notices: Notice[] = [];
  await db.transaction(async (tx) => {
    await saveStaff(
      tx,
      sealer,
      Object.values(staff).map((one) => ({ ...one, phone: null, demo: false })),
    );
    await insertPeople(
      tx,
      sealer,
      Object.values(people).map((one) =>
        newPerson({ ...one, town: TOWN, village: '走马塘村', disabilityGrade: one.keyCategory === 'disabled' ? 5 : null }),
      ),
    );
  });
  return { deps: depsOn(db, async (_, told) => void notices.push(...told)), notices };
}

/** What the features of the room need, on a database where a district lies. */
export function depsOn(db: Database, notify: CaseDeps['notify']): CaseDeps {
  return { db, sealer: testSealer(), flows, isWorkday, actions, subjectChecks, notify, log: memoryLog() };
}

export async function addBatch(db: Database, code: string, capacity: number, startsOn = '2027-04-12'): Promise<void> {
  const endsOn = `${startsOn.slice(0, 8)}${Number(startsOn.slice(8)) + 4}`;
  await db.tx.$executeRaw`INSERT INTO resource (code, kind, name, starts_on, ends_on, capacity) VALUES
    (${code}, 'sanatorium-batch', ${`批次${code}`}, ${startsOn}::date, ${endsOn}::date, ${capacity}::int)`;
}

export async function addSchool(db: Database, code: string, name: string, capacity: number, stage = 'primary'): Promise<void> {
  await db.tx
    .$executeRaw`INSERT INTO resource (code, kind, name, capacity, stage) VALUES (${code}, 'school', ${name}, ${capacity}::int, ${stage})`;
}

export type Subject = { archiveNo: string; name: string };

export const subjectOf = ({ archiveNo, name }: Subject) => ({ archiveNo, name, town: TOWN, village: '走马塘村' });

export function sanatoriumSlots(who: Subject, batch: string, rest: Slots = {}): Slots {
  const category = Object.values(people).find((one) => one.archiveNo === who.archiveNo)?.keyCategory ?? 'war';
  return {
    applicant: who.name,
    applicant_idcard: '330299195003020018',
    applicant_phone: '13567890123',
    town: TOWN,
    village: '走马塘村',
    key_category: category,
    self_care: true,
    no_infectious: true,
    family_agree: true,
    batch,
    emergency: '张小明',
    emergency_phone: '13567890124',
    days: 5,
    cost: 1800,
    consent: true,
    ...rest,
  };
}

export function schoolSlots(rest: Slots = {}): Slots {
  return {
    applicant: '赵海军',
    applicant_idcard: '330299198501010019',
    applicant_phone: '13567890125',
    town: TOWN,
    village: '走马塘村',
    kind: 'transfer',
    stage: 'primary',
    grade: 'g4',
    child: '赵小宝',
    child_idcard: '330299201603150017',
    child_birth: '2016-03-15',
    child_relation: 'birth',
    identity: 'active',
    basis_kind: 'home',
    basis_address: '姜山镇走马塘村1号',
    merit_class: 'c4',
    first_choice: '姜山镇中心小学',
    second_choice: '姜山镇第二小学',
    from_school: '杭州市某小学',
    reason: 'transfer_unit',
    proof_letter: ['file-1'],
    consent: true,
    ...rest,
  };
}

let submissions = 0;

/** Submits and gives the number; fails loudly when refused. */
export async function mustSubmit(
  deps: CaseDeps,
  flow: string,
  who: Subject,
  slots: Slots,
  now = monday,
  by: { startedBy: Staff; town: string | null; village: string | null } = { startedBy: staff.liaison, town: TOWN, village: '走马塘村' },
): Promise<string> {
  submissions += 1;
  const submissionKey = `draft-${submissions}`;
  const result = await submitCase(deps, {
    flow,
    subject: { archiveNo: who.archiveNo, name: who.name, town: by.town, village: by.village },
    slots,
    startedBy: by.startedBy,
    submissionKey,
    now,
    channel: 'test',
  });
  if (!result.ok) throw new Error(`refused: ${result.sentence}`);
  return result.caseNo;
}
