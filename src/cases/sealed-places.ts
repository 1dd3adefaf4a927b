import type { SealedColumns } from '../platform/keys/sealed-place.ts';
import { SEALED } from './case-seal.ts';

/** Where this room keeps sealed texts. */
export const caseSealedPlaces: readonly SealedColumns[] = [
  { table: 'service_case', key: ['no'], columns: ['slots'], json: { prefix: SEALED } },
  { table: 'case_task', key: ['id'], columns: ['opinion_sealed'] },
  { table: 'case_event', key: ['case_no', 'seq:int'], columns: ['data_sealed'] },
];
