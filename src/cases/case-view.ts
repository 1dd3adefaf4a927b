import type { FieldDefinition, FlowDefinition } from '../flows/flow-definition.ts';
import { isFilled, type Slots, type SlotValue } from '../flows/slot-value.ts';
import type { Access, AccessLevel } from '../people/access/access.ts';
import { starName } from '../people/access/masking.ts';
import type { DataClass } from '../people/access/visibility.ts';
import { isSensitiveCategory } from '../people/categories.ts';
import type { CaseEvent, ServiceCase } from './engine/service-case.ts';

/** Stands for something that is filled in and not for this viewer. */
export const WITHHELD = '***';

/** What people wrote by hand into the history: it may say anything about anybody. */
const written = new Set(['opinion', 'reason', 'note', 'text', 'corrections']);

const byType: Partial<Record<FieldDefinition['type'], DataClass>> = {
  idcard: 'idcard',
  phone: 'phone',
  bankcard: 'bankcard',
  address: 'address',
  person: 'archive_basic',
};

const byMark: Readonly<Record<NonNullable<FieldDefinition['sensitive']>, DataClass>> = {
  health: 'health',
  minor: 'minor',
  finance: 'payment',
  identity: 'idcard',
};

/** Which class of the visibility matrix a field of a form belongs to; null for what says nothing of a person by itself. */
function classOf(field: FieldDefinition): DataClass | null {
  if (byType[field.type] !== undefined) return byType[field.type] ?? null;
  return field.sensitive === undefined ? null : byMark[field.sensitive];
}

const isHidden = (level: AccessLevel) => level === 'none' || level === 'count';

/** The subject's name as far as a viewer may know it: whole, starred, or not at all. */
export function nameFor(name: string, granted: Access): string {
  const { archive_basic: level } = granted;
  return level === 'full' ? name : level === 'masked' ? starName(name) : WITHHELD;
}

/**
 * A case as far as the matrix grants it to a viewer, before the masks of the place are laid on: the name, the form, opinions and whatever
 * people wrote into its history. Where it stands and who holds it are no matter of the person's. Pure.
 */
export function caseAsGranted(definition: FlowDefinition, current: ServiceCase, granted: Access): ServiceCase {
  const { subject } = current;
  const isNamed = granted.archive_basic === 'full';
  const pause = current.run.pause && !isNamed ? { ...current.run.pause, reason: WITHHELD } : current.run.pause;
  return {
    ...current,
    subject: { ...subject, archiveNo: isHidden(granted.archive_basic) ? null : subject.archiveNo, name: nameFor(subject.name, granted) },
    slots: grantedSlots(definition, current.slots, granted),
    tasks: current.tasks.map((task) => (task.opinion === null || isNamed ? task : { ...task, opinion: WITHHELD })),
    run: { ...current.run, pause },
  };
}

function grantedSlots(definition: FlowDefinition, slots: Slots, granted: Access): Slots {
  const fields = new Map(definition.fields.map((field) => [field.key, field]));
  return Object.fromEntries(
    Object.entries(slots).map(([key, value]) => {
      const field = fields.get(key);
      return [key, field ? grantedValue(field, value, granted, key === definition.subjectField) : value];
    }),
  );
}

function grantedValue(field: FieldDefinition, value: SlotValue, granted: Access, isSubject: boolean): SlotValue {
  if (!isFilled(value)) return value;
  if (isSubject && typeof value === 'string') return nameFor(value, granted);
  const dataClass = classOf(field);
  if (dataClass !== null && isHidden(granted[dataClass])) return WITHHELD;
  // 参战 and 参试 are merit's to show, whatever asks for them (rules.yaml sensitive_kinds, specific_identity).
  if (typeof value === 'string' && isSensitiveCategory(value) && granted.merit !== 'full') return WITHHELD;
  return pointsAtSomebody(field) && granted.archive_basic !== 'full' ? WITHHELD : value;
}

const ownWords = new Set<FieldDefinition['type']>(['text', 'textarea', 'unit', 'school']);
const ownFacts = new Set(['birth', 'cert_no', 'enlist_date', 'discharge_date']);

/** Told in people's own words, where anything may stand, or a fact of the file that is whole here and masked there. */
function pointsAtSomebody(field: FieldDefinition): boolean {
  return (ownWords.has(field.type) && field.choices === undefined) || ownFacts.has(field.prefill ?? '');
}

/** What an event says, without what people wrote by hand where the viewer may not know whom it is about. */
export function eventDataFor(data: CaseEvent['data'], granted: Access): CaseEvent['data'] {
  if (granted.archive_basic === 'full') return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, written.has(key) && isSaid(value) ? WITHHELD : value]));
}

function isSaid(value: unknown): boolean {
  return typeof value === 'string' ? value !== '' : Array.isArray(value) && value.length > 0;
}

/** What was granted by a case: its sum and the like are payment's to show. */
export function outcomeDataFor(data: Record<string, unknown>, granted: Access): Record<string, unknown> {
  return isHidden(granted.payment) ? {} : data;
}
