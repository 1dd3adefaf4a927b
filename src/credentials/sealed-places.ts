import type { SealedColumns } from '../platform/keys/sealed-place.ts';

/** Where this room keeps sealed texts. */
export const credentialSealedPlaces: readonly SealedColumns[] = [
  { table: 'signing_key', key: ['id'], columns: ['private_sealed'] },
  { table: 'e_certificate', key: ['no'], columns: ['content_sealed', 'check_sealed'] },
  { table: 'credential_event', key: ['credential_no', 'position:int'], columns: ['reason_sealed'] },
];
