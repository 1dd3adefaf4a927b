import type { Tx } from '../platform/database.ts';
import type { CaseReach } from './case-sight.ts';
import type { CaseRun, CaseState, TaskState } from './engine/service-case.ts';

/** One line of a list of cases. */
export interface CaseLine {
  no: string;
  flow: string;
  flowVersion: string;
  state: CaseState;
  step: string | null;
  archiveNo: string | null;
  subjectName: string;
  town: string | null;
  village: string | null;
  startedBy: string;
  startedAt: Date;
  dueAt: Date | null;
  closedAt: Date | null;
  run: CaseRun;
}

const CASE_COLUMNS = `c.no, c.flow, c.flow_version AS "flowVersion", c.state, c.step, c.subject_archive_no AS "archiveNo",
  c.subject_name AS "subjectName", c.town, c.village, c.started_by AS "startedBy", c.started_at AS "startedAt", c.due_at AS "dueAt",
  c.closed_at AS "closedAt", c.run`;

export interface CaseFilter {
  /** A whole number, or its end as people say it. */
  no?: string | undefined;
  person?: string | undefined;
  archiveNo?: string | undefined;
  flow?: string | undefined;
  state?: CaseState | undefined;
  town?: string | undefined;
  startedBy?: string | undefined;
  /** The end of a number, or part of a person's name. */
  search?: string | undefined;
}

export interface Page {
  limit: number;
  offset: number;
}

/** Cases that a viewer may see (case-sight.ts), newest first. `hands`: the viewer and those whom they deputise for; null: no viewer asks. */
export async function selectCases(
  tx: Tx,
  sight: { reach: CaseReach; hands: readonly string[] } | null,
  filter: CaseFilter,
  page: Page,
): Promise<{ cases: CaseLine[]; total: number }> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = [`c.state <> ${bind('draft')}`, ...filterConditions(filter, bind)];
  if (sight) conditions.push(sightCondition(sight, bind));
  const rows = await tx.$queryRawUnsafe<(CaseLine & { total: number })[]>(
    `SELECT ${CASE_COLUMNS}, count(*) OVER ()::int AS total FROM service_case c WHERE ${conditions.join(' AND ')}
     ORDER BY c.started_at DESC, c.no DESC LIMIT ${bind(page.limit)}::int OFFSET ${bind(page.offset)}::int`,
    ...values,
  );
  return { cases: rows.map(({ total: _, ...line }) => line), total: rows[0]?.total ?? 0 };
}

type Bind = (value: unknown) => string;

function filterConditions(filter: CaseFilter, bind: Bind): string[] {
  const conditions: string[] = [];
  if (filter.no !== undefined) conditions.push(`c.no LIKE ${bind(numberPattern(filter.no))}`);
  if (filter.person !== undefined) conditions.push(`${bind(filter.person.trim())} IN (c.subject_name, c.subject_archive_no)`);
  if (filter.archiveNo !== undefined) conditions.push(`c.subject_archive_no = ${bind(filter.archiveNo)}`);
  if (filter.flow !== undefined) conditions.push(`c.flow = ${bind(filter.flow)}`);
  if (filter.state !== undefined) conditions.push(`c.state = ${bind(filter.state)}`);
  if (filter.town !== undefined) conditions.push(`c.town = ${bind(filter.town)}`);
  if (filter.startedBy !== undefined) conditions.push(`c.started_by = ${bind(filter.startedBy)}`);
  if (filter.search !== undefined) conditions.push(searchCondition(filter.search.trim(), bind));
  return conditions;
}

function searchCondition(search: string, bind: Bind): string {
  const byName = `strpos(c.subject_name, ${bind(search)}) > 0`;
  return /\d/.test(search) ? `(c.no LIKE ${bind(numberPattern(search))} OR ${byName})` : byName;
}

/** `12` → …-0012; `1123-0001`, `yz20261123-0001` → what ends in it. */
export function numberPattern(said: string): string {
  const plain = said
    .trim()
    .toUpperCase()
    .replaceAll(/\s/g, '')
    .replaceAll(/[\\%_]/g, '');
  return /^\d{1,4}$/.test(plain) ? `%-${plain.padStart(4, '0')}` : `%${plain}`;
}

/** Cases that are or were in somebody's hands; `c` is the case (case-sight.ts, `isInHands`). */
function handsConditions(hands: readonly string[], bind: Bind): string[] {
  const own = bind([...hands]);
  return [
    `c.started_by = ANY(${own}::text[])`,
    `EXISTS (SELECT 1 FROM case_copy y WHERE y.case_no = c.no AND y.staff_id = ANY(${own}::text[]))`,
    `EXISTS (SELECT 1 FROM case_task t LEFT JOIN case_task_assignee a ON a.task_id = t.id WHERE t.case_no = c.no
      AND (a.staff_id = ANY(${own}::text[]) OR t.decided_by = ANY(${own}::text[])))`,
  ];
}

/** Which of these cases are or were in the hands given. */
export async function inHandsAmong(tx: Tx, hands: readonly string[], nos: readonly string[]): Promise<Set<string>> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const rows = await tx.$queryRawUnsafe<{ no: string }[]>(
    `SELECT c.no FROM service_case c WHERE c.no = ANY(${bind([...nos])}::text[]) AND (${handsConditions(hands, bind).join(' OR ')})`,
    ...values,
  );
  return new Set(rows.map((row) => row.no));
}

