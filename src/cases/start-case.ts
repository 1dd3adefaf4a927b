import { holds } from '../flows/condition.ts';
import type { FlowDefinition, LoadedFlow } from '../flows/flow-definition.ts';
import type { Slots } from '../flows/slot-value.ts';
import { roleOf } from '../organisation/role.ts';
import type { Staff } from '../organisation/staff.ts';
import { leavesOn } from '../organisation/staff-store.ts';
import { dayOf } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';
import { whyNotForThem } from './audience.ts';
import { type CarriedOut, carryOut, type StartSubCases } from './carry-out.ts';
import type { CaseDeps } from './case-deps.ts';
import { insertCase, keepFlowVersion, nextCaseNo } from './case-store.ts';
import { type CaseSummary, staffIn, summarise } from './case-summary.ts';
import { deputisesFor } from './deputies.ts';
import { type Refusal, refuse } from './engine/act.ts';
import type { CaseSubject, ServiceCase } from './engine/service-case.ts';
import { whyOverLimit } from './outcomes/limits.ts';
import { whyRepeated } from './repeat-store.ts';
import { type SubjectFacts, subjectFacts } from './subject-store.ts';
import { texts } from './texts.ts';

export interface StartRequest {
  flow: string;
  /** The version of the form that was filled in; today's when left out. */
  flowVersion?: string | undefined;
  subject: CaseSubject;
  slots: Slots;
  startedBy: Staff;
  /** Submitting twice with one key makes one case. */
  submissionKey: string;
  now: Date;
  channel: string;
  /** Number of the case that starts this one as its own part; its starter may then be anybody. */
  parent?: string | undefined;
  /** Handed in: it starts cases itself. */
  startSubCases: StartSubCases;
}

export interface Started {
  ok: true;
  done: CarriedOut;
  summary: CaseSummary;
}

/** Puts a checked form down as a case and hands it to its first step, in the caller's transaction. `taken`: the key made a case before. */
export async function startCase(deps: CaseDeps, tx: Tx, flow: LoadedFlow, request: StartRequest): Promise<Started | Refusal> {
  const facts = request.subject.archiveNo === null ? null : await subjectFacts(tx, request.subject.archiveNo);
  const refusal = whyNotStart(flow.definition, request, facts);
  if (refusal) return refusal;
  const unfit = facts && (await whyNotNow({ tx, sealer: deps.sealer }, flow.definition, facts.archiveNo, request));
  if (unfit) return unfit;
  const draft = await newCase(tx, flow, request, facts);
  await keepFlowVersion(tx, flow);
  // The one who came second waited for the first and finds the key taken.
  if (!(await insertCase(tx, deps.sealer, flow.definition, draft, request.submissionKey))) return refuse('taken', request.submissionKey);
  const leaves = await leavesOn(tx, dayOf(request.now));
  const { startedBy: actor, now, channel, startSubCases, parent } = request;
  const context = { now, actor, deputisesFor: deputisesFor(actor.id, leaves), isWorkday: deps.isWorkday };
  const { definition } = flow;
  const performance = { tx, definition, before: draft, act: { type: 'submit' as const }, context, leaves, channel, startSubCases };
  const done = await carryOut(deps, { ...performance, isPart: parent !== undefined });
  return done.ok ? { ok: true, done, summary: await summarise(tx, definition, done.case, staffIn(done)) } : done;
}

/** Roles that take people's matters in (organisation.yaml `case.create`, `booking.create`, and the offices above them). */
const starters = new Set<string>([
  'village-liaison',
  'village-head',
  'rotating-head',
  'town-officer',
  'town-head',
  'center-officer',
  'section-officer',
  'section-head',
]);

function whyNotStart(definition: FlowDefinition, request: StartRequest, facts: SubjectFacts | null): Refusal | null {
  const { startedBy, subject, parent } = request;
  if (subject.archiveNo !== null && facts === null) return refuse('unknown-person', texts.unknownPerson);
  if (subject.archiveNo === null && needsFile(definition, request.slots)) return refuse('unknown-person', texts.unknownPerson);
  if (parent !== undefined) return null;
  // Who may not start it learns nothing of the person's file.
  return whyNotBy(definition, startedBy, facts ?? subject) ?? whyNotAbout(definition, facts);
}

function needsFile({ subjectOptional, fileNeededWhen, fields }: FlowDefinition, slots: Slots): boolean {
  return !subjectOptional || (fileNeededWhen !== undefined && holds(fields, fileNeededWhen, slots));
}

function whyNotAbout(definition: FlowDefinition, facts: SubjectFacts | null): Refusal | null {
  return facts === null || definition.subjectCheck !== undefined ? null : whyNotForThem(definition, facts);
}

/** What was granted before and what is open already; a part of another case is answered for by that case. */
async function whyNotNow(
  deps: { tx: Tx; sealer: CaseDeps['sealer'] },
  definition: FlowDefinition,
  archiveNo: string,
  { slots, now, parent }: StartRequest,
): Promise<Refusal | null> {
  if (parent !== undefined) return null;
  const year = Number(dayOf(now).slice(0, 4));
  return (
    (await whyRepeated(deps, definition, archiveNo, slots)) ??
    (await whyOverLimit(deps.tx, definition, { archiveNo, amount: null, slots, year, caseNo: '' }))
  );
}

type Place = Pick<CaseSubject, 'name' | 'town' | 'village'>;

function whyNotBy(definition: FlowDefinition, startedBy: Staff, place: Place): Refusal | null {
  const roles = startedBy.roles.filter((role) => starters.has(role));
  const isLead = startedBy.roles.includes('dept-officer') && startedBy.department === definition.lead;
  if (!startedBy.isActive || (roles.length === 0 && !isLead)) return refuse('forbidden', texts.notAllowedToStart);
  const reaches = isLead || roles.some((role) => isWithin(roleOf(role).dataScope, startedBy, place));
  return reaches ? null : refuse('outside-area', texts.outsideArea(place.name));
}

function isWithin(scope: string, staff: Staff, place: { town: string | null; village: string | null }): boolean {
  if (scope === 'all') return true;
  if (staff.town === null || staff.town !== place.town) return false;
  return scope === 'town' || (scope === 'village' && staff.village !== null && staff.village === place.village);
}

async function newCase(tx: Tx, flow: LoadedFlow, request: StartRequest, facts: SubjectFacts | null): Promise<ServiceCase> {
  const { subject, startedBy, now } = request;
  // The file knows better than the conversation where a person belongs.
  const place = facts ?? subject;
  return {
    no: await nextCaseNo(tx, now),
    flow: flow.definition.id,
    flowVersion: flow.version,
    state: 'draft',
    step: null,
    subject: { archiveNo: subject.archiveNo, name: place.name, town: place.town, village: place.village },
    startedBy: startedBy.id,
    startedAt: now,
    dueAt: null,
    closedAt: null,
    slots: request.slots,
    tasks: [],
    run: {
      submission: 0,
      firstPosition: 1,
      promisedMs: 0,
      pause: null,
      straightTo: null,
      corrections: [],
      urgedAt: {},
      parent: request.parent ?? null,
    },
    version: 1,
    lastSeq: 0,
  };
}
