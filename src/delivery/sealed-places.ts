import type { SealedColumns } from '../platform/keys/sealed-place.ts';

/** Where this room keeps sealed texts. */
export const deliverySealedPlaces: readonly SealedColumns[] = [
  { table: 'outgoing_message', key: ['id'], columns: ['body_sealed', 'session_sealed'] },
];
