import { readCase } from '../../../src/cases/case-store.ts';
import { decideTask } from '../../../src/cases/decide-task.ts';
import { openTasks } from '../../../src/cases/engine/service-case.ts';
import { operateCase } from '../../../src/cases/operate-case.ts';
import { type Hold, holdsOn } from '../../../src/cases/scarce/resource-store.ts';
import { bySanatoriumOrder } from '../../../src/cases/scarce/sanatorium-priority.ts';
import { bySchoolOrder } from '../../../src/cases/scarce/school-eligibility.ts';
import { submitCase } from '../../../src/cases/submit-case.ts';
import type { Slots } from '../../../src/flows/slot-value.ts';
import type { Staff } from '../../../src/organisation/staff.ts';
import { saveStaff } from '../../../src/organisation/staff-store.ts';
import { insertPeople } from '../../../src/people/import/people-bulk-store.ts';
import { newPerson } from '../../../src/people/new-person.ts';
import type { Database } from '../../../src/platform/database.ts';
import { idcardOf, random } from '../../people/many-people.ts';
import { testSealer } from '../../setup/test-database.ts';
import { addBatch, addSchool, layDistrict, monday, sanatoriumSlots, schoolSlots, staff, subjectOf } from '../district.ts';
import { postHolders } from '../posts.ts';

/** Everybody asks at the same moment. */
export interface Rush {
  /** Milliseconds until all had asked, and until all were judged. */
  askedMs: number;
  judgedMs: number;
  /** Case numbers by who comes first, of those who hold something and of those who wait. */
  placed: string[];
  waiting: string[];
  /** In words; empty when everything is as it should be. */
  faults: string[];
}

interface Asker {
  archiveNo: string;
  name: string;
  category: string;
  birthOn: string;
}

const TOWN = '姜山镇';

async function openRush(db: Database, count: number, seed: number) {
  const { deps } = await layDistrict(db);
  const posts = postHolders();
  await db.transaction((tx) =>
    saveStaff(
      tx,
      testSealer(),
      posts.map((one) => ({ ...one, phone: null, demo: false })),
    ),
  );
  const byId = new Map([...posts, ...Object.values(staff)].map((one) => [one.id, one]));
  const next = random(seed);
  for (let warm = 0; warm < 5; warm += 1) next();
  const askers = Array.from({ length: count }, (_, index): Asker => {
    const year = 1935 + Math.floor(next() * 25);
    return {
      archiveNo: `YZ-${6_000_000 + index}`,
      name: '来人',
      category: ['war', 'martyr', 'test', 'old_demob'][Math.floor(next() * 4)] ?? 'war',
      birthOn: `${year}-0${1 + Math.floor(next() * 9)}-15`,
    };
  });
  const people = askers.map(({ archiveNo, name, category, birthOn }) =>
    newPerson({ archiveNo, name, keyCategory: category, birthOn, town: TOWN, village: '走马塘村' }),
  );
  await db.transaction((tx) => insertPeople(tx, testSealer(), people));
  const submit = async (flow: string, asker: Asker, slots: Slots, index: number) => {
    // In an order of their own, each a moment after another: a lot decides only between those who ask in the same millisecond.
    const now = new Date(monday.getTime() + ((index * 7919) % count));
    const request = {
      flow,
      subject: subjectOf(asker),
      slots,
      startedBy: staff.liaison,
      submissionKey: `rush-${asker.archiveNo}`,
      now,
      channel: 'test',
    };
    const result = await submitCase(deps, request);
    if (!result.ok) throw new Error(`${asker.archiveNo}: ${result.sentence}`);
    return result.caseNo;
  };
  return { deps, byId, askers, submit };
}

type Opened = Awaited<ReturnType<typeof openRush>>;

