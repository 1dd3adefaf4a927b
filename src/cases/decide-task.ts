import type { Staff } from '../organisation/staff.ts';
import type { CaseDeps } from './case-deps.ts';
import { type CaseSummary, staffIn, summarise } from './case-summary.ts';
import { type Refusal, refuse } from './engine/act.ts';
import type { Decision } from './engine/service-case.ts';
import { texts } from './texts.ts';
import { actOnCase } from './with-case.ts';

export interface DecideRequest {
  caseNo: string;
  actor: Staff;
  decision: Decision;
  opinion: string | null;
  /** Which task, where the actor may hold several of the case, or to catch a stale screen. */
  taskId?: string | undefined;
  /** `applicant` (the default) or the key of a step that the case passed. */
  returnTo?: string | undefined;
  afterReturn?: 'again' | 'straight' | undefined;
  /** What the starter should correct; the opinion when left out. */
  corrections?: readonly string[] | undefined;
  now: Date;
  channel: string;
  requestKey?: string | undefined;
}

export type Decided = CaseSummary & { ok: true; caseNo: string; decision: Decision; repeated: boolean };

/** Decides the actor's task of a case. One winner: whoever comes second is told who decided and when. */
export async function decideTask(deps: CaseDeps, request: DecideRequest): Promise<Decided | Refusal> {
  if (!request.actor.isActive) return refuse('left-post', texts.leftPost(request.actor.name));
  const { decision, opinion, taskId, returnTo, afterReturn, corrections, caseNo } = request;
  const done = await actOnCase(deps, request, () => ({
    type: 'decide',
    decision,
    opinion,
    taskId,
    returnTo,
    afterReturn,
    corrections,
  }));
  if (!done.ok) return done;
  return {
    ok: true,
    caseNo,
    decision,
    repeated: done.repeated,
    ...(await summarise(deps.db.tx, done.definition, done.case, staffIn(done))),
  };
}
