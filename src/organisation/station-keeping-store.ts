import type { Day } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';

export interface StationHonour {
  stationCode: string;
  title: string;
  year: number | null;
}

export interface RotaEntry {
  id: string;
  stationCode: string;
  staffId: string;
  staffName: string;
  fromOn: Day;
  toOn: Day;
}

/** Of one station, or of all. */
export async function honoursOf(tx: Tx, stationCode: string | null = null): Promise<StationHonour[]> {
  return tx.$queryRaw<StationHonour[]>`
    SELECT station_code AS "stationCode", title, awarded_year AS year FROM station_honour
    WHERE ${stationCode}::text IS NULL OR station_code = ${stationCode} ORDER BY station_code, awarded_year NULLS LAST, title`;
}

export async function saveHonour(tx: Tx, honour: StationHonour, by: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO station_honour (station_code, title, awarded_year, entered_by, entered_at)
    VALUES (${honour.stationCode}, ${honour.title}, ${honour.year}::int, ${by}, ${now})
    ON CONFLICT (station_code, title) DO UPDATE SET awarded_year = excluded.awarded_year, entered_by = excluded.entered_by, entered_at = excluded.entered_at`;
}

export async function dropHonour(tx: Tx, stationCode: string, title: string): Promise<boolean> {
  return (await tx.$executeRaw`DELETE FROM station_honour WHERE station_code = ${stationCode} AND title = ${title}`) > 0;
}

/** Entries that have not ended before a day: of one station, or of all. */
export async function rotaFrom(tx: Tx, on: Day, stationCode: string | null = null): Promise<RotaEntry[]> {
  return tx.$queryRaw<RotaEntry[]>`
    SELECT r.id, r.station_code AS "stationCode", r.staff_id AS "staffId", s.name AS "staffName", r.from_on::text AS "fromOn", r.to_on::text AS "toOn"
    FROM station_rota r JOIN staff s ON s.id = r.staff_id
    WHERE r.to_on >= ${on}::date AND (${stationCode}::text IS NULL OR r.station_code = ${stationCode}) ORDER BY r.station_code, r.from_on, r.id`;
}

export async function insertRota(tx: Tx, entry: Omit<RotaEntry, 'staffName'>, by: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO station_rota (id, station_code, staff_id, from_on, to_on, entered_by, entered_at)
    VALUES (${entry.id}, ${entry.stationCode}, ${entry.staffId}, ${entry.fromOn}::date, ${entry.toOn}::date, ${by}, ${now})`;
}

/** Whether somebody keeps the station on one of those days already. */
export async function isRotaTaken(tx: Tx, stationCode: string, fromOn: Day, toOn: Day): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ taken: boolean }[]>`
    SELECT EXISTS (SELECT FROM station_rota WHERE station_code = ${stationCode} AND from_on <= ${toOn}::date AND to_on >= ${fromOn}::date) AS taken`;
  return row?.taken ?? false;
}

export async function dropRota(tx: Tx, stationCode: string, id: string): Promise<boolean> {
  return (await tx.$executeRaw`DELETE FROM station_rota WHERE id = ${id} AND station_code = ${stationCode}`) > 0;
}

export async function writeContact(
  tx: Tx,
  code: string,
  contact: { headName: string | null; phone: string | null; address: string | null },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE station SET head_name = ${contact.headName}, phone = ${contact.phone}, address = ${contact.address} WHERE code = ${code}`;
}
