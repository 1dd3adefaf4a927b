import type { Day } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';

/** A planned visit in clear, for the code that decides what leaves the house. */
export interface ExportedVisit {
  id: string;
  campaign: string;
  archiveNo: string;
  name: string;
  town: string | null;
  village: string | null;
  level: string;
  reason: string;
  state: string;
  assignee: string | null;
  visitedOn: Day | null;
  visitor: string | null;
  way: string | null;
}

export interface VisitsPage {
  /** Areas to look in; null: everywhere. */
  areas: readonly { town: string; village: string | null }[] | null;
  town: string | null;
  village: string | null;
  from: Day | null;
  to: Day | null;
  today: Day;
  after: string;
  limit: number;
}

/** Visits by their id. `from` and `to` are days of the festival. The area is the person's of today, as everywhere in the archive. */
export async function visitsPage(tx: Tx, page: VisitsPage): Promise<ExportedVisit[]> {
  const areas = page.areas === null ? null : JSON.stringify(page.areas);
  return tx.$queryRaw<ExportedVisit[]>`
    SELECT t.id, c.name AS campaign, t.archive_no AS "archiveNo", p.name, p.town, p.village, t.level, t.reason,
      CASE WHEN t.state = 'todo' AND c.deadline_on < ${page.today}::date THEN 'overdue' ELSE t.state END AS state,
      s.name AS assignee, r.visited_on::text AS "visitedOn", v.name AS visitor, r.way
    FROM visit_task t JOIN campaign c ON c.id = t.campaign_id JOIN person p ON p.archive_no = t.archive_no
    LEFT JOIN staff s ON s.id = t.assignee_id
    LEFT JOIN LATERAL (SELECT visited_on, visitor_id, way FROM visit_record WHERE task_id = t.id ORDER BY visited_on DESC, id LIMIT 1) r ON true
    LEFT JOIN staff v ON v.id = r.visitor_id
    WHERE t.state <> 'cancelled' AND t.id > ${page.after}
      AND (${areas}::jsonb IS NULL OR EXISTS (SELECT 1 FROM jsonb_to_recordset(${areas}::jsonb) AS a(town TEXT, village TEXT)
        WHERE a.town = p.town AND (a.village IS NULL OR a.village = p.village)))
      AND (${page.town}::text IS NULL OR p.town = ${page.town}) AND (${page.village}::text IS NULL OR p.village = ${page.village})
      AND (${page.from}::date IS NULL OR c.festival_on >= ${page.from}::date) AND (${page.to}::date IS NULL OR c.festival_on <= ${page.to}::date)
    ORDER BY t.id LIMIT ${page.limit}::int`;
}
