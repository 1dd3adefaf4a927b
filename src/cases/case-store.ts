import type { FlowDefinition, LoadedFlow } from '../flows/flow-definition.ts';
import type { SlotValue } from '../flows/slot-value.ts';
import { dayOf } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';
import { eventPlace, openSlots, sealSlots } from './case-seal.ts';
import type { CaseEvent, CaseEventType, CaseRun, CaseState, NewEvent, ServiceCase } from './engine/service-case.ts';
import { dropAssignees, type TaskRow, taskOf, taskRows } from './task-store.ts';

interface CaseRow {
  no: string;
  flow: string;
  flow_version: string;
  state: string;
  step: string | null;
  subject_archive_no: string | null;
  subject_name: string;
  town: string | null;
  village: string | null;
  started_by: string;
  started_at: Date;
  due_at: Date | null;
  closed_at: Date | null;
  slots: Record<string, SlotValue>;
  run: CaseRun;
  version: number;
  last_seq: number;
  repeated: boolean;
  tasks: TaskRow[];
}

/** The next number of the Shanghai day: `YZ20261123-0001`. Numbers are handed out one after another until the transactions end. */
export async function nextCaseNo(tx: Tx, now: Date): Promise<string> {
  const day = dayOf(now).replaceAll('-', '');
  const [row] = await tx.$queryRaw<{ last: number }[]>`
    INSERT INTO case_counter (day, last) VALUES (${day}, 1) ON CONFLICT (day) DO UPDATE SET last = case_counter.last + 1 RETURNING last`;
  return `YZ${day}-${String(row?.last ?? 1).padStart(4, '0')}`;
}

/** Keeps the definition that cases of this version run on. False: it was there. */
export async function keepFlowVersion(tx: Tx, flow: LoadedFlow): Promise<boolean> {
  const count = await tx.$executeRaw`INSERT INTO flow_version (hash, flow, definition)
    VALUES (${flow.version}, ${flow.definition.id}, ${JSON.stringify(flow.definition)}::jsonb) ON CONFLICT (hash) DO NOTHING`;
  return count === 1;
}

export async function findFlowVersion(tx: Tx, hash: string): Promise<FlowDefinition | null> {
  const row = await tx.flow_version.findUnique({ where: { hash } });
  return row ? (row.definition as unknown as FlowDefinition) : null;
}

/** False when a case with this submission key exists already. */
export async function insertCase(
  tx: Tx,
  sealer: Sealer,
  definition: FlowDefinition,
  current: ServiceCase,
  submissionKey: string,
): Promise<boolean> {
  const slots = JSON.stringify(sealSlots(sealer, definition, current.no, current.slots));
  const { subject } = current;
  const inserted = await tx.$executeRaw`
    INSERT INTO service_case (no, flow, flow_version, state, step, subject_archive_no, subject_name, town, village, started_by, started_at,
      due_at, slots, run, submission_key, parent_no)
    VALUES (${current.no}, ${current.flow}, ${current.flowVersion}, ${current.state}, ${current.step}, ${subject.archiveNo}, ${subject.name},
      ${subject.town}, ${subject.village}, ${current.startedBy}, ${current.startedAt}, ${current.dueAt}, ${slots}::jsonb,
      ${JSON.stringify(current.run)}::jsonb, ${submissionKey}, ${current.run.parent ?? null})
    ON CONFLICT (submission_key) DO NOTHING`;
  return inserted === 1;
}

export async function findSubmitted(tx: Tx, submissionKey: string): Promise<string | null> {
  const row = await tx.service_case.findUnique({ where: { submission_key: submissionKey }, select: { no: true } });
  return row?.no ?? null;
}

/**
 * Takes the case for this transaction: whoever else decides on it waits here and then reads what was decided. The lock comes in a statement
 * of its own: a statement that waited for it would read the tasks as they were before the wait.
 */
export async function lockCase(tx: Tx, sealer: Sealer, no: string, requestKey: string | null): Promise<LockedCase | null> {
  const locked = await tx.$queryRaw<unknown[]>`SELECT 1 FROM service_case WHERE no = ${no} FOR UPDATE`;
  const row = locked.length === 0 ? null : await readRow(tx, no, requestKey);
  return row && { current: caseOf(sealer, row), wasCarriedOut: row.repeated };
}

export interface LockedCase {
  current: ServiceCase;
  /** An act with this request key stands in the history. */
  wasCarriedOut: boolean;
}

export async function readCase(tx: Tx, sealer: Sealer, no: string): Promise<ServiceCase | null> {
  const row = await readRow(tx, no, null);
  return row && caseOf(sealer, row);
}

async function readRow(tx: Tx, no: string, requestKey: string | null): Promise<CaseRow | null> {
  const [row] = await tx.$queryRaw<CaseRow[]>`
    SELECT c.*, (SELECT coalesce(max(e.seq), 0) FROM case_event e WHERE e.case_no = c.no)::int AS last_seq,
      EXISTS (SELECT FROM case_event e WHERE e.case_no = c.no AND e.request_key = ${requestKey}) AS repeated,
      coalesce((SELECT jsonb_agg(to_jsonb(t) || jsonb_build_object('decided_by_name', s.name, 'assignees',
          (SELECT jsonb_agg(a.staff_id ORDER BY a.staff_id) FROM case_task_assignee a WHERE a.task_id = t.id)) ORDER BY t.position)
        FROM case_task t LEFT JOIN staff s ON s.id = t.decided_by WHERE t.case_no = c.no), '[]'::jsonb) AS tasks
    FROM service_case c WHERE c.no = ${no}`;
  return row ?? null;
}

