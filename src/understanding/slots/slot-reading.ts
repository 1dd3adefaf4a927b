import type { CommandOf, SlotValue } from '../../dialogue/command.ts';
import type { FieldDefinition, FieldType, FlowDefinition } from '../../flows/flow-definition.ts';
import { overlaps, type Span } from '../phrase-table.ts';
import type { Said, Scene } from '../said.ts';

export type SetSlot = CommandOf<'set-slot'>;

/** What is being read for which flow. */
export interface SlotReading {
  said: Said;
  scene: Scene;
  flow: FlowDefinition;
  /** The field whose question is open; null when the flow is only being started. */
  asked: FieldDefinition | null;
  /** What the conversation holds already. */
  filled: Record<string, SlotValue>;
}

/** Slots found so far, and the places in the text that they were read from. */
export interface SlotDraft {
  slots: Map<string, SetSlot>;
  used: Span[];
}

export type SlotFiller = (reading: SlotReading, draft: SlotDraft) => void;

export function fieldsOf(reading: SlotReading, ...types: FieldType[]): FieldDefinition[] {
  return reading.flow.fields.filter((field) => types.includes(field.type));
}

export function isUsed(draft: SlotDraft, span: Span): boolean {
  return draft.used.some((one) => overlaps(one, span));
}

/** Sets a slot unless it is set; the place it was read from is taken then. */
export function put(draft: SlotDraft, key: string, value: SlotValue, span: Span, invalid?: string): void {
  if (draft.slots.has(key)) return;
  draft.slots.set(key, invalid === undefined ? { type: 'set-slot', slot: key, value } : { type: 'set-slot', slot: key, value, invalid });
  draft.used.push({ start: span.start, end: span.end });
}

/** The open field when it is of one of these types, else null. */
export function askedOf(reading: SlotReading, ...types: FieldType[]): FieldDefinition | null {
  return reading.asked && types.includes(reading.asked.type) ? reading.asked : null;
}
