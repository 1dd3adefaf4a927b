import { applicableFields } from '../flows/applicable-fields.ts';
import type { FieldDefinition, FlowBook } from '../flows/flow-definition.ts';
import type { DialogueState, Draft } from './dialogue-state.ts';
import { changeSlot } from './slot-change.ts';
import { texts } from './texts.ts';
import { flowOf, say, type Turn } from './turn.ts';

/** Whether files that come now would be used; others are not even fetched. */
export function wantsFiles(state: DialogueState, flows: FlowBook): boolean {
  const definition = state.active && flows.get(state.active.flow, state.active.flowVersion)?.definition;
  return Boolean(
    state.active && definition && fileField(definition.fields, applicableFields(definition, state.active.slots), state.active),
  );
}

/** Files that came with the message go to the file field that is asked for, else to the first one. True when they were taken. */
export function takeFiles(turn: Turn, files: readonly string[]): boolean {
  if (files.length === 0) return false;
  const { active } = turn.state;
  const flow = active && flowOf(turn, active);
  const field = active && flow ? fileField(flow.fields, applicableFields(flow, active.slots), active) : undefined;
  if (!active || !flow || !field) {
    say(turn, texts.filesUnasked);
    return false;
  }
  const before = active.slots[field.key];
  const value = [...(Array.isArray(before) ? before : []), ...files];
  delete active.slots[field.key];
  const isTaken = changeSlot(turn, active, flow, { type: 'set-slot', slot: field.key, value });
  if (isTaken) say(turn, texts.filesKept(files.length, field.label));
  else if (before !== undefined) active.slots[field.key] = before;
  return isTaken;
}

function fileField(all: readonly FieldDefinition[], applicable: readonly FieldDefinition[], draft: Draft): FieldDefinition | undefined {
  const fields = applicable.filter((field) => field.type === 'file');
  return (
    fields.find((field) => draft.asking.includes(field.key)) ??
    fields.find((field) => draft.slots[field.key] === undefined) ??
    all.find((field) => field.type === 'file' && fields.includes(field))
  );
}