function caseOf(sealer: Sealer, row: CaseRow): ServiceCase {
  return {
    no: row.no,
    flow: row.flow,
    flowVersion: row.flow_version,
    state: row.state as CaseState,
    step: row.step,
    subject: { archiveNo: row.subject_archive_no, name: row.subject_name, town: row.town, village: row.village },
    startedBy: row.started_by,
    startedAt: row.started_at,
    dueAt: row.due_at,
    closedAt: row.closed_at,
    slots: openSlots(sealer, row.no, row.slots),
    tasks: row.tasks.map((task) => taskOf(sealer, task)),
    run: row.run,
    version: row.version,
    lastSeq: row.last_seq,
  };
}

export interface SavedAct {
  before: ServiceCase;
  after: ServiceCase;
  events: readonly NewEvent[];
  wakeAt: Date | null;
  /** Put down with the first event: the same request is carried out once. */
  requestKey: string | null;
}

/**
 * Writes what an act made of a case that this transaction holds: the case, its tasks and who holds them, its history, in one round trip.
 * Slots are sealed anew only when they changed.
 */
export async function saveAct(
  tx: Tx,
  sealer: Sealer,
  definition: FlowDefinition,
  { before, after, events, wakeAt, requestKey }: SavedAct,
): Promise<void> {
  // Another version may seal what the one before left open.
  const slotsChanged = before.flowVersion !== after.flowVersion || JSON.stringify(before.slots) !== JSON.stringify(after.slots);
  const slots = slotsChanged ? JSON.stringify(sealSlots(sealer, definition, after.no, after.slots)) : null;
  const { tasks, assignees } = taskRows(sealer, before.tasks, after.tasks);
  await dropAssignees(tx, before.tasks, after.tasks);
  await tx.$executeRaw`
    WITH history AS (
      INSERT INTO case_event (case_no, seq, type, at, by_staff, on_behalf_of, data_sealed, request_key)
      SELECT ${after.no}, seq, type, at, by, behalf, data, CASE seq WHEN ${before.lastSeq + 1}::int THEN ${requestKey} END FROM jsonb_to_recordset(${eventRows(sealer, before, events)}::jsonb)
        AS r(seq INT, type TEXT, at TIMESTAMPTZ, by TEXT, behalf TEXT, data TEXT)
    ), task AS (
      INSERT INTO case_task (id, case_no, step, party, role, state, decision, opinion_sealed, decided_by, on_behalf_of, decided_at, opened_at,
        due_at, position)
      SELECT id, ${after.no}, step, party, role, state, decision, opinion, "decidedBy", "onBehalfOf", "decidedAt", "openedAt", "dueAt", position
      FROM jsonb_to_recordset(${tasks}::jsonb) AS r(id TEXT, step TEXT, party TEXT, role TEXT, state TEXT, decision TEXT,
        opinion TEXT, "decidedBy" TEXT, "onBehalfOf" TEXT, "decidedAt" TIMESTAMPTZ, "openedAt" TIMESTAMPTZ, "dueAt" TIMESTAMPTZ, position INT)
      ON CONFLICT (id) DO UPDATE SET state = excluded.state, decision = excluded.decision, opinion_sealed = excluded.opinion_sealed,
        decided_by = excluded.decided_by, on_behalf_of = excluded.on_behalf_of, decided_at = excluded.decided_at, due_at = excluded.due_at
    ), holder AS (
      INSERT INTO case_task_assignee (task_id, staff_id)
      SELECT task, staff FROM jsonb_to_recordset(${assignees}::jsonb) AS r(task TEXT, staff TEXT)
    )
    UPDATE service_case SET state = ${after.state}, step = ${after.step}, started_at = ${after.startedAt}, due_at = ${after.dueAt},
      closed_at = ${after.closedAt}, run = ${JSON.stringify(after.run)}::jsonb, slots = coalesce(${slots}::jsonb, slots), wake_at = ${wakeAt},
      flow_version = ${after.flowVersion}, version = version + 1
    WHERE no = ${after.no}`;
}

/** The history goes on from `lastSeq`. */
function eventRows(sealer: Sealer, before: ServiceCase, events: readonly NewEvent[]): string {
  const rows = events.map((event, index) => {
    const seq = before.lastSeq + index + 1;
    const data = sealer.seal(JSON.stringify(event.data), eventPlace(before.no, seq));
    return { seq, type: event.type, at: event.at, by: event.by, behalf: event.onBehalfOf, data };
  });
  return JSON.stringify(rows);
}

export async function eventsOf(tx: Tx, sealer: Sealer, no: string): Promise<CaseEvent[]> {
  const rows = await tx.case_event.findMany({ where: { case_no: no }, orderBy: { seq: 'asc' } });
  return rows.map((row) => ({
    seq: row.seq,
    type: row.type as CaseEventType,
    at: row.at,
    by: row.by_staff,
    onBehalfOf: row.on_behalf_of,
    data: JSON.parse(sealer.open(row.data_sealed, eventPlace(no, row.seq))) as Record<string, unknown>,
  }));
}

export interface StoredOutcome {
  position: number;
  kind: string;
  key: string;
  text: string;
  data: Record<string, unknown>;
  at: Date;
}

export async function insertOutcome(tx: Tx, no: string, outcome: StoredOutcome): Promise<void> {
  await tx.$executeRaw`INSERT INTO case_outcome (case_no, position, kind, key, text, data, at)
    VALUES (${no}, ${outcome.position}, ${outcome.kind}, ${outcome.key}, ${outcome.text}, ${JSON.stringify(outcome.data)}::jsonb,
      ${outcome.at})`;
}

export async function outcomesOf(tx: Tx, no: string): Promise<StoredOutcome[]> {
  const rows = await tx.case_outcome.findMany({ where: { case_no: no }, orderBy: { position: 'asc' } });
  return rows.map(({ case_no: _, data, ...row }) => ({ ...row, data: data as Record<string, unknown> }));
}
