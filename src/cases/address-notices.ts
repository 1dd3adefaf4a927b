import type { FlowDefinition } from '../flows/flow-definition.ts';
import type { Post } from '../organisation/duty.ts';
import { isRoleId } from '../organisation/role.ts';
import type { StaffLeave } from '../organisation/staff.ts';
import type { Tx } from '../platform/database.ts';
import { holdersOf } from './assign.ts';
import { deputiesOf } from './deputies.ts';
import type { ActContext, NoticeIntent, NoticeKind } from './engine/act.ts';
import { stepOf } from './engine/move.ts';
import type { NewEvent, ServiceCase } from './engine/service-case.ts';
import type { Notice } from './notice.ts';

interface Addressing {
  tx: Tx;
  definition: FlowDefinition;
  before: ServiceCase;
  after: ServiceCase;
  context: ActContext;
  leaves: readonly StaffLeave[];
  intents: readonly NoticeIntent[];
  events: readonly NewEvent[];
}

/** Turns what is to be said into one notice a person: tasks to their holders and those who deputise, the rest by the flow's rows. */
export async function addressNotices(addressing: Addressing): Promise<Notice[]> {
  const { after, context, events, before } = addressing;
  const seq = before.lastSeq + events.length;
  const notices = new Map<string, Notice>();
  for (const { kind, taskId, staffId } of await recipients(addressing)) {
    // Who acted knows; only work that comes back to them is worth a message.
    if (staffId === context.actor.id && kind !== 'task-opened' && kind !== 'returned') continue;
    // One word a person: what is said with a task is not said again without.
    if (taskId === null && [...notices.values()].some((one) => one.staffId === staffId && one.kind === kind)) continue;
    const key = `${after.no}/${seq}:${kind}:${taskId ?? ''}:${staffId}`;
    notices.set(key, noticeFor(addressing, { key, kind, taskId, staffId }));
  }
  return [...notices.values()];
}

interface Recipient {
  kind: NoticeKind;
  taskId: string | null;
  staffId: string;
}

async function recipients(addressing: Addressing): Promise<Recipient[]> {
  const { after, intents, leaves } = addressing;
  const direct = intents.flatMap((intent): Recipient[] => {
    const { kind } = intent;
    if (intent.to === 'starter') return [{ kind, taskId: null, staffId: after.startedBy }];
    if (intent.to === 'staff') return [{ kind, taskId: null, staffId: intent.staffId }];
    if (intent.to === 'flow') return [];
    const task = after.tasks.find((one) => one.id === intent.taskId && one.state === 'open');
    return (task?.assignees ?? []).map((staffId) => ({ kind, taskId: intent.taskId, staffId }));
  });
  const all = [...direct, ...(await byFlow(addressing))];
  return all.flatMap((one) => [one, ...deputiesOf(one.staffId, leaves).map((staffId) => ({ ...one, staffId }))]);
}

/** The rows of `notify` that fit. `applicant` is the starter: the person concerned has no account here and is told by them. */
async function byFlow({ tx, definition, after, intents }: Addressing): Promise<Recipient[]> {
  const rows = intents.flatMap((intent) =>
    intent.to === 'flow'
      ? definition.notify.filter((row) => row.when === intent.when).map((row) => ({ kind: intent.kind, who: row.who }))
      : [],
  );
  const found: Recipient[] = [];
  for (const { kind, who } of rows) {
    if (who === 'applicant') {
      found.push({ kind, taskId: null, staffId: after.startedBy });
      continue;
    }
    const post = postOfNotice(who, after);
    const staff = post ? await holdersOf(tx, [post], after.subject.town) : [];
    found.push(...staff.map((one) => ({ kind, taskId: null, staffId: one.id })));
  }
  return found;
}

function postOfNotice(who: string, { subject }: ServiceCase): Post | null {
  const [kind, id] = who.split(':');
  if (kind === 'dept') return { role: 'dept-officer', department: id };
  if (kind === 'industry') return { role: 'industry-contact', industry: id };
  if (kind === 'section') return { role: 'section-officer', section: id };
  return isRoleId(who) ? { role: who, town: subject.town ?? undefined, village: subject.village ?? undefined } : null;
}

function noticeFor(addressing: Addressing, recipient: Recipient & { key: string }): Notice {
  const { definition, after, context, events } = addressing;
  const task = after.tasks.find((one) => one.id === recipient.taskId);
  const { key, staffId, kind, taskId } = recipient;
  return {
    key,
    staffId,
    kind,
    caseNo: after.no,
    flow: definition.id,
    flowName: definition.name,
    subjectName: after.subject.name,
    taskId,
    stepName: stepOf(definition, task?.step ?? after.step)?.name ?? null,
    dueAt: task?.dueAt ?? after.dueAt,
    byName: votedDown(definition, events) ?? context.actor.name,
    text: words(events),
  };
}

/** A vote that failed is the meeting's word and not that of who spoke last. */
function votedDown(definition: FlowDefinition, events: readonly NewEvent[]): string | null {
  const rejected = events.find((event) => event.type === 'case-rejected');
  const step = stepOf(definition, typeof rejected?.data['step'] === 'string' ? rejected.data['step'] : null);
  return step?.join === 'vote' ? step.name : null;
}

/** The opinion, reason or remark of this act. */
function words(events: readonly NewEvent[]): string | null {
  const rejected = events.find((event) => event.type === 'case-rejected');
  if (typeof rejected?.data['opinion'] === 'string') return rejected.data['opinion'];
  for (const { type, data } of events) {
    // Why a task was dropped is a word of the machine's.
    if (type === 'task-cancelled') continue;
    for (const key of ['opinion', 'reason', 'text', 'note']) {
      const value = data[key];
      if (typeof value === 'string' && value !== '') return value;
    }
  }
  return null;
}
