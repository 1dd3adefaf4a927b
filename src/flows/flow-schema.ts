import { z } from 'zod';
import type { FlowDefinition } from './flow-definition.ts';

/** The grammar of `flows/*.yaml`. Unknown keys are faults, so that a misspelt key is found and not ignored. */

const text = z.string().trim().min(1);
const key = z.string().regex(/^[a-z][a-z0-9_]*$/, '应为小写字母开头的小写字母、数字、下划线');
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, '应为小写字母开头的小写字母、数字、连字符');
const level = z.enum(['village', 'town', 'district']);
const origin = z.enum(['seed', 'public', 'public-unchecked', 'illustrative', 'mixed', 'derived']);

const fieldSchema = z.strictObject({
  key,
  label: text,
  type: z.enum([
    'text',
    'textarea',
    'number',
    'money',
    'date',
    'datetime',
    'daterange',
    'enum',
    'multi',
    'person',
    'phone',
    'idcard',
    'bankcard',
    'file',
    'bool',
    'address',
    'town',
    'village',
    'unit',
    'school',
    'slot',
  ]),
  required: z.boolean(),
  options: z.record(z.string(), text).optional(),
  words: z.record(z.string(), z.array(text)).optional(),
  when: text.optional(),
  prefill: key.optional(),
  must: z.literal(true).optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  decimals: z.int().positive().optional(),
  timing: z.enum(['past', 'future']).optional(),
  maxLength: z.int().positive().optional(),
  minLength: z.int().positive().optional(),
  pattern: text.optional(),
  unit: text.optional(),
  derive: text.optional(),
  working: text.optional(),
  maxItems: z.int().positive().optional(),
  minCount: z.int().nonnegative().optional(),
  maxCount: z.int().positive().optional(),
  sensitive: z.enum(['health', 'minor', 'identity', 'finance']).optional(),
  choices: z.enum(['sanatorium-batch', 'school']).optional(),
  hint: text.optional(),
  question: z.string().trim().default(''),
  why: z.string().trim().default(''),
});

const partySchema = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_-]*$/, '应为部门或行业的标识'),
  role: text,
  department: text.optional(),
  industry: text.optional(),
  section: text.optional(),
  decides: text,
  when: text.optional(),
  weight: z.number().positive().optional(),
  veto: z.literal(true).optional(),
});

const stepSchema = z.strictObject({
  key,
  name: text,
  level,
  days: z.number().nonnegative(),
  decides: text.optional(),
  when: text.optional(),
  onReject: z.enum(['return', 'return-subitem']),
  role: text.optional(),
  department: text.optional(),
  section: text.optional(),
  industry: text.optional(),
  parties: z.array(partySchema).min(1).optional(),
  join: z.enum(['all', 'any', 'in-order', 'vote']).optional(),
  passShare: z.number().positive().max(1).optional(),
  oncePerPerson: z.literal(true).optional(),
  timeout: z.strictObject({ days: z.number().nonnegative(), does: z.enum(['pass', 'return', 'escalate']) }).optional(),
  wait: z
    .strictObject({ until: key.optional(), workdays: z.int().positive().optional() })
    .refine(({ until, workdays }) => (until === undefined) !== (workdays === undefined), 'until 与 workdays 只写一个')
    .optional(),
  fieldRights: z.record(key, z.enum(['edit', 'hidden'])).optional(),
  subCases: z
    .strictObject({
      flow: id,
      each: z.strictObject({ field: key, slot: key }).optional(),
      slots: z.record(key, key).optional(),
      waits: z.boolean(),
    })
    .optional(),
  action: id.optional(),
  note: text.optional(),
});

const ceilingSchema = z.strictObject({
  field: key,
  max: z.number().positive(),
  per: text,
  unit: text.optional(),
  tier: text.optional(),
  scope: text.optional(),
  origin,
  note: text.optional(),
});

/** Parses one definition. Faults carry the path of the key; texts that people must not miss are checked by check-flows.ts. */
export const flowSchema: z.ZodType<FlowDefinition> = z.strictObject({
  id,
  no: z.int().positive(),
  name: text,
  category: id,
  scenario: id,
  summary: text,
  aliases: z.array(text),
  examples: z.array(text),
  audience: z.array(id).min(1),
  submitBy: z.enum([
    'self',
    'self_or_family',
    'self_or_station',
    'self_or_unit',
    'self_or_staff',
    'guardian',
    'family',
    'unit',
    'station',
    'staff',
  ]),
  lead: text,
  with: z.array(text),
  inform: z.array(text).default([]),
  industry: z.array(text).default([]),
  level,
  alsoAccept: z.array(level).default([]),
  limitDays: z.int().positive(),
  limitKind: z.enum(['promised', 'statutory']),
  limitNote: text.optional(),
  shorterLimits: z.array(z.strictObject({ when: text, days: z.int().positive() })).optional(),
  ruleRef: text.optional(),
  dataBasis: z.enum(['statutory_duty', 'requested_service', 'separate_consent', 'guardian_consent']),
  basis: z.array(z.strictObject({ title: text, article: text.optional(), origin })).min(1),
  ceilings: z.array(ceilingSchema).default([]),
  materials: z.array(
    z.strictObject({ name: text, required: z.boolean(), shared: text.optional(), when: text.optional(), note: text.optional() }),
  ),
  subjectField: key,
  subjectOptional: z.boolean().optional(),
  subjectMayBeGone: z.literal(true).optional(),
  applicantDeadline: z.strictObject({ days: z.int().positive(), from: key, origin, note: text }).optional(),
  fields: z.array(fieldSchema).min(1),
  checks: z.array(z.strictObject({ that: text, field: key, sentence: text })).optional(),
  steps: z.array(stepSchema).min(1),
  outcome: z.array(
    z.strictObject({
      kind: id,
      key,
      text,
      action: z.string(),
      with: key.optional(),
      amount: key.optional(),
      next: id.optional(),
      dueDays: z.int().positive().optional(),
    }),
  ),
  notify: z.array(z.strictObject({ who: text, when: z.enum(['accepted', 'returned', 'approved', 'done', 'paid', 'due_soon', 'overdue']) })),
  subjectCheck: id.optional(),
  submitAction: id.optional(),
  releaseAction: id.optional(),
  guide: z.strictObject({ eligibility: text, deadline: text, where: text, overview: text }),
  origin: z.strictObject({ item: origin, detail: origin, note: text.optional() }),
}) as unknown as z.ZodType<FlowDefinition>;
