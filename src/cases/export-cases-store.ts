import type { Tx } from '../platform/database.ts';
import { sightCondition } from './case-list-store.ts';
import type { CaseReach } from './case-sight.ts';
import type { CaseState } from './engine/service-case.ts';

/** A case in clear, for the code that decides what leaves the house. */
export interface ExportedCase {
  no: string;
  flow: string;
  state: CaseState;
  archiveNo: string | null;
  subjectName: string;
  town: string | null;
  village: string | null;
  startedBy: string;
  startedOn: string;
  dueOn: string | null;
  closedOn: string | null;
  inCase: boolean;
}

export interface CasesPage {
  sight: { reach: CaseReach; hands: readonly string[] };
  town: string | undefined;
  village: string | undefined;
  from: Date | undefined;
  until: Date | undefined;
  after: string;
  limit: number;
}

const day = (column: string) => `(${column} AT TIME ZONE 'Asia/Shanghai')::date::text`;

/** Cases that a viewer may see, by number; drafts are nobody's yet. */
export async function casesPage(tx: Tx, page: CasesPage): Promise<ExportedCase[]> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const { sight } = page;
  const conditions = [`c.state <> 'draft'`, `c.no > ${bind(page.after)}`, sightCondition(sight, bind)];
  if (page.town !== undefined) conditions.push(`c.town = ${bind(page.town)}`);
  if (page.village !== undefined) conditions.push(`c.village = ${bind(page.village)}`);
  if (page.from !== undefined) conditions.push(`c.started_at >= ${bind(page.from)}::timestamptz`);
  if (page.until !== undefined) conditions.push(`c.started_at < ${bind(page.until)}::timestamptz`);
  const own = bind([...sight.hands]);
  return tx.$queryRawUnsafe<ExportedCase[]>(
    `SELECT c.no, c.flow, c.state, c.subject_archive_no AS "archiveNo", c.subject_name AS "subjectName", c.town, c.village,
      coalesce(s.name, c.started_by) AS "startedBy", ${day('c.started_at')} AS "startedOn", ${day('c.due_at')} AS "dueOn",
      ${day('c.closed_at')} AS "closedOn", c.closed_at IS NULL AND (c.started_by = ANY(${own}::text[]) OR EXISTS (SELECT 1 FROM case_task t
        JOIN case_task_assignee a ON a.task_id = t.id WHERE t.case_no = c.no AND a.staff_id = ANY(${own}::text[]))) AS "inCase"
    FROM service_case c LEFT JOIN staff s ON s.id = c.started_by
    WHERE ${conditions.join(' AND ')} ORDER BY c.no LIMIT ${bind(page.limit)}::int`,
    ...values,
  );
}
