import type { SealedColumns } from '../platform/keys/sealed-place.ts';

/** Where this room keeps sealed texts. */
export const insightSealedPlaces: readonly SealedColumns[] = [{ table: 'respect_finding', key: ['id'], columns: ['note_sealed'] }];
