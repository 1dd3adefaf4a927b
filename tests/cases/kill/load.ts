import { readCase } from '../../../src/cases/case-store.ts';
import { decideTask } from '../../../src/cases/decide-task.ts';
import type { Refusal } from '../../../src/cases/engine/act.ts';
import { type Decision, isClosed, openTasks, type ServiceCase } from '../../../src/cases/engine/service-case.ts';
import { operateCase } from '../../../src/cases/operate-case.ts';
import { resubmitCase, submitCase } from '../../../src/cases/submit-case.ts';
import { wakeForgotten } from '../../../src/cases/with-case.ts';
import type { Slots } from '../../../src/flows/slot-value.ts';
import { insertPeople } from '../../../src/people/import/people-bulk-store.ts';
import { newPerson } from '../../../src/people/new-person.ts';
import { idcardOf } from '../../people/many-people.ts';
import { testSealer } from '../../setup/test-database.ts';
import { monday, sanatoriumSlots, schoolSlots, staff, subjectOf } from '../district.ts';
import { aidForm, type RaceDistrict } from '../races/race-district.ts';

/**
 * A working load that can be taken up anywhere: lane after lane, case after case, act after act, each with a key of its own. What an act is follows
 * from its place alone; who does it, from the case as it stands.
 */
export interface Place {
  lane: number;
  /** Which case of the lane. */
  round: number;
  /** Which act of the case. */
  act: number;
}

export interface Done {
  caseNo: string;
  /** Of the act; `submit` keeps it with the case. */
  key: string;
  what: string;
  /** The lane goes on with its next case. */
  isLast: boolean;
}

export const SCHOOL = '姜山镇中心小学';

type Kind = 'aid' | 'school' | 'beds';
const kindOf = ({ lane, round }: Place): Kind => (['aid', 'beds', 'school'] as const)[(lane + round) % 3] ?? 'aid';

type What = 'submit' | 'second' | 'comment' | 'approve' | 'approve-second' | 'return' | 'resubmit' | 'urge' | 'end-first';

/** The last of the list is repeated until the case is closed. */
function planOf(place: Place): What[] {
  if (kindOf(place) === 'beds') {
    const three: What[] = ['approve', 'approve', 'approve'];
    // One bed: the second waits for it until the first gives it up.
    return ['submit', 'second', 'comment', ...three, 'approve-second', 'approve-second', 'approve-second', 'end-first', 'approve-second'];
  }
  const corrected: What[] = place.round % 3 === 0 ? ['return', 'resubmit'] : [];
  return ['submit', 'comment', 'approve', ...corrected, ...(place.round % 4 === 1 ? (['urge'] as const) : []), 'approve'];
}

export async function perform(district: RaceDistrict, place: Place): Promise<Done> {
  const plan = planOf(place);
  const what = plan[Math.min(place.act, plan.length - 1)] ?? 'approve';
  const key = `${place.lane}/${place.round}/${place.act}`;
  const isSecond = what === 'second' || what === 'approve-second';
  const caseNo = await submit(district, place, isSecond ? 1 : 0);
  const isLast = place.act >= plan.length - 1;
  if (what === 'submit' || what === 'second') return { caseNo, key, what, isLast: false };
  const isEnd = await act(district, { caseNo, key, what, now: nowOf(place) });
  return { caseNo, key, what, isLast: isLast && isEnd };
}

const nowOf = ({ round, act }: Place) => new Date(monday.getTime() + round * 60_000 + act * 1000);

/** Started once, however often: its number. */
async function submit(district: RaceDistrict, place: Place, which: 0 | 1): Promise<string> {
  const kind = kindOf(place);
  const person = await personOf(district, place, which);
  const result = await submitCase(district.deps, {
    flow: { aid: 'hardship-aid', school: 'school-transfer', beds: 'short-sanatorium' }[kind],
    subject: subjectOf(person),
    slots: await formOf(district, place, kind, person),
    startedBy: staff.liaison,
    submissionKey: `${place.lane}/${place.round}/${which}`,
    now: monday,
    channel: 'test',
  });
  if (!result.ok) throw new Error(result.sentence);
  return result.caseNo;
}

