import { applicableFields, missingFields } from '../flows/applicable-fields.ts';
import { inputsOf } from '../flows/derive.ts';
import type { FieldDefinition, FlowDefinition } from '../flows/flow-definition.ts';
import { isFilled } from '../flows/slot-value.ts';
import type { Draft } from './dialogue-state.ts';

const shortTypes = new Set<FieldDefinition['type']>([
  'number',
  'money',
  'date',
  'phone',
  'idcard',
  'bankcard',
  'person',
  'enum',
  'address',
  'town',
  'village',
  'text',
  'unit',
  'school',
  'slot',
  'datetime',
  'daterange',
]);
const MOST_AT_ONCE = 4;
const MOST_LISTS = 2;
const LONGEST_INLINE = 24;

/** Optional fields that apply and nobody has spoken of. */
export function openOptional(flow: FlowDefinition, draft: Draft): FieldDefinition[] {
  return applicableFields(flow, draft.slots).filter(
    (field) => !field.required && !isFilled(draft.slots[field.key]) && !draft.skipped.includes(field.key),
  );
}

/**
 * The fields of the next question: what must be attested (`must`) comes last and together; else the first missing field with those right
 * behind it that fit the same sentence, with two lists to choose from at most.
 */
export function nextQuestion(flow: FlowDefinition, draft: Draft): FieldDefinition[] {
  const missing = missingFields(flow, draft.slots);
  const again = missing.filter((field) => draft.asking.includes(field.key) && !isFollowing(flow, field, missing));
  if (again.length > 0 && again.every((field) => !field.must)) return again;
  const plain = missing.filter((field) => !field.must && !isFollowing(flow, field, missing));
  return plain.length > 0 ? sentence(plain) : missing;
}

function sentence(fields: readonly FieldDefinition[]): FieldDefinition[] {
  const [first, ...rest] = fields;
  if (!first) return [];
  const together = [first];
  if (!fits(first)) return together;
  for (const field of rest) {
    if (together.length >= MOST_AT_ONCE || !fits(field) || isOneListTooMany(field, together)) break;
    together.push(field);
  }
  return together;
}

/** A birth day follows from the identity number that is asked for too, a sum from its figures: neither is asked for beside them. */
function isFollowing(flow: FlowDefinition, field: FieldDefinition, missing: readonly FieldDefinition[]): boolean {
  if (field.derive !== undefined && missing.some((one) => inputsOf(flow, field).includes(one.key))) return true;
  const idcard = field.key.replace(/_birth$/, '_idcard');
  return field.type === 'date' && idcard !== field.key && missing.some((one) => one.key === idcard);
}

function isOneListTooMany(field: FieldDefinition, together: readonly FieldDefinition[]): boolean {
  if (!isList(field)) return false;
  const lists = together.filter(isList);
  return lists.length >= MOST_LISTS || (field.choices !== undefined && lists.some((one) => one.choices !== undefined));
}

function fits(field: FieldDefinition): boolean {
  return shortTypes.has(field.type) || field.choices !== undefined;
}

/** Shown as a numbered list below the question. */
export function isList(field: FieldDefinition): boolean {
  return field.choices !== undefined || (field.type === 'enum' && !isInline(field));
}

/** Few and short options are named inside the sentence. */
export function isInline(field: FieldDefinition): boolean {
  const labels = Object.values(field.options ?? {});
  return field.type === 'enum' && labels.length <= 5 && labels.join('').length <= LONGEST_INLINE;
}
