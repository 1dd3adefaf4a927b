import type { Command } from '../../../src/dialogue/command.ts';
import { applicableFields } from '../../../src/flows/applicable-fields.ts';
import type { FieldDefinition, FlowDefinition } from '../../../src/flows/flow-definition.ts';
import { isFilled, type Slots, type SlotValue } from '../../../src/flows/slot-value.ts';
import { coveringForms } from '../../flows/form-maker.ts';
import { flows, type Matter, matrixTalk, offers } from './matrix-talk.ts';

/** One place where a conversation can stand while a service is taken down. */
export interface MatrixStep {
  name: string;
  kind: 'subject' | 'field' | 'group' | 'confirm' | 'submitted';
  flow: FlowDefinition;
  /** The whole form that the person has in mind. */
  form: Slots;
  /** Fields asked for here. */
  asked: FieldDefinition[];
  /** The conversation as it stands there. */
  talk: Matter;
}

/** Whom the forms are about; another of the same name lives elsewhere, for the cells that need one. */
export const person = { archiveNo: 'YZ-0000001', town: '姜山镇', village: '走马塘村' };

export const set = (slot: string, value: SlotValue): Command => ({ type: 'set-slot', slot, value });

/** What a person says for a value: of a list its words, of all else the value. */
export function answerFor(field: FieldDefinition, value: SlotValue): Command {
  const offer = field.choices && offers[field.choices].find((one) => one.value === value);
  return set(field.key, offer ? (offer.label.split('，')[0] ?? '') : value);
}

/** Every step of a service over the fewest forms that take its conditions both ways: whom it is for, each field by itself, each question that asks for several, the summary, and after it was handed in. */
export function stepsOf(flow: FlowDefinition): MatrixStep[] {
  const steps: MatrixStep[] = [];
  const seen = new Set<string>();
  for (const made of coveringForms(flow).forms) {
    const form = withOffers(flow, made);
    if (steps.length === 0) steps.push(subjectStep(flow, form));
    for (const step of [...fieldSteps(flow, form, seen), ...groupSteps(flow, form, seen)]) steps.push(step);
    if (!seen.has('confirm')) steps.push(...lastSteps(flow, form));
    seen.add('confirm');
  }
  return steps;
}

function withOffers(flow: FlowDefinition, form: Slots): Slots {
  const chosen = flow.fields.flatMap((field) =>
    field.choices && isFilled(form[field.key]) ? [[field.key, offers[field.choices][0]?.value ?? '']] : [],
  );
  const subject = isFilled(form[flow.subjectField]) ? {} : { [flow.subjectField]: '周大明' };
  return { ...form, ...subject, ...Object.fromEntries(chosen) };
}

export function begun(flow: FlowDefinition, form: Slots): Matter {
  const name = String(form[flow.subjectField]);
  const talk = matrixTalk({ flows, people: [{ ...person, name }], readAgain: [] });
  talk.hear([{ type: 'start-flow', flow: flow.id }, set(flow.subjectField, name)]);
  return talk;
}

function subjectStep(flow: FlowDefinition, form: Slots): MatrixStep {
  const name = String(form[flow.subjectField]);
  const talk = matrixTalk({ flows, people: [{ ...person, name }], readAgain: [] });
  talk.hear({ type: 'start-flow', flow: flow.id });
  const asked = flow.fields.filter((field) => field.key === flow.subjectField);
  return { name: `${flow.id} subject`, kind: 'subject', flow, form, asked, talk };
}

/** Every field step of every form in which something hangs on something else, for what only shows there. */
export function hangingStepsOf(flow: FlowDefinition): MatrixStep[] {
  const hanging = flow.fields.filter((field) => field.when !== undefined);
  return coveringForms(flow)
    .forms.filter((form) => hanging.some((field) => isFilled(form[field.key])))
    .flatMap((form) => fieldSteps(flow, withOffers(flow, form), new Set()));
}

/** Whether a field is ever asked for by itself: not what is worked out, filled in by default, follows from a number, or is said at the beginning. */
export function isCollected(flow: FlowDefinition, field: FieldDefinition): boolean {
  const isOpen = field.required && field.default === undefined && field.derive === undefined;
  return isOpen && field.key !== flow.subjectField && followed(flow, field) === undefined;
}

/** All that the form says but of one field and of what only applies once that is known. */
function answersBut(flow: FlowDefinition, form: Slots, without: string): Command[] {
  const { [without]: _, ...rest } = form;
  const applicable = new Set(applicableFields(flow, rest).map((field) => field.key));
  return flow.fields.flatMap((field) => {
    const value = rest[field.key];
    const isSaid = isFilled(value) && applicable.has(field.key) && field.derive === undefined && field.key !== flow.subjectField;
    return isSaid ? [answerFor(field, value)] : [];
  });
}

function fieldSteps(flow: FlowDefinition, form: Slots, seen: Set<string>): MatrixStep[] {
  return applicableFields(flow, form)
    .filter((field) => isCollected(flow, field) && !seen.has(field.key))
    .map((field) => {
      seen.add(field.key);
      const talk = begun(flow, form);
      talk.hear(answersBut(flow, form, field.key));
      return { name: `${flow.id} ${field.key}`, kind: 'field' as const, flow, form, asked: [field], talk };
    });
}

/** The identity number that a birth day follows from: it is never asked for by itself. */
function followed(flow: FlowDefinition, field: FieldDefinition): FieldDefinition | undefined {
  if (field.type !== 'date' || !field.key.endsWith('_birth')) return undefined;
  return flow.fields.find((one) => one.key === field.key.replace(/_birth$/, '_idcard') && one.required);
}

function groupSteps(flow: FlowDefinition, form: Slots, seen: Set<string>): MatrixStep[] {
  const steps: MatrixStep[] = [];
  const talk = begun(flow, form);
  for (let turns = 0; turns < 20 && talk.state().active?.phase === 'collecting'; turns += 1) {
    const { asking } = talk.draft();
    const asked = flow.fields.filter((field) => asking.includes(field.key));
    const name = `${flow.id} ${asking.join('+')}`;
    if (asked.length > 1 && !seen.has(name)) {
      seen.add(name);
      steps.push({ name, kind: 'group', flow, form, asked, talk: talk.fork() });
    }
    talk.hear(asked.map((field) => answerFor(field, form[field.key] ?? null)));
  }
  return steps;
}

function lastSteps(flow: FlowDefinition, form: Slots): MatrixStep[] {
  const talk = begun(flow, form);
  talk.hear(answersBut(flow, form, ''));
  const submitted = talk.fork();
  submitted.hear({ type: 'confirm' }, '确认');
  return [
    { name: `${flow.id} confirm`, kind: 'confirm', flow, form, asked: [], talk },
    { name: `${flow.id} submitted`, kind: 'submitted', flow, form, asked: [], talk: submitted },
  ];
}
