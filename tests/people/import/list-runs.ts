import { createPlaceBook } from '../../../src/organisation/place-book.ts';
import { peopleColumns } from '../../../src/people/import/import-columns.ts';
import { importPeople } from '../../../src/people/import/import-people.ts';
import type { Database } from '../../../src/platform/database.ts';
import type { ImportOptions } from '../../../src/platform/row-reading.ts';
import type { TableSource } from '../../../src/platform/table-file.ts';
import { testSealer } from '../../setup/test-database.ts';

export const sealer = testSealer();
export const places = createPlaceBook([
  { town: '东柳街道', village: null },
  { town: '东柳街道', village: '东柳社区' },
  { town: '姜山镇', village: null },
  { town: '姜山镇', village: '甲村村' },
]);

export type ListRow = Partial<Record<(typeof peopleColumns)[number], string>>;

export function csvOf(rows: readonly ListRow[], columns: readonly string[] = peopleColumns): { bytes: Buffer } {
  const line = (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  return {
    bytes: Buffer.from([line([...columns]), ...rows.map((row) => line(columns.map((c) => row[c as keyof ListRow] ?? '')))].join('\n')),
  };
}

/** Imports a list as 工号 S1 on a given day. */
export function importList(db: Database, list: readonly ListRow[] | TableSource, options: ImportOptions & { now?: Date } = {}) {
  const source = 'bytes' in list || 'path' in list ? list : csvOf(list);
  const now = options.now ?? new Date('2026-11-25T02:00:00Z');
  return importPeople({ db, sealer, places, now, by: 'S1', channel: 'cli' }, source as TableSource, options);
}
