import { systemActor } from '../../src/cases/with-case.ts';
import type { Scanner, ScannerLevel } from '../../src/credentials/scanner/scanner-level.ts';
import type { Staff } from '../../src/organisation/staff.ts';
import { insertPeople } from '../../src/people/import/people-bulk-store.ts';
import { type NewPerson, newPerson } from '../../src/people/new-person.ts';
import type { Database, Tx } from '../../src/platform/database.ts';
import { testSealer } from '../setup/test-database.ts';

export const sealer = testSealer();
export const at = new Date('2026-11-25T10:00:00+08:00');
export const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);

const place = { town: '姜山镇', village: '走马塘村' };

/** One of each that matters to codes and certificates. */
export const people: NewPerson[] = [
  newPerson({ archiveNo: 'YZ-1', name: '张建国', ...place, dischargedOn: '1979-02-01', categories: [{ category: 'veteran' }] }),
  newPerson({
    archiveNo: 'YZ-2',
    name: '李秀英',
    ...place,
    keyCategory: 'martyr',
    categories: [{ category: 'martyr' }],
    birthOn: '1940-05-06',
  }),
  newPerson({ archiveNo: 'YZ-3', name: '王小兰', ...place, categories: [{ category: 'serving-family' }] }),
  newPerson({
    archiveNo: 'YZ-4',
    name: '欧阳长根',
    ...place,
    sex: '男',
    birthOn: '1950-03-02',
    keyCategory: 'disabled',
    disabilityGrade: 5,
    cardNo: 'YDZ-0004',
    categories: [{ category: 'disabled' }],
    certificates: [{ kind: '残疾军人证', no: '浙示0004', state: '有效', issuedOn: '2001-05-05' }],
  }),
  newPerson({ archiveNo: 'YZ-5', name: '周大勇', ...place, keyCategory: 'war', categories: [{ category: 'war' }], birthOn: '1958-01-01' }),
  newPerson({ archiveNo: 'YZ-6', name: '吴阿毛', ...place, status: '去世', lifecycle: '已故', keyCategory: 'war' }),
];

export async function layIn(db: Database): Promise<void> {
  await db.transaction((tx) => insertPeople(tx, sealer, people));
}

const base: Staff = { ...systemActor, id: 'T1', name: '王敏', roles: ['town-officer'], level: 'town', town: '姜山镇' };
export const officer = base;
export const elsewhere: Staff = { ...base, id: 'T9', town: '东柳街道' };
export const leader: Staff = { ...base, id: 'L1', roles: ['bureau-leader'], level: 'district', town: null };
export const head: Staff = { ...leader, id: 'H1', roles: ['section-head'], section: 'pension' };
export const secondHead: Staff = { ...head, id: 'H2' };
export const clerk: Staff = { ...head, id: 'C1', roles: ['section-officer'] };
export const bank: Staff = { ...leader, id: 'B1', roles: ['industry-contact'], industry: 'bank' };
export const viewer: Staff = { ...leader, id: 'W1', roles: ['leadership-viewer'] };

export const deps = (tx: Tx, now = at) => ({
  tx,
  sealer,
  now,
  channel: 'cli',
  verifyBase: 'https://yl.example/verify/',
});

/** Somebody who scans, by level; `mark` tells two apart. */
export function scanner(level: ScannerLevel, mark: string = level, staff: Staff | null = null): Scanner {
  return { level, actor: staff?.id ?? `scanner:${level}`, mark, staff };
}
