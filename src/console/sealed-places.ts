import type { SealedColumns } from '../platform/keys/sealed-place.ts';

/** Where this room keeps sealed texts. */
export const consoleSealedPlaces: readonly SealedColumns[] = [
  { table: 'console_session', key: ['id'], columns: ['notice_sealed'] },
  { table: 'console_second_factor', key: ['staff_id'], columns: ['secret_sealed'] },
  { table: 'console_kept_form', key: ['id'], columns: ['form_sealed'] },
];
