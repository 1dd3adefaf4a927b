import type { App } from '../../app.ts';
import { decideTask } from '../../cases/decide-task.ts';
import { openOffers } from '../../cases/open-offers.ts';
import { showCase } from '../../cases/show-case.ts';
import { submitCase } from '../../cases/submit-case.ts';
import { findStaff } from '../../organisation/staff-store.ts';
import { archiveFacts } from '../../people/archive-facts.ts';
import { sanatoriumCandidates } from '../../people/sample-names-store.ts';
import { perSecond, type Spread, series, spreadOf } from './sample.ts';
import type { StatementTape } from './statement-tape.ts';

/** The recorded statements of one approval are sent bare for as many other cases. */
const REPLAYS = 10;

/** Approvals of the first step of sanatorium cases, each by whoever holds the task. */
export async function benchDecide(
  app: App,
  tape: StatementTape,
  count: number,
): Promise<Spread & { perSecond: number; limitPerSecond: number }> {
  const caseNos = await submitMany(app, count + 6 + REPLAYS);
  const spare = caseNos.splice(0, REPLAYS);
  const decide = (caseNo: string) => approve(app, caseNo);
  for (const caseNo of caseNos.splice(0, 5)) await decide(caseNo);
  const last = caseNos.pop() ?? '';
  const sample = await series(caseNos.length, (index) => decide(caseNos[index] ?? ''));
  await tape.record(() => decide(last));
  const bare = await series(REPLAYS, (index) => tape.replay(app.db, { [last]: spare[index] ?? '' }));
  return { ...spreadOf(sample), perSecond: perSecond(sample), limitPerSecond: perSecond(bare) };
}

async function approve(app: App, caseNo: string): Promise<void> {
  const shown = await showCase(app.cases, caseNo, { now: app.clock.now() });
  const holder = shown?.tasks.find((task) => task.state === 'open')?.assignees[0] ?? '';
  const actor = await findStaff(app.db.tx, holder);
  if (!actor) throw new Error(`nobody holds ${caseNo}`);
  const decided = await decideTask(app.cases, {
    caseNo,
    actor,
    decision: 'approve',
    opinion: null,
    now: app.clock.now(),
    channel: 'bench',
  });
  if (!decided.ok) throw new Error(decided.code);
}

async function submitMany(app: App, count: number): Promise<string[]> {
  const now = app.clock.now();
  const startedBy = await findStaff(app.db.tx, 'DPENSION01');
  const [batch] = await openOffers(app.cases, { kind: 'sanatorium-batch', slots: {}, said: null, now });
  const people = await sanatoriumCandidates(app.db.tx, count);
  if (!startedBy || !batch) throw new Error('the demo district is not loaded');
  const caseNos: string[] = [];
  for (const subject of people) {
    const slots = {
      ...form,
      ...(await filledFromArchive(app, subject.archiveNo)),
      town: subject.town,
      village: subject.village,
      batch: batch.value,
    };
    const submissionKey = `bench:${subject.archiveNo}`;
    const submitted = await submitCase(app.cases, {
      flow: 'short-sanatorium',
      subject,
      slots,
      startedBy,
      submissionKey,
      now,
      channel: 'bench',
    });
    if (submitted.ok) caseNos.push(submitted.caseNo);
    else throw new Error(`a case for the bench was refused: ${submitted.code}`);
  }
  return caseNos;
}

async function filledFromArchive(app: App, archiveNo: string) {
  const found = await archiveFacts({ tx: app.db.tx, sealer: app.sealer, now: app.clock.now() }, archiveNo);
  const { name, idcard, phone, key_category } = found?.facts ?? { name: '', idcard: null, phone: null, key_category: null };
  return { applicant: name, applicant_idcard: idcard, applicant_phone: phone ?? '15400001234', key_category };
}

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
