import { z } from 'zod';
import { commandSchema, showKinds, slotValueSchema } from './command.ts';
import type { CaseIntent, Wish } from './wish.ts';

/**
 * Where one person's conversation stands, as it is saved between messages. Every part has a default, so that a state written by an
 * earlier release still opens.
 */

const personSchema = z.object({
  archiveNo: z.string().nullable(),
  name: z.string(),
  town: z.string().nullable().default(null),
  village: z.string().nullable().default(null),
});

const offerSchema = z.object({ value: z.string(), label: z.string() });
const slotsSchema = z.record(z.string(), slotValueSchema);

const draftSchema = z.object({
  id: z.string(),
  flow: z.string(),
  flowVersion: z.string(),
  slots: slotsSchema.default({}),
  /** What people read for values that are codes (a batch, a school). */
  labels: z.record(z.string(), z.string()).default({}),
  subject: personSchema.nullable().default(null),
  /** The archive was asked for what it knows. */
  isPrefilled: z.boolean().default(false),
  prefilled: z.array(z.string()).default([]),
  /** Fields asked for in the last question; empty before the first. */
  asking: z.array(z.string()).default([]),
  /** The list shown with the last question. */
  offered: z
    .object({ field: z.string(), options: z.array(offerSchema), more: z.number().default(0) })
    .nullable()
    .default(null),
  /** Words for a scarce thing that were not found on a list yet. */
  said: z.record(z.string(), z.string()).default({}),
  /** Keys of each answer, newest last; 上一步 takes the last away. */
  answers: z.array(z.array(z.string())).default([]),
  skipped: z.array(z.string()).default([]),
  phase: z.enum(['collecting', 'confirming']).default('collecting'),
  startedAt: z.string(),
  /** When something was last said to it; it is kept for thirty days from then. Empty: as of `startedAt`. */
  touchedAt: z.string().default(''),
  submissionKey: z.string(),
  /** A returned case under correction. */
  caseNo: z.string().nullable().default(null),
});

export type Draft = z.infer<typeof draftSchema>;

const choiceSchema = z.object({
  about: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('subject'), people: z.array(personSchema) }),
    z.object({ kind: z.literal('look'), shows: z.array(z.enum(showKinds)) }),
    z.object({ kind: z.literal('visit'), command: commandSchema }),
    z.object({ kind: z.literal('case'), intent: z.custom<CaseIntent>() }),
    z.object({ kind: z.literal('draft') }),
    /** Which of two services is wanted; the words that were said are read again for it. */
    z.object({ kind: z.literal('flow'), text: z.string() }),
    /** Which of two meanings of a value is meant. */
    z.object({ kind: z.literal('value'), field: z.string() }),
  ]),
  options: z.array(offerSchema),
});

export type Choice = z.infer<typeof choiceSchema>;

const buttonSchema = z.object({ label: z.string(), says: z.string() });

const stateSchema = z.object({
  version: z.literal(1).default(1),
  active: draftSchema.nullable().default(null),
  left: z.array(draftSchema).default([]),
  choice: choiceSchema.nullable().default(null),
  /** A decision that waits for its reason. */
  opinion: z
    .object({ decision: z.enum(['return', 'reject']), caseNo: z.string() })
    .nullable()
    .default(null),
  openCase: z
    .object({ caseNo: z.string(), step: z.string(), canCorrect: z.boolean().default(false) })
    .nullable()
    .default(null),
  /** The last decision made here: a second bare 同意 right after it must not fall on the next case unseen. */
  decided: z.object({ caseNo: z.string(), at: z.string() }).nullable().default(null),
  submitted: z.object({ caseNo: z.string(), flow: z.string(), at: z.string() }).nullable().default(null),
  /** The conversation is with the duty officer, until it is closed there. */
  handOff: z.object({ id: z.string() }).nullable().default(null),
  undo: z.object({ draft: draftSchema, at: z.string() }).nullable().default(null),
  /** The service whose guide was asked for last: 那要多久 asks on. */
  guide: z.string().nullable().default(null),
  person: z.object({ archiveNo: z.string(), name: z.string() }).nullable().default(null),
  said: z
    .object({ markdown: z.string(), buttons: z.array(buttonSchema) })
    .nullable()
    .default(null),
  /** Answers in a row that could not be used. */
  misses: z.number().default(0),
  /** Of the message being worked on: its commands still to be taken, what is awaited, what was said. */
  agenda: z.array(commandSchema).default([]),
  waiting: z.custom<Wish>().nullable().default(null),
  utterance: z
    .object({
      key: z.string(),
      text: z.string(),
      /** Something else was served meanwhile. */
      isDigression: z.boolean().default(false),
      /** What the person is asked next was said already. */
      isPosed: z.boolean().default(false),
      hasSpoken: z.boolean().default(false),
      /** A value of this message could not stand. */
      hasFault: z.boolean().default(false),
      /** Services that its words may mean. */
      near: z.array(z.string()).default([]),
    })
    .default({ key: '', text: '', isDigression: false, isPosed: false, hasSpoken: false, hasFault: false, near: [] }),
});

export type DialogueState = z.infer<typeof stateSchema>;

export function newDialogue(): DialogueState {
  return stateSchema.parse({});
}

/** Opens a saved state. One that cannot be read any more gives a new conversation: a person must never be stuck in an old one. */
export function openDialogue(saved: unknown): DialogueState {
  const parsed = stateSchema.safeParse(saved);
  return parsed.success ? parsed.data : newDialogue();
}