async function personOf({ db }: RaceDistrict, { lane, round }: Place, which: 0 | 1): Promise<{ archiveNo: string; name: string }> {
  const person = { archiveNo: `YZ-${7_000_000 + lane * 100_000 + round * 2 + which}`, name: '来人' };
  const known = await db.tx.person.count({ where: { archive_no: person.archiveNo } });
  // The older has the better claim to a bed.
  const birthOn = which === 0 ? '1935-01-01' : '1960-01-01';
  const one = newPerson({ ...person, town: '姜山镇', village: '走马塘村', birthOn, keyCategory: 'war' });
  if (known === 0) await db.transaction((tx) => insertPeople(tx, testSealer(), [one]));
  return person;
}

async function formOf(
  { db }: RaceDistrict,
  { lane, round }: Place,
  kind: Kind,
  person: { archiveNo: string; name: string },
): Promise<Slots> {
  const order = lane * 400 + round;
  if (kind === 'aid') return aidForm('hardship-aid', person, order);
  if (kind === 'beds') {
    const code = `LY-${lane}-${round}`;
    await db.tx.$executeRaw`INSERT INTO resource (code, kind, name, starts_on, ends_on, capacity) VALUES
      (${code}, 'sanatorium-batch', ${`批次${code}`}, '2027-06-14'::date, '2027-06-18'::date, 1) ON CONFLICT (code) DO NOTHING`;
    return sanatoriumSlots(person, code, { applicant: person.name });
  }
  const idcard = idcardOf(`2016-0${1 + (order % 9)}-15`, Math.floor(order / 9));
  const birth = `${idcard.slice(6, 10)}-${idcard.slice(10, 12)}-${idcard.slice(12, 14)}`;
  return schoolSlots({ applicant: person.name, child_idcard: idcard, child_birth: birth, first_choice: SCHOOL, second_choice: null });
}

interface Act {
  caseNo: string;
  key: string;
  what: What;
  now: Date;
}

/** True when the case is closed afterwards. */
async function act(district: RaceDistrict, { caseNo, key, what, now }: Act): Promise<boolean> {
  const { deps } = district;
  const about = { caseNo, now, channel: 'test', requestKey: key };
  const must = (result: { ok: true } | Refusal) => {
    if (!result.ok) throw new Error(`${what} ${key} of ${caseNo}: ${result.sentence}`);
  };
  if (what === 'comment') must(await operateCase(deps, { ...about, actor: staff.liaison, operation: 'comment', note: `留言${key}` }));
  else if (what === 'urge') must(await operateCase(deps, { ...about, actor: staff.liaison, operation: 'urge' }));
  else if (what === 'end-first')
    must(await operateCase(deps, { ...about, actor: staff.pensionHead, operation: 'terminate', note: '本人放弃' }));
  else if (what === 'resubmit') must(await resubmitCase(deps, { ...about, actor: staff.liaison, slots: {} }));
  else must(await decideBySomebody(district, about, what === 'return' ? 'return' : 'approve'));
  return isClosed((await current(district, caseNo)).state);
}

async function current({ db }: RaceDistrict, caseNo: string): Promise<ServiceCase> {
  const found = await readCase(db.tx, testSealer(), caseNo);
  if (!found) throw new Error(`no case ${caseNo}`);
  return found;
}

type About = { caseNo: string; now: Date; channel: string; requestKey: string };

/** The first of the holders who may; where the act closed the case before the process died, anybody is told so. */
async function decideBySomebody(district: RaceDistrict, about: About, decision: Decision): Promise<{ ok: true } | Refusal> {
  let holders = openTasks(await current(district, about.caseNo)).flatMap((task) => task.assignees);
  if (holders.length === 0) {
    // As the clock does every minute for what a crash left asleep.
    await wakeForgotten(district.deps, about.now);
    holders = openTasks(await current(district, about.caseNo)).flatMap((task) => task.assignees);
  }
  let last: { ok: true } | Refusal = { ok: false, code: 'nobody', sentence: 'nobody holds it' };
  for (const id of [...holders, staff.liaison.id]) {
    const actor = district.cast.get(id);
    if (!actor) continue;
    last = await decideTask(district.deps, { ...about, actor, decision, opinion: '情况属实' });
    if (last.ok) return last;
  }
  return last;
}
