import { type FormFacts, formFacts } from '../../cases/form-facts.ts';
import { submitCase } from '../../cases/submit-case.ts';
import { applicableFields, checkSlots, settledSlots } from '../../flows/applicable-fields.ts';
import { checkValue } from '../../flows/field-value.ts';
import type { FlowDefinition } from '../../flows/flow-definition.ts';
import { isFilled, type Slots } from '../../flows/slot-value.ts';
import type { Staff } from '../../organisation/staff.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { type ApiDeps, CHANNEL } from './api-deps.ts';
import { ApiProblem, type FieldFault, refused, unfit } from './problem.ts';
import { apiTexts as say } from './texts.ts';

export interface NewCase {
  flow: string;
  subject: { archiveNo: string | null; name?: string | undefined; town?: string | null | undefined; village?: string | null | undefined };
  slots: Slots;
}

export type KnownSubject =
  | Extract<FormFacts, { kind: 'facts' }>['subject']
  | (Required<Omit<NewCase['subject'], 'archiveNo'>> & { archiveNo: null });

/**
 * Starts a case as the conversation does: the person and their right to the service are judged by the file, the form takes over what the archive
 * knows, then every field, consent and material is checked. Returns the case's number. Throws ApiProblem with each fault by its field.
 */
export async function startNewCase(deps: ApiDeps, staff: Staff, asked: NewCase, by: { token: string; key: string }): Promise<string> {
  const definition = deps.flows.get(asked.flow)?.definition;
  if (!definition) throw unfit([{ field: 'flow', detail: say.unknownFlow }], 'unknown-flow');
  const strange = unknownSlots(definition, asked.slots);
  if (strange.length > 0) throw unfit(strange, 'form-faults');
  const { subject, slots } = await prefilled(deps, staff, definition, asked, by.token);
  const faults = [
    ...inapplicable(definition, slots, asked.slots),
    ...checkForm(deps, definition, slots),
    ...(await lostFiles(deps, definition, slots)),
  ];
  if (faults.length > 0) throw unfit(faults, 'form-faults');
  const request = { flow: asked.flow, subject, slots, startedBy: staff, submissionKey: by.key, now: deps.clock.now(), channel: CHANNEL };
  const submitted = await submitCase(deps.cases, request);
  if (!submitted.ok) throw refused(submitted);
  return submitted.caseNo;
}

export function unknownSlots(definition: FlowDefinition, slots: Slots): FieldFault[] {
  const known = new Set(definition.fields.map((field) => field.key));
  return Object.keys(slots).flatMap((key) => (known.has(key) ? [] : [{ field: `slots.${key}`, detail: say.fault.unknown }]));
}

/** Files that are named without having been handed in. */
export async function lostFiles({ files }: ApiDeps, definition: FlowDefinition, slots: Slots): Promise<FieldFault[]> {
  const faults: FieldFault[] = [];
  for (const { key, type } of definition.fields) {
    const value = slots[key];
    if (type !== 'file' || !isFilled(value)) continue;
    const named = Array.isArray(value) ? value : [String(value)];
    const kept = await Promise.all(named.map((one) => files.has(one)));
    if (kept.includes(false)) faults.push({ field: `slots.${key}`, detail: say.fileUnknown });
  }
  return faults;
}

/** Who it is about, and the form with what the archive knows of them where nothing was sent. `taken`: the fields that it gave. */
export async function prefilled(
  deps: ApiDeps,
  staff: Staff,
  definition: FlowDefinition,
  { subject, slots }: NewCase,
  token: string,
): Promise<{ subject: KnownSubject; slots: Slots; taken: string[] }> {
  if (subject.archiveNo === null) return { subject: namedSubject(definition, subject, slots), slots, taken: [] };
  const now = deps.clock.now();
  const fields = definition.fields.filter((field) => field.prefill !== undefined);
  const keys = [...new Set(fields.map((field) => field.prefill ?? ''))];
  const purpose = say.purpose(token, say.looks.form(definition.name));
  const found = await formFacts(deps.cases, staff, {
    flow: definition.id,
    archiveNo: subject.archiveNo,
    keys,
    now,
    channel: CHANNEL,
    purpose,
  });
  if (found.kind === 'unreachable') throw unfit([{ field: 'subject.archiveNo', detail: say.unknownPerson }], 'unknown-person');
  if (found.kind === 'ineligible') throw new ApiProblem(422, 'not-eligible', found.sentence);
  const said: [string, unknown][] = [
    ['subject.name', subject.name],
    [`slots.${definition.subjectField}`, slots[definition.subjectField]],
  ];
  const wrong = said.filter(([, name]) => name !== undefined && name !== null && name !== found.subject.name);
  if (wrong.length > 0)
    throw unfit(
      wrong.map(([field]) => ({ field, detail: say.nameDiffers })),
      'name-differs',
    );
  const taken: Slots = {};
  for (const field of fields) {
    const value = found.facts[field.prefill ?? ''] ?? null;
    const checked = checkValue(field, value, { slots, today: dayOf(now) });
    if (checked.ok && isFilled(checked.value)) taken[field.key] = checked.value;
  }
  const sent = Object.fromEntries(Object.entries(slots).filter(([, value]) => isFilled(value)));
  return { subject: found.subject, slots: { ...taken, ...sent }, taken: Object.keys(taken).filter((key) => !(key in sent)) };
}

/** A service about nobody's file: whom the form names. */
function namedSubject(definition: FlowDefinition, { name, town, village }: NewCase['subject'], slots: Slots): KnownSubject {
  const text = (key: string) => (typeof slots[key] === 'string' ? slots[key] : null);
  const called = name ?? text(definition.subjectField);
  if (!definition.subjectOptional || !called) throw unfit([{ field: 'subject.archiveNo', detail: say.fault.missing }], 'unknown-person');
  return { archiveNo: null, name: called, town: town ?? text('town'), village: village ?? text('village') };
}

function checkForm({ cases, clock }: ApiDeps, definition: FlowDefinition, slots: Slots): FieldFault[] {
  const checked = checkSlots(definition, slots, { today: dayOf(clock.now()), ...(cases.places ? { places: cases.places } : {}) });
  return checked.ok ? [] : checked.faults.map(({ field, sentence }) => ({ field: `slots.${field}`, detail: sentence }));
}

/** What was sent although the rest of the form leaves no room for it: dropped without a word it would be lost. */
function inapplicable(definition: FlowDefinition, slots: Slots, sent: Slots): FieldFault[] {
  const applicable = new Set(applicableFields(definition, settledSlots(definition, slots)).map((field) => field.key));
  return Object.keys(sent).flatMap((key) =>
    isFilled(sent[key]) && !applicable.has(key) ? [{ field: `slots.${key}`, detail: say.notApplicable }] : [],
  );
}
