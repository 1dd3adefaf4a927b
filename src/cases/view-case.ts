import { applicableFields } from '../flows/applicable-fields.ts';
import type { FieldDefinition, FlowDefinition } from '../flows/flow-definition.ts';
import { isFilled, type SlotValue } from '../flows/slot-value.ts';
import type { Staff } from '../organisation/staff.ts';
import { findStaffByIds } from '../organisation/staff-store.ts';
import { superiorsOf } from './assign.ts';
import { definitionOf } from './case-definition.ts';
import type { CaseDeps } from './case-deps.ts';
import { caseHistory, type HistoryEntry, staffNamed } from './case-history.ts';
import { isSealedField } from './case-seal.ts';
import { maySee } from './case-sight.ts';
import { eventsOf, outcomesOf, readCase } from './case-store.ts';
import { caseAsGranted, eventDataFor, WITHHELD } from './case-view.ts';
import { type CaseCopy, copiesOf } from './copy-store.ts';
import { type ActContext, type Refusal, refuse } from './engine/act.ts';
import { passedSteps } from './engine/decide.ts';
import { handOf } from './engine/own-task.ts';
import { type CaseTask, CORRECTION, openTasks, type ServiceCase } from './engine/service-case.ts';
import { type Light, workdaysLeft } from './engine/working-time.ts';
import { type PossibleAct, possibleActs } from './possible-acts.ts';
import { recordNo } from './record-store.ts';
import { accessToCase, handsOn } from './see-case.ts';
import { lightOfCase, maskSlots } from './show-case.ts';
import { texts } from './texts.ts';

/** One field of a case as this viewer may see it. */
export interface ViewedField {
  field: FieldDefinition;
  /** Sensitive values masked as a 1:1 chat has them. */
  value: SlotValue;
  isMasked: boolean;
  /** This viewer's step may write it with its decision (节点字段权限). */
  isEditable: boolean;
  /** Of a file field: the references of what was attached. */
  files: string[];
}

/** A case as one member of staff may see it, with what they can do about it now. */
export interface ViewedCase {
  ok: true;
  /** As far as the visibility matrix grants it. Slots are not in it: `fields` has what may be seen of them. */
  case: Omit<ServiceCase, 'slots'>;
  definition: FlowDefinition;
  light: Light;
  daysLeft: number | null;
  fields: ViewedField[];
  history: HistoryEntry[];
  outcome: { text: string; at: Date }[];
  copies: CaseCopy[];
  /** Number in the archive's record, once it was closed. */
  record: string | null;
  nameOf(id: string): string;
  acts: PossibleAct[];
  /** The open task in this viewer's hands. */
  own: CaseTask | null;
  /** Where a decision on it may be sent back to beside the starter. */
  passed: { key: string; name: string }[];
  canCorrect: boolean;
}

/** For whoever may see the case (case-sight.ts); the caller puts down that it was looked at (note-look.ts). */
export async function viewCase(deps: CaseDeps, viewer: Staff, no: string, now: Date): Promise<ViewedCase | Refusal> {
  const { tx } = deps.db;
  const current = await readCase(tx, deps.sealer, no);
  const hands = await handsOn(tx, viewer, now);
  const deputisesFor = hands.slice(1);
  if (!current || !maySee(viewer, current, deputisesFor)) return refuse('not-found', texts.notFound(no));
  const definition = await definitionOf(deps, tx, current.flow, current.flowVersion);
  const granted = accessToCase(viewer, current, hands);
  const shown = caseAsGranted(definition, current, granted);
  const events = (await eventsOf(tx, deps.sealer, no)).map((event) => ({ ...event, data: eventDataFor(event.data, granted) }));
  const staff = await findStaffByIds(tx, staffNamed(current, events));
  const names = new Map(staff.map((one) => [one.id, one.name]));
  const nameOf = (id: string) => names.get(id) ?? id;
  const context: ActContext = { now, actor: viewer, deputisesFor, isWorkday: deps.isWorkday };
  const own = openTasks(current).find((task) => handOf(task, context) !== undefined) ?? null;
  const { slots: _, ...rest } = shown;
  return {
    ok: true,
    case: rest,
    definition,
    light: lightOfCase(current, now, deps.isWorkday),
    daysLeft: current.dueAt === null || current.closedAt !== null ? null : workdaysLeft(now, current.dueAt, deps.isWorkday),
    fields: viewedFields(definition, { current, shown }, own, fieldRightsOf(definition, current, context)),
    history: caseHistory(events, { definition, case: shown, nameOf }),
    outcome: (await outcomesOf(tx, no)).map(({ text, at }) => ({ text, at })),
    copies: await copiesOf(tx, no),
    record: await recordNo(tx, no),
    nameOf,
    acts: possibleActs(definition, current, context, await superiorsOf(tx, definition, current)),
    own,
    passed: own ? passedSteps(definition, current, own).map(({ key, name }) => ({ key, name })) : [],
    canCorrect: own?.step === CORRECTION,
  };
}

/** The rights of the step at which the viewer works or worked last; those who had no part in it read like anybody. */
export function fieldRightsOf(definition: FlowDefinition, current: ServiceCase, context: ActContext): Record<string, 'edit' | 'hidden'> {
  const mine = current.tasks.filter((task) => handOf(task, context) !== undefined || task.decidedBy === context.actor.id);
  const task = mine.findLast((one) => one.state === 'open') ?? mine.at(-1);
  return definition.steps.find((step) => step.key === task?.step)?.fieldRights ?? {};
}

function viewedFields(
  definition: FlowDefinition,
  { current, shown }: { current: ServiceCase; shown: ServiceCase },
  own: CaseTask | null,
  rights: Record<string, 'edit' | 'hidden'>,
): ViewedField[] {
  const masked = maskSlots(definition, shown);
  const readable = applicableFields(definition, current.slots).filter((field) => rights[field.key] !== 'hidden');
  return readable.flatMap((field): ViewedField[] => {
    const granted = shown.slots[field.key];
    const isEditable = own !== null && rights[field.key] === 'edit';
    if (!isFilled(granted) && !isEditable) return [];
    if (field.type === 'file' && Array.isArray(granted)) return [{ field, value: null, isMasked: false, isEditable, files: granted }];
    const value = masked[field.key] ?? null;
    const isMasked =
      granted !== current.slots[field.key] || granted === WITHHELD || (isSealedField(field, definition) && value !== granted);
    return [{ field, value, isMasked, isEditable, files: [] }];
  });
}
