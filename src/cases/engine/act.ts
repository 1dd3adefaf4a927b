import type { FlowDefinition } from '../../flows/flow-definition.ts';
import type { Staff } from '../../organisation/staff.ts';
import type { Day } from '../../platform/calendar/day.ts';
import type { CaseTask, Decision, NewEvent, PaperDecision, ServiceCase } from './service-case.ts';

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
      /** Values that this step's handlers may write (节点字段权限), already checked. */
      edits?: ServiceCase['slots'] | undefined;
      /** Entered later than it was decided (补录). */
      paper?: Omit<PaperDecision, 'enteredBy'> | undefined;
    }
  /** The step's own action is done: on to the next. */
  | { type: 'advance' }
  /** The step's own action found nothing left to give: the case waits. */
  | { type: 'wait'; reason: string }
  | { type: 'withdraw'; reason: string | null }
  /** `isByParent`: the case that started this one has ended without its outcome. */
  | { type: 'terminate'; reason: string | null; isByParent?: true }
  | { type: 'suspend'; reason: string | null }
  | { type: 'resume' }
  | { type: 'transfer'; to: Staff; note: string | null; taskId?: string | undefined }
  | { type: 'delegate'; to: Staff; note: string | null; taskId?: string | undefined }
  | { type: 'add-signer'; to: Staff; place: 'before' | 'beside' | 'after'; note: string | null; taskId?: string | undefined }
  | { type: 'remove-signer'; staffId: string; note: string | null }
  | { type: 'name-handlers'; step: string; staff: readonly Staff[] }
  | { type: 'claim'; taskId?: string | undefined }
  | { type: 'give-back'; taskId?: string | undefined }
  | { type: 'take-back'; taskId?: string | undefined; note: string | null }
  /** All that one person holds of this case goes to another (离岗移交). */
  | { type: 'hand-over'; from: string; to: Staff }
  /** `superiors` of each open task's holders, by task id. */
  | { type: 'escalate'; superiors: Readonly<Record<string, readonly Staff[]>>; isByClock: boolean }
  | { type: 'copy' | 'circulate'; to: readonly Staff[]; note: string | null }
  | { type: 'reopen'; step: string | null; reason: string | null }
  | { type: 'jump'; step: string; reason: string | null }
  | { type: 'confirm-jump' }
  /** What the clock finds to do at this moment. */
  | { type: 'tick'; superiors: Readonly<Record<string, readonly Staff[]>> }
  /** Who agreed right before is not asked again. */
  | { type: 'skip-agreed'; taskId: string; staffId: string }
  | { type: 'sub-cases-started'; children: readonly { no: string; name: string }[] }
  | { type: 'sub-case-closed'; no: string; state: string }
  /** To today's version, from the definition that the case stands on. */
  | { type: 'change-version'; version: string; before: FlowDefinition; changes: readonly string[] }
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
  | { kind: NoticeKind; to: 'flow'; when: 'accepted' | 'returned' | 'approved' | 'done' | 'paid' | 'due_soon' | 'overdue' };

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
  | 'commented'
  | 'reminded'
  | 'overdue'
  | 'escalated'
  | 'timed-out'
  | 'copied'
  | 'circulated'
  | 'delegated'
  | 'signer-added'
  | 'signer-removed'
  | 'taken-back'
  | 'reopened'
  | 'jump-asked'
  | 'jumped'
  | 'paid'
  | 'stay';

/** A row of actions.ts that is to run in the same transaction. */
export type ActionCall =
  | { stage: 'submit' | 'release'; name: string }
  | { stage: 'step'; name: string; step: string }
  | { stage: 'outcome'; name: string; position: number }
  | { stage: 'sub-cases'; name: string; step: string };

export interface Moved {
  ok: true;
  case: ServiceCase;
  history: NewEvent[];
  /** Tasks that need assignees. */
  opened: CaseTask[];
  actions: ActionCall[];
  notices: NoticeIntent[];
  /** Who is to find the case under 抄送我. */
  copies: { staffId: string; kind: 'copy' | 'circulate' }[];
}
