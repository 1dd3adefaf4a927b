import type { FieldDefinition } from './flow-definition.ts';
import { isFilled, type SlotValue } from './slot-value.ts';

/** A value in words, for lists and papers that may show it whole; null where there is none. Files are counted. */
export function shownSlot(field: FieldDefinition, value: SlotValue | undefined): string | null {
  if (value === undefined || !isFilled(value)) return null;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number') return `${value}${field.type === 'money' ? '元' : (field.unit ?? '')}`;
  if (Array.isArray(value)) return shownList(field, value);
  if (typeof value === 'object' && value !== null) return `${value.from}至${value.to}`;
  return optionName(field, String(value));
}

function shownList(field: FieldDefinition, values: readonly string[]): string {
  return field.type === 'file' ? `${values.length}个附件` : values.map((value) => optionName(field, value)).join('、');
}

function optionName(field: FieldDefinition, key: string): string {
  return field.options?.[key] ?? key;
}
