import { z } from 'zod';

/** The closed grammar (shared/understanding.md). Whatever understands an utterance may propose these and nothing else. */

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const slotValueSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.string()),
  z.object({ from: day, to: day }).strict(),
  z.null(),
]);

export const personKeySchema = z
  .object({
    name: z.string(),
    idcard: z.string(),
    phone: z.string(),
    idcardTail: z.string(),
    phoneTail: z.string(),
    town: z.string(),
    village: z.string(),
    birthYear: z.number().int(),
    category: z.string(),
  })
  .partial()
  .strict();

export const showKinds = ['all', 'basic', 'service', 'family', 'benefits', 'visits', 'cases', 'certificates'] as const;
export const decisions = ['approve', 'return', 'reject'] as const;
export const operations = [
  'urge',
  'withdraw',
  'transfer',
  'delegate',
  'add-signer',
  'suspend',
  'resume',
  'terminate',
  'copy',
  'comment',
  'deputise',
] as const;
export const guideTopics = ['materials', 'eligibility', 'deadline', 'ceiling', 'steps', 'basis', 'where', 'overview'] as const;
export const bareCommandTypes = [
  'confirm',
  'deny',
  'cancel',
  'back',
  'skip',
  'why',
  'repeat',
  'restart',
  'resume',
  'hand-off',
  'greet',
  'thanks',
  'help',
  'cannot-handle',
] as const;

const caseKeySchema = z.union([z.string(), z.object({ no: z.string(), person: z.string(), flow: z.string() }).partial().strict()]);

export const commandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start-flow'), flow: z.string() }).strict(),
  z.object({ type: z.literal('set-slot'), slot: z.string(), value: slotValueSchema, invalid: z.string().optional() }).strict(),
  z.object({ type: z.literal('find-person'), by: personKeySchema, show: z.array(z.enum(showKinds)).optional() }).strict(),
  z
    .object({
      type: z.literal('count-people'),
      filter: z
        .object({
          town: z.string(),
          village: z.string(),
          category: z.string(),
          age: z.object({ min: z.number(), max: z.number() }).partial().strict(),
          status: z.enum(['在世', '去世', '迁出']),
        })
        .partial()
        .strict(),
    })
    .strict(),
  z
    .object({ type: z.literal('show-case'), by: z.object({ no: z.string(), person: z.string(), flow: z.string() }).partial().strict() })
    .strict(),
  z.object({ type: z.literal('list-tasks'), which: z.enum(['todo', 'done', 'started', 'copied', 'overdue']) }).strict(),
  z
    .object({ type: z.literal('decide'), decision: z.enum(decisions), case: caseKeySchema.optional(), opinion: z.string().optional() })
    .strict(),
  z
    .object({
      type: z.literal('operate'),
      operation: z.enum(operations),
      case: caseKeySchema.optional(),
      to: z.string().optional(),
      note: z.string().optional(),
      from: day.optional(),
      until: day.optional(),
    })
    .strict(),
  z
    .object({
      type: z.literal('list-visits'),
      which: z.enum(['todo', 'done', 'overdue']),
      festival: z.string().optional(),
      town: z.string().optional(),
      village: z.string().optional(),
    })
    .strict(),
  z
    .object({
      type: z.literal('record-visit'),
      person: z.string(),
      date: day.optional(),
      note: z.string().optional(),
      needs: z.array(z.string()).optional(),
    })
    .strict(),
  z.object({ type: z.literal('visit-progress'), festival: z.string().optional(), town: z.string().optional() }).strict(),
  z
    .object({
      type: z.literal('show-stats'),
      topic: z.enum(['overview', 'cases', 'visits', 'people', 'stations', 'index']),
      town: z.string().optional(),
    })
    .strict(),
  z.object({ type: z.literal('ask-guide'), flow: z.string().optional(), about: z.enum(guideTopics) }).strict(),
  z.object({ type: z.enum(bareCommandTypes) }).strict(),
]);

export type Command = z.infer<typeof commandSchema>;
export type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;
export type SlotValue = z.infer<typeof slotValueSchema>;
export type CaseKey = z.infer<typeof caseKeySchema>;
export type PersonKey = z.infer<typeof personKeySchema>;
export type ShowKind = (typeof showKinds)[number];
