import { checkSlots } from '../flows/applicable-fields.ts';
import type { FlowDefinition, LoadedFlow } from '../flows/flow-definition.ts';
import { flowDifference } from '../flows/flow-difference.ts';
import type { Staff } from '../organisation/staff.ts';
import { dayOf } from '../platform/calendar/day.ts';
import { definitionOf } from './case-definition.ts';
import type { CaseDeps } from './case-deps.ts';
import { keepFlowVersion, readCase } from './case-store.ts';
import { type CaseAct, type Refusal, refuse } from './engine/act.ts';
import { mayGovern } from './engine/governing.ts';
import { isClosed, type ServiceCase } from './engine/service-case.ts';
import { texts } from './texts.ts';
import { outdatedCases } from './version-store.ts';
import { actOnCase } from './with-case.ts';

export interface VersionRequest {
  caseNo: string;
  actor: Staff;
  now: Date;
  channel: string;
  requestKey?: string | undefined;
  /** Only shows the difference. */
  isPreview: boolean;
}

export interface VersionChange {
  ok: true;
  caseNo: string;
  from: string;
  to: string;
  /** What differs for this case, in Chinese sentences. */
  changes: string[];
  /** False for a preview, and where the request had been carried out before. */
  isChanged: boolean;
}

/** Shows what today's version of its flow would change for a running case, and moves the case to it (固定版本、迁移先看差别). */
export async function changeCaseVersion(deps: CaseDeps, request: VersionRequest): Promise<VersionChange | Refusal> {
  const { caseNo, actor, now, isPreview } = request;
  // Whoever may not do it is not shown what it would change either.
  if (!mayGovern(actor)) return refuse('forbidden', texts.onlySectionGoverns('升级流程版本'));
  if (isPreview) return preview(deps, caseNo, now);
  let change: VersionChange | undefined;
  const done = await actOnCase(deps, request, async ({ tx, case: current, definition }): Promise<CaseAct | Refusal> => {
    const flow = deps.flows.get(current.flow);
    if (!flow) return refuse('unknown-flow', texts.unknownFlow);
    await keepFlowVersion(tx, flow);
    change = differenceFor(deps, current, definition, flow, now);
    return { type: 'change-version', version: flow.version, before: definition, changes: change.changes };
  });
  if (!done.ok) return done;
  if (change) return { ...change, isChanged: true };
  return { ok: true, caseNo, from: done.case.flowVersion, to: done.case.flowVersion, changes: [], isChanged: false };
}

async function preview(deps: CaseDeps, caseNo: string, now: Date): Promise<VersionChange | Refusal> {
  const current = await readCase(deps.db.tx, deps.sealer, caseNo);
  const flow = current && deps.flows.get(current.flow);
  if (!current || !flow) return refuse('not-found', texts.notFound(caseNo));
  if (isClosed(current.state)) return refuse('closed', texts.closed(current));
  if (flow.version === current.flowVersion) return refuse('same-version', texts.sameVersion(caseNo));
  return differenceFor(deps, current, await definitionOf(deps, deps.db.tx, current.flow, current.flowVersion), flow, now);
}

function differenceFor(deps: CaseDeps, current: ServiceCase, before: FlowDefinition, flow: LoadedFlow, now: Date): VersionChange {
  const today = dayOf(now);
  const checked = checkSlots(flow.definition, current.slots, { today, ...(deps.places ? { places: deps.places } : {}) });
  const missing = checked.ok ? [] : checked.faults.map((fault) => texts.notByNewVersion(fault.sentence));
  const changes = [...flowDifference(before, flow.definition), ...missing];
  return { ok: true, caseNo: current.no, from: current.flowVersion, to: flow.version, changes, isChanged: false };
}

/** Running cases that stand on an older version of a flow (all flows where none is named), the oldest first. */
export async function casesOnOldVersions(deps: Pick<CaseDeps, 'db' | 'flows'>, flow?: string): Promise<{ no: string; flow: string }[]> {
  const today = deps.flows.list().filter(({ definition }) => flow === undefined || definition.id === flow);
  return outdatedCases(
    deps.db.tx,
    today.map(({ definition, version }) => ({ flow: definition.id, version })),
  );
}
