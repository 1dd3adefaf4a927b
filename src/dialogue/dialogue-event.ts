import type { Command, SlotValue } from './command.ts';
import type { DialogueButton } from './wish.ts';

/** One thing to choose from, as people read it. */
export interface Offer {
  value: string;
  label: string;
}

export interface FoundPerson {
  archiveNo: string;
  name: string;
  town: string | null;
  village: string | null;
}

/** Whom a draft is about; without a file where the service is for people (or firms) that need have none. */
export type DraftSubject = Omit<FoundPerson, 'archiveNo'> & { archiveNo: string | null };

export type PeopleOutcome =
  | { kind: 'found'; person: FoundPerson }
  | { kind: 'several'; options: (Offer & { person: FoundPerson })[]; total: number; isMore?: boolean }
  | { kind: 'nobody'; nearest: (Offer & { person: FoundPerson })[]; sentence: string };

export interface CaseBrief {
  caseNo: string;
  /** Flow, person and step as people read them. */
  label: string;
  step: string;
}

/** What a staff member said, or what came of the wish that is awaited. */
export type DialogueEvent =
  | {
      type: 'commands';
      commands: Command[];
      /** The words as typed, for answers that no grammar covers (an opinion, a name on a list). */
      text: string;
      /** The message's own key: the same when the message is taken up again, so that ids made from it are too. */
      key: string;
      /** References of files that came with the message and were kept. */
      files?: string[];
      /** Services that the words may mean, the likeliest first, where they do not say surely which. */
      near?: string[];
    }
  | { type: 'people'; outcome: PeopleOutcome }
  | { type: 'facts'; facts: Record<string, SlotValue> }
  /** The person whom the draft is for may not ask for this. */
  | { type: 'ineligible'; sentence: string }
  /** The words of an earlier message, read as facts for the service that was chosen. */
  | { type: 'read-again'; commands: Command[] }
  | { type: 'offers'; options: Offer[]; more: number }
  | { type: 'submitted'; caseNo: string; markdown: string; buttons: DialogueButton[] }
  | { type: 'cases'; cases: CaseBrief[] }
  | {
      type: 'case-shown';
      caseNo: string;
      step: string;
      markdown: string;
      isOpen: boolean;
      canDecide: boolean;
      canCorrect: boolean;
      canWithdraw: boolean;
    }
  | {
      type: 'case-loaded';
      caseNo: string;
      flow: string;
      flowVersion: string;
      subject: DraftSubject | null;
      slots: Record<string, SlotValue>;
      labels: Record<string, string>;
      reason: string;
    }
  | { type: 'decided'; caseNo: string; markdown: string; next: CaseBrief | null; left: number }
  | { type: 'shown'; markdown: string; buttons: DialogueButton[] }
  /** The conversation is with the duty officer now. */
  | { type: 'handed-off'; id: string; markdown: string }
  | { type: 'refused'; sentence: string };

export type AnswerEvent = Exclude<DialogueEvent, { type: 'commands' }>;
