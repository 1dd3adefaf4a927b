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
  kind: 'correction' | 'suspension' | 'waitlist' | 'timer' | 'sub-cases';
  since: string;
  reason: string;
  by: string;
  /** `timer`: when the case goes on by itself. */
  until?: string;
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
  /** Position of the first task of the step that it stands at, counted from when it was entered last. */
  enteredFrom?: number;
  /** Steps passed by agreement since anything else moved the case, oldest first: of these the last can be taken back. */
  passed?: PassedRound[];
  /** Tasks that the join of the step at which the case stands put an end to. */
  joined?: PendingTask[];
  /** The return that ended a step, as long as it can be taken back. */
  ended?: EndedRound | null;
  /** Who was sent a copy: once a person a case. */
  copied?: string[];
  /** Tasks beside the flow's own: opinions asked for and signers added, by task id. */
  side?: Record<string, SideTask>;
  /** Signers to be asked after a task's own approval, by its id, in order. */
  after?: Record<string, AddedSigner[]>;
  /** Everybody who could claim a task that one of them claimed, by task id. */
  pools?: Record<string, string[]>;
  /** Handlers named ahead for steps to come, by step key. */
  named?: Record<string, string[]>;
  /** A jump that waits for a second person's word. */
  jump?: { to: string; by: string; reason: string } | null;
  /** Decisions that were taken on paper before they were entered, by task id. */
  paper?: Record<string, PaperDecision>;
  /** What the clock has already done, by its key. */
  fired?: string[];
  /** Cases that this one started. */
  children?: { no: string; step: string; waits: boolean; closed: boolean }[];
  /** Its outcome stands in the archive already: it was completed before it was reopened. */
  isWritten?: boolean;
  /** The case that started this one. */
  parent?: string | null;
  /** Which handler was put into each task's hands by escalation, by task id. */
  escalated?: Record<string, string[]>;
}

/** A step as it was entered: `from` is the position of its first task. */
export interface PassedRound {
  step: string;
  from: number;
  /** Tasks that were open or waiting until its end put an end to them. */
  tasks: PendingTask[];
}

export interface PendingTask {
  id: string;
  state: 'open' | 'waiting';
}

/** A step that a return ended. */
export interface EndedRound extends PassedRound {
  /** Id of the task that was decided so. */
  by: string;
  passed: PassedRound[];
  /** Tasks from this position on came of the return. */
  next: number;
}

export interface AddedSigner {
  staffId: string;
  by: string;
}

/** `delegate`: an opinion that comes back; the rest are signers before, beside or after the task. */
export interface SideTask extends AddedSigner {
  kind: 'delegate' | 'before' | 'beside' | 'after';
  parent: string;
}

export interface PaperDecision {
  /** Day on the paper. */
  on: string;
  /** Whose signature stands on it, as written. */
  signer: string;
  enteredBy: string;
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
  | 'case-commented'
  | 'case-copied'
  | 'case-circulated'
  | 'case-reminded'
  | 'case-reopened'
  | 'case-jumped'
  | 'jump-asked'
  | 'handlers-named'
  | 'task-taken-back'
  | 'task-handed-over'
  | 'task-delegated'
  | 'signer-added'
  | 'signer-removed'
  | 'task-claimed'
  | 'task-given-back'
  | 'task-escalated'
  | 'task-timed-out'
  | 'slots-edited'
  | 'wait-begun'
  | 'wait-ended'
  | 'sub-cases-started'
  | 'sub-case-closed'
  | 'version-changed';

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

/** Tasks that must still be decided before their step is done: open ones, and those that wait for an opinion or a signer. */
export function pendingTasks(current: ServiceCase): CaseTask[] {
  return current.tasks.filter((task) => task.state === 'open' || task.state === 'waiting');
}

export function openTasks(current: Pick<ServiceCase, 'tasks'>): CaseTask[] {
  return current.tasks.filter((task) => task.state === 'open');
}
