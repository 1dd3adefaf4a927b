import { addEntry } from '../../people/file/archive-entries-store.ts';
import { addBenefit, setLastSanatorium } from '../../people/file/archive-writes-store.ts';
import { addDays, dayOf } from '../../platform/calendar/day.ts';
import type { Action, ActionContext } from '../actions-port.ts';
import { type Refusal, refuse } from '../engine/act.ts';
import { giveBack, listFor, takeTurn } from '../scarce/queue.ts';
import {
  ask,
  bedsOfYear,
  confirm,
  findResource,
  type Hold,
  holdsOfCase,
  listResources,
  lockResources,
  type Resource,
} from '../scarce/resource-store.ts';
import { reasons, sanatoriumTexts as say } from '../scarce/resource-texts.ts';
import { lastStay, sanatoriumEligibility } from '../scarce/sanatorium-eligibility.ts';
import { sanatoriumScore } from '../scarce/sanatorium-priority.ts';
import { applyClosesOn, givesBackUntil } from '../scarce/stay-stages.ts';
import { GIVE_UP, type SubjectFacts, spouseOf, subjectFacts } from '../subject-store.ts';

const numberOf = (value: unknown) => (typeof value === 'number' ? value : null);
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** At submission: checks who may have a bed and puts them into the queue of the batch with their score. */
export const queueSanatoriumBed: Action = async (context) => {
  const { tx, case: current, now } = context;
  const said = textOf(current.slots['batch']);
  const batch = await findResource(tx, 'sanatorium-batch', said);
  if (!batch) return refuse('unknown-batch', say.unknownBatch(said, await openNames(context)));
  const facts = current.subject.archiveNo === null ? null : await subjectFacts(tx, current.subject.archiveNo);
  if (!facts) return refuse('not-eligible', say.categoryNotOnFile(current.subject.name));
  const refusal = await whyNoBed(context, facts, batch);
  if (refusal) return refusal;

  const dropped = (await holdsOfCase(tx, current.no)).filter((hold) => hold.resourceCode !== batch.code);
  const awakened = await giveBack(tx, dropped, now);
  const lastYear = lastStay(facts, numberOf(current.slots['last_year']));
  const startsOn = batch.startsOn ?? dayOf(now);
  const year = Number(startsOn.slice(0, 4));
  const claim = {
    category: textOf(current.slots['key_category']),
    disabilityGrade: facts.disabilityGrade,
    birthOn: facts.birthOn,
    lastYear,
    hardship: facts.hardship,
    gaveUpLastYear: facts.giveUpYears.includes(year - 1),
    hadAidLastYear: facts.benefits.some((one) => one.kind === 'hardship_year' && one.year === Number(dayOf(now).slice(0, 4)) - 1),
  };
  const yearsSince = lastYear === null ? null : year - lastYear;
  const rank = { yearsSince, birthOn: facts.birthOn, spouse: await spouseOf(tx, facts.archiveNo) };
  const score = sanatoriumScore(claim, startsOn);
  await ask(tx, { resourceCode: batch.code, caseNo: current.no, archiveNo: facts.archiveNo, score, rank, now });
  return { ok: true, awakened };
};

async function whyNoBed({ tx, case: current, deps }: ActionContext, facts: SubjectFacts, batch: Resource): Promise<Refusal | null> {
  const wish = {
    category: textOf(current.slots['key_category']),
    saidLastYear: numberOf(current.slots['last_year']),
    batch,
    // A correction of what was asked for in time may come later.
    today: dayOf(current.startedAt),
  };
  const refusal = sanatoriumEligibility(facts, wish, deps.isWorkday);
  if (refusal || batch.startsOn === null) return refusal;
  const others = await bedsOfYear(tx, facts.archiveNo, Number(batch.startsOn.slice(0, 4)));
  const other = others.find((one) => one.caseNo !== current.no);
  return other ? refuse('same-year', say.sameYear(facts.name, other.name, other.caseNo)) : null;
}

async function openNames({ tx, now, deps }: ActionContext): Promise<string[]> {
  const today = dayOf(now);
  const batches = await listResources(tx, 'sanatorium-batch', { startsAfter: today });
  return batches.filter((one) => one.startsOn !== null && applyClosesOn(one.startsOn, deps.isWorkday) >= today).map((one) => one.name);
}

