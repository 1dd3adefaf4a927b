import type { Tx } from '../../platform/database.ts';

/** What changes by the minute. */
export interface WallCounts {
  people: number;
  recipients: number;
  openCases: number;
  overdueCases: number;
  startedToday: number;
  closedToday: number;
  aidPaid: number;
  aidPayments: number;
  schoolPlaces: number;
  schoolTaken: number;
  schoolHelped: number;
  villageStations: number;
  townStations: number;
  headless: number;
  volunteers: number;
  volunteerTeams: number;
  openNeeds: number;
  lateNeeds: number;
}

/** Figures of the whole district in one statement. `year`: whose aid is added up; `dayStart`: when the day that runs began. */
export async function wallCounts(tx: Tx, at: { now: Date; dayStart: Date; year: number }): Promise<WallCounts> {
  const [row] = await tx.$queryRaw<WallCounts[]>`
    SELECT p.*, c.*, a.*, s.*, t.*, n.*,
      (SELECT count(*)::int FROM person_tag WHERE tag = 'volunteer') AS volunteers,
      (SELECT count(*)::int FROM staff s JOIN staff_role r ON r.staff_id = s.id WHERE s.is_active AND r.role = 'volunteer-lead') AS "volunteerTeams"
    FROM (SELECT count(*)::int AS people, count(key_category)::int AS recipients FROM person
        WHERE status = '在世' AND lifecycle = '在册' AND merged_into IS NULL) p,
      (SELECT (SELECT count(*)::int FROM service_case WHERE state IN ('open', 'suspended')) AS "openCases",
          (SELECT count(*)::int FROM service_case WHERE state = 'open' AND due_at < ${at.now}) AS "overdueCases",
          (SELECT count(*)::int FROM service_case WHERE started_at >= ${at.dayStart} AND state <> 'draft') AS "startedToday",
          (SELECT count(*)::int FROM service_case WHERE closed_at >= ${at.dayStart}) AS "closedToday") c,
      (SELECT coalesce(sum(amount), 0)::float8 AS "aidPaid", count(*)::int AS "aidPayments" FROM payment
        WHERE flow = 'hardship-aid' AND year = ${at.year}::int) a,
      (SELECT coalesce(sum(capacity), 0)::int AS "schoolPlaces", coalesce(sum(taken), 0)::int AS "schoolTaken",
          (SELECT count(*)::int FROM resource_hold h JOIN resource r ON r.code = h.resource_code WHERE r.kind = 'school' AND h.state = 'confirmed') AS "schoolHelped"
        FROM resource WHERE kind = 'school') s,
      (SELECT (count(*) FILTER (WHERE level = 'village'))::int AS "villageStations", (count(*) FILTER (WHERE level = 'town'))::int AS "townStations",
          (count(*) FILTER (WHERE level <> 'district' AND code NOT IN (SELECT m.station_code FROM staff m JOIN staff_role r ON r.staff_id = m.id
            WHERE m.station_code IS NOT NULL AND m.is_active AND r.role IN ('village-head', 'town-head'))))::int AS headless FROM station) t,
      (SELECT (count(*) FILTER (WHERE state = 'open'))::int AS "openNeeds",
          (count(*) FILTER (WHERE state = 'open' AND due_on < (${at.now}::timestamptz AT TIME ZONE 'Asia/Shanghai')::date))::int AS "lateNeeds" FROM visit_need) n`;
  if (!row) throw new Error('a row of counts cannot be read');
  return row;
}

export interface MonthFigures {
  /** `YYYY-MM`. */
  month: string;
  started: number;
  closed: number;
  onTime: number;
  visits: number;
}

/** Month by month from `from` (the first of a month) up to, not at, `until`; months without anything too. */
export async function monthlyFigures(tx: Tx, from: Date, until: Date): Promise<MonthFigures[]> {
  return tx.$queryRaw<MonthFigures[]>`
    WITH months AS (SELECT to_char(m, 'YYYY-MM') AS month FROM generate_series((${from}::timestamptz AT TIME ZONE 'Asia/Shanghai')::date,
        (${until}::timestamptz AT TIME ZONE 'Asia/Shanghai' - interval '1 millisecond')::date, interval '1 month') AS m),
    started AS (SELECT to_char(started_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month, count(*)::int AS n FROM service_case
      WHERE started_at >= ${from} AND started_at < ${until} AND state <> 'draft' GROUP BY 1),
    closed AS (SELECT to_char(closed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month, (count(*) FILTER (WHERE state IN ('completed', 'rejected')))::int AS n,
        (count(*) FILTER (WHERE state IN ('completed', 'rejected') AND closed_at <= due_at))::int AS on_time FROM service_case
      WHERE closed_at >= ${from} AND closed_at < ${until} GROUP BY 1),
    visits AS (SELECT to_char(visited_on, 'YYYY-MM') AS month, count(*)::int AS n FROM visit_record
      WHERE visited_on >= (${from}::timestamptz AT TIME ZONE 'Asia/Shanghai')::date
        AND visited_on <= (${until}::timestamptz AT TIME ZONE 'Asia/Shanghai' - interval '1 millisecond')::date GROUP BY 1)
    SELECT m.month, coalesce(s.n, 0) AS started, coalesce(c.n, 0) AS closed, coalesce(c.on_time, 0) AS "onTime", coalesce(v.n, 0) AS visits
    FROM months m LEFT JOIN started s USING (month) LEFT JOIN closed c USING (month) LEFT JOIN visits v USING (month) ORDER BY m.month`;
}

export interface AlarmCount {
  kind: string;
  count: number;
}

/** Alarms that nobody closed yet, by kind. */
export async function openAlarms(tx: Tx): Promise<AlarmCount[]> {
  return tx.$queryRaw<AlarmCount[]>`SELECT kind, count(*)::int AS count FROM alarm WHERE closed_at IS NULL GROUP BY kind ORDER BY kind`;
}

/** Rises with every transaction that writes anything, whoever makes it: while it stands, nothing that is stored has changed. */
export async function changeMark(tx: Tx): Promise<string> {
  const [row] = await tx.$queryRaw<{ mark: string }[]>`SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS mark`;
  return row?.mark ?? '0';
}
