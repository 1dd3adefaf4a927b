import { checkSlots } from '../flows/applicable-fields.ts';
import type { Slots } from '../flows/slot-value.ts';
import type { Staff } from '../organisation/staff.ts';
import { dayOf } from '../platform/calendar/day.ts';
import type { CaseDeps } from './case-deps.ts';
import { maySee } from './case-sight.ts';
import { type CaseSummary, staffIn, summarise } from './case-summary.ts';
import { type CaseAct, type Refusal, refuse } from './engine/act.ts';
import { passedSteps } from './engine/decide.ts';
import { ownTask } from './engine/own-task.ts';
import type { Decision, PaperDecision } from './engine/service-case.ts';
import { partMeant } from './part-meant.ts';
import { texts } from './texts.ts';
import { actOnCase, type HeldCase } from './with-case.ts';

export interface DecideRequest {
  caseNo: string;
  actor: Staff;
  decision: Decision;
  opinion: string | null;
  /** Which task, where the actor may hold several of the case, or to catch a stale screen. */
  taskId?: string | undefined;
  /** `applicant` (the default), `previous`, or a step that the case passed, by key or name. */
  returnTo?: string | undefined;
  afterReturn?: 'again' | 'straight' | undefined;
  /** What the starter should correct; the opinion when left out. */
  corrections?: readonly string[] | undefined;
  /** New values that this step's handlers may write (节点字段权限), by field. */
  edits?: Slots | undefined;
  /** A decision that stands on paper since an earlier day (补录). */
  paper?: Omit<PaperDecision, 'enteredBy'> | undefined;
  now: Date;
  channel: string;
  requestKey?: string | undefined;
}

export type Decided = CaseSummary & { ok: true; caseNo: string; decision: Decision; repeated: boolean };

/** Decides the actor's task of a case. One winner: whoever comes second is told who decided and when. */
export async function decideTask(deps: CaseDeps, request: DecideRequest): Promise<Decided | Refusal> {
  if (!request.actor.isActive) return refuse('left-post', texts.leftPost(request.actor.name));
  const { decision, caseNo } = request;
  const done = await actOnCase(deps, request, (held) => chooseDecision(deps, held, request));
  if (!done.ok) return done;
  return {
    ok: true,
    caseNo,
    decision,
    repeated: done.repeated,
    ...(await summarise(deps.db.tx, done.definition, done.case, staffIn(done))),
  };
}

function chooseDecision(deps: CaseDeps, held: HeldCase, request: DecideRequest): CaseAct | Refusal {
  const { decision, opinion, afterReturn, corrections, paper, actor } = request;
  // Others without a part in it are not even told that it exists.
  if (!maySee(actor, held.case, held.context.deputisesFor)) return refuse('not-found', texts.notFound(request.caseNo));
  const checked = request.edits === undefined ? undefined : checkEdits(deps, held, request.edits, request.now);
  if (checked?.ok === false) return refuse('form-faults', texts.editFaults(checked.sentences));
  const edits = checked?.slots;
  const part = request.taskId ?? partMeant(held, opinion);
  if (typeof part === 'object') return part;
  const returnTo = request.returnTo === undefined ? undefined : stepToReturnTo(held, request.returnTo, part);
  return { type: 'decide', decision, opinion, taskId: part, returnTo, afterReturn, corrections, edits, paper };
}

type CheckedEdits = { ok: true; slots: Slots } | { ok: false; sentences: string[] };

/**
 * The new values as the form checks them, alone and together with what stands; a date that has passed since it was handed in is nobody's
 * fault. Whether this step may write them is the engine's to say.
 */
function checkEdits(deps: CaseDeps, { definition, case: current }: HeldCase, edits: Slots, now: Date): CheckedEdits {
  const context = { today: dayOf(now), ...(deps.places ? { places: deps.places } : {}) };
  const before = checkSlots(definition, current.slots, context);
  const known = new Set(before.ok ? [] : before.faults.map((fault) => fault.sentence));
  const after = checkSlots(definition, { ...current.slots, ...edits }, context);
  const faults = after.ok ? [] : after.faults.filter(({ field, sentence }) => field in edits || !known.has(sentence));
  if (faults.length > 0) return { ok: false, sentences: faults.map((fault) => fault.sentence) };
  const slots = after.ok ? after.slots : edits;
  return { ok: true, slots: Object.fromEntries(Object.keys(edits).map((key) => [key, slots[key] ?? edits[key] ?? null])) };
}

function stepToReturnTo({ definition, case: current, context }: HeldCase, said: string, taskId: string | undefined): string {
  if (said === 'previous') {
    const own = ownTask(current, taskId, context);
    return own.ok ? (passedSteps(definition, current, own.task).at(-1)?.key ?? 'applicant') : said;
  }
  return definition.steps.find((step) => step.key === said || step.name === said)?.key ?? said;
}
