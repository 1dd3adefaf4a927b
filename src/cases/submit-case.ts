import { checkSlots } from '../flows/applicable-fields.ts';
import type { FlowDefinition, LoadedFlow } from '../flows/flow-definition.ts';
import type { Slots } from '../flows/slot-value.ts';
import { roleOf } from '../organisation/role.ts';
import type { Staff } from '../organisation/staff.ts';
import { leavesOn } from '../organisation/staff-store.ts';
import { dayOf } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';
import { carryOut } from './carry-out.ts';
import type { CaseDeps } from './case-deps.ts';
import { findSubmitted, insertCase, keepFlowVersion, nextCaseNo, readCase } from './case-store.ts';
import { type CaseSummary, staffIn, summarise } from './case-summary.ts';
import { deputisesFor } from './deputies.ts';
import { type Refusal, refuse } from './engine/act.ts';
import { type CaseSubject, openTasks, type ServiceCase } from './engine/service-case.ts';
import { inTransaction } from './in-transaction.ts';
import { type SubjectFacts, subjectFacts } from './subject-store.ts';
import { texts } from './texts.ts';
import { actOnCase, wakeCases } from './with-case.ts';

export interface SubmitRequest {
  flow: string;
  subject: CaseSubject;
  slots: Slots;
  startedBy: Staff;
  /** Submitting twice with one key makes one case. */
  submissionKey: string;
  now: Date;
  channel: string;
}

export type Submitted = CaseSummary & { ok: true; caseNo: string; repeated: boolean };

/** Starts a case: checks the form and the person, gives it a number, holds what is scarce and hands it to the first step. */
export async function submitCase(deps: CaseDeps, request: SubmitRequest): Promise<Submitted | Refusal> {
  const flow = deps.flows.get(request.flow);
  if (!flow) return refuse('unknown-flow', texts.unknownFlow);
  const earlier = await findSubmitted(deps.db.tx, request.submissionKey);
  if (earlier !== null) return repeated(deps, flow, earlier);
  const checked = checkSlots(flow.definition, request.slots, {
    today: dayOf(request.now),
    ...(deps.places ? { places: deps.places } : {}),
  });
  if (!checked.ok) return refuse('form-faults', texts.formFaults(checked.faults.map((fault) => fault.sentence)));

  let awakened: string[] = [];
  const result = await inTransaction(deps.db, async (tx): Promise<Submitted | Refusal> => {
    const facts = request.subject.archiveNo === null ? null : await subjectFacts(tx, request.subject.archiveNo);
    const refusal = whyNotStart(flow.definition, request, facts);
    if (refusal) return refusal;
    const draft = await newCase(tx, flow, { ...request, slots: checked.slots }, facts);
    await keepFlowVersion(tx, flow);
    // The one who came second waited for the first and finds the key taken.
    if (!(await insertCase(tx, deps.sealer, flow.definition, draft, request.submissionKey))) return refuse('taken', request.submissionKey);
    const leaves = await leavesOn(tx, dayOf(request.now));
    const { startedBy: actor, now, channel } = request;
    const context = { now, actor, deputisesFor: deputisesFor(actor.id, leaves), isWorkday: deps.isWorkday };
    const done = await carryOut(deps, {
      tx,
      definition: flow.definition,
      before: draft,
      act: { type: 'submit' },
      context,
      leaves,
      channel,
    });
    if (!done.ok) return done;
    awakened = done.awakened;
    return { ok: true, caseNo: draft.no, repeated: false, ...(await summarise(tx, flow.definition, done.case, staffIn(done))) };
  });
  if (!result.ok && result.code === 'taken') {
    const winner = await findSubmitted(deps.db.tx, request.submissionKey);
    return winner === null ? refuse('unknown-flow', texts.unknownFlow) : repeated(deps, flow, winner);
  }
  await wakeCases(deps, awakened, request.now);
  return result;
}

async function repeated(deps: CaseDeps, flow: LoadedFlow, caseNo: string): Promise<Submitted | Refusal> {
  const current = await readCase(deps.db.tx, deps.sealer, caseNo);
  if (!current) return refuse('not-found', texts.notFound(caseNo));
  return { ok: true, caseNo, repeated: true, ...(await summarise(deps.db.tx, flow.definition, current)) };
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

function whyNotStart(definition: FlowDefinition, request: SubmitRequest, facts: SubjectFacts | null): Refusal | null {
  const { startedBy, subject } = request;
  if (subject.archiveNo !== null && facts === null) return refuse('unknown-person', texts.unknownPerson);
  const roles = startedBy.roles.filter((role) => starters.has(role));
  const isLead = startedBy.roles.includes('dept-officer') && startedBy.department === definition.lead;
  if (!startedBy.isActive || (roles.length === 0 && !isLead)) return refuse('forbidden', texts.notAllowedToStart);
  const place = facts ?? subject;
  const reaches = isLead || roles.some((role) => isWithin(roleOf(role).dataScope, startedBy, place));
  return reaches ? null : refuse('outside-area', texts.outsideArea(place.name));
}

function isWithin(scope: string, staff: Staff, place: { town: string | null; village: string | null }): boolean {
  if (scope === 'all') return true;
  if (staff.town === null || staff.town !== place.town) return false;
  return scope === 'town' || (scope === 'village' && staff.village !== null && staff.village === place.village);
}

async function newCase(tx: Tx, flow: LoadedFlow, request: SubmitRequest, facts: SubjectFacts | null): Promise<ServiceCase> {
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
    run: { submission: 0, firstPosition: 1, promisedMs: 0, pause: null, straightTo: null, corrections: [], urgedAt: {}, requests: [] },
    version: 1,
    lastSeq: 0,
  };
}

export interface ResubmitRequest {
  caseNo: string;
  slots: Slots;
  actor: Staff;
  now: Date;
  channel: string;
  requestKey?: string | undefined;
}

/** Hands a returned case in again with the corrected form. What is not given stays as it was. */
export async function resubmitCase(deps: CaseDeps, request: ResubmitRequest): Promise<Submitted | Refusal> {
  const done = await actOnCase(deps, request, ({ case: current, definition }) => {
    const isReturned = openTasks(current).length > 0 || current.state !== 'open';
    const slots = { ...current.slots, ...request.slots };
    const checked = checkSlots(definition, slots, { today: dayOf(request.now), ...(deps.places ? { places: deps.places } : {}) });
    if (isReturned && !checked.ok) return refuse('form-faults', texts.formFaults(checked.faults.map((fault) => fault.sentence)));
    return { type: 'resubmit', slots: checked.ok ? checked.slots : slots };
  });
  if (!done.ok) return done;
  return {
    ok: true,
    caseNo: request.caseNo,
    repeated: done.repeated,
    ...(await summarise(deps.db.tx, done.definition, done.case, staffIn(done))),
  };
}
