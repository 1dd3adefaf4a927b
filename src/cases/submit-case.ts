import { checkSlots } from '../flows/applicable-fields.ts';
import type { LoadedFlow } from '../flows/flow-definition.ts';
import type { Slots } from '../flows/slot-value.ts';
import type { Staff } from '../organisation/staff.ts';
import { dayOf } from '../platform/calendar/day.ts';
import type { CaseDeps } from './case-deps.ts';
import { findFlowVersion, findSubmitted, readCase } from './case-store.ts';
import { type CaseSummary, staffIn, summarise } from './case-summary.ts';
import { type Refusal, refuse } from './engine/act.ts';
import { openTasks } from './engine/service-case.ts';
import { inTransaction } from './in-transaction.ts';
import { type StartRequest, startCase } from './start-case.ts';
import { startSubCases } from './start-sub-cases.ts';
import { texts } from './texts.ts';
import { actOnCase, goOn } from './with-case.ts';

export type SubmitRequest = Omit<StartRequest, 'startSubCases'>;

export type Submitted = CaseSummary & { ok: true; caseNo: string; repeated: boolean };

/** Starts a case: checks the form and the person, gives it a number, holds what is scarce and hands it to the first step. */
export async function submitCase(deps: CaseDeps, request: SubmitRequest): Promise<Submitted | Refusal> {
  const flow = await flowAsFilled(deps, request);
  if (!flow) return refuse('unknown-flow', texts.unknownFlow);
  const earlier = await findSubmitted(deps.db.tx, request.submissionKey);
  if (earlier !== null) return repeated(deps, flow, earlier);
  const checked = checkSlots(flow.definition, request.slots, {
    today: dayOf(request.now),
    ...(deps.places ? { places: deps.places } : {}),
  });
  if (!checked.ok) return refuse('form-faults', texts.formFaults(checked.faults.map((fault) => fault.sentence)));

  const result = await inTransaction(deps.db, (tx) => startCase(deps, tx, flow, { ...request, slots: checked.slots, startSubCases }));
  if (!result.ok && result.code === 'taken') {
    const winner = await findSubmitted(deps.db.tx, request.submissionKey);
    return winner === null ? refuse('unknown-flow', texts.unknownFlow) : repeated(deps, flow, winner);
  }
  if (!result.ok) return result;
  await goOn(deps, result.done, request.now);
  return { ok: true, caseNo: result.done.case.no, repeated: false, ...result.summary };
}

/** The version that the form was begun with; the case runs on it too. */
async function flowAsFilled(deps: CaseDeps, { flow, flowVersion }: SubmitRequest): Promise<LoadedFlow | undefined> {
  const current = deps.flows.get(flow);
  if (!current || flowVersion === undefined || flowVersion === current.version) return current;
  const definition = await findFlowVersion(deps.db.tx, flowVersion);
  return definition ? { definition, version: flowVersion } : current;
}

async function repeated(deps: CaseDeps, flow: LoadedFlow, caseNo: string): Promise<Submitted | Refusal> {
  const current = await readCase(deps.db.tx, deps.sealer, caseNo);
  if (!current) return refuse('not-found', texts.notFound(caseNo));
  return { ok: true, caseNo, repeated: true, ...(await summarise(deps.db.tx, flow.definition, current)) };
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
