import type { Database } from '../platform/database.ts';
import { type ImportOptions, type ImportReport, importRows, type ReadRow, type RowReading } from '../platform/row-reading.ts';
import { readDecimalCell, readPhoneCell, readWordCell } from '../platform/table-cells.ts';
import { openTable, type TableSource } from '../platform/table-file.ts';
import type { TableFault } from '../platform/table-row.ts';
import { stationColumns } from './import-columns.ts';
import type { Level } from './role.ts';
import type { Station } from './station.ts';
import { listStations, saveStations } from './station-store.ts';
import { importTexts as t } from './texts.ts';
import { townsInScope } from './towns.ts';

const levelWords = new Map<string, Level>([
  ['区', 'district'],
  ['镇街', 'town'],
  ['村社', 'village'],
]);

const parentLevel: Record<Level, Level | null> = { district: null, town: 'district', village: 'town' };

/** Imports the station list. Parents may stand anywhere in it, or be stored already. */
export async function importStations(deps: { db: Database }, source: TableSource, options: ImportOptions = {}): Promise<ImportReport> {
  const table = await openTable(source, stationColumns, ['站点编码', '名称', '层级']);
  const seen = new Map<string, number>();
  // One batch: a station and its parent must be checked together. The network has hundreds, not millions.
  const batchSize = Number.POSITIVE_INFINITY;
  return importRows(
    table,
    (reading) => readStation(reading, seen),
    (batch) => write(deps.db, batch, options.dryRun ?? false),
    {
      ...options,
      batchSize,
    },
  );
}

function readStation(reading: RowReading, seen: Map<string, number>): Station | null {
  const code = required(reading, '站点编码');
  const name = required(reading, '名称');
  const level = reading.read('层级', (cell) => readWordCell(cell, levelWords));
  if (level === null && reading.text('层级') === null) reading.fault('层级', t.missing);
  const town = reading.text('镇街');
  const village = reading.text('村社');
  const station = {
    parentCode: reading.text('上级站点编码'),
    town,
    village,
    address: reading.text('地址'),
    longitude: reading.read('经度', (cell) => readDecimalCell(cell, 73, 136)),
    latitude: reading.read('纬度', (cell) => readDecimalCell(cell, 3, 54)),
    headName: reading.text('站长姓名'),
    phone: reading.read('联系电话', readPhoneCell),
    demo: false,
  };
  if (level !== null) checkArea(reading, level, town, village);
  if (code === null || name === null || level === null) return null;
  const earlier = seen.get(code);
  if (earlier !== undefined) reading.fault('站点编码', t.duplicate(earlier));
  if (reading.faults.length === 0) seen.set(code, reading.row.line);
  return { code, name, level, ...station };
}

function checkArea(reading: RowReading, level: Level, town: string | null, village: string | null): void {
  if (level === 'district' && (town ?? village) !== null) reading.fault('镇街', t.townForbidden);
  if (level !== 'district' && town === null) reading.fault('镇街', t.missing);
  if (level === 'village' && village === null) reading.fault('村社', t.missing);
  if (town !== null && !townsInScope.some((one) => one.name === town)) reading.fault('镇街', t.unknownTown);
}

async function write(db: Database, batch: ReadRow<Station>[], isDryRun: boolean) {
  return db.transaction(async (tx) => {
    const stored = await listStations(tx);
    const sound = withKnownParents(batch, stored);
    const counts = await saveStations(tx, sound.stations, isDryRun);
    return { ...counts, faults: sound.faults };
  });
}

/** A station whose parent is refused is refused too: level by level, from the top. */
function withKnownParents(batch: readonly ReadRow<Station>[], stored: readonly Station[]): { stations: Station[]; faults: TableFault[] } {
  const levels = new Map(stored.map((one) => [one.code, one.level]));
  const stations: Station[] = [];
  const faults: TableFault[] = [];
  for (const level of ['district', 'town', 'village'] as const) {
    for (const { row, value } of batch.filter((one) => one.value.level === level)) {
      const reason = parentFault(value, levels);
      if (reason !== null) faults.push({ line: row.line, column: '上级站点编码', reason });
      else {
        levels.set(value.code, level);
        stations.push(value);
      }
    }
  }
  return { stations, faults };
}

function parentFault(station: Station, levels: ReadonlyMap<string, Level>): string | null {
  const wanted = parentLevel[station.level];
  if (station.parentCode === null) return wanted === null ? null : t.missing;
  const found = levels.get(station.parentCode);
  if (found === undefined) return t.unknownParent;
  return found === wanted ? null : t.parentLevel;
}

/** A cell that must not be empty. */
export function required(reading: RowReading, column: string): string | null {
  const text = reading.text(column);
  if (text === null) reading.fault(column, t.missing);
  return text;
}
