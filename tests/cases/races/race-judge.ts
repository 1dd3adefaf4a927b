import { eventsOf, readCase } from '../../../src/cases/case-store.ts';
import type { Refusal } from '../../../src/cases/engine/act.ts';
import { type CaseEvent, isClosed, type ServiceCase } from '../../../src/cases/engine/service-case.ts';
import type { Database } from '../../../src/platform/database.ts';
import { testSealer } from '../../setup/test-database.ts';
import type { RaceMove } from './race-moves.ts';

export interface Ran {
  move: RaceMove;
  /** Two where the same message came twice at once. */
  answers: ({ ok: true; repeated: boolean } | Refusal)[];
  /** What it is answered when it comes once more after that; null where nothing was carried out. */
  late: { ok: true; repeated: boolean } | Refusal | null;
}

/** What went against the guarantees in one race, in words; empty when nothing did. */
export async function faultsOfRace(db: Database, before: ServiceCase, ran: readonly Ran[]): Promise<string[]> {
  const current = await readCase(db.tx, testSealer(), before.no);
  if (!current) return [`${before.no} is gone`];
  const events = await eventsOf(db.tx, testSealer(), before.no);
  const fresh = events.filter((event) => event.seq > before.lastSeq);
  return [
    ...(events.every((event, index) => event.seq === index + 1) ? [] : [`${before.no}: a gap in the history`]),
    ...ran.flatMap((one) => faultsOfAnswer(one, fresh)),
    ...faultsOfTasks(current, events),
  ].map((fault) => `${before.no} ${fault}\n${storyOf(events)}`);
}

/** The history in a line an event, for whoever looks for the cause. */
function storyOf(events: readonly CaseEvent[]): string {
  return events.map(({ seq, type, at, by, data }) => `  ${seq} ${at.toISOString()} ${by} ${type} ${JSON.stringify(data)}`).join('\n');
}

/** These write one event for each task that they touch. */
const perTask: ReadonlySet<string> = new Set(['hand-over', 'escalate']);

/** Answered ok ⇔ exactly one event of the act in the actor's name; refused: none at all. */
function faultsOfAnswer({ move, answers, late }: Ran, fresh: readonly CaseEvent[]): string[] {
  if (move.actor === null) return [];
  const own = fresh.filter((event) => event.by === move.actor?.id);
  const told = own.filter(({ type }) => type === move.event).length;
  const done = perTask.has(move.name) ? Math.min(1, told) : told;
  const carriedOut = answers.filter((answer) => answer.ok && !answer.repeated).length;
  const isKept = late === null || move.actor === null || (late.ok && late.repeated);
  return [
    ...(carriedOut > 1 ? [`${move.name} by ${move.actor.id} was carried out ${carriedOut} times`] : []),
    ...(isKept ? [] : [`${move.name} by ${move.actor.id} was carried out, and again when it came once more`]),
    ...(done === carriedOut ? [] : [`${move.name} by ${move.actor.id}: ${carriedOut} answered, ${done} in the history`]),
    ...(carriedOut === 0 && own.length > 0 ? [`${move.name} by ${move.actor.id} was refused and left ${own[0]?.type}`] : []),
  ];
}

/** A closed case has nothing open; a running one is in somebody's hands, or it is known what it waits for. */
function faultsOfTasks(current: ServiceCase, events: readonly CaseEvent[]): string[] {
  const open = current.tasks.filter((task) => task.state === 'open');
  const left = open.length + current.tasks.filter((task) => task.state === 'waiting').length;
  return [
    ...decidedTwice(events),
    ...(isClosed(current.state) && left > 0 ? [`is closed with ${left} tasks left`] : []),
    ...(current.state === 'open' && open.length === 0 ? ['is open and nobody holds it'] : []),
    ...(current.state === 'suspended' && current.run.pause === null ? ['stands still for no reason'] : []),
    ...open.filter((task) => task.assignees.length === 0).map((task) => `${task.id} is in nobody's hands`),
  ];
}

/** A task is decided again only after it was taken back. */
function decidedTwice(events: readonly CaseEvent[]): string[] {
  const decided = new Set<unknown>();
  const twice: string[] = [];
  for (const { type, data } of events) {
    if (type === 'task-taken-back') decided.delete(data['task']);
    if (type !== 'task-decided') continue;
    if (decided.has(data['task'])) twice.push(`${String(data['task'])} was decided twice`);
    decided.add(data['task']);
  }
  return twice;
}

