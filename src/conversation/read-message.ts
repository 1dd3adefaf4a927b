import type { Command } from '../dialogue/command.ts';
import type { AnswerEvent } from '../dialogue/dialogue-event.ts';
import type { DialogueState } from '../dialogue/dialogue-state.ts';
import { isPlaceOnList, matchOption } from '../dialogue/match-option.ts';
import { contextBehindChoice, type ReadingContext, understandingContext } from '../dialogue/understanding-context.ts';
import type { WishOf } from '../dialogue/wish.ts';
import type { FlowBook } from '../flows/flow-definition.ts';
import type { Understander, Utterance } from '../understanding/understander.ts';
import type { Speaking } from './conversation-deps.ts';
import { speakerOf } from './speaker-of.ts';

type Said = Omit<Utterance, 'context'>;

/** What a message means where the conversation stands: read once, and a second time where the first reading leaves words unread. */
export async function readMessage(understander: Understander, said: Said, state: DialogueState, flows: FlowBook): Promise<Command[]> {
  const context = understandingContext(state, flows);
  const commands = await understander.understand({ ...said, context });
  const behind = contextBehindChoice(state, flows);
  if (behind && isUnread(commands) && !isPlaceOnList(said.text)) return understander.understand({ ...said, context: behind });
  if (context && (isUnread(commands) || isSwallowed(commands, said.text, state, flows))) {
    const elsewhere = await understander.understand({ ...said, context: null });
    if (elsewhere.some((command) => !inPlace.has(command.type)) && isPlainly(understander, said, elsewhere)) return elsewhere;
  }
  const open = openQuestions(state, commands);
  return open.length > 0 && context ? withLooseAnswers(understander, said, context, commands, open) : commands;
}

/** Words that were said before it was known which service they are for. */
export async function performReadAgain({ deps, staff, now }: Speaking, wish: WishOf<'read-again'>): Promise<AnswerEvent> {
  const asking = deps.flows.get(wish.flow)?.definition.subjectField ?? '';
  const context = { flow: wish.flow, asking, slots: {} };
  const understander = await deps.understander();
  return { type: 'read-again', commands: await understander.understand({ text: wish.text, now, speaker: speakerOf(staff), context }) };
}

/** Commands that mean something only where the conversation stands; other business can be read without it. */
const inPlace = new Set<Command['type']>(['set-slot', 'cannot-handle', 'confirm', 'deny']);

/** What would put the form at hand aside must be said in so many words: the service by its name. */
function isPlainly(understander: Understander, said: Said, commands: readonly Command[]): boolean {
  if (!commands.some((command) => command.type === 'start-flow')) return true;
  const { confidence, likeliest } = understander.weigh({ ...said, context: null });
  return confidence >= 0.8 && likeliest?.isNamed === true;
}

function isUnread(commands: readonly Command[]): boolean {
  return commands.every((command) => command.type === 'cannot-handle');
}

/** 先帮我查一下李秀英档案, whatever is asked. */
const REQUESTS = /^(?:等一?下|等等|先|再|请|麻烦|帮我|给我|帮忙|[，,\s])*(?:查|看看|看一下|调|搜|催|找一下|打开)/;

/**
 * An open question takes any words. Where it asks for something on a list (a batch, a school) and the words are on none, or where they begin
 * as a request does, they may be other business.
 */
function isSwallowed(commands: readonly Command[], text: string, { active }: DialogueState, flows: FlowBook): boolean {
  const [only, ...others] = commands;
  if (!active || only?.type !== 'set-slot' || others.length > 0 || typeof only.value !== 'string') return false;
  if (REQUESTS.test(text)) return true;
  const field = flows.get(active.flow, active.flowVersion)?.definition.fields.find((one) => one.key === only.slot);
  return field?.choices !== undefined && matchOption(only.value, active.offered?.options ?? []) === null;
}

/** Several facts were asked for at once and only some of them were found in the answer. */
function openQuestions(state: DialogueState, commands: readonly Command[]): string[] {
  const asking = state.choice ? [] : (state.active?.asking ?? []);
  const isAnswer = commands.every((command) => command.type === 'set-slot' || command.type === 'cannot-handle');
  if (asking.length < 2 || !isAnswer) return [];
  return asking.filter((key) => !commands.some((command) => command.type === 'set-slot' && command.slot === key));
}

/**
 * 4月那批，5天，2000: each part that the first reading did not take is read as the answer to one of the questions still open. A reading knows
 * only one question at a time (shared/understanding.md `asking`), so the others are put one after another.
 */
async function withLooseAnswers(
  understander: Understander,
  said: Said,
  context: NonNullable<ReadingContext>,
  commands: readonly Command[],
  open: readonly string[],
): Promise<Command[]> {
  const parts = said.text.split(/[，,；;、。\s]+/).filter((part) => part !== '');
  if (parts.length < 2 || !('flow' in context)) return [...commands];
  const found: Command[] = [];
  const left = [...open];
  for (const part of parts) {
    if (isTaken(await understander.understand({ ...said, text: part, context }), commands)) continue;
    const answer = await answerTo(understander, { ...said, text: part }, context, left);
    if (!answer) continue;
    found.push(answer);
    left.splice(left.indexOf(answer.slot), 1);
  }
  return found.length === 0 ? [...commands] : [...commands.filter((command) => command.type !== 'cannot-handle'), ...found];
}

/** What the part says is in the reading of the whole already. An open text question takes any words, so the value must be the same. */
function isTaken(part: readonly Command[], whole: readonly Command[]): boolean {
  const values = new Set(whole.map((command) => JSON.stringify(command)));
  return !isUnread(part) && part.every((command) => values.has(JSON.stringify(command)));
}

type Answer = Extract<Command, { type: 'set-slot' }>;

async function answerTo(
  understander: Understander,
  said: Said,
  context: Extract<ReadingContext, { flow: string }>,
  open: readonly string[],
): Promise<Answer | null> {
  for (const asking of open) {
    const [first] = await understander.understand({ ...said, context: { ...context, asking } });
    if (first?.type === 'set-slot' && first.slot === asking && first.value !== null) return first;
  }
  return null;
}
