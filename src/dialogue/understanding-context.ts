import type { FlowBook } from '../flows/flow-definition.ts';
import type { SlotValue } from './command.ts';
import type { DialogueState } from './dialogue-state.ts';

/** Where the conversation stands, as the reader of the next message is told (shared/understanding.md, `context`). */
export type ReadingContext =
  | { flow: string; asking: string; slots: Record<string, SlotValue> }
  | { choosing: string[] }
  | { case: string; step: string }
  | null;

export function understandingContext(state: DialogueState, flows: FlowBook): ReadingContext {
  const { choice, opinion, active, openCase } = state;
  if (choice) return { choosing: choice.options.map((option) => option.label) };
  if (opinion) return { case: opinion.caseNo, step: openCase?.step ?? '' };
  if (active) return { flow: active.flow, asking: askingOf(state, flows), slots: active.slots };
  return openCase ? { case: openCase.caseNo, step: openCase.step } : null;
}

/**
 * A second reading, for words that fit none of the options while a draft waits behind them (4月那批，5天, said when asked which 张建国):
 * as facts for the draft. Null: there is no second way to read.
 */
export function contextBehindChoice(state: DialogueState, flows: FlowBook): ReadingContext {
  const { choice, active } = state;
  if (choice?.about.kind !== 'subject' || !active) return null;
  return { flow: active.flow, asking: flows.get(active.flow)?.definition.subjectField ?? '', slots: active.slots };
}

/** Several claims asked for at once are answered like a confirmation: yes or no to all of them. */
function askingOf(state: DialogueState, flows: FlowBook): string {
  const { active } = state;
  if (!active || active.phase === 'confirming') return 'confirm';
  const [first = '', ...others] = active.asking;
  const fields = flows.get(active.flow)?.definition.fields ?? [];
  const areClaims = others.length > 0 && active.asking.every((key) => fields.find((field) => field.key === key)?.type === 'bool');
  return areClaims ? 'confirm' : first;
}
