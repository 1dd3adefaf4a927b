import type { FlowDefinition } from '../flows/flow-definition.ts';
import { stepName } from './case-progress.ts';
import { stepOf } from './engine/move.ts';
import { type CaseEvent, type CaseEventType, CORRECTION, type ServiceCase } from './engine/service-case.ts';
import { historyTexts as say } from './history-texts.ts';
import { dayText, texts } from './texts.ts';

/** One thing that happened to a case, in words. */
export interface HistoryEntry {
  seq: number;
  at: Date;
  who: string;
  onBehalfOf: string | null;
  what: string;
  /** The opinion, reason or remark that was given. */
  why: string | null;
  /** Who had to go on because of it, and by when. */
  next: { step: string; names: string[]; dueAt: Date | null }[];
}

export interface HistoryContext {
  definition: FlowDefinition;
  case: Pick<ServiceCase, 'tasks'>;
  /** The name of a member of staff; the id where nobody of that id is known any more. */
  nameOf(id: string): string;
}

/** What happened to a case, oldest first; what the engine notes only for itself is left out. */
export function caseHistory(events: readonly CaseEvent[], context: HistoryContext): HistoryEntry[] {
  return events.flatMap((event) => {
    const told = phrases[event.type]?.(event.data, context);
    if (!told) return [];
    const { seq, at, by, onBehalfOf } = event;
    const who = by === 'system' ? say.clock : context.nameOf(by);
    const next = context.case.tasks.filter((task) => task.openedAt.getTime() === at.getTime() && leadsOn.has(event.type));
    return [
      {
        seq,
        at,
        who,
        onBehalfOf: onBehalfOf === null ? null : context.nameOf(onBehalfOf),
        what: told.what,
        why: told.why ?? null,
        next: next.map((task) => ({
          step: stepName(context.definition, task),
          names: task.assignees.map((id) => context.nameOf(id)),
          dueAt: task.dueAt,
        })),
      },
    ];
  });
}

/** After these somebody else has to go on. */
const leadsOn: ReadonlySet<CaseEventType> = new Set([
  'case-started',
  'task-decided',
  'case-resubmitted',
  'case-reopened',
  'case-jumped',
  'task-delegated',
  'signer-added',
  'wait-ended',
]);

type Data = Record<string, unknown>;
interface Told {
  what: string;
  why?: string | null;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null);
const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : []);
const names = (value: unknown, { nameOf }: HistoryContext): string => say.people(list(value).map(nameOf));

function step(value: unknown, party: unknown, { definition }: HistoryContext): string {
  return stepName(definition, { step: String(value), party: text(party) });
}

function labels(value: unknown, { definition }: HistoryContext): string[] {
  return list(value).map((key) => definition.fields.find((field) => field.key === key)?.label ?? key);
}

function plain(what: string): (data: Data) => Told {
  return (data) => ({ what, why: text(data['reason']) });
}

/** What was decided, and on which paper where it was entered later. */
function decided(data: Data, context: HistoryContext): Told {
  const decision = say.decided[data['decision'] as keyof typeof say.decided] ?? '';
  const paper = data['paper'] as { signer?: string; on?: string } | undefined;
  const entered = paper ? say.onPaper(paper.signer ?? '', paper.on ?? '') : null;
  const why = [text(data['opinion']), entered].filter(Boolean).join('　');
  return { what: say.decidedAt(decision, step(data['step'], data['party'], context)), why: why || null };
}

function returned(data: Data, { definition }: HistoryContext): Told {
  const to = data['to'] === 'applicant' ? say.applicant : (stepOf(definition, String(data['to']))?.name ?? '');
  const how = data['afterReturn'] === 'straight' ? [say.straight] : [];
  return {
    what: say.returned(to === texts.correction ? say.applicant : to),
    why: [...list(data['corrections']), ...how].join('；') || null,
  };
}

