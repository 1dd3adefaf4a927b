import type { Access } from '../access/access.ts';
import { maskAddress, maskBankcard, maskIdcard, maskName, maskPhone } from '../access/masking.ts';
import type { DataClass } from '../access/visibility.ts';
import { categoryName, isSensitiveCategory } from '../categories.ts';
import type { StoredConflict } from './conflict-store.ts';
import type { ListedField } from './field-hands.ts';

const classes: Partial<Record<ListedField, DataClass>> = {
  idcard: 'idcard',
  phone: 'phone',
  emergencyName: 'phone',
  emergencyPhone: 'phone',
  address: 'address',
  bankcard: 'bankcard',
  disabilityGrade: 'health',
  health: 'health',
};

/** The class of data that a field belongs to (rules.yaml visibility). A category that says 参战 or 参试 is merit's. */
export function classOfField(field: ListedField, values: readonly (string | null)[]): DataClass {
  if (field === 'keyCategory' && values.some((value) => value !== null && isSensitiveCategory(value))) return 'merit';
  return classes[field] ?? 'archive_basic';
}

/** One side of a conflict as the viewer may see it: whole where the matrix says so, masked where it says that; null: not at all. */
export function shownSide(conflict: StoredConflict, access: Access, value: string | null): string | null {
  const level = access[classOfField(conflict.field, [conflict.listValue, conflict.archiveValue])];
  if (level === 'none' || level === 'count') return null;
  if (value === null || value === '') return '';
  return level === 'full' ? inWords(conflict.field, value) : masked(conflict, value);
}

function inWords(field: ListedField, value: string): string {
  if (field === 'keyCategory') return categoryName(value);
  return field === 'disabilityGrade' ? `${value}级` : value;
}

function masked({ field, town, village }: StoredConflict, value: string): string | null {
  switch (field) {
    case 'idcard':
      return maskIdcard(value, 'private_chat');
    case 'phone':
    case 'emergencyPhone':
      return maskPhone(value, 'private_chat');
    case 'bankcard':
      return maskBankcard(value, 'private_chat');
    case 'address':
      return maskAddress(value, 'private_chat', { town, village });
    case 'name':
    case 'emergencyName':
      return maskName(value, 'private_chat', false);
    default:
      return null;
  }
}

/** Positions at which two numbers differ, counted from 1: tells where to look without telling the numbers. Null for other fields. */
export function differingPositions({ field, listValue, archiveValue }: StoredConflict): number[] | null {
  const isNumber = ['idcard', 'phone', 'bankcard', 'emergencyPhone'].includes(field);
  if (!isNumber || archiveValue === null || archiveValue.length !== listValue.length) return null;
  return [...listValue].flatMap((character, index) => (character === archiveValue[index] ? [] : [index + 1]));
}