/** What must hold of everything in the database, whatever was raced for: one row a fault. */
export async function faultsOfDistrict(db: Database): Promise<string[]> {
  const rows = await db.tx.$queryRaw<{ fault: string }[]>`
    SELECT case_no || ' was paid ' || count(*) || ' times as ' || kind AS fault FROM payment GROUP BY case_no, kind HAVING count(*) > 1
    UNION ALL
    SELECT p.case_no || ' was paid ' || sum(p.amount) || ' of ' || max((c.slots->>'amount')::numeric) FROM payment p
      JOIN service_case c ON c.no = p.case_no GROUP BY p.case_no HAVING sum(p.amount) > max((c.slots->>'amount')::numeric)
    UNION ALL
    SELECT case_no || ' was granted ' || count(*) || ' times: ' || kind FROM benefit WHERE case_no IS NOT NULL GROUP BY case_no, kind HAVING count(*) > 1
    UNION ALL
    SELECT c.no || ' ended as ' || c.state || ' with an outcome' FROM service_case c JOIN case_outcome o ON o.case_no = c.no
      WHERE c.run->>'isWritten' IS NULL AND c.state <> 'completed'
    UNION ALL
    SELECT c.no || ' is completed without an outcome' FROM service_case c
      WHERE c.state = 'completed' AND NOT EXISTS (SELECT FROM case_outcome o WHERE o.case_no = c.no)
    UNION ALL
    SELECT c.no || ' has ' || (c.version - 1) || ' acts and ' || count(a.seq) || ' audit records' FROM service_case c
      LEFT JOIN audit_record a ON a.case_no = c.no AND a.action = 'write' GROUP BY c.no HAVING c.version - 1 <> count(a.seq)
    UNION ALL
    SELECT r.code || ': ' || r.taken || ' of ' || r.capacity || ' taken, ' || count(h.id) || ' held' FROM resource r
      LEFT JOIN resource_hold h ON h.resource_code = r.code AND h.state IN ('held', 'confirmed')
      GROUP BY r.code HAVING r.taken <> count(h.id) OR r.taken > r.capacity
    UNION ALL
    SELECT resource_code || ' gave ' || unit_no || ' to ' || count(*) FROM resource_hold WHERE state IN ('held', 'confirmed')
      GROUP BY resource_code, unit_no HAVING count(*) > 1
    UNION ALL
    SELECT h.case_no || ' is ' || c.state || ' and has ' || h.resource_code || ' ' || h.state FROM resource_hold h
      JOIN service_case c ON c.no = h.case_no
      WHERE h.state <> 'released' AND c.state IN ('rejected', 'withdrawn', 'terminated')
    UNION ALL
    SELECT case_no || ' has ' || count(*) || ' places' FROM resource_hold WHERE state IN ('held', 'confirmed') GROUP BY case_no HAVING count(*) > 1
    UNION ALL
    SELECT r.case_no || ' is recorded ' || count(*) || ' times' FROM case_record r GROUP BY r.case_no HAVING count(*) > 1
    UNION ALL
    SELECT m.dedupe_key || ' tells of no event' FROM outgoing_message m LEFT JOIN case_event e
      ON e.case_no = m.about AND e.seq = split_part(split_part(m.dedupe_key, '/', 2), ':', 1)::int WHERE m.kind = 'notice' AND e.seq IS NULL`;
  return [...rows.map((row) => row.fault), ...(await faultsOfJobs(db))];
}

/** Every message has its one job. */
async function faultsOfJobs(db: Database): Promise<string[]> {
  const rows = await db.tx.$queryRaw<{ fault: string }[]>`
    SELECT coalesce(m.dedupe_key, j.data->>'id') || ' has ' || count(j.id) || ' jobs' AS fault FROM outgoing_message m
      FULL JOIN jobs.job j ON j.name = 'deliver' AND j.data->>'id' = m.id GROUP BY m.dedupe_key, m.id, j.data->>'id'
      HAVING count(j.id) <> 1 OR m.id IS NULL`;
  return rows.map((row) => row.fault);
}
