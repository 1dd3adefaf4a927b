import type { Staff } from '../organisation/staff.ts';
import { findStaff, findStaffByName } from '../organisation/staff-store.ts';
import type { Tx } from '../platform/database.ts';
import type { CaseDeps } from './case-deps.ts';
import { maySee } from './case-sight.ts';
import { type CaseSummary, staffIn, summarise } from './case-summary.ts';
import { type CaseAct, type Refusal, refuse } from './engine/act.ts';
import { texts } from './texts.ts';
import { actOnCase, type HeldCase } from './with-case.ts';

export const operations = ['urge', 'withdraw', 'transfer', 'suspend', 'resume', 'terminate', 'comment'] as const;
export type Operation = (typeof operations)[number];

export interface OperateRequest {
  caseNo: string;
  actor: Staff;
  /** An id of case-operations.md; those not in `operations` are refused. */
  operation: string;
  /** A colleague's name or staff id, for `transfer`. */
  to?: string | undefined;
  /** The reason or the remark. */
  note?: string | undefined;
  taskId?: string | undefined;
  now: Date;
  channel: string;
  requestKey?: string | undefined;
}

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

async function chooseAct(held: HeldCase, request: OperateRequest, operation: Operation): Promise<CaseAct | Refusal> {
  const { tx, case: current, context } = held;
  // An administrator may stop a case without seeing into it; others without a part in it are not even told that it exists.
  const governs = context.actor.roles.includes('system-admin') && ['terminate', 'suspend', 'resume'].includes(operation);
  if (!governs && !maySee(context.actor, current, context.deputisesFor)) return refuse('not-found', texts.notFound(current.no));
  const reason = request.note ?? null;
  switch (operation) {
    case 'urge':
    case 'resume':
      return { type: operation };
    case 'withdraw':
    case 'terminate':
    case 'suspend':
      return { type: operation, reason };
    case 'comment':
      return { type: 'comment', text: reason };
    case 'transfer': {
      const to = await colleague(tx, request.to ?? '');
      return 'ok' in to ? to : { type: 'transfer', to, note: reason, taskId: request.taskId };
    }
  }
}

async function colleague(tx: Tx, said: string): Promise<Staff | Refusal> {
  const byId = await findStaff(tx, said.trim());
  if (byId) return byId;
  const named = await findStaffByName(tx, said.trim());
  const [only] = named;
  if (!only) return refuse('no-such-staff', texts.noSuchStaff(said));
  if (named.length === 1) return only;
  return refuse(
    'several-staff',
    texts.severalStaff(
      said,
      named.map((one) => `${one.id}（${one.town ?? one.section ?? one.department ?? ''}${one.village ?? ''}）`),
    ),
  );
}
