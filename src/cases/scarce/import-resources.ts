import type { Database } from '../../platform/database.ts';
import { type ImportOptions, type ImportReport, importRows, type ReadRow, type RowReading } from '../../platform/row-reading.ts';
import { readDayCell, readWholeCell, readWordCell } from '../../platform/table-cells.ts';
import { openTable, type TableSource } from '../../platform/table-file.ts';
import type { TableFault } from '../../platform/table-row.ts';
import { type ListedResource, storedResources, writeResources } from './import-resources-store.ts';
import type { ResourceKind } from './resource-store.ts';
import { importTexts as t } from './resource-texts.ts';

/** Columns of the list of scarce things (contract.md section 4). */
export const resourceColumns = ['类型', '编码', '名称', '开始日期', '结束日期', '名额', '学段', '备注'] as const;

const kinds = new Map<string, ResourceKind>([
  ['疗养批次', 'sanatorium-batch'],
  ['学校', 'school'],
]);

const stages = new Map([
  ['幼儿园', 'kindergarten'],
  ['小学', 'primary'],
  ['初中', 'junior'],
]);

const MOST_PLACES = 100_000;

/** Imports sanatorium batches and schools by their code. What is taken already stays; a capacity below that is a fault. */
export async function importResources(deps: { db: Database }, source: TableSource, options: ImportOptions = {}): Promise<ImportReport> {
  const table = await openTable(source, resourceColumns, ['类型', '编码', '名称', '名额']);
  const seen = new Map<string, number>();
  return importRows(
    table,
    (reading) => readResource(reading, seen),
    (batch) => write(deps.db, batch, options.dryRun ?? false),
    { ...options, batchSize: 500 },
  );
}

function readResource(reading: RowReading, seen: Map<string, number>): ListedResource | null {
  const kind = present(reading, '类型', (column) => reading.read(column, (cell) => readWordCell(cell, kinds)));
  const code = present(reading, '编码', reading.text);
  const name = present(reading, '名称', reading.text);
  const capacity = present(reading, '名额', (column) => reading.read(column, (cell) => readWholeCell(cell, 0, MOST_PLACES)));
  const startsOn = reading.read('开始日期', readDayCell);
  const endsOn = reading.read('结束日期', readDayCell);
  const stage = reading.read('学段', (cell) => readWordCell(cell, stages));
  if (kind === null || code === null || name === null || capacity === null) return null;
  const resource = { code, kind, name, startsOn, endsOn, capacity, stage, note: reading.text('备注') };
  checkKind(reading, resource);
  const earlier = seen.get(code);
  if (earlier !== undefined) reading.fault('编码', t.duplicate(earlier));
  if (reading.faults.length === 0) seen.set(code, reading.row.line);
  return resource;
}

/** The value of a column that must not be empty; a cell that was refused is not called empty as well. */
function present<T>(reading: RowReading, column: string, read: (column: string) => T | null): T | null {
  const value = read(column);
  if (value === null && reading.text(column) === null) reading.fault(column, t.missing);
  return value;
}

function checkKind(reading: RowReading, { kind, startsOn, endsOn, stage }: ListedResource): void {
  const isBad = (column: string) => reading.faults.some((fault) => fault.column === column);
  if (kind === 'school') {
    if (stage === null && !isBad('学段')) reading.fault('学段', t.missing);
    return;
  }
  if (startsOn === null && !isBad('开始日期')) reading.fault('开始日期', t.missing);
  if (endsOn === null && !isBad('结束日期')) reading.fault('结束日期', t.missing);
  if (startsOn !== null && endsOn !== null && endsOn < startsOn) reading.fault('结束日期', t.endsEarly);
}

async function write(db: Database, batch: ReadRow<ListedResource>[], isDryRun: boolean) {
  return db.transaction(async (tx) => {
    const codes = batch.map((one) => one.value.code);
    const stored = new Map((await storedResources(tx, codes)).map((one) => [one.code, one]));
    const faults: TableFault[] = [];
    const sound = batch.filter(({ row, value }) => {
      const before = stored.get(value.code);
      const fault = before ? againstStored(value, before) : null;
      if (fault) faults.push({ line: row.line, ...fault });
      return fault === null;
    });
    const changed = sound.map((one) => one.value).filter((value) => !isSame(value, stored.get(value.code)));
    if (!isDryRun) await writeResources(tx, changed);
    const created = changed.filter((value) => !stored.has(value.code)).length;
    return { created, updated: changed.length - created, unchanged: sound.length - changed.length, faults };
  });
}

function againstStored(value: ListedResource, before: ListedResource & { taken: number }): Omit<TableFault, 'line'> | null {
  if (value.kind !== before.kind) return { column: '类型', reason: t.otherKind };
  return value.capacity < before.taken ? { column: '名额', reason: t.belowTaken(before.taken) } : null;
}

function isSame(value: ListedResource, before: (ListedResource & { taken: number }) | undefined): boolean {
  return before !== undefined && Object.entries(value).every(([key, part]) => before[key as keyof ListedResource] === part);
}
