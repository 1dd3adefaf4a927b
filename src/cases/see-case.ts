import type { AuditEntry } from '../audit/audit-entry.ts';
import { recordAudit } from '../audit/audit-store.ts';
import type { FlowDefinition } from '../flows/flow-definition.ts';
import type { Staff } from '../organisation/staff.ts';
import { leavesOn } from '../organisation/staff-store.ts';
import { type Access, access } from '../people/access/access.ts';
import { dayOf } from '../platform/calendar/day.ts';
import { definitionOf } from './case-definition.ts';
import type { CaseDeps } from './case-deps.ts';
import { type CaseFilter, inHandsAmong, type Page } from './case-list-store.ts';
import { isInHands, maySee } from './case-sight.ts';
import { readCase } from './case-store.ts';
import { nameFor, WITHHELD } from './case-view.ts';
import { markRead } from './copy-store.ts';
import { deputisesFor } from './deputies.ts';
import { type Refusal, refuse } from './engine/act.ts';
import type { ServiceCase } from './engine/service-case.ts';
import { type CaseBrief, findCases } from './list-tasks.ts';
import { composeCase, type ShownCase } from './show-case.ts';
import { texts } from './texts.ts';

/** Who looks at cases, by whose rights. */
export interface CaseEyes {
  viewer: Staff;
  /** Every case of the district, as far as the viewer's row of the matrix shows it: another system with nobody behind it. */
  isEverywhere: boolean;
  now: Date;
  /** Goes into the audit record. */
  channel: string;
  purpose: string;
}

/** A case as a viewer may see it, and the look recorded; a case out of reach and one that does not exist are refused alike. */
export async function seeCase(deps: CaseDeps, no: string, eyes: CaseEyes): Promise<{ ok: true; case: ShownCase } | Refusal> {
  const { viewer, now } = eyes;
  return deps.db.transaction(async (tx) => {
    const current = await readCase(tx, deps.sealer, no);
    const hands = await handsOn(tx, viewer, now);
    const seen = current !== null && (eyes.isEverywhere || maySee(viewer, current, hands.slice(1))) ? current : null;
    const shown = seen && (await composeCase(deps, tx, seen, { now, access: accessToCase(viewer, seen, hands) }));
    if (seen) await markRead(tx, no, viewer.id, now);
    await recordAudit(tx, [lookOf(eyes, no, current, seen !== null)]);
    return shown ? { ok: true, case: shown } : refuse('not-found', texts.notFound(no));
  });
}

/** What the matrix grants a viewer of a case's subject: as of their own case where it is or was in their hands. */
export function accessToCase(viewer: Staff, current: ServiceCase, hands: readonly string[]): Access {
  return access(viewer, current.subject, { inCase: isInHands(current, hands) });
}

/** A viewer, and whoever they stand in for today. */
export async function handsOn(tx: CaseDeps['db']['tx'], viewer: Staff, now: Date): Promise<string[]> {
  return [viewer.id, ...deputisesFor(viewer.id, await leavesOn(tx, dayOf(now)))];
}

function lookOf({ viewer, now, channel, purpose }: CaseEyes, no: string, current: ServiceCase | null, isSeen: boolean): AuditEntry {
  const about = { at: now, actor: viewer.id, subject: current?.subject.archiveNo ?? null, caseNo: current && no, channel, purpose };
  return isSeen
    ? { ...about, action: 'read', outcome: 'ok', detail: { case: true, classes: ['archive_basic:masked'] } }
    : { ...about, action: 'read-refused', outcome: 'refused', detail: { case: true } };
}

/** The definition that a case runs on, for whoever may see the case; null for others and where there is none. */
export async function formOfCase(deps: CaseDeps, viewer: Staff, no: string, now: Date): Promise<FlowDefinition | null> {
  const { tx } = deps.db;
  const current = await readCase(tx, deps.sealer, no);
  if (!current || !maySee(viewer, current, (await handsOn(tx, viewer, now)).slice(1))) return null;
  return definitionOf(deps, tx, current.flow, current.flowVersion);
}

/** The number of the case that a task belongs to, for whoever may see it; null for others and where there is no such task. */
export async function seesTask(deps: CaseDeps, viewer: Staff, taskId: string, now: Date): Promise<string | null> {
  const { tx } = deps.db;
  const no = taskId.replace(/-[^-]*$/, '');
  const current = await readCase(tx, deps.sealer, no);
  if (!current?.tasks.some((task) => task.id === taskId)) return null;
  return maySee(viewer, current, (await handsOn(tx, viewer, now)).slice(1)) ? no : null;
}

/** What an act made of a case, for whoever acted: they see as much of the person as the matrix grants them, and be it nothing. */
export async function caseAfterAct(deps: CaseDeps, no: string, eyes: CaseEyes): Promise<ShownCase | null> {
  const { tx } = deps.db;
  const current = await readCase(tx, deps.sealer, no);
  if (!current) return null;
  const granted = accessToCase(eyes.viewer, current, await handsOn(tx, eyes.viewer, eyes.now));
  return composeCase(deps, tx, current, { now: eyes.now, access: granted });
}

/** Cases of a list as a viewer may see them; who was shown which people is recorded. */
export async function listSeenCases(
  deps: CaseDeps,
  eyes: CaseEyes,
  filter: CaseFilter,
  page: Page,
): Promise<{ cases: CaseBrief[]; total: number }> {
  const { viewer, now } = eyes;
  const find = (window: Page) => findCases(deps, eyes.isEverywhere ? null : viewer, filter, { now, ...window });
  const { cases, total } = await find(page);
  // Past the last page: how many there are is still said.
  if (cases.length === 0 && page.offset > 0) return { cases, total: (await find({ limit: 1, offset: 0 })).total };
  return { cases: await briefsAsGranted(deps, eyes, cases), total };
}

/** Lines of a list with the names as far as the matrix grants them, and the look recorded. */
export async function briefsAsGranted<Brief extends CaseBrief>(
  deps: CaseDeps,
  { viewer, now, channel, purpose }: CaseEyes,
  briefs: readonly Brief[],
): Promise<Brief[]> {
  if (briefs.length === 0) return [];
  const hands = await handsOn(deps.db.tx, viewer, now);
  const own = await inHandsAmong(deps.db.tx, hands, [...new Set(briefs.map((one) => one.no))]);
  const shown = briefs.map((one) => briefAsGranted(one, access(viewer, one, { inCase: own.has(one.no) })));
  const archiveNos = [...new Set(shown.flatMap((one) => one.archiveNo ?? []))];
  const about = { at: now, actor: viewer.id, subject: null, caseNo: null, channel, purpose };
  const detail = { cases: shown.length, archiveNos };
  await deps.db.transaction((tx) => recordAudit(tx, [{ ...about, action: 'read', outcome: 'shown', detail }]));
  return shown;
}

function briefAsGranted<Brief extends CaseBrief>(brief: Brief, granted: Access): Brief {
  const isHidden = granted.archive_basic === 'none' || granted.archive_basic === 'count';
  return {
    ...brief,
    archiveNo: isHidden ? null : brief.archiveNo,
    subjectName: nameFor(brief.subjectName, granted),
    waitsFor: brief.waitsFor !== null && granted.archive_basic !== 'full' ? WITHHELD : brief.waitsFor,
  };
}
