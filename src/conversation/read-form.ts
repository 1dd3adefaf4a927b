import type { Command } from '../dialogue/command.ts';
import type { DialogueState, Draft } from '../dialogue/dialogue-state.ts';
import { type ReadingContext, understandingContext } from '../dialogue/understanding-context.ts';
import type { FieldDefinition, FlowBook, FlowDefinition } from '../flows/flow-definition.ts';
import { isFilled } from '../flows/slot-value.ts';
import type { Understander, Utterance } from '../understanding/understander.ts';

type Said = Omit<Utterance, 'context'>;
type FormContext = Extract<ReadingContext, { flow: string }>;

interface OpenForm {
  draft: Draft;
  definition: FlowDefinition;
  context: FormContext;
}

/**
 * Answers that name their fields by the form's own words, so that nothing has to be guessed: a form that was filled in and sent back line by
 * line (联系电话：…), or one value changed by its label (意向岗位改成保安). Null: the message is neither.
 */
export async function formAnswers(
  understander: Understander,
  said: Said,
  state: DialogueState,
  flows: FlowBook,
): Promise<Command[] | null> {
  const form = openForm(state, flows);
  if (!form) return null;
  const parts = linesOf(said.text, form) ?? changeIn(said.text, form);
  if (!parts) return null;
  const commands: Command[] = [];
  for (const { field, words } of parts) if (words !== '') commands.push(await readFor(understander, said, form.context, field, words));
  return commands.length > 0 ? commands : null;
}

function openForm(state: DialogueState, flows: FlowBook): OpenForm | null {
  const { active, choice } = state;
  const definition = active && flows.get(active.flow, active.flowVersion)?.definition;
  const context = understandingContext(state, flows);
  return definition && !choice && context && 'flow' in context ? { draft: active, definition, context } : null;
}

interface Part {
  field: FieldDefinition;
  words: string;
}

const LINE = /^[\s>*·-]*([^：:\n]{2,20})[：:][ \t]*(.*)$/gmu;

function linesOf(text: string, { definition }: OpenForm): Part[] | null {
  const parts = [...text.matchAll(LINE)].flatMap(([, label = '', words = '']) => {
    const field = definition.fields.find((one) => one.label === label.trim() || one.label === label.replace(/[\s（(].*$/u, '').trim());
    return field ? [{ field, words: words.trim() }] : [];
  });
  return parts.length < 2 ? null : parts;
}

const CHANGE =
  /^(?:的)?(?:(?:写|填|说|报|弄|记)?错了?[，,。\s]*(?:应该|要|得)?(?:改成|改为|换成|是|为)|(?:要|应该)?(?:改成|改为|换成|更正为)|应该是|应为|不是(?<old>[^，,]+)[，,]\s*(?:而)?(?:应该)?是|是|为|填|写)[：:\s]*(?<words>.+?)[。！!]*$/su;
/** 技能证书是什么 asks. */
const ASKS = /^(?:什么|啥|多少|哪|怎么|谁|几|干嘛|做什么)|[?？]$|[吗呢]$/u;

/** One value, changed by its label at the beginning of the message. */
function changeIn(text: string, { definition, draft }: OpenForm): Part[] | null {
  const said = text.trim().replace(/^(?:请|麻烦)?(?:把|将)/u, '');
  const fitting = definition.fields.flatMap((field) => {
    const change = said.startsWith(field.label) ? CHANGE.exec(said.slice(field.label.length)) : null;
    return change?.groups?.words && !ASKS.test(change.groups.words)
      ? [{ field, words: change.groups.words, old: change.groups.old ?? null }]
      : [];
  });
  // Of two fields of one label the one that holds the old value, else the one that was filled in last.
  const [first] = fitting.toSorted((a, b) => rank(draft, b) - rank(draft, a));
  const isSeveral = definition.fields.some((field) => field !== first?.field && first?.words.includes(field.label));
  return first && !isSeveral ? [{ field: first.field, words: first.words.trim() }] : null;
}

function rank(draft: Draft, { field, old }: Pick<Part, 'field'> & { old: string | null }): number {
  const value = draft.slots[field.key];
  if (!isFilled(value)) return 0;
  if (old?.includes(String(value))) return 3;
  return draft.prefilled.includes(field.key) ? 1 : 2;
}

/** The field that is named counts alone; words that were read as nothing for it are judged as they stand. */
async function readFor(
  understander: Understander,
  said: Said,
  context: FormContext,
  field: FieldDefinition,
  words: string,
): Promise<Command> {
  const { key, type } = field;
  const slots = Object.fromEntries(Object.entries(context.slots).filter(([slot]) => slot !== key));
  const read = await understander.understand({ ...said, text: words, context: { ...context, slots, asking: key } });
  const own = read.find((command) => command.type === 'set-slot' && command.slot === key);
  if (own) return own;
  const answer = type === 'bool' ? read.find((command) => command.type === 'confirm' || command.type === 'deny') : undefined;
  return { type: 'set-slot', slot: key, value: answer ? answer.type === 'confirm' : words };
}
