import type { CaseDeps } from './case-deps.ts';
import { maySee } from './case-sight.ts';
import { type CaseSummary, staffIn, summarise } from './case-summary.ts';
import { type CaseAct, type Refusal, refuse } from './engine/act.ts';
import { type OperateRequest, operationActs } from './operation-acts.ts';
import { type Operation, operations } from './operations.ts';
import { texts } from './texts.ts';
import { actOnCase, type HeldCase } from './with-case.ts';

export type Operated = CaseSummary & { ok: true; caseNo: string; operation: Operation; repeated: boolean };

/** Everything that is done with a running case beside deciding. Only for those who may see it. */
export async function operateCase(deps: CaseDeps, request: OperateRequest): Promise<Operated | Refusal> {
  const operation = operations.find((one) => one === request.operation);
  if (!operation) return refuse('not-supported', texts.notSupported(request.operation));
  const done = await actOnCase(deps, request, (held) => chooseAct(held, request, operation));
  if (!done.ok) return done;
  const summary = await summarise(deps.db.tx, done.definition, done.case, staffIn(done));
  return { ok: true, caseNo: request.caseNo, operation, repeated: done.repeated, ...summary };
}

/** An administrator may govern a case without seeing into it. */
const governing: ReadonlySet<Operation> = new Set(['terminate', 'suspend', 'resume', 'reopen', 'jump', 'confirm-jump', 'escalate']);

async function chooseAct(held: HeldCase, request: OperateRequest, operation: Operation): Promise<CaseAct | Refusal> {
  const { case: current, context } = held;
  if (!context.actor.isActive) return refuse('left-post', texts.leftPost(context.actor.name));
  const governs = context.actor.roles.includes('system-admin') && governing.has(operation);
  // Others without a part in it are not even told that it exists.
  if (!governs && !maySee(context.actor, current, context.deputisesFor)) return refuse('not-found', texts.notFound(current.no));
  return operationActs[operation](held, request);
}
