import type { FlowDefinition } from '../flows/flow-definition.ts';
import type { Staff, StaffLeave } from '../organisation/staff.ts';
import { leavesOn } from '../organisation/staff-store.ts';
import { dayOf } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';
import { type CarriedOut, carryOut } from './carry-out.ts';
import { definitionOf } from './case-definition.ts';
import type { CaseDeps } from './case-deps.ts';
import { lockCase } from './case-store.ts';
import { deputisesFor } from './deputies.ts';
import { type ActContext, type CaseAct, type Refusal, refuse } from './engine/act.ts';
import { type CaseState, isClosed, type ServiceCase } from './engine/service-case.ts';
import { inTransaction } from './in-transaction.ts';
import { givenButWaiting } from './scarce/resource-store.ts';
import { startSubCases } from './start-sub-cases.ts';
import { endedUntold, orphans } from './sub-case-store.ts';
import { stateNames, texts } from './texts.ts';

export interface HeldCase {
  tx: Tx;
  case: ServiceCase;
  definition: FlowDefinition;
  context: ActContext;
  leaves: StaffLeave[];
}

export interface ActRequest {
  caseNo: string;
  actor: Staff;
  now: Date;
  /** dingtalk, console, api …; goes into the audit record. */
  channel: string;
  /** Key of the message or request: carried out once, however often it comes. */
  requestKey?: string | undefined;
}

/** `repeated`: this request had been carried out before; nothing was done now. */
export type ActDone = CarriedOut & { repeated: boolean; definition: FlowDefinition };

/**
 * Takes a case, lets `choose` say what to do with it as it is now, and carries that out, all in one transaction. Afterwards wakes the cases
 * that were given what they waited for, each in its own.
 */
export async function actOnCase(
  deps: CaseDeps,
  request: ActRequest,
  choose: (held: HeldCase) => Promise<CaseAct | Refusal> | CaseAct | Refusal,
): Promise<ActDone | Refusal> {
  const result = await inTransaction(deps.db, async (tx): Promise<ActDone | Refusal> => {
    const locked = await lockCase(tx, deps.sealer, request.caseNo, request.requestKey ?? null);
    if (!locked) return refuse('not-found', texts.notFound(request.caseNo));
    const { current: before, wasCarriedOut } = locked;
    const definition = await definitionOf(deps, tx, before.flow, before.flowVersion);
    if (wasCarriedOut) {
      return { ok: true, case: before, assignments: [], awakened: [], closedFor: null, audits: [], repeated: true, definition };
    }
    const leaves = await leavesOn(tx, dayOf(request.now));
    const { actor, now } = request;
    const context = { now, actor, deputisesFor: deputisesFor(actor.id, leaves), isWorkday: deps.isWorkday };
    const act = await choose({ tx, case: before, definition, context, leaves });
    if ('ok' in act) return act;
    const { channel, requestKey } = request;
    const performance = {
      tx,
      definition: act.type === 'change-version' ? newest(deps, before, definition) : definition,
      before,
      act,
      context,
    };
    const done = await carryOut(deps, { ...performance, leaves, channel, requestKey, startSubCases });
    return done.ok ? { ...done, repeated: false, definition } : done;
  });
  if (result.ok) await goOn(deps, result, request.now);
  return result;
}

/**
 * What an act sets going in other cases, each in its own transaction: those that were given something, the one that waits for this, and the parts of this
 * where it ended without its outcome.
 */
export async function goOn(deps: CaseDeps, done: CarriedOut, now: Date): Promise<void> {
  await wakeCases(deps, done.awakened, now);
  if (isClosed(done.case.state) && done.case.run.children) await endParts(deps, await orphans(deps.db.tx, done.case.no), now);
  if (done.closedFor !== null) await tellParent(deps, { no: done.case.no, parent: done.closedFor, state: done.case.state }, now);
}

async function tellParent(deps: CaseDeps, child: { no: string; parent: string; state: string }, now: Date): Promise<void> {
  const request = { caseNo: child.parent, actor: systemActor, now, channel: 'system' };
  await actOnCase(deps, request, () => ({ type: 'sub-case-closed', no: child.no, state: child.state }));
}

/** Nobody is to go on with a part of what was withdrawn or ended. */
async function endParts(deps: CaseDeps, parts: readonly { no: string; parent: string; state: CaseState }[], now: Date): Promise<void> {
  for (const { no, parent, state } of parts) {
    const reason = texts.endedWithParent(parent, stateNames[state]);
    await actOnCase(deps, { caseNo: no, actor: systemActor, now, channel: 'system' }, () => ({
      type: 'terminate',
      reason,
      isByParent: true,
    }));
  }
}

/** The definition that a case is moved to: today's. */
function newest(deps: CaseDeps, current: ServiceCase, definition: FlowDefinition): FlowDefinition {
  return deps.flows.get(current.flow)?.definition ?? definition;
}

/** The machine itself, where no person acts. */
export const systemActor: Staff = {
  id: 'system',
  name: '系统自动',
  roles: ['system'],
  level: 'district',
  stationCode: null,
  town: null,
  village: null,
  department: null,
  section: null,
  industry: null,
  dingtalkUserId: null,
  zzdAccountId: null,
  isActive: true,
};

/** Lets waiting cases go on that hold what they waited for. Doing it twice changes nothing. */
export async function wakeCases(deps: CaseDeps, caseNos: readonly string[], now: Date): Promise<void> {
  for (const caseNo of new Set(caseNos)) {
    await actOnCase(deps, { caseNo, actor: systemActor, now, channel: 'system' }, ({ case: current }) =>
      current.run.pause?.kind === 'waitlist' ? { type: 'advance' } : refuse('not-waiting', texts.notSuspended(current)),
    );
  }
}

/** For the clock: wakes what a crash between giving and waking left asleep. Returns how many there were. */
export async function wakeForgotten(deps: CaseDeps, now: Date): Promise<number> {
  const caseNos = await givenButWaiting(deps.db.tx);
  await wakeCases(deps, caseNos, now);
  const ended = await endedUntold(deps.db.tx);
  for (const child of ended) await tellParent(deps, child, now);
  const parts = await orphans(deps.db.tx);
  await endParts(deps, parts, now);
  return caseNos.length + ended.length + parts.length;
}
