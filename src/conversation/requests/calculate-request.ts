import type { Command } from '../../dialogue/command.ts';
import { plainMarkdown } from '../../dialogue/plain-markdown.ts';
import { shownValue } from '../../dialogue/shown-value.ts';
import { derivedSlots, figuresOf, inputsOf, workingOf } from '../../flows/derive.ts';
import type { FieldDefinition, FlowDefinition } from '../../flows/flow-definition.ts';
import { isFilled, type Slots } from '../../flows/slot-value.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { Speaking } from '../conversation-deps.ts';
import { filledBy, readCommands } from './read-words.ts';
import { requestTexts as say } from './texts.ts';
import { type Answered, plain, type TypedRequest } from './typed-request.ts';

/** 算一算 自主就业一次性经济补助，当了5年兵: what an amount comes to, with the published figures and the working; nothing is started. */
export const calculateRequest: TypedRequest = {
  read: (text) => {
    const said = /^(?:请|帮我|帮忙)?(?:算一算|算一下|算算|测算一下|测算)[:：，,\s]*(.*)$/su.exec(text.trim());
    return said ? (speaking) => answer(speaking, said[1] ?? '') : null;
  },
};

/** Sums that a service works out by itself. */
function sumsOf(definition: FlowDefinition): FieldDefinition[] {
  return definition.fields.filter((field) => field.type === 'money' && field.derive !== undefined);
}

async function answer(speaking: Speaking, text: string): Promise<Answered> {
  const able = speaking.deps.flows.list().flatMap(({ definition }) => (sumsOf(definition).length > 0 ? [definition] : []));
  const commands = text === '' ? [] : await readCommands(speaking, text, null);
  const flow = commands.map(flowOf).find((id) => id !== undefined);
  const definition = able.find((one) => one.id === flow);
  if (!definition) return plain(say.canCalculate(able.map((one) => one.name)));
  const slots = await slotsIn(speaking, definition, text, commands);
  const today = dayOf(speaking.now);
  const all: Slots = { ...slots, ...derivedSlots(definition, slots, today) };
  const known = sumsOf(definition).filter((field) => isFilled(all[field.key]));
  if (known.length === 0) return plain(missing(definition, all));
  return plain(known.map((field) => written(definition, field, all, today)).join('\n\n'));
}

function flowOf(command: Command): string | undefined {
  return command.type === 'start-flow' || command.type === 'ask-guide' ? command.flow : undefined;
}

/** What the words say of the form; a bare figure answers the first thing that is still needed. */
async function slotsIn(speaking: Speaking, definition: FlowDefinition, text: string, commands: readonly Command[]): Promise<Slots> {
  let slots = filledBy(commands);
  const rest = withoutName(text, definition);
  if (rest === '') return slots;
  for (const field of sumsOf(definition)) {
    for (const key of needed(definition, field, slots)) {
      const asked = { flow: definition.id, asking: key, slots };
      slots = { ...filledBy(await readCommands(speaking, rest, asked)), ...slots };
    }
  }
  return slots;
}

/** 一次性补助 names the service and counts nothing. */
function withoutName(text: string, { name, aliases }: FlowDefinition): string {
  const said = [name, ...aliases].toSorted((a, b) => b.length - a.length).find((one) => text.includes(one));
  return (said === undefined ? text : text.replace(said, '')).replace(/^[，,、。\s]+/u, '');
}

/** What is to be said, with what itself follows from something else traced back to it. */
function needed(definition: FlowDefinition, field: FieldDefinition, slots: Slots): string[] {
  return inputsOf(definition, field)
    .filter((key) => !isFilled(slots[key]))
    .flatMap((key) => {
      const input = definition.fields.find((one) => one.key === key);
      return input?.derive === undefined ? [key] : needed(definition, input, slots);
    });
}

function missing(definition: FlowDefinition, slots: Slots): string {
  const keys = new Set(sumsOf(definition).flatMap((field) => needed(definition, field, slots)));
  const labels = definition.fields.filter((field) => keys.has(field.key)).map((field) => field.label);
  return say.calculateMissing(definition.name, labels, say.calculateExample(definition.name, labels));
}

function written(definition: FlowDefinition, field: FieldDefinition, slots: Slots, today: string): string {
  const working = workingOf(definition, field, slots);
  const figures = figuresOf(definition, field).map((one) => {
    const value = one.value === undefined ? Object.values(one.table ?? {}).join('、') : String(one.value);
    return say.figure(one.name, `${value}${one.unit ?? ''}`, one.source, one.origin === 'illustrative');
  });
  return [
    say.calculated(field.label, plainMarkdown(shownValue(field, slots[field.key], today))),
    ...(working === null ? [] : [say.calculatedFrom(working)]),
    ...figures,
  ].join('\n\n');
}
