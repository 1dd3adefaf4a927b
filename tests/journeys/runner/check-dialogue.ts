import type { DialogueState, Draft } from '../../../src/dialogue/dialogue-state.ts';
import type { FlowDefinition } from '../../../src/flows/flow-definition.ts';
import { isFilled } from '../../../src/flows/slot-value.ts';
import { flows } from '../../cases/district.ts';
import { differs, same } from './compare.ts';
import { fieldCalled, flowCalled, valueCalled } from './expected.ts';
import type { Check } from './journey.ts';

function standing({ active, choice, opinion, handOff }: DialogueState): string {
  if (handOff) return '人工';
  if (choice) return '等选择';
  if (opinion) return '等理由';
  if (!active) return '空闲';
  return active.phase === 'confirming' ? '等确认' : '在填';
}

/** Where the conversation stands after a line, and what is in the form at hand. */
export function checkDialogue(check: Check, state: DialogueState): void {
  if (check.状态) same('状态', check.状态, standing(state));
  if (check.草稿 !== undefined) same('草稿', check.草稿, state.left.length);
  if (check.在办 !== undefined) same('在办', check.在办 === null ? null : flowCalled(check.在办).id, state.active?.flow ?? null);
  if ((check.已填 ?? check.未填 ?? check.问) === undefined) return;
  if (!state.active) throw new Error('现在没有在办的事项，没法看填了什么');
  checkDraft(check, state.active, flows.get(state.active.flow)?.definition as FlowDefinition);
}

function checkDraft(check: Check, draft: Draft, flow: FlowDefinition): void {
  if (check.问) {
    const expected = check.问.map((label) => fieldCalled(flow, label).label);
    same(
      '问',
      expected,
      flow.fields.filter((field) => draft.asking.includes(field.key)).map((field) => field.label),
    );
  }
  for (const [label, said] of Object.entries(check.已填 ?? {})) {
    const field = fieldCalled(flow, label);
    if (field.choices && draft.labels[field.key] === said) continue;
    same(label, valueCalled(field, said), draft.slots[field.key] ?? null);
  }
  for (const label of check.未填 ?? []) {
    const value = draft.slots[fieldCalled(flow, label).key];
    if (isFilled(value)) differs(label, '没填', value);
  }
}
