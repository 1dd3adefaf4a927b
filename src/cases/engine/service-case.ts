import type { Slots } from '../../flows/slot-value.ts';

/** `suspended`: the promise clock stands still, for a correction by the starter, for a reason that was given, or on a waiting list. */
export type CaseState = 'draft' | 'open' | 'suspended' | 'completed' | 'rejected' | 'withdrawn' | 'terminated';
export type TaskState = 'open' | 'done' | 'cancelled' | 'waiting';
export type Decision = 'approve' | 'return' | 'reject';

/** The step key of the task that asks the starter to correct a returned case. No flow may use it. */
export const CORRECTION = 'correct';

export interface CaseTask {
  /** `<case number>-<position>`. */
  id: string;
  step: string;
  party: string | null;
  /** Role asked for; who stands in where nobody holds it is in the history. */
  role: string;
  /** Staff ids. Their deputies of the day act for them and are not listed. */
  assignees: string[];
  state: TaskState;
  decision: Decision | null;
  opinion: string | null;
  decidedBy: string | null;
  decidedByName: string | null;
  onBehalfOf: string | null;
  decidedAt: Date | null;
  openedAt: Date;
  dueAt: Date | null;
  position: number;
}

export interface CasePause {
  kind: 'correction' | 'suspension' | 'waitlist';
  since: string;
  reason: string;
  by: string;
}

/** What the engine remembers of a running case beside its tasks; stored as JSON. */
export interface CaseRun {
  /** Rises with every submission; tasks of earlier ones do not count any more. */
  submission: number;
  /** Position of the first task of the current submission. */
  firstPosition: number;
  /** Working time promised, in milliseconds. */
  promisedMs: number;
  pause: CasePause | null;
  /** After a return: the step that returned it, where it goes straight back to; null goes through all steps again. */
  straightTo: string | null;
  /** What the starter was asked to correct. */
  corrections: string[];
  urgedAt: Record<string, string>;
  /** Keys of requests already carried out, newest last: the same message twice acts once. */
  requests: string[];
}

export interface CaseSubject {
  /** Null where the service is not about anybody's file. */
  archiveNo: string | null;
  name: string;
  town: string | null;
  village: string | null;
}

export interface ServiceCase {
  no: string;
  flow: string;
  flowVersion: string;
  state: CaseState;
  /** Key of the step that it stands at; null before the first and after the last. */
  step: string | null;
  subject: CaseSubject;
  startedBy: string;
  startedAt: Date;
  dueAt: Date | null;
  closedAt: Date | null;
  slots: Slots;
  tasks: CaseTask[];
  run: CaseRun;
  version: number;
  /** Number of the last event in its history. */
  lastSeq: number;
}

export type CaseEventType =
  | 'case-started'
  | 'task-opened'
  | 'task-decided'
  | 'task-cancelled'
  | 'case-returned'
  | 'case-resubmitted'
  | 'case-rejected'
  | 'case-completed'
  | 'case-withdrawn'
  | 'case-terminated'
  | 'case-suspended'
  | 'case-resumed'
  | 'case-waitlisted'
  | 'task-transferred'
  | 'case-urged'
  | 'case-commented';

export interface CaseEvent {
  seq: number;
  type: CaseEventType;
  at: Date;
  /** Staff id, or `system`. */
  by: string;
  onBehalfOf: string | null;
  data: Record<string, unknown>;
}

export type NewEvent = Omit<CaseEvent, 'seq'>;

export function isClosed(state: CaseState): boolean {
  return state === 'completed' || state === 'rejected' || state === 'withdrawn' || state === 'terminated';
}

export function openTasks(current: ServiceCase): CaseTask[] {
  return current.tasks.filter((task) => task.state === 'open');
}
