import { readCase } from '../../../src/cases/case-store.ts';
import { decideTask } from '../../../src/cases/decide-task.ts';
import { isClosed, openTasks, type ServiceCase } from '../../../src/cases/engine/service-case.ts';
import type { Database } from '../../../src/platform/database.ts';
import { random } from '../../people/many-people.ts';
import { testSealer } from '../../setup/test-database.ts';
import { monday } from '../district.ts';
import { openRaceDistrict, type RaceDistrict, racedFlows } from './race-district.ts';
import { faultsOfDistrict, faultsOfRace, type Ran } from './race-judge.ts';
import { movesAtOnce, type RaceMove } from './race-moves.ts';

export interface Races {
  races: number;
  /** Acts that were carried out, and refused. */
  done: number;
  refused: number;
  /** Both by the name of the act. */
  byName: Map<string, { done: number; refused: number }>;
  completed: number;
  faults: string[];
}

const HOUR = 3_600_000;
const MOST_RACES_A_CASE = 10;

/**
 * Races of two to five actors on running cases, each on a connection of its own. Every race is judged when it is over, and the whole database at
 * the end. The database is closed afterwards.
 */
export async function runRaces(db: Database, { seed, races, lanes }: { seed: number; races: number; lanes: number }): Promise<Races> {
  const district = await openRaceDistrict(db);
  const tally: Races = { races: 0, done: 0, refused: 0, byName: new Map(), completed: 0, faults: [] };
  const next = random(seed);
  for (let warm = 0; warm < 5; warm += 1) next();
  const clock = { now: monday };
  const lane = async (which: number) => {
    for (let count = 0; tally.races < races; count += 1) await raceForOne(district, tally, next, clock, seed * 1000 + which * 100 + count);
  };
  try {
    await Promise.all(Array.from({ length: lanes }, (_, which) => lane(which)));
    tally.faults.push(...district.faults, ...(await faultsOfDistrict(db)));
    tally.completed = await db.tx.service_case.count({ where: { state: 'completed' } });
    return tally;
  } finally {
    await district.close();
  }
}

async function raceForOne(district: RaceDistrict, tally: Races, next: () => number, clock: { now: Date }, seed: number): Promise<void> {
  const flow = racedFlows[Math.floor(next() * racedFlows.length)] ?? 'hardship-aid';
  const no = await district.start(flow, seed, clock.now);
  for (let steps = Math.floor(next() * 9); steps > 0; steps -= 1) await agree(district, no, clock.now);
  for (let count = 0; count < MOST_RACES_A_CASE; count += 1) {
    clock.now = new Date(clock.now.getTime() + Math.floor(next() * 8 * HOUR));
    const before = await caseOf(district, no);
    if (isClosed(before.state) && next() < 0.6) return;
    await race(district, tally, before, clock.now, next);
  }
}

async function race(district: RaceDistrict, tally: Races, before: ServiceCase, now: Date, next: () => number): Promise<void> {
  tally.races += 1;
  const moves = movesAtOnce({ district, current: before, now, next }, 2 + Math.floor(next() * 4));
  const ran = await Promise.all(moves.map((move, index) => perform(move, `${before.no}/${before.version}/${index}`, next() < 0.2 ? 2 : 1)));
  for (const one of ran) if (one.answers.some((answer) => answer.ok) && next() < 0.2) one.late = await one.move.act(one.key);
  for (const one of ran) count(tally, one);
  tally.faults.push(...(await faultsOfRace(district.db, before, ran)));
}

async function perform(move: RaceMove, key: string, times: number): Promise<Ran & { key: string }> {
  return { move, key, answers: await Promise.all(Array.from({ length: times }, () => move.act(key))), late: null };
}

function count(tally: Races, { move, answers }: Ran): void {
  const isDone = answers.some((answer) => answer.ok);
  const named = tally.byName.get(move.name) ?? { done: 0, refused: 0 };
  for (const each of [tally, named]) each[isDone ? 'done' : 'refused'] += 1;
  tally.byName.set(move.name, named);
}

async function caseOf({ db }: RaceDistrict, no: string): Promise<ServiceCase> {
  const found = await readCase(db.tx, testSealer(), no);
  if (!found) throw new Error(`no case ${no}`);
  return found;
}

/** One step on by somebody who may, before the races begin. */
async function agree(district: RaceDistrict, no: string, now: Date): Promise<void> {
  const [task] = openTasks(await caseOf(district, no));
  for (const id of task?.assignees ?? []) {
    const actor = district.cast.get(id);
    if (!actor || !task) return;
    const request = { caseNo: no, actor, decision: 'approve' as const, opinion: null, taskId: task.id, now, channel: 'test' };
    if ((await decideTask(district.deps, request)).ok) return;
  }
}
