import { maskAddress, maskBankcard, maskIdcard, maskPhone } from '../../people/access/masking.ts';
import type { FactName } from '../../people/change/person-facts.ts';
import { texts } from './texts.ts';

const masks: Partial<Record<FactName, (value: string) => string | null>> = {
  idcard: (value) => maskIdcard(value, 'private_chat'),
  phone: (value) => maskPhone(value, 'private_chat'),
  emergencyPhone: (value) => maskPhone(value, 'private_chat'),
  bankcard: (value) => maskBankcard(value, 'private_chat'),
  address: (value) => maskAddress(value, 'private_chat', { town: null, village: null }),
  health: () => null,
};

/** A fact of one of two files that are compared: told apart by what a mask leaves. */
export function maskedSide(fact: FactName, value: unknown): string {
  if (value === null || value === undefined || value === '') return texts.history.nothing;
  if (typeof value === 'boolean') return value ? texts.editing.yes : texts.editing.no;
  const mask = masks[fact];
  return mask ? (mask(String(value)) ?? texts.file.masked) : String(value);
}