/** When the ranking is approved: a bed by the order of the batch, else the waiting list, where the case stands still. */
export const giveSanatoriumBed: Action = async ({ tx, case: current, now }) => {
  const [hold] = await holdsOfCase(tx, current.no);
  const [batch] = await lockResources(tx, hold ? [hold.resourceCode] : []);
  if (!batch) return refuse('no-bed', say.lostBed(textOf(current.slots['batch'])));
  const turn = await takeTurn(tx, batch, current.no, now);
  if (turn.given) return { ok: true };
  await listFor(tx, batch, current.no, now);
  return { ok: true, wait: say.waitlisted(batch.name, turn.place) };
};

/** A case that ends without its stay gives its bed back; the next on the waiting list gets it. Given back too late it counts as given up. */
export const releaseSanatoriumBed: Action = async (context) => {
  const { tx, case: current, now } = context;
  await noteGiveUp(context);
  return { ok: true, awakened: await giveBack(tx, await holdsOfCase(tx, current.no), now) };
};

/** 弃约: a bed given up by the guest less than five working days before moving in; a refusal by the offices is none. */
async function noteGiveUp(context: ActionContext): Promise<void> {
  const { tx, case: current, now, actor, definition, deps } = context;
  const bed = current.state === 'rejected' ? null : await bedOf(context);
  const { archiveNo } = current.subject;
  if (!bed || archiveNo === null || bed.batch.startsOn === null) return;
  if (dayOf(now) <= givesBackUntil(bed.batch.startsOn, deps.isWorkday)) return;
  const writer = { tx, sealer: deps.sealer, now, by: actor.id, reason: reasons.outcome(definition.name, current.no), caseNo: current.no };
  const detail = { [say.giveUpBatch]: bed.batch.name };
  const entry = { id: `${current.no}-give-up`, kind: 'record' as const, key: GIVE_UP, title: say.giveUp, detail, recordedOn: dayOf(now) };
  await addEntry(writer, archiveNo, entry);
}

async function bedOf({ tx, case: current }: ActionContext): Promise<{ hold: Hold; batch: Resource } | null> {
  const hold = (await holdsOfCase(tx, current.no)).find((one) => one.state === 'held' || one.state === 'confirmed');
  const batch = hold ? await findResource(tx, 'sanatorium-batch', hold.resourceCode) : null;
  return hold && batch ? { hold, batch } : null;
}

/** Outcome: the bed is confirmed. */
export const bookSanatoriumBed: Action = async (context) => {
  const bed = await bedOf(context);
  if (!bed) return refuse('no-bed', say.lostBed(textOf(context.case.slots['batch'])));
  const { hold, batch } = bed;
  await confirm(context.tx, hold, context.now);
  const days = numberOf(context.case.slots['days']);
  const leavesOn = batch.startsOn !== null && days !== null ? addDays(batch.startsOn, days - 1) : batch.endsOn;
  return { ok: true, data: { batch: batch.code, batchName: batch.name, bed: hold.unitNo, checkIn: batch.startsOn, checkOut: leavesOn } };
};

/** Outcome: the stay stands in the archive, so that the next years count from it. */
export const recordSanatoriumBenefit: Action = async (context) => {
  const { tx, case: current, now, actor, definition, deps } = context;
  const bed = await bedOf(context);
  const { archiveNo } = current.subject;
  if (!bed || archiveNo === null) return refuse('no-bed', say.lostBed(textOf(current.slots['batch'])));
  const year = Number((bed.batch.startsOn ?? dayOf(now)).slice(0, 4));
  const writer = { tx, sealer: deps.sealer, now, by: actor.id, reason: reasons.outcome(definition.name, current.no), caseNo: current.no };
  const benefit = { id: `${current.no}-sanatorium`, kind: 'sanatorium', title: say.benefitTitle, amount: numberOf(current.slots['cost']) };
  await addBenefit(writer, archiveNo, { ...benefit, year, grantedOn: dayOf(now) });
  await setLastSanatorium(writer, archiveNo, year);
  return { ok: true, data: { year, days: current.slots['days'] ?? null } };
};
