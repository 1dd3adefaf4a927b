import { addBenefit, addRelation } from '../../people/file/archive-writes-store.ts';
import { ageOn, dayOf } from '../../platform/calendar/day.ts';
import type { Action, ActionContext } from '../actions-port.ts';
import { type Refusal, refuse } from '../engine/act.ts';
import { giveBack, takeTurn } from '../scarce/queue.ts';
import {
  ask,
  casesForChild,
  confirm,
  findResource,
  type Hold,
  holdsOfCase,
  listResources,
  lockResources,
  type Resource,
} from '../scarce/resource-store.ts';
import { reasons, schoolTexts as say } from '../scarce/resource-texts.ts';
import { schoolEligibility, schoolScore } from '../scarce/school-eligibility.ts';

/** Below this age a child's data is that of a minor in the sense of 个人信息保护法第三十一条. */
const MINOR_UNTIL = 14;

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** At submission: checks the rules and asks for the wished schools, in the order of wish. */
export const askSchoolPlace: Action = async (context) => {
  const { tx, case: current, now, deps } = context;
  const childIndex = deps.sealer.index('idcard', textOf(current.slots['child_idcard']));
  const refusal = await whyNoPlace(context, childIndex);
  if (refusal) return refusal;
  const wishes = await wishedSchools(context);
  if ('ok' in wishes) return wishes;
  const dropped = (await holdsOfCase(tx, current.no)).filter((hold) => !wishes.some((school) => school.code === hold.resourceCode));
  const awakened = await giveBack(tx, dropped, now);
  const score = schoolScore(textOf(current.slots['merit_class']));
  for (const [index, school] of wishes.entries()) {
    const rank = { choice: index + 1, childIndex };
    await ask(tx, { resourceCode: school.code, caseNo: current.no, archiveNo: current.subject.archiveNo, score, rank, now });
  }
  return { ok: true, awakened };
};

/** When the section has settled the class: the place in every queue follows it, not what the parents took it for. */
export const rankSchoolPlace: Action = async ({ tx, case: current, now }) => {
  const score = schoolScore(textOf(current.slots['merit_class']));
  for (const { resourceCode, caseNo, archiveNo, rank, state } of await holdsOfCase(tx, current.no))
    if (state === 'waiting') await ask(tx, { resourceCode, caseNo, archiveNo, score, rank, now });
  return { ok: true };
};

async function whyNoPlace({ tx, case: current, now }: ActionContext, childIndex: string): Promise<Refusal | null> {
  const earlier = (await casesForChild(tx, childIndex, textOf(current.slots['stage']))).filter((one) => one.caseNo !== current.no);
  const running = earlier.find((one) => one.state !== 'confirmed');
  if (running) return refuse('already-asked', say.alreadyAsked(running.caseNo));
  // The windows are for handing in; a correction of what was handed in in time may come later.
  if (current.run.submission > 1) return null;
  return schoolEligibility(current.slots, dayOf(now), earlier.length > 0);
}

async function wishedSchools({ tx, case: current }: ActionContext): Promise<Resource[] | Refusal> {
  const stage = textOf(current.slots['stage']);
  const found: Resource[] = [];
  for (const key of ['first_choice', 'second_choice']) {
    const said = textOf(current.slots[key]);
    if (said === '') continue;
    const school = await findResource(tx, 'school', said);
    if (!school || school.stage !== stage) return refuse('unknown-school', say.unknownSchool(said, await namesNear(tx, stage, said)));
    found.push(school);
  }
  return found;
}

/** Names that share most with what was said come first. */
async function namesNear(tx: ActionContext['tx'], stage: string, said: string): Promise<string[]> {
  const shared = (name: string) => [...said].filter((char) => name.includes(char)).length;
  const schools = await listResources(tx, 'school', { stage });
  return schools
    .map((school) => school.name)
    .sort((left, right) => shared(right) - shared(left))
    .slice(0, 5);
}

/** When the meeting is approved: a place at the first wish, else at the second, by class and time. */
export const holdSchoolPlace: Action = async ({ tx, case: current, now }) => {
  const asks = await holdsOfCase(tx, current.no);
  if (asks.some((hold) => hold.state === 'held')) return { ok: true };
  const schools = await lockResources(
    tx,
    asks.map((hold) => hold.resourceCode),
  );
  const byWish = [...asks].sort((left, right) => (left.rank.choice ?? 1) - (right.rank.choice ?? 1));
  for (const wish of byWish) {
    const school = schools.find((one) => one.code === wish.resourceCode);
    if (!school || !(await takeTurn(tx, school, current.no, now)).given) continue;
    const others = asks.filter((hold) => hold.id !== wish.id);
    return { ok: true, awakened: await giveBack(tx, others, now) };
  }
  const names = byWish.map((wish) => schools.find((one) => one.code === wish.resourceCode)?.name ?? '');
  const stage = textOf(current.slots['stage']);
  const free = (await listResources(tx, 'school', { stage })).filter((school) => school.taken < school.capacity);
  return refuse(
    'schools-full',
    say.full(
      names,
      free.slice(0, 5).map((school) => school.name),
    ),
  );
};

export const releaseSchoolPlace: Action = async ({ tx, case: current, now }) => ({
  ok: true,
  awakened: await giveBack(tx, await holdsOfCase(tx, current.no), now),
});

async function placeOf({ tx, case: current }: ActionContext): Promise<{ hold: Hold; school: Resource } | null> {
  const hold = (await holdsOfCase(tx, current.no)).find((one) => one.state === 'held' || one.state === 'confirmed');
  const school = hold ? await findResource(tx, 'school', hold.resourceCode) : null;
  return hold && school ? { hold, school } : null;
}

/** Outcome: the place is confirmed and stands in the guardian's file. */
export const recordSchoolPlace: Action = async (context) => {
  const { tx, case: current, now, actor, definition, deps } = context;
  const place = await placeOf(context);
  const { archiveNo } = current.subject;
  if (!place || archiveNo === null) return refuse('no-place', say.lostPlace);
  await confirm(tx, place.hold, now);
  const stage = textOf(current.slots['stage']);
  const stageName = definition.fields.find((field) => field.key === 'stage')?.options?.[stage] ?? stage;
  const writer = { tx, sealer: deps.sealer, now, by: actor.id, reason: reasons.outcome(definition.name, current.no), caseNo: current.no };
  await addBenefit(writer, archiveNo, {
    id: `${current.no}-school`,
    kind: 'school_place',
    title: say.benefitTitle(stageName, place.school.name),
    amount: null,
    year: Number(dayOf(now).slice(0, 4)),
    grantedOn: dayOf(now),
  });
  const { merit_class: meritClass = null, grade = null } = current.slots;
  return { ok: true, data: { stage, grade, school: place.school.code, schoolName: place.school.name, meritClass, times: 1 } };
};

/** Outcome: the child is a relation of the guardian's file. */
export const recordChild: Action = async ({ tx, case: current, now, actor, definition, deps }) => {
  const { archiveNo } = current.subject;
  if (archiveNo === null) return refuse('no-place', say.lostPlace);
  const birthOn = textOf(current.slots['child_birth']) || null;
  const isMinor = birthOn !== null && ageOn(birthOn, dayOf(now)) < MINOR_UNTIL;
  const writer = { tx, sealer: deps.sealer, now, by: actor.id, reason: reasons.outcome(definition.name, current.no), caseNo: current.no };
  const relation = { id: `${current.no}-child`, kind: say.childKind, name: textOf(current.slots['child']), birthOn, isMinor };
  await addRelation(writer, archiveNo, relation);
  return { ok: true, data: { relation: relation.id } };
};
