import { recordAudit } from '../audit/audit-store.ts';
import { applicableFields } from '../flows/applicable-fields.ts';
import type { FieldDefinition, FlowDefinition } from '../flows/flow-definition.ts';
import { isFilled, type SlotValue } from '../flows/slot-value.ts';
import type { Staff } from '../organisation/staff.ts';
import { findStaffByIds, leavesOn } from '../organisation/staff-store.ts';
import { access } from '../people/access/access.ts';
import { type Day, dayOf, fullMinuteText } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';
import { createPaper, type Paper } from '../platform/paper/paper.ts';
import { definitionOf } from './case-definition.ts';
import type { CaseDeps } from './case-deps.ts';
import { stepName } from './case-progress.ts';
import { isInHands, maySee } from './case-sight.ts';
import { outcomesOf, readCase } from './case-store.ts';
import { caseAsGranted, WITHHELD } from './case-view.ts';
import { deputisesFor } from './deputies.ts';
import { type Refusal, refuse } from './engine/act.ts';
import { CORRECTION, type ServiceCase } from './engine/service-case.ts';
import { recordNo } from './record-store.ts';
import { sheetTexts as say } from './sheet-texts.ts';
import { decisionNames, stateNames, texts } from './texts.ts';

export interface SheetRequest {
  no: string;
  now: Date;
  channel: string;
  purpose: string;
  /** A slot as a 1:1 chat shows it: masked. */
  shownValue(field: FieldDefinition, value: SlotValue | undefined, today: Day): string;
}

export type ArchiveSheet = { ok: true; record: string | null; pdf: Buffer } | Refusal;

/**
 * The archive sheet of a case (case-operations.md 44): the form, every opinion with who gave it and when, the outcome; sensitive values
 * masked as in a 1:1 chat. For whoever may see the case; the look is recorded.
 */
export async function archiveSheet(
  deps: Pick<CaseDeps, 'db' | 'sealer' | 'flows'>,
  viewer: Staff,
  request: SheetRequest,
): Promise<ArchiveSheet> {
  return deps.db.transaction(async (tx) => {
    const current = await seenCase(deps, tx, viewer, request);
    return current === null ? refuse('not-found', texts.notFound(request.no)) : compose(deps, tx, viewer, request, current);
  });
}

/** The case where the viewer may see it; the look is recorded either way. */
async function seenCase(deps: Pick<CaseDeps, 'sealer'>, tx: Tx, viewer: Staff, request: SheetRequest): Promise<ServiceCase | null> {
  const { no, now, channel, purpose } = request;
  const current = await readCase(tx, deps.sealer, no);
  const hands = deputisesFor(viewer.id, await leavesOn(tx, dayOf(now)));
  const seen = current !== null && maySee(viewer, current, hands) ? current : null;
  const about = { at: now, actor: viewer.id, subject: current?.subject.archiveNo ?? null, caseNo: no, channel, purpose };
  const how = seen === null ? ({ action: 'read-refused', outcome: 'refused' } as const) : ({ action: 'read', outcome: 'shown' } as const);
  await recordAudit(tx, [{ ...about, ...how, detail: { sheet: true } }]);
  return seen;
}

async function compose(
  deps: Pick<CaseDeps, 'flows'>,
  tx: Tx,
  viewer: Staff,
  request: SheetRequest,
  stored: ServiceCase,
): Promise<ArchiveSheet> {
  const { no, now } = request;
  const definition = await definitionOf(deps, tx, stored.flow, stored.flowVersion);
  const hands = [viewer.id, ...deputisesFor(viewer.id, await leavesOn(tx, dayOf(now)))];
  const granted = access(viewer, stored.subject, { inCase: isInHands(stored, hands) });
  const current = caseAsGranted(definition, stored, granted);
  const record = await recordNo(tx, no);
  const [starter] = await findStaffByIds(tx, [current.startedBy]);
  const paper = await createPaper({
    title: say.title(definition.name),
    watermark: say.watermark(viewer.name, dayOf(now)),
    footer: say.footer(no, record ?? say.notRecorded),
    madeAt: now,
  });
  writeBasics(paper, definition, current, { record, starter: starter?.name ?? current.startedBy });
  writeForm(paper, definition, current, request);
  writeOpinions(paper, definition, current);
  const outcomes = await outcomesOf(tx, no);
  if (outcomes.length > 0) paper.heading(say.outcome);
  for (const one of outcomes) paper.row(fullMinuteText(one.at), one.text);
  paper.heading(say.basis);
  for (const { title, article } of definition.basis) paper.paragraph(`《${title}》${article ?? ''}`);
  return { ok: true, record, pdf: await paper.finish() };
}

function writeBasics(
  paper: Paper,
  definition: FlowDefinition,
  current: ServiceCase,
  names: { record: string | null; starter: string },
): void {
  paper.heading(say.basics);
  paper.row(say.no, current.no);
  paper.row(say.record, names.record ?? say.notRecorded);
  paper.row(say.subject, current.subject.name);
  paper.row(say.started, say.by(names.starter, fullMinuteText(current.startedAt)));
  paper.row(say.state, stateNames[current.state]);
  if (current.closedAt) paper.row(say.closed, fullMinuteText(current.closedAt));
  paper.row(say.promise, `${definition.limitDays}个工作日`);
}

function writeForm(paper: Paper, definition: FlowDefinition, { slots }: ServiceCase, { shownValue, now }: SheetRequest): void {
  const shown = (field: FieldDefinition, value: SlotValue | undefined) =>
    value === WITHHELD ? WITHHELD : shownValue(field, value, dayOf(now));
  paper.heading(say.form);
  for (const field of applicableFields(definition, slots))
    if (isFilled(slots[field.key])) paper.row(field.label, shown(field, slots[field.key]));
}

function writeOpinions(paper: Paper, definition: FlowDefinition, current: ServiceCase): void {
  const decided = current.tasks.filter((task) => task.decidedAt !== null && task.step !== CORRECTION);
  if (decided.length > 0) paper.heading(say.opinions);
  for (const task of decided) {
    const who = say.by(task.decidedByName ?? task.decidedBy ?? '', task.decidedAt ? fullMinuteText(task.decidedAt) : '');
    const onPaper = current.run.paper?.[task.id];
    const words = [
      task.decision ? decisionNames[task.decision] : '',
      task.opinion ?? say.none,
      who,
      ...(task.onBehalfOf ? [say.proxy(task.onBehalfOf)] : []),
      ...(onPaper ? [say.paper(onPaper.signer, onPaper.on)] : []),
    ];
    paper.row(stepName(definition, task), words.join('　'));
  }
}
