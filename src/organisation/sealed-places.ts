import type { SealedColumns } from '../platform/keys/sealed-place.ts';

/** Where this room keeps sealed texts. */
export const organisationSealedPlaces: readonly SealedColumns[] = [{ table: 'staff', key: ['id'], columns: ['phone_sealed'] }];
