import type { FieldDefinition, FlowDefinition } from '../flows/flow-definition.ts';
import type { Slots, SlotValue } from '../flows/slot-value.ts';
import type { Sealer } from '../platform/seal.ts';

/**
 * What is sealed of a case: slots that identify or touch a person (by their type or mark), opinions and event data. A sealed slot stands
 * in the JSON as `sealed:<text>` and is opened only at this boundary.
 */
export const SEALED = 'sealed:';
const sealedTypes: ReadonlySet<FieldDefinition['type']> = new Set(['idcard', 'phone', 'bankcard', 'address']);

/** Names of relatives and contacts too; the subject's own name stands in the clear beside its case. */
export function isSealedField(field: FieldDefinition, definition: FlowDefinition): boolean {
  if (sealedTypes.has(field.type) || field.sensitive !== undefined) return true;
  return field.type === 'person' && field.key !== definition.subjectField;
}

function slotPlace(no: string, key: string) {
  return { table: 'service_case', column: 'slots', row: `${no}/${key}` };
}

export function sealSlots(sealer: Sealer, definition: FlowDefinition, no: string, slots: Slots): Record<string, SlotValue> {
  const sealed = new Set(definition.fields.filter((field) => isSealedField(field, definition)).map((field) => field.key));
  return Object.fromEntries(
    Object.entries(slots).map(([key, value]) => [
      key,
      sealed.has(key) && value !== null ? `${SEALED}${sealer.seal(JSON.stringify(value), slotPlace(no, key))}` : value,
    ]),
  );
}

export function openSlots(sealer: Sealer, no: string, stored: Record<string, SlotValue>): Slots {
  return Object.fromEntries(
    Object.entries(stored).map(([key, value]) => [
      key,
      typeof value === 'string' && value.startsWith(SEALED)
        ? (JSON.parse(sealer.open(value.slice(SEALED.length), slotPlace(no, key))) as SlotValue)
        : value,
    ]),
  );
}

export function opinionPlace(taskId: string) {
  return { table: 'case_task', column: 'opinion_sealed', row: taskId };
}

export function eventPlace(no: string, seq: number) {
  return { table: 'case_event', column: 'data_sealed', row: `${no}/${seq}` };
}
