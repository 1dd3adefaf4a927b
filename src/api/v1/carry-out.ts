import { changeCaseVersion } from '../../cases/change-version.ts';
import { type DecideRequest, decideTask } from '../../cases/decide-task.ts';
import { operateCase } from '../../cases/operate-case.ts';
import { type CaseEyes, formOfCase, seeCase } from '../../cases/see-case.ts';
import { resubmitCase } from '../../cases/submit-case.ts';
import type { Slots } from '../../flows/slot-value.ts';
import type { Staff } from '../../organisation/staff.ts';
import { type ApiDeps, type Caller, CHANNEL } from './api-deps.ts';
import { lostFiles, unknownSlots } from './new-case.ts';
import type { AskedDecision, AskedOperation } from './operation-schema.ts';
import { ApiProblem, type FieldFault, type Refusal, refused, unfit } from './problem.ts';
import { apiTexts as say } from './texts.ts';

/** By whose rights a caller looks at cases, and how that is recorded. */
export function eyesOf(deps: ApiDeps, { viewer, staff, token }: Caller, what: string): CaseEyes {
  return { viewer, isEverywhere: staff === null, now: deps.clock.now(), channel: CHANNEL, purpose: say.purpose(token, what) };
}

/** One act of one member of staff on one case; `key` guards it against being done twice. */
export interface Acting {
  staff: Staff;
  caseNo: string;
  key: string;
  token: string;
}

/** Decides a task. Throws ApiProblem with the refusal's own code and sentence. */
export async function decide(deps: ApiDeps, acting: Acting, taskId: string | undefined, asked: AskedDecision): Promise<void> {
  const { decision, opinion, returnTo, afterReturn, corrections, edits, paper } = asked;
  if (edits) await checkSent(deps, acting, edits, 'edits');
  const { staff: actor, caseNo, key: requestKey } = acting;
  const request: DecideRequest = {
    caseNo,
    actor,
    decision,
    opinion: opinion ?? null,
    taskId,
    now: deps.clock.now(),
    channel: CHANNEL,
    requestKey,
  };
  settle(await decideTask(deps.cases, { ...request, returnTo, afterReturn, corrections, edits, paper }));
}

/** Does what was asked with a case. Throws ApiProblem with the refusal's own code and sentence. */
export async function operate(deps: ApiDeps, acting: Acting, asked: AskedOperation): Promise<void> {
  switch (asked.operation) {
    case 'approve':
    case 'return':
    case 'reject': {
      const { operation, taskId, ...rest } = asked;
      return decide(deps, acting, taskId, { decision: operation, ...rest });
    }
    case 'resubmit':
      return resubmit(deps, acting, asked.slots ?? {});
    case 'change-version':
      return changeVersion(deps, acting);
    case 'mark-read':
      return noteRead(deps, acting);
    default: {
      const { staff: actor, caseNo, key: requestKey } = acting;
      const { to, ...rest } = { to: undefined, ...asked };
      const named = Array.isArray(to) ? to.join('、') : to;
      settle(await operateCase(deps.cases, { ...rest, to: named, caseNo, actor, now: deps.clock.now(), channel: CHANNEL, requestKey }));
    }
  }
}

function settle(result: { ok: true } | ({ ok: false } & Refusal)): void {
  if (!result.ok) throw refused(result);
}

async function resubmit(deps: ApiDeps, acting: Acting, slots: Slots): Promise<void> {
  await checkSent(deps, acting, slots, 'slots');
  const { staff: actor, caseNo, key: requestKey } = acting;
  settle(await resubmitCase(deps.cases, { caseNo, slots, actor, now: deps.clock.now(), channel: CHANNEL, requestKey }));
}

/** What it changes is shown before by `GET /cases/:no/version`. */
async function changeVersion(deps: ApiDeps, { staff: actor, caseNo, key: requestKey }: Acting): Promise<void> {
  settle(await changeCaseVersion(deps.cases, { caseNo, actor, now: deps.clock.now(), channel: CHANNEL, requestKey, isPreview: false }));
}

/** 已阅: looking at a case that one was sent a copy of is reading it. */
async function noteRead(deps: ApiDeps, { staff, caseNo, token }: Acting): Promise<void> {
  const seen = await seeCase(deps.cases, caseNo, eyesOf(deps, { staff, viewer: staff, token }, say.looks.case));
  if (!seen.ok) throw refused(seen);
  if (!seen.case.copies.some((copy) => copy.staffId === staff.id)) throw new ApiProblem(409, 'nothing-to-read', say.nothingToRead(caseNo));
}

/** Fields that the form has, files that were handed in. A case out of sight is left to the feature to refuse, so that nothing is learnt of it. */
async function checkSent(deps: ApiDeps, { staff, caseNo }: Acting, slots: Slots, under: string): Promise<void> {
  const definition = await formOfCase(deps.cases, staff, caseNo, deps.clock.now());
  if (!definition) return;
  const faults = [...unknownSlots(definition, slots), ...(await lostFiles(deps, definition, slots))];
  if (faults.length > 0)
    throw unfit(
      faults.map((fault): FieldFault => ({ ...fault, field: fault.field.replace(/^slots/, under) })),
      'form-faults',
    );
}
