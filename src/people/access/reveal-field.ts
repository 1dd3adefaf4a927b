import type { Access } from './access.ts';
import type { DataClass } from './visibility.ts';

/** Fields that a chat masks although a role may be entitled to them whole (rules.yaml masks, secure_form). */
export const revealFields = ['idcard', 'phone', 'address', 'bankcard', 'birth', 'health', 'emergencyPhone'] as const;
export type RevealField = (typeof revealFields)[number];

/** What class each belongs to. */
export const revealClass: Readonly<Record<RevealField, DataClass>> = {
  idcard: 'idcard',
  phone: 'phone',
  address: 'address',
  bankcard: 'bankcard',
  birth: 'archive_basic',
  health: 'health',
  emergencyPhone: 'phone',
};

/** Only what the matrix grants whole may be seen whole: a masked cell stays masked, whatever the reason. */
export function canReveal(access: Access, field: RevealField): boolean {
  return access[revealClass[field]] === 'full' && access.archive_basic === 'full';
}
