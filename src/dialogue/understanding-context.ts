import type { FlowBook, FlowDefinition } from '../flows/flow-definition.ts';
import type { SlotValue } from './command.ts';
import type { DialogueState, Draft } from './dialogue-state.ts';

/** Where the conversation stands, as the reader of the next message is told (shared/understanding.md, `context`). */
export type ReadingContext =
  /** `definition`: the form that is being filled in, where it is an earlier version than today's. */
  | { flow: string; asking: string; slots: Record<string, SlotValue>; definition?: FlowDefinition }
  | { choosing: string[] }
  | { case: string; step: string }
  | null;

export function understandingContext(state: DialogueState, flows: FlowBook): ReadingContext {
  const { choice, opinion, active, openCase } = state;
  if (choice) return { choosing: choice.options.map((option) => option.label) };
  if (opinion) return { case: opinion.caseNo, step: openCase?.step ?? '' };
  if (active) return { flow: active.flow, asking: askingOf(state, flows), slots: active.slots, ...earlierForm(active, flows) };
  return openCase ? { case: openCase.caseNo, step: openCase.step } : null;
}

/**
 * A second reading, for words that fit none of the options while a draft waits behind them (4月那批，5天, said when asked which 张建国):
 * as facts for the draft. Null: there is no second way to read.
 */
export function contextBehindChoice(state: DialogueState, flows: FlowBook): ReadingContext {
  const { choice, active } = state;
  if (!active || (choice?.about.kind !== 'subject' && choice?.about.kind !== 'value')) return null;
  const definition = flows.get(active.flow, active.flowVersion)?.definition;
  const asking = choice.about.kind === 'value' ? choice.about.field : (definition?.subjectField ?? '');
  return { flow: active.flow, asking, slots: active.slots, ...earlierForm(active, flows) };
}

function earlierForm({ flow, flowVersion }: Draft, flows: FlowBook): { definition?: FlowDefinition } {
  const own = flows.get(flow, flowVersion);
  return own && own.version !== flows.get(flow)?.version ? { definition: own.definition } : {};
}

/** Several claims asked for at once are answered like a confirmation: yes or no to all of them. */
function askingOf(state: DialogueState, flows: FlowBook): string {
  const { active } = state;
  if (!active || active.phase === 'confirming') return 'confirm';
  const [first = '', ...others] = active.asking;
  const fields = flows.get(active.flow, active.flowVersion)?.definition.fields ?? [];
  const areClaims = others.length > 0 && active.asking.every((key) => fields.find((field) => field.key === key)?.type === 'bool');
  return areClaims ? 'confirm' : first;
}
