import type { Day } from '../platform/calendar/day.ts';
import { holds, readsOf } from './condition.ts';
import { derivedSlots } from './derive.ts';
import { checkValue, type ValueContext } from './field-value.ts';
import type { FieldDefinition, FlowDefinition } from './flow-definition.ts';
import { isFilled, type Slots } from './slot-value.ts';

/** The fields that apply for these slots, in the order of the definition. */
export function applicableFields(definition: FlowDefinition, slots: Slots): FieldDefinition[] {
  return definition.fields.filter((field) => holds(definition.fields, field.when, slots));
}

/** Applicable fields that must still be asked: required, without a value and without a default. */
export function missingFields(definition: FlowDefinition, slots: Slots): FieldDefinition[] {
  return applicableFields(definition, slots).filter(
    (field) => field.required && field.default === undefined && !isFilled(slots[field.key]),
  );
}

/** The slots as they are submitted: defaults filled in, what does not apply left out. Conditions may lean on defaults. */
export function settledSlots(definition: FlowDefinition, slots: Slots): Slots {
  const filled: Slots = {};
  for (const field of definition.fields) {
    const value = slots[field.key];
    if (isFilled(value)) filled[field.key] = value;
    else if (field.default !== undefined) filled[field.key] = field.default;
  }
  const applicable = new Set(applicableFields(definition, filled).map((field) => field.key));
  return Object.fromEntries(Object.entries(filled).filter(([key]) => applicable.has(key)));
}

/** Keys of filled slots that do not apply (any more): after a correction they are dropped, and that is said. */
export function inapplicableSlots(definition: FlowDefinition, slots: Slots): string[] {
  const settled = settledSlots(definition, slots);
  return Object.keys(slots).filter((key) => isFilled(slots[key]) && !(key in settled));
}

export interface SlotFault {
  field: string;
  sentence: string;
}

/** The checks over several fields that do not hold; one is judged only when every slot that it reads is filled. */
export function brokenChecks(definition: FlowDefinition, slots: Slots, today: Day): SlotFault[] {
  return (definition.checks ?? []).flatMap((check) => {
    const isReady = readsOf(definition.fields, check.that).keys.every((key) => isFilled(slots[key]));
    return isReady && !holds(definition.fields, check.that, { ...slots, today }) ? [{ field: check.field, sentence: check.sentence }] : [];
  });
}

export type CheckedSlots = { ok: true; slots: Slots } | { ok: false; faults: SlotFault[] };

/** Judges a whole form: every applicable field, then the checks over several. All faults at once. */
export function checkSlots(definition: FlowDefinition, slots: Slots, context: Omit<ValueContext, 'slots'>): CheckedSlots {
  const said = settledSlots(definition, slots);
  const settled = settledSlots(definition, { ...said, ...derivedSlots(definition, said, context.today) });
  const checked: Slots = {};
  const faults: SlotFault[] = [];
  for (const field of applicableFields(definition, settled)) {
    const result = checkValue(field, settled[field.key] ?? null, { ...context, slots: settled });
    if (!result.ok) faults.push({ field: field.key, sentence: result.sentence });
    else if (isFilled(result.value)) checked[field.key] = result.value;
  }
  if (faults.length === 0) faults.push(...brokenChecks(definition, checked, context.today));
  return faults.length > 0 ? { ok: false, faults } : { ok: true, slots: checked };
}
