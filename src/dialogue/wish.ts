import type { CommandOf, PersonKey, ShowKind, SlotValue } from './command.ts';

/** What the dialogue wants done outside. Plain data: conversation carries it out and feeds what came of it back as an event. */

export interface DialogueButton {
  label: string;
  /** What pressing it says, as if typed. */
  says: string;
}

/** Commands that are answered as they are, without a further question. */
export type ServedCommand = CommandOf<'list-tasks' | 'list-visits' | 'visit-progress' | 'count-people' | 'show-stats'>;

/** What to do once the case is known. */
export type CaseIntent =
  | { do: 'show' }
  | { do: 'decide'; decision: CommandOf<'decide'>['decision']; opinion: string | null }
  | { do: 'operate'; command: CommandOf<'operate'>; isSure?: boolean };

/** What to do once the person is known. */
export type PersonIntent = { do: 'look'; shows: ShowKind[] } | { do: 'subject' } | { do: 'visit'; command: CommandOf<'record-visit'> };

export type CaseLookup = { no?: string; person?: string; flow?: string };

export interface Submission {
  flow: string;
  flowVersion: string;
  /** `archiveNo` null: somebody without a file, where the service is for such too. */
  subject: { archiveNo: string | null; name: string; town: string | null; village: string | null };
  slots: Record<string, SlotValue>;
  /** Submitting twice with one key makes one case. */
  submissionKey: string;
  /** A returned case that is handed in again; null for a new one. */
  caseNo: string | null;
}

export type Wish =
  | { type: 'say'; markdown: string; buttons: DialogueButton[] }
  | { type: 'find-person'; by: PersonKey; intent: PersonIntent }
  | { type: 'open-file'; archiveNo: string; shows: ShowKind[] }
  | { type: 'load-facts'; archiveNo: string; flow: string; keys: string[] }
  | { type: 'list-offers'; kind: 'sanatorium-batch' | 'school'; field: string; said: string | null; slots: Record<string, SlotValue> }
  | { type: 'submit-case'; submission: Submission }
  | { type: 'find-cases'; by: CaseLookup; among: 'todo' | 'visible'; intent: CaseIntent }
  | { type: 'show-case'; caseNo: string }
  | { type: 'load-case'; caseNo: string }
  | { type: 'decide'; caseNo: string; decision: CommandOf<'decide'>['decision']; opinion: string | null }
  | { type: 'operate'; caseNo: string | null; command: CommandOf<'operate'> }
  | { type: 'record-visit'; archiveNo: string; name: string; command: CommandOf<'record-visit'> }
  | { type: 'serve'; command: ServedCommand }
  | { type: 'read-again'; flow: string; text: string }
  | { type: 'hand-off'; about: string | null; asked: string | null; said: string };

export type WishOf<Type extends Wish['type']> = Extract<Wish, { type: Type }>;