/** Agrees for whoever holds the case until it has left the step; the refusal that stopped it, else null. */
async function passUntil({ deps, byId }: Opened, db: Database, caseNo: string, step: string): Promise<string | null> {
  for (;;) {
    const current = await readCase(db.tx, testSealer(), caseNo);
    const [task] = current ? openTasks(current) : [];
    if (!task) return null;
    const actor = task.assignees.map((id) => byId.get(id)).find((one): one is Staff => one !== undefined);
    if (!actor) throw new Error(`${task.id} is held by nobody`);
    const request = { caseNo, actor, decision: 'approve' as const, opinion: null, taskId: task.id, now: monday, channel: 'test' };
    const result = await decideTask(deps, request);
    if (!result.ok) return result.code;
    if (task.step === step) return null;
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const started = performance.now();
  const done = await work();
  return [done, Math.round(performance.now() - started)];
}

const BATCH = 'LY-RUSH';

/** So many people ask for so few beds, all are judged at once, and then a few of those who got one give it up at the same moment. */
export async function rushForBeds(
  db: Database,
  { askers, beds, givenUp, seed }: { askers: number; beds: number; givenUp: number; seed: number },
): Promise<Rush> {
  const opened = await openRush(db, askers, seed);
  await addBatch(db, BATCH, beds, '2027-06-14');
  const [cases, askedMs] = await timed(() =>
    Promise.all(
      opened.askers.map((asker, index) =>
        opened.submit(
          'short-sanatorium',
          asker,
          sanatoriumSlots(asker, BATCH, { applicant: asker.name, key_category: asker.category }),
          index,
        ),
      ),
    ),
  );
  const [stopped, judgedMs] = await timed(() => Promise.all(cases.map((caseNo) => passUntil(opened, db, caseNo, 'rank'))));
  const faults = stopped.flatMap((code, index) => (code === null ? [] : [`${cases[index]} was refused: ${code}`]));
  const asked = (await holdsOn(db.tx, BATCH)).sort((left, right) => bySanatoriumOrder(bedAsk(left), bedAsk(right)));
  faults.push(...faultsOfOrder(asked, beds), ...(await faultsOfStates(db, asked)));
  const leaving = asked.slice(0, givenUp);
  await Promise.all(
    leaving.map(({ caseNo }) =>
      operateCase(opened.deps, {
        caseNo,
        actor: staff.pensionHead,
        operation: 'terminate',
        note: '本人放弃',
        now: monday,
        channel: 'test',
      }),
    ),
  );
  const left = (await holdsOn(db.tx, BATCH)).sort((one, other) => bySanatoriumOrder(bedAsk(one), bedAsk(other)));
  faults.push(...faultsOfOrder(left, beds), ...(await faultsOfStates(db, left)));
  if (left.length !== askers - givenUp) faults.push(`${left.length} are left of ${askers - givenUp}`);
  const noOf = (holds: Hold[]) => holds.map((hold) => hold.caseNo);
  return { askedMs, judgedMs, placed: noOf(asked.slice(0, beds)), waiting: noOf(asked.slice(beds)), faults };
}

const bedAsk = ({ score, rank, askedAt, id }: Hold) => ({
  score,
  yearsSince: rank.yearsSince ?? null,
  birthOn: rank.birthOn ?? null,
  askedAt,
  id,
});

/** The first of the order hold a unit each, all units are given, the others wait on the list. */
function faultsOfOrder(inOrder: readonly Hold[], units: number): string[] {
  const held = inOrder.filter((hold) => hold.state === 'held');
  const numbers = held.map((hold) => hold.unitNo ?? 0).sort((a, b) => a - b);
  const people = new Set(inOrder.map((hold) => hold.archiveNo));
  const most = Math.min(units, inOrder.length);
  return [
    ...(held.length === most ? [] : [`${held.length} placed of ${most}`]),
    ...(numbers.every((unit, index) => unit === index + 1) ? [] : [`units ${numbers.join()}`]),
    ...(people.size === inOrder.length ? [] : ['somebody stands there twice']),
    ...inOrder.flatMap((hold, index) => ((hold.state === 'held') === index < most ? [] : [`place ${index + 1} is ${hold.state}`])),
    ...inOrder.slice(most).flatMap((hold) => (hold.rank.listed ? [] : [`${hold.caseNo} is not on the list`])),
  ];
}

/** Who holds something goes on, who waits stands still. */
async function faultsOfStates(db: Database, holds: readonly Hold[]): Promise<string[]> {
  const rows = await db.tx.service_case.findMany({ select: { no: true, state: true } });
  const stateOf = new Map(rows.map(({ no, state }) => [no, state]));
  return holds.flatMap(({ caseNo, state }) => {
    const wanted = state === 'held' ? 'open' : 'suspended';
    return stateOf.get(caseNo) === wanted ? [] : [`${caseNo} has ${state} and is ${stateOf.get(caseNo)}`];
  });
}

const SCHOOLS = { first: 'XX-R1', second: 'XX-R2' };

/**
 * So many children with the same two wishes. The meeting judges all at once, and those whom it could not place once more when the others have been
 * judged: while somebody with a better claim is not judged yet, a place is kept for them.
 */
export async function rushForSchools(
  db: Database,
  { askers, first, second, seed }: { askers: number; first: number; second: number; seed: number },
): Promise<Rush> {
  const opened = await openRush(db, askers, seed);
  await addSchool(db, SCHOOLS.first, '第一小学', first);
  await addSchool(db, SCHOOLS.second, '第二小学', second);
  const [cases, askedMs] = await timed(() =>
    Promise.all(opened.askers.map((asker, index) => opened.submit('school-transfer', asker, childOf(asker, index), index))),
  );
  const [refused, judgedMs] = await timed(() => judgeAll(opened, db, cases));
  const holds = [...(await holdsOn(db.tx, SCHOOLS.first)), ...(await holdsOn(db.tx, SCHOOLS.second))];
  const order = holds
    .filter((hold) => hold.rank.choice === 1 || !holds.some((one) => one.caseNo === hold.caseNo && one.rank.choice === 1))
    .sort((left, right) => bySchoolOrder(schoolAsk(left), schoolAsk(right)))
    .map((hold) => hold.caseNo);
  return {
    askedMs,
    judgedMs,
    placed: [],
    waiting: refused,
    faults: [...faultsOfPlaces(holds, order, { first, second }), ...(await faultsOfCounts(db))],
  };
}

/** Every claim is the first wish's; the order of both schools is by class and time. */
const schoolAsk = ({ score, askedAt, id }: Hold) => ({ score, choice: 1, askedAt, id });

async function judgeAll(opened: Opened, db: Database, cases: readonly string[]): Promise<string[]> {
  let refused: string[] = [...cases];
  for (let before = Number.POSITIVE_INFINITY; refused.length < before; ) {
    before = refused.length;
    const codes = await Promise.all(refused.map((caseNo) => passUntil(opened, db, caseNo, 'meeting')));
    const wrong = codes.find((code) => code !== null && code !== 'schools-full');
    if (wrong) throw new Error(wrong);
    refused = refused.filter((_, index) => codes[index] !== null);
  }
  return refused;
}

function faultsOfPlaces(holds: readonly Hold[], order: readonly string[], places: { first: number; second: number }): string[] {
  const placeOf = (caseNo: string) => holds.find((hold) => hold.caseNo === caseNo && hold.state === 'held')?.resourceCode ?? null;
  const units = holds.filter((hold) => hold.state === 'held').map((hold) => `${hold.resourceCode}/${hold.unitNo}`);
  const twice = order.filter((caseNo) => holds.filter((hold) => hold.caseNo === caseNo && hold.state === 'held').length > 1);
  const wrong = order.flatMap((caseNo, index) => {
    const wanted = index < places.first ? SCHOOLS.first : index < places.first + places.second ? SCHOOLS.second : null;
    return placeOf(caseNo) === wanted ? [] : [`number ${index + 1} of the order is at ${placeOf(caseNo)} and not at ${wanted}`];
  });
  return [
    ...wrong,
    ...twice.map((caseNo) => `${caseNo} has two places`),
    ...(new Set(units).size === units.length ? [] : ['a place was given twice']),
  ];
}

async function faultsOfCounts(db: Database): Promise<string[]> {
  const rows = await db.tx.$queryRaw<{ fault: string }[]>`
    SELECT r.code || ': ' || r.taken || ' taken, ' || count(h.id) || ' held' AS fault FROM resource r
    LEFT JOIN resource_hold h ON h.resource_code = r.code AND h.state IN ('held', 'confirmed') GROUP BY r.code HAVING r.taken <> count(h.id)`;
  return rows.map((row) => row.fault);
}

function childOf(asker: Asker, index: number): Slots {
  const idcard = idcardOf(`2016-03-${String((index % 28) + 1).padStart(2, '0')}`, Math.floor(index / 28) + 1);
  return schoolSlots({
    applicant: asker.name,
    child_idcard: idcard,
    child_birth: `${idcard.slice(6, 10)}-${idcard.slice(10, 12)}-${idcard.slice(12, 14)}`,
    merit_class: `c${(index % 5) + 1}`,
    basis_kind: 'household',
    first_choice: '第一小学',
    second_choice: '第二小学',
  });
}
