import type { CaseDeps } from '../../../src/cases/case-deps.ts';
import { submitCase } from '../../../src/cases/submit-case.ts';
import type { Delivery } from '../../../src/delivery/delivery.ts';
import type { Slots } from '../../../src/flows/slot-value.ts';
import type { Staff } from '../../../src/organisation/staff.ts';
import { addLeave, saveStaff } from '../../../src/organisation/staff-store.ts';
import { insertPeople } from '../../../src/people/import/people-bulk-store.ts';
import { newPerson } from '../../../src/people/new-person.ts';
import type { Database } from '../../../src/platform/database.ts';
import { sendNotices } from '../../../src/serving/unasked.ts';
import { startDelivering } from '../../delivery/delivering.ts';
import { makeForm } from '../../flows/form-maker.ts';
import { idcardOf } from '../../people/many-people.ts';
import { testSealer } from '../../setup/test-database.ts';
import {
  addBatch,
  addSchool,
  depsOn,
  flows,
  layDistrict,
  sanatoriumSlots,
  schoolSlots,
  staff,
  staffMember,
  subjectOf,
} from '../district.ts';
import { postHolders } from '../posts.ts';

/** A district whose cases are raced for: real messages and jobs, two people in every post, few beds and places. */
export interface RaceDistrict {
  db: Database;
  deps: CaseDeps;
  cast: ReadonlyMap<string, Staff>;
  /** Faults of the outbox itself: a message that was dropped as a double. */
  faults: string[];
  /** Starts a case of a new person; null when it was refused (nothing left to ask for). */
  start(flow: RacedFlow, seed: number, now: Date): Promise<string>;
  close(): Promise<void>;
}

export const racedFlows = ['hardship-aid', 'school-transfer', 'short-sanatorium', 'care-fund'] as const;
export type RacedFlow = (typeof racedFlows)[number];

const TOWN = '姜山镇';
const BATCHES = ['LY-A', 'LY-B', 'LY-C'];
const deputy = staffMember('T3', ['town-officer'], { level: 'town', town: TOWN });
const SCHOOLS = ['姜山镇中心小学', '姜山镇第二小学', '横溪镇中心小学'];

export async function openRaceDistrict(db: Database): Promise<RaceDistrict> {
  await layRaceDistrict(db);
  return onRaceDistrict(db);
}

export async function layRaceDistrict(db: Database): Promise<void> {
  await layDistrict(db);
  const saved = [...postHolders(), deputy].map((one) => ({ ...one, phone: null, demo: false }));
  await db.transaction((tx) => saveStaff(tx, testSealer(), saved));
  await addLeave(db.tx, { id: 'leave-1', staffId: 'T1', deputyId: 'T3', fromOn: '2026-11-01', toOn: '2028-12-31' });
  for (const code of BATCHES) await addBatch(db, code, 5, '2028-06-12');
  for (const [index, name] of SCHOOLS.entries()) await addSchool(db, `XX-P${index + 1}`, name, 6);
}

/** Wires what works on a district that lies there. */
export async function onRaceDistrict(db: Database): Promise<RaceDistrict> {
  const { delivery, jobs } = await startDelivering(db);
  const faults: string[] = [];
  const strict: Delivery = {
    ...delivery,
    enqueue: async (tx, message) => {
      const made = await delivery.enqueue(tx, message);
      if (made === null) faults.push(`${message.dedupeKey} was said before`);
      return made;
    },
  };
  const deps = depsOn(db, (tx, notices) => sendNotices(strict, tx, notices));
  return {
    db,
    deps,
    cast: new Map([...postHolders(), deputy, ...Object.values(staff)].map((one) => [one.id, one])),
    faults,
    start: (flow, seed, now) => start(db, deps, flow, seed, now),
    close: async () => {
      await jobs.stop();
      await db.close();
    },
  };
}

let people = 0;

async function start(db: Database, deps: CaseDeps, flow: RacedFlow, seed: number, now: Date): Promise<string> {
  people += 1;
  const order = people;
  const person = { archiveNo: `YZ-${5_000_000 + order}`, name: '来人' };
  const one = newPerson({ ...person, town: TOWN, village: '走马塘村', birthOn: '1950-01-01', keyCategory: 'war' });
  await db.transaction((tx) => insertPeople(tx, testSealer(), [one]));
  const result = await submitCase(deps, {
    flow,
    subject: subjectOf(person),
    slots: formFor(flow, person, order, seed),
    startedBy: staff.liaison,
    submissionKey: `race-${order}`,
    now,
    channel: 'test',
  });
  if (!result.ok) throw new Error(`${flow} was refused: ${result.sentence}`);
  return result.caseNo;
}

function formFor(flow: RacedFlow, person: { archiveNo: string; name: string }, order: number, seed: number): Slots {
  if (flow === 'short-sanatorium') return sanatoriumSlots(person, BATCHES[seed % BATCHES.length] ?? '', { applicant: person.name });
  if (flow === 'school-transfer') {
    const [first = '', second = ''] = [SCHOOLS[seed % SCHOOLS.length], SCHOOLS[(seed + 1) % SCHOOLS.length]];
    const child = idcardOf(`2016-03-${String((order % 28) + 1).padStart(2, '0')}`, Math.floor(order / 28) % 1000);
    const birth = `${child.slice(6, 10)}-${child.slice(10, 12)}-${child.slice(12, 14)}`;
    const kind = { basis_kind: seed % 2 === 0 ? 'home' : 'household', merit_class: `c${(seed % 5) + 1}` };
    return schoolSlots({
      applicant: person.name,
      child_idcard: child,
      child_birth: birth,
      first_choice: first,
      second_choice: second,
      ...kind,
    });
  }
  return aidForm(flow, person, seed);
}

/** A form of a service of aid, whatever it asks for. */
export function aidForm(flow: string, person: { name: string }, seed: number): Slots {
  const definition = flows.get(flow)?.definition;
  if (!definition) throw new Error(`no flow ${flow}`);
  for (let at = seed; ; at += 1) {
    const form = makeForm(definition, at + 1);
    if (form !== null) return { ...form, applicant: person.name };
  }
}