/** Cases that a viewer may see; `c` is the case. */
export function sightCondition({ reach, hands }: { reach: CaseReach; hands: readonly string[] }, bind: Bind): string {
  if (reach.isEverywhere) return 'true';
  const parts = [
    ...handsConditions(hands, bind),
    ...reach.towns.map((town) => `c.town = ${bind(town)}`),
    ...reach.villages.map(({ town, village }) => `(c.town = ${bind(town)} AND c.village = ${bind(village)})`),
  ];
  return `(${parts.join(' OR ')})`;
}

/** One line of a list of tasks. */
export interface TaskLine extends CaseLine {
  taskId: string;
  taskStep: string;
  party: string | null;
  taskState: TaskState;
  taskDueAt: Date | null;
  openedAt: Date;
  decidedAt: Date | null;
}

/** What of a list is wanted. */
export type TaskFilter = Pick<CaseFilter, 'flow' | 'search'>;

/** Cases that somebody was sent a copy of, unread ones first. */
export async function selectCopied(
  tx: Tx,
  staffId: string,
  page: Page,
  filter: TaskFilter = {},
): Promise<{ tasks: TaskLine[]; total: number }> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = [`y.staff_id = ${bind(staffId)}`, ...filterConditions(filter, bind)];
  return taskLines(
    tx,
    `SELECT ${CASE_COLUMNS}, c.no AS "taskId", coalesce(c.step, '') AS "taskStep", NULL AS party, 'open' AS "taskState", NULL::timestamptz AS "taskDueAt",
       y.at AS "openedAt", y.read_at AS "decidedAt", count(*) OVER ()::int AS total
     FROM case_copy y JOIN service_case c ON c.no = y.case_no WHERE ${conditions.join(' AND ')}
     ORDER BY y.read_at IS NOT NULL, y.at DESC LIMIT ${bind(page.limit)}::int OFFSET ${bind(page.offset)}::int`,
    values,
  );
}

export type WhichTasks = 'todo' | 'overdue' | 'done';

/** Tasks in the hands given: open ones by their due day, done ones newest first. */
export async function selectTasks(
  tx: Tx,
  hands: readonly string[],
  which: WhichTasks,
  now: Date,
  page: Page,
  filter: TaskFilter = {},
): Promise<{ tasks: TaskLine[]; total: number }> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const mine =
    which === 'done'
      ? `t.state = 'done' AND t.decided_by = ${bind(hands[0] ?? '')}`
      : `t.state = 'open' AND EXISTS (SELECT 1 FROM case_task_assignee a WHERE a.task_id = t.id AND a.staff_id = ANY(${bind([...hands])}::text[]))`;
  const late = which === 'overdue' ? [`coalesce(t.due_at, c.due_at) < ${bind(now)}`] : [];
  const conditions = [mine, ...late, ...filterConditions(filter, bind)];
  const order = which === 'done' ? 't.decided_at DESC' : 'coalesce(t.due_at, c.due_at), t.opened_at, t.id';
  return taskLines(
    tx,
    `SELECT ${CASE_COLUMNS}, t.id AS "taskId", t.step AS "taskStep", t.party, t.state AS "taskState", t.due_at AS "taskDueAt",
       t.opened_at AS "openedAt", t.decided_at AS "decidedAt", count(*) OVER ()::int AS total
     FROM case_task t JOIN service_case c ON c.no = t.case_no WHERE ${conditions.join(' AND ')}
     ORDER BY ${order} LIMIT ${bind(page.limit)}::int OFFSET ${bind(page.offset)}::int`,
    values,
  );
}

async function taskLines(tx: Tx, sql: string, values: readonly unknown[]): Promise<{ tasks: TaskLine[]; total: number }> {
  const rows = await tx.$queryRawUnsafe<(TaskLine & { total: number })[]>(sql, ...values);
  return { tasks: rows.map(({ total: _, ...line }) => line), total: rows[0]?.total ?? 0 };
}

/** Changes whenever what lies in somebody's hands does: tasks come and go, copies arrive, what they started moves on. */
export async function inboxMark(tx: Tx, hands: readonly string[]): Promise<string> {
  const [row] = await tx.$queryRaw<{ mark: string }[]>`
    SELECT concat_ws('/',
      (SELECT count(*) || ':' || coalesce(max(t.opened_at)::text, '') FROM case_task_assignee a JOIN case_task t ON t.id = a.task_id
        WHERE a.staff_id = ANY(${[...hands]}::text[]) AND t.state = 'open'),
      (SELECT count(*) || ':' || count(read_at) FROM case_copy WHERE staff_id = ANY(${[...hands]}::text[])),
      (SELECT coalesce(sum(version), 0) FROM service_case WHERE started_by = ANY(${[...hands]}::text[]) AND closed_at IS NULL)) AS mark`;
  return row?.mark ?? '';
}

/** Changes with every act on a case. */
export async function caseVersion(tx: Tx, no: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ version: number }[]>`SELECT version FROM service_case WHERE no = ${no}`;
  return row?.version ?? 0;
}
