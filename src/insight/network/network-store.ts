import type { Day } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';

/** What a station has to do, beside who works there. */
export interface StationLoad {
  code: string;
  people: number;
  /** Tasks in the hands of its staff. */
  openTasks: number;
  lateTasks: number;
  /** Visits that its staff still have to make. */
  openVisits: number;
}

export async function stationLoads(tx: Tx, now: Date): Promise<StationLoad[]> {
  return tx.$queryRaw<StationLoad[]>`
    WITH tasks AS (
      SELECT s.station_code AS code, count(*)::int AS n, (count(*) FILTER (WHERE coalesce(t.due_at, c.due_at) < ${now}))::int AS late
      FROM case_task t JOIN case_task_assignee a ON a.task_id = t.id JOIN staff s ON s.id = a.staff_id JOIN service_case c ON c.no = t.case_no
      WHERE t.state = 'open' AND c.state = 'open' AND s.station_code IS NOT NULL GROUP BY s.station_code
    ), visits AS (
      SELECT s.station_code AS code, count(*)::int AS n FROM visit_task v JOIN staff s ON s.id = v.assignee_id
      WHERE v.state = 'todo' AND s.station_code IS NOT NULL GROUP BY s.station_code
    ), people AS (
      SELECT town, village, count(*)::int AS n FROM person WHERE status = '在世' AND lifecycle = '在册' AND merged_into IS NULL GROUP BY town, village
    )
    SELECT st.code, coalesce(p.n, 0) AS people, coalesce(t.n, 0) AS "openTasks", coalesce(t.late, 0) AS "lateTasks", coalesce(v.n, 0) AS "openVisits"
    FROM station st LEFT JOIN tasks t USING (code) LEFT JOIN visits v USING (code)
    LEFT JOIN people p ON p.town = st.town AND p.village IS NOT DISTINCT FROM st.village`;
}

export interface StationMember {
  id: string;
  name: string;
  station: string;
  roles: string[];
  /** On leave on the day, and who stands in; null where nobody does. */
  isAway: boolean;
  deputyId: string | null;
  deputyName: string | null;
}

/** Who works at the stations, those who left not. */
export async function stationMembers(tx: Tx, on: Day): Promise<StationMember[]> {
  return tx.$queryRaw<StationMember[]>`
    SELECT s.id, s.name, s.station_code AS station, array_agg(r.role ORDER BY r.role) AS roles, l.deputy_id IS NOT NULL AS "isAway",
      d.id AS "deputyId", d.name AS "deputyName"
    FROM staff s JOIN staff_role r ON r.staff_id = s.id
    LEFT JOIN LATERAL (SELECT deputy_id FROM staff_leave WHERE staff_id = s.id AND from_on <= ${on}::date AND to_on >= ${on}::date
      ORDER BY created_at DESC, id DESC LIMIT 1) l ON true
    LEFT JOIN staff d ON d.id = l.deputy_id AND d.is_active
    WHERE s.is_active AND s.station_code IS NOT NULL
    GROUP BY s.id, s.name, s.station_code, l.deputy_id, d.id, d.name ORDER BY s.station_code, s.id`;
}
