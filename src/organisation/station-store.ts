import type { Tx } from '../platform/database.ts';
import type { Level } from './role.ts';
import type { Station } from './station.ts';

type StationRow = NonNullable<Awaited<ReturnType<Tx['station']['findUnique']>>>;

export async function findStation(tx: Tx, code: string): Promise<Station | null> {
  const row = await tx.station.findUnique({ where: { code } });
  return row && fromRow(row);
}

/** All stations, district first, then by code. */
export async function listStations(tx: Tx, filter: { level?: Level; town?: string } = {}): Promise<Station[]> {
  return (await tx.station.findMany({ where: filter, orderBy: { code: 'asc' } })).map(fromRow);
}

/** The station responsible for an area: the village's, else the town's. */
export async function stationOf(tx: Tx, town: string, village: string | null): Promise<Station | null> {
  const rows = await tx.station.findMany({ where: { town, OR: [{ village }, { village: null }] }, orderBy: { code: 'asc' } });
  const row = rows.find((one) => one.village === village) ?? rows.find((one) => one.village === null);
  return row ? fromRow(row) : null;
}

/** Creates or replaces stations; parents must be stored or among them. */
export async function saveStations(
  tx: Tx,
  stations: readonly Station[],
  isDryRun = false,
): Promise<{ created: number; updated: number; unchanged: number }> {
  const known = new Map((await listStations(tx)).map((one) => [one.code, one]));
  const changed = stations.filter((one) => {
    const stored = known.get(one.code);
    return stored === undefined || JSON.stringify({ ...one, demo: false }) !== JSON.stringify({ ...stored, demo: false });
  });
  if (!isDryRun) await writeByLevel(tx, changed);
  const created = changed.filter((one) => !known.has(one.code)).length;
  return { created, updated: changed.length - created, unchanged: stations.length - changed.length };
}

async function writeByLevel(tx: Tx, changed: readonly Station[]): Promise<void> {
  // Parents before children: the rows refer to each other.
  for (const level of ['district', 'town', 'village'] as const) {
    const rows = changed.filter((one) => one.level === level);
    if (rows.length > 0) await writeStations(tx, rows);
  }
}

async function writeStations(tx: Tx, stations: readonly Station[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO station (code, name, level, parent_code, town, village, address, longitude, latitude, head_name, phone, demo)
    SELECT code, name, level, "parentCode", town, village, address, longitude, latitude, "headName", phone, demo
    FROM jsonb_to_recordset(${JSON.stringify(stations)}::jsonb) AS r(code TEXT, name TEXT, level TEXT, "parentCode" TEXT, town TEXT,
      village TEXT, address TEXT, longitude DOUBLE PRECISION, latitude DOUBLE PRECISION, "headName" TEXT, phone TEXT, demo BOOLEAN)
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level, parent_code = excluded.parent_code,
      town = excluded.town, village = excluded.village, address = excluded.address, longitude = excluded.longitude,
      latitude = excluded.latitude, head_name = excluded.head_name, phone = excluded.phone`;
}

function fromRow(row: StationRow): Station {
  return {
    code: row.code,
    name: row.name,
    level: row.level as Level,
    parentCode: row.parent_code,
    town: row.town,
    village: row.village,
    address: row.address,
    longitude: row.longitude,
    latitude: row.latitude,
    headName: row.head_name,
    phone: row.phone,
    demo: row.demo,
  };
}
