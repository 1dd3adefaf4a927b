import type { Staff } from '../../organisation/staff.ts';
import type { Day } from '../../platform/calendar/day.ts';
import type { CaseTask, Decision, NewEvent, ServiceCase } from './service-case.ts';

/** What someone does with a case. Operations of case-operations.md by their ids; `advance` and `wait` are the engine's own. */
export type CaseAct =
  | { type: 'submit' }
  | { type: 'resubmit'; slots: ServiceCase['slots'] }
  | {
      type: 'decide';
      decision: Decision;
      opinion: string | null;
      /** Which of the actor's tasks, where there are several. */
      taskId?: string | undefined;
      /** `applicant` (the default) or the key of a step that the case passed. */
      returnTo?: string | undefined;
      /** After the return: go through all steps again, or straight back to this one. */
      afterReturn?: 'again' | 'straight' | undefined;
      corrections?: readonly string[] | undefined;
    }
  /** The step's own action is done: on to the next. */
  | { type: 'advance' }
  /** The step's own action found nothing left to give: the case waits. */
  | { type: 'wait'; reason: string }
  | { type: 'withdraw'; reason: string | null }
  | { type: 'terminate'; reason: string | null }
  | { type: 'suspend'; reason: string | null }
  | { type: 'resume' }
  | { type: 'transfer'; to: Staff; note: string | null; taskId?: string | undefined }
  | { type: 'urge' }
  | { type: 'comment'; text: string | null };

export interface ActContext {
  now: Date;
  actor: Staff;
  /** Ids of those whom the actor deputises for today. */
  deputisesFor: readonly string[];
  isWorkday(day: Day): boolean;
}

export interface Refusal {
  ok: false;
  code: string;
  /** Chinese: what is not possible, why, what to do instead. */
  sentence: string;
}

export function refuse(code: string, sentence: string): Refusal {
  return { ok: false, code, sentence };
}

/** Where a notice goes: decided here, resolved to people by the engine once tasks have their assignees. */
export type NoticeIntent =
  | { kind: NoticeKind; to: 'assignees'; taskId: string }
  | { kind: NoticeKind; to: 'starter' }
  | { kind: NoticeKind; to: 'staff'; staffId: string }
  | { kind: NoticeKind; to: 'flow'; when: 'accepted' | 'returned' | 'approved' | 'done' };

export type NoticeKind =
  | 'task-opened'
  | 'accepted'
  | 'returned'
  | 'approved'
  | 'done'
  | 'rejected'
  | 'withdrawn'
  | 'terminated'
  | 'suspended'
  | 'resumed'
  | 'waitlisted'
  | 'transferred'
  | 'urged'
  | 'commented';

/** A row of actions.ts that is to run in the same transaction. */
export type ActionCall =
  | { stage: 'submit' | 'release'; name: string }
  | { stage: 'step'; name: string; step: string }
  | { stage: 'outcome'; name: string; position: number };

export interface Moved {
  ok: true;
  case: ServiceCase;
  history: NewEvent[];
  /** Tasks that need assignees. */
  opened: CaseTask[];
  actions: ActionCall[];
  notices: NoticeIntent[];
}
