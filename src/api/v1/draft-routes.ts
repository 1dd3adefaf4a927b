import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { keepDraft } from '../../conversation/keep-draft.ts';
import { missingFields } from '../../flows/applicable-fields.ts';
import { checkValue } from '../../flows/field-value.ts';
import type { FlowDefinition } from '../../flows/flow-definition.ts';
import { isFilled, type Slots } from '../../flows/slot-value.ts';
import type { Staff } from '../../organisation/staff.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { ApiDeps, ApiEnv } from './api-deps.ts';
import { actingStaff, type Guard } from './bearer.ts';
import { actHeaders, actProblems, bearer, json, jsonBody, limitJson } from './calls.ts';
import { slotsSchema } from './case-schema.ts';
import { once } from './idempotency.ts';
import { lostFiles, type NewCase, prefilled, unknownSlots } from './new-case.ts';
import { type FieldFault, refused, unfit } from './problem.ts';
import { apiTexts as say } from './texts.ts';

const KEPT_MS = 30 * 86_400_000;

const saveDraft = (guard: Guard) =>
  createRoute({
    tags: ['办件'],
    security: bearer,
    method: 'post',
    path: '/api/v1/drafts',
    operationId: 'saveDraft',
    summary: '暂存：没有填完的表单',
    description: '存到 X-Acting-Staff 本人和机器人的对话里，保留 30 天，在钉钉里说“继续”接着填。填了的逐项检查，没填的以后再问。',
    middleware: [guard('write'), limitJson] as const,
    request: {
      headers: actHeaders,
      ...jsonBody(
        z
          .strictObject({
            flow: z.string().min(1).max(64).meta({ example: 'short-sanatorium' }),
            subject: z
              .strictObject({ archiveNo: z.string().min(1).max(40), name: z.string().min(1).max(40).optional() })
              .optional()
              .meta({ description: '还没有定的可以不写' }),
            slots: slotsSchema.default({}),
          })
          .openapi('NewDraft'),
      ),
    },
    responses: {
      201: {
        ...json(
          z
            .strictObject({
              id: z.string(),
              flow: z.string(),
              flowName: z.string(),
              missing: z.array(z.strictObject({ field: z.string(), label: z.string() })).meta({ description: '提交前还要填的' }),
              keptUntil: z.iso.datetime(),
            })
            .openapi('Draft'),
        ),
        description: '已暂存',
      },
      ...actProblems,
    },
  });

/** `/api/v1/drafts`: a form that is not complete yet, to be gone on with in chat (case-operations.md 2). */
export function addDraftRoutes(api: OpenAPIHono<ApiEnv>, deps: ApiDeps, guard: Guard): void {
  api.openapi(saveDraft(guard), (c) =>
    once(deps, c, false, async (key) => {
      const caller = c.get('caller');
      const { flow: id, subject, slots } = c.req.valid('json');
      const flow = deps.flows.get(id);
      if (!flow) throw unfit([{ field: 'flow', detail: say.unknownFlow }], 'unknown-flow');
      const { definition } = flow;
      const staff = actingStaff(caller);
      const form = await begunForm(deps, staff, { flow: id, subject: subject ?? { archiveNo: null }, slots }, definition, caller.token);
      const now = deps.clock.now();
      const kept = await keepDraft(deps, staff, { ...form, flow, key, now });
      if (!kept.ok) throw refused(kept);
      const missing = missingFields(definition, form.slots).map(({ key: field, label }) => ({ field: `slots.${field}`, label }));
      return c.json(
        { id: key, flow: id, flowName: definition.name, missing, keptUntil: new Date(now.getTime() + KEPT_MS).toISOString() },
        201,
      );
    }),
  );
}

/** The form as far as it goes: every value that is there checked by itself. */
async function begunForm(deps: ApiDeps, staff: Staff, asked: NewCase, definition: FlowDefinition, token: string) {
  const strange = unknownSlots(definition, asked.slots);
  if (strange.length > 0) throw unfit(strange, 'form-faults');
  const known = asked.subject.archiveNo === null ? null : await prefilled(deps, staff, definition, asked, token);
  const { slots, faults } = checkEach(deps, definition, known?.slots ?? asked.slots);
  const all = [...faults, ...(await lostFiles(deps, definition, slots))];
  if (all.length > 0) throw unfit(all, 'form-faults');
  return { subject: known?.subject ?? null, slots, prefilled: known?.taken ?? [] };
}

function checkEach({ cases, clock }: ApiDeps, definition: FlowDefinition, sent: Slots): { slots: Slots; faults: FieldFault[] } {
  const context = { slots: sent, today: dayOf(clock.now()), ...(cases.places ? { places: cases.places } : {}) };
  const slots: Slots = {};
  const faults: FieldFault[] = [];
  for (const field of definition.fields) {
    const value = sent[field.key];
    if (!isFilled(value)) continue;
    const checked = checkValue(field, value, context);
    if (checked.ok) slots[field.key] = checked.value;
    else faults.push({ field: `slots.${field.key}`, detail: checked.sentence });
  }
  return { slots, faults };
}
