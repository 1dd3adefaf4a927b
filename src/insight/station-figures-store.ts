import type { Level } from '../organisation/role.ts';
import type { Tx } from '../platform/database.ts';
import type { FigureArea } from './figure-scope.ts';

export interface StationFigures {
  level: Level;
  stations: number;
  /** Nobody stands as its head. */
  withoutHead: number;
  /** Nobody in post belongs to it. */
  withoutStaff: number;
  staff: number;
}

/** Stations of an area by level, district first. */
export async function readStationFigures(tx: Tx, { town, village }: FigureArea): Promise<StationFigures[]> {
  return tx.$queryRaw<StationFigures[]>`
    SELECT s.level, count(*)::int AS stations, (count(*) FILTER (WHERE coalesce(s.head_name, '') = ''))::int AS "withoutHead",
      (count(*) FILTER (WHERE coalesce(f.staff, 0) = 0))::int AS "withoutStaff", coalesce(sum(f.staff), 0)::int AS staff
    FROM station s LEFT JOIN (SELECT station_code, count(*)::int AS staff FROM staff WHERE is_active GROUP BY station_code) f ON f.station_code = s.code
    WHERE (${town}::text IS NULL OR s.town = ${town}) AND (${village}::text IS NULL OR s.village = ${village})
    GROUP BY s.level ORDER BY array_position(ARRAY['district', 'town', 'village'], s.level)`;
}

export interface TownStations {
  town: string;
  stations: number;
  withoutHead: number;
  withoutStaff: number;
  staff: number;
  openCases: number;
  overdueCases: number;
}

/** By town: its stations and what is open there. */
export async function readStationsByTown(tx: Tx, { town }: FigureArea, now: Date): Promise<TownStations[]> {
  return tx.$queryRaw<TownStations[]>`
    SELECT s.town, count(*)::int AS stations, (count(*) FILTER (WHERE coalesce(s.head_name, '') = ''))::int AS "withoutHead",
      (count(*) FILTER (WHERE coalesce(f.staff, 0) = 0))::int AS "withoutStaff", coalesce(sum(f.staff), 0)::int AS staff,
      coalesce(max(c.open), 0)::int AS "openCases", coalesce(max(c.overdue), 0)::int AS "overdueCases"
    FROM station s
    LEFT JOIN (SELECT station_code, count(*)::int AS staff FROM staff WHERE is_active GROUP BY station_code) f ON f.station_code = s.code
    LEFT JOIN (SELECT town, count(*)::int AS open, (count(*) FILTER (WHERE due_at < ${now}::timestamptz))::int AS overdue
      FROM service_case WHERE state = 'open' GROUP BY town) c ON c.town = s.town
    WHERE s.town IS NOT NULL AND (${town}::text IS NULL OR s.town = ${town})
    GROUP BY s.town ORDER BY s.town`;
}
