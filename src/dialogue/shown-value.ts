import type { FieldDefinition } from '../flows/flow-definition.ts';
import { isFilled } from '../flows/slot-value.ts';
import { ageOn, type Day } from '../platform/calendar/day.ts';
import type { SlotValue } from './command.ts';
import { texts } from './texts.ts';

type Shown = (field: FieldDefinition, value: Exclude<SlotValue, null>, today: Day) => string;

const byType: Partial<Record<FieldDefinition['type'], Shown>> = {
  idcard: (_field, value) => masked(String(value), 4, 4),
  phone: (_field, value) => masked(String(value), 3, 4),
  bankcard: (_field, value) => `**** ${String(value).slice(-4)}`,
  address: (_field, value) => maskedAddress(String(value)),
  bool: (_field, value) => (value === true ? texts.yes : texts.no),
  enum: (field, value) => field.options?.[String(value)] ?? String(value),
  multi: (field, value) => (Array.isArray(value) ? value.map((key) => field.options?.[key] ?? key).join('、') : String(value)),
  money: (_field, value) => texts.yuan(Number(value)),
  date: (field, value, today) => (field.sensitive === 'minor' ? texts.age(ageOn(String(value), today)) : texts.day(String(value))),
  daterange: (_field, value) =>
    typeof value === 'object' && !Array.isArray(value) ? `${texts.day(value.from)}—${texts.day(value.to)}` : String(value),
  file: (_field, value) => texts.fileCount(Array.isArray(value) ? value.length : 1),
  person: (field, value) =>
    field.sensitive === 'minor' ? `${String(value).slice(0, 1)}${'*'.repeat(String(value).length - 1)}` : String(value),
};

/**
 * A slot as a 1:1 chat shows it: the `private_chat` column of rules.yaml (ids 4 and 4, phones 3 and 4, cards the last 4, addresses down to
 * the village, minors by first character and age).
 */
export function shownValue(field: FieldDefinition, value: SlotValue | undefined, today: Day): string {
  if (!isFilled(value)) return '';
  return byType[field.type]?.(field, value, today) ?? String(value);
}

function masked(digits: string, head: number, tail: number): string {
  if (digits.length <= head + tail) return digits;
  return `${digits.slice(0, head)}${'*'.repeat(digits.length - head - tail)}${digits.slice(-tail)}`;
}

function maskedAddress(address: string): string {
  const end = /^.*?(?:社区|村|街道|镇)(?!.*(?:社区|村))/.exec(address)?.[0];
  return end && end.length < address.length ? `${end}***` : address;
}
