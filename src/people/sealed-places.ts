import type { SealedColumns } from '../platform/keys/sealed-place.ts';
import { sealedColumns } from './person-seal.ts';

/** Where this room keeps sealed texts. */
export const peopleSealedPlaces: readonly SealedColumns[] = [
  { table: 'person', key: ['archive_no'], columns: Object.values(sealedColumns) },
  { table: 'person_relation', key: ['id'], columns: ['name_sealed', 'birth_sealed'] },
  { table: 'person_change', key: ['id'], columns: ['sealed_change'] },
  { table: 'person_contact', key: ['id'], columns: ['name_sealed', 'phone_sealed'] },
  { table: 'person_note', key: ['id'], columns: ['text_sealed'] },
  { table: 'person_confirmation', key: ['archive_no', 'year:int'], columns: ['note_sealed'] },
  { table: 'person_merge', key: ['id'], columns: ['before_sealed'] },
  { table: 'rights_request', key: ['no'], columns: ['words_sealed', 'outcome_sealed'] },
  { table: 'archive_entry', key: ['id'], columns: ['detail_sealed'] },
  { table: 'import_conflict', key: ['id'], columns: ['list_sealed', 'archive_sealed'] },
  { table: 'import_file_part', key: ['file_id', 'position:int'], columns: ['body_sealed'] },
  { table: 'reveal', key: ['id'], columns: ['reason_sealed'] },
  { table: 'break_glass', key: ['id'], columns: ['reason_sealed', 'words_sealed'] },
  { table: 'ceiling_raise', key: ['staff_id', 'on_day:date', 'kind'], columns: ['reason_sealed'] },
  { table: 'export_request', key: ['id'], columns: ['reason_sealed', 'words_sealed'] },
  { table: 'export_file_part', key: ['request_id', 'position:int'], columns: ['body_sealed'] },
];
