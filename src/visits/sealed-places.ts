import type { SealedColumns } from '../platform/keys/sealed-place.ts';

/** Where this room keeps sealed texts. */
export const visitSealedPlaces: readonly SealedColumns[] = [
  { table: 'visit_record', key: ['id'], columns: ['note_sealed'] },
  { table: 'visit_need', key: ['id'], columns: ['text_sealed'] },
];
