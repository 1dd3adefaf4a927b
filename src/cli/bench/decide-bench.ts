import type { App } from '../../app.ts';
import { decideTask } from '../../cases/decide-task.ts';
import { openOffers, type ResourceOffer } from '../../cases/scarce/open-offers.ts';
import { showCase } from '../../cases/show-case.ts';
import { submitCase } from '../../cases/submit-case.ts';
import type { Staff } from '../../organisation/staff.ts';
import { findStaff } from '../../organisation/staff-store.ts';
import { archiveFacts } from '../../people/file/archive-facts.ts';
import { type BenchCase, BOOKER } from './bench-cast.ts';
import { type Bare, perSecond, quantilesOf, type Spread, series, spreadOf } from './sample.ts';
import type { StatementTape } from './statement-tape.ts';

export type DecideFigures = Spread & Bare & { perSecond: number; limitPerSecond: number };

/** An open task with who may decide it. */
interface Decidable {
  caseNo: string;
  taskId: string;
  archiveNo: string;
  actor: Staff;
}

const WARM_UP = 2;
const MOST_REPLAYS = 10;

/** Cases that `benchDecide` submits for so many decisions. */
export function casesFor(decisions: number): number {
  return decisions + WARM_UP + 1 + Math.min(decisions, MOST_REPLAYS);
}

/** Approvals of the first step of sanatorium cases, each by whoever holds the task; the limit is the statements of one, bare, for others. */
export async function benchDecide(app: App, tape: StatementTape, cast: readonly BenchCase[], count: number): Promise<DecideFigures> {
  const tasks = await submitAll(app, cast.slice(0, casesFor(count)));
  const approve = async (task: Decidable | undefined) => {
    if (!task) throw new Error('too few people may go to a sanatorium');
    const { caseNo, actor } = task;
    const now = app.clock.now();
    const decided = await decideTask(app.cases, { caseNo, actor, decision: 'approve', opinion: null, now, channel: 'bench' });
    if (!decided.ok) throw new Error(`an approval of the bench was refused: ${decided.code}`);
  };
  await series(WARM_UP, () => approve(tasks.shift()));
  const sample = await series(count, () => approve(tasks.shift()));
  const recorded = tasks.shift();
  await tape.record(() => approve(recorded));
  const bare = await series(tasks.length, (index) => tape.replay(app.db, swapped(recorded, tasks[index])));
  return { ...spreadOf(sample), limit: quantilesOf(bare), perSecond: perSecond(sample), limitPerSecond: perSecond(bare) };
}

/** Words of the recorded approval with those of another case that stands at the same step. */
function swapped(from: Decidable | undefined, to: Decidable | undefined): Record<string, string> {
  if (!from || !to) return {};
  return { [from.caseNo]: to.caseNo, [from.taskId]: to.taskId, [from.archiveNo]: to.archiveNo };
}

async function submitAll(app: App, cast: readonly BenchCase[]): Promise<Decidable[]> {
  const offers = await openOffers(app.cases, { kind: 'sanatorium-batch', slots: {}, said: null, now: app.clock.now() });
  const startedBy = await findStaff(app.db.tx, BOOKER);
  if (!startedBy) throw new Error('the demo staff are not loaded');
  const tasks: Decidable[] = [];
  for (const [index, person] of cast.entries()) {
    tasks.push(await decidable(app, await submit(app, person, startedBy, offers[index % offers.length]), person.archiveNo));
  }
  return tasks;
}

async function decidable(app: App, caseNo: string, archiveNo: string): Promise<Decidable> {
  const shown = await showCase(app.cases, caseNo, { now: app.clock.now() });
  const task = shown?.tasks.find(({ state }) => state === 'open');
  const actor = await findStaff(app.db.tx, task?.assignees[0] ?? '');
  if (!task || !actor) throw new Error('a case of the bench is held by nobody');
  return { caseNo, taskId: task.id, archiveNo, actor };
}

async function submit(app: App, person: BenchCase, startedBy: Staff, batch: ResourceOffer | undefined): Promise<string> {
  const now = app.clock.now();
  const { archiveNo, name, town, village } = person;
  const facts = await filledFromArchive(app, archiveNo);
  const slots = { ...form, ...facts, town, village, batch: batch?.value ?? '' };
  const subject = { archiveNo, name, town, village };
  const ask = { flow: 'short-sanatorium', subject, slots, startedBy, submissionKey: `bench:${archiveNo}`, now, channel: 'bench' };
  const submitted = await submitCase(app.cases, ask);
  if (!submitted.ok) throw new Error(`a case of the bench was refused: ${submitted.code}`);
  return submitted.caseNo;
}

async function filledFromArchive(app: App, archiveNo: string) {
  const found = await archiveFacts({ tx: app.db.tx, sealer: app.sealer, now: app.clock.now() }, archiveNo);
  const { name, idcard, phone, key_category } = found?.facts ?? { name: '', idcard: null, phone: null, key_category: null };
  return { applicant: name, applicant_idcard: idcard, applicant_phone: phone ?? '15400001234', key_category };
}

/** What the archive does not know. */
const form = {
  self_care: true,
  no_infectious: true,
  family_agree: true,
  companion: false,
  emergency: '张小红',
  emergency_phone: '15400005678',
  days: 5,
  cost: 2000,
  consent: true,
};
