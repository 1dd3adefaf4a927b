import type { Command } from '../dialogue/command.ts';
import type { DialogueState } from '../dialogue/dialogue-state.ts';
import { understandingContext } from '../dialogue/understanding-context.ts';
import type { FieldDefinition, FlowBook } from '../flows/flow-definition.ts';
import type { Understander, Utterance } from '../understanding/understander.ts';

const LINE = /^[\s>*·-]*([^：:\n]{2,20})[：:][ \t]*(.*)$/gmu;

/**
 * A form that was filled in and sent back, line by line (联系电话：…): each line is read as the answer to its own field, so that nothing is
 * guessed. Null where fewer than two lines name fields of the form at hand.
 */
export async function formAnswers(
  understander: Understander,
  said: Omit<Utterance, 'context'>,
  state: DialogueState,
  flows: FlowBook,
): Promise<Command[] | null> {
  const { active, choice } = state;
  const definition = active && flows.get(active.flow, active.flowVersion)?.definition;
  const context = understandingContext(state, flows);
  if (!definition || choice || !context || !('flow' in context)) return null;
  const lines = [...said.text.matchAll(LINE)].flatMap(([, label = '', words = '']) => {
    const field = fieldCalled(definition.fields, label);
    return field ? [{ field, words: words.trim() }] : [];
  });
  if (lines.length < 2) return null;
  const commands: Command[] = [];
  for (const { field, words } of lines) {
    if (words === '') continue;
    const read = await understander.understand({ ...said, text: words, context: { ...context, asking: field.key } });
    commands.push(answerIn(read, field, words));
  }
  return commands.length > 0 ? commands : null;
}

function fieldCalled(fields: readonly FieldDefinition[], label: string): FieldDefinition | undefined {
  const said = label.replace(/[\s（(].*$/u, '').trim();
  return fields.find((field) => field.label === said || field.label === label.trim());
}

/** The line's own field alone counts; words that were read as nothing are judged as they stand. */
function answerIn(read: readonly Command[], { key, type }: FieldDefinition, words: string): Command {
  const own = read.find((command) => command.type === 'set-slot' && command.slot === key);
  if (own) return own;
  if (type === 'bool' && read.some((command) => command.type === 'confirm')) return { type: 'set-slot', slot: key, value: true };
  if (type === 'bool' && read.some((command) => command.type === 'deny')) return { type: 'set-slot', slot: key, value: false };
  return { type: 'set-slot', slot: key, value: words };
}