const phrases: Partial<Record<CaseEventType, (data: Data, context: HistoryContext) => Told | null>> = {
  'case-started': plain(say.started),
  'task-decided': decided,
  'case-returned': returned,
  'case-resubmitted': (data, context) => ({ what: say.resubmitted, why: say.changed(labels(data['changed'], context)) || null }),
  'case-rejected': plain(say.rejected),
  'case-completed': plain(say.completed),
  'case-withdrawn': plain(say.withdrawn),
  'case-terminated': plain(say.terminated),
  'case-suspended': plain(say.suspended),
  'case-resumed': plain(say.resumed),
  'case-waitlisted': plain(say.waitlisted),
  'task-transferred': (data, context) => ({ what: say.transferred(names(data['to'], context)), why: text(data['note']) }),
  'case-urged': plain(say.urged),
  'case-commented': (data) => ({ what: say.commented, why: text(data['text']) }),
  'case-copied': (data, context) => ({ what: say.copied(names(data['to'], context)), why: text(data['note']) }),
  'case-circulated': (data, context) => ({ what: say.circulated(names(data['to'], context)), why: text(data['note']) }),
  'case-reminded': plain(say.reminded),
  'case-reopened': (data, context) => ({ what: say.reopened(step(data['step'], null, context)), why: text(data['reason']) }),
  'jump-asked': (data, context) => ({ what: say.jumpAsked(step(data['step'], null, context)), why: text(data['reason']) }),
  'case-jumped': (data, context) => ({ what: say.jumped(step(data['to'], null, context)), why: text(data['reason']) }),
  'handlers-named': (data, context) => ({ what: say.named(step(data['step'], null, context), names(data['to'], context)) }),
  'task-taken-back': (data, context) => ({ what: say.takenBack(step(data['step'], data['party'], context)), why: text(data['note']) }),
  'task-handed-over': (data, context) => ({ what: say.handedOver(names(data['from'], context), names(data['to'], context)) }),
  'task-delegated': (data, context) => ({ what: say.delegated(names(data['to'], context)), why: text(data['note']) }),
  'signer-added': (data, context) => ({
    what: say.signerAdded(names(data['to'], context), say.places[String(data['place'])] ?? ''),
    why: text(data['note']),
  }),
  'signer-removed': (data, context) => ({ what: say.signerRemoved(names(data['staff'], context)), why: text(data['note']) }),
  'task-claimed': (data, context) => ({ what: say.claimed(step(data['step'], null, context)) }),
  'task-given-back': (data, context) => ({ what: say.givenBack(step(data['step'], null, context)) }),
  'task-escalated': (data, context) => ({ what: say.escalated(names(data['to'], context)) }),
  'task-timed-out': (data, context) => ({ what: say.timedOut(step(data['step'], data['party'], context)) }),
  'slots-edited': (data, context) => ({ what: say.edited(labels(data['changed'], context)) }),
  'wait-begun': (data) => ({ what: say.waitBegun(dayText(new Date(String(data['until'])))) }),
  'wait-ended': plain(say.waitEnded),
  'sub-cases-started': (data) => ({ what: say.subCases(list(data['children'])) }),
  'sub-case-closed': (data) => ({ what: say.subCaseClosed(String(data['no'])) }),
  'version-changed': plain(say.versionChanged),
};

/** Everybody whom a history names, by id. */
export function staffNamed(current: ServiceCase, events: readonly CaseEvent[]): string[] {
  const inEvents = events.flatMap(({ by, onBehalfOf, data }) => [
    by,
    onBehalfOf ?? '',
    ...['to', 'from', 'staff'].flatMap((key) => list(data[key])),
  ]);
  const inTasks = current.tasks.flatMap((task) => [...task.assignees, task.decidedBy ?? '', task.onBehalfOf ?? '']);
  return [...new Set([current.startedBy, ...inEvents, ...inTasks])].filter((id) => id !== '' && id !== 'system' && id !== CORRECTION);
}
