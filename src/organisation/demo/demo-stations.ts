import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { projectFile } from '../../platform/project-file.ts';
import type { Level } from '../role.ts';
import type { Station } from '../station.ts';

/** A village or community with a station: the area that files and staff are bound to. */
export interface DemoVillage {
  code: string;
  town: string;
  village: string;
}

const levels: Record<string, Level> = { 区: 'district', 镇街: 'town', 村社: 'village' };

/** The 366 stations of stations.csv in its order: the district centre, 21 towns, 344 villages and communities. Nobody heads them yet. */
export function readDemoStations(): Station[] {
  const text = readFileSync(projectFile('src/organisation/demo/stations.csv'), 'utf8');
  const rows: Record<string, string>[] = parse(text, { columns: true, bom: true, skip_empty_lines: true });
  return rows.map((row) => ({
    code: row['站点编码'] ?? '',
    name: row['名称'] ?? '',
    level: levels[row['层级'] ?? ''] ?? 'village',
    parentCode: row['上级站点编码'] || null,
    town: row['镇街'] || null,
    village: row['村社'] || null,
    address: row['地址'] || null,
    longitude: Number(row['经度']),
    latitude: Number(row['纬度']),
    headName: null,
    phone: null,
    demo: true,
  }));
}

export function demoVillages(stations: readonly Station[]): DemoVillage[] {
  return stations.flatMap(({ code, town, village }) => (town && village ? [{ code, town, village }] : []));
}

/** In the statistical division codes, 001 to 199 are residents' committees and 200 to 399 villages. */
export function isRural(village: DemoVillage): boolean {
  return Number(village.code.slice(-3)) >= 200;
}
