import type { Command, SlotValue } from '../dialogue/command.ts';
import { readChoosing } from './choice-reading.ts';
import { readInFlow } from './flow-reading.ts';
import { readDecide } from './intents/decide-intent.ts';
import { readByExample } from './intents/example-intent.ts';
import type { Reading } from './intents/intent.ts';
import { surestReading } from './intents/read-intents.ts';
import { isPasted, readRefused } from './intents/refused-intent.ts';
import { readStartFlow } from './intents/start-flow-intent.ts';
import { normalise } from './normalise.ts';
import { asSaid, plainSpeech } from './readers/dialect.ts';
import { observe, type Scene, sceneOf } from './said.ts';
import { segmentsOf, withoutCourtesy, withoutWaiting } from './segments.ts';
import { withoutSelfCorrection } from './self-correction.ts';
import { isCorrection } from './slots/correction.ts';
import type { Understander, Utterance, Weighing } from './understander.ts';
import { type PreparedWorld, prepareWorld, type UnderstandingWorld } from './world.ts';

export interface RulesUnderstander extends Understander {
  /** The same with how sure it is (0 … 1), for whoever may ask a second opinion. */
  read(utterance: Utterance): Reading;
}

/** Under this a whole message means nothing; a part of one has to be surer to be a wish of its own. */
const LEAST = 0.5;
const LEAST_OF_PART = 0.82;

/** Chinese, Latin or digits, or one of the signs that answer a question. */
const READABLE = /[\u3400-\u9FFFA-Za-z0-9👌👍✅❌×√]/u;

/** Surely no wish, which is another thing than not being understood. */
const UNREADABLE: Reading = { commands: [{ type: 'cannot-handle' }], confidence: 0.9 };
const NOTHING: Reading = { commands: [{ type: 'cannot-handle' }], confidence: 0 };

/** Words → commands by rules alone: pure, no clock, no network. Its worth: everything works without a language model. */
export function createRulesUnderstander(world: UnderstandingWorld): RulesUnderstander {
  const prepared = prepareWorld(world);

  function read(utterance: Utterance): Reading {
    const scene = sceneOf(utterance, prepared);
    const said = normalise(utterance.text);
    if (!READABLE.test(said)) return UNREADABLE;
    const text = plainSpeech(said);
    const reading = readRefused(observe(text, scene), scene) ?? readInContext(text, scene);
    return { ...reading, commands: asSaid(reading.commands, text, said) };
  }

  function weigh(utterance: Utterance): Weighing {
    const { flow } = observe(normalise(utterance.text), sceneOf({ ...utterance, context: null }, prepared));
    const likeliest = flow && { flow: flow.flow, confidence: flow.confidence, isNamed: flow.mentions.length > 0 };
    return { confidence: read(utterance).confidence, likeliest, rivals: flow?.rivals ?? [] };
  }

  warmUp(prepared, read);
  return { read, weigh, understand: async (utterance) => read(utterance).commands };
}

/** How many sentences are read once when the understander is built, so that the first person to write waits no longer than the others. */
const WARMING = 16;

function warmUp(world: PreparedWorld, read: RulesUnderstander['read']): void {
  for (const { definition } of world.flows.list().slice(0, WARMING)) {
    const [text = ''] = definition.examples;
    read({ text, now: new Date(0), speaker: { role: 'town-officer' }, context: null });
  }
}

/** Answers first where a question is open, else whatever is wanted. */
function readInContext(text: string, scene: Scene): Reading {
  const { context, world } = scene;
  if (context && 'choosing' in context) return { commands: readChoosing(text, context.choosing, scene), confidence: 0.9 };
  const definition = context && 'flow' in context ? (context.definition ?? world.flows.get(context.flow)?.definition) : undefined;
  if (context && 'flow' in context && definition)
    return (
      (isCorrection(text) ? null : startsAnew(text, scene, definition.subjectField, context.slots)) ??
      readInFlow(text, { definition, asking: context.asking, slots: context.slots }, scene)
    );
  if (isPasted(text)) return UNREADABLE;
  const plain = withoutWaiting(withoutCourtesy(text));
  return readFreely(context === null ? withoutSelfCorrection(observe(plain, scene)) : plain, scene);
}

/** 给李秀英报个疗养, said while the form of somebody else is open: the service and another person are named, so it is another case. */
function startsAnew(text: string, scene: Scene, subjectField: string, slots: Record<string, SlotValue>): Reading | null {
  const found = surestReading(observe(text, { ...scene, context: null }), { ...scene, context: null }, 0.88, [readStartFlow]);
  const subject = found?.commands.find((command) => command.type === 'set-slot' && command.slot === subjectField);
  const isSaid = /[帮给替为]|报|办|申请|登记|预约/.test(text) && (observe(text, scene).flow?.mentions.length ?? 0) > 0;
  const isAnother = subject?.type === 'set-slot' && slots[subjectField] !== undefined && subject.value !== slots[subjectField];
  return found && isSaid && isAnother ? found : null;
}

/** A message outside of any question: one wish, or several in a row. */
function readFreely(text: string, scene: Scene): Reading {
  const parts = segmentsOf(text);
  const whole = surestReading(observe(text, scene), scene, LEAST);
  if (parts.length < 2) return whole ?? readByExample(observe(text, scene), scene) ?? NOTHING;
  if (whole?.commands[0]?.type === 'start-flow') return readCaseInParts(whole, parts, scene);
  const several = wishesIn(parts, scene);
  const [only] = several;
  // A case in one sentence and a word in passing in the next: the case is what is wanted.
  if (several.length === 1 && only?.commands[0]?.type === 'start-flow') return only;
  return several.length > 1 ? allOf(several) : (whole ?? readByExample(observe(text, scene), scene) ?? NOTHING);
}

function allOf(readings: Reading[]): Reading {
  return { commands: readings.flatMap((one) => one.commands), confidence: Math.min(...readings.map((one) => one.confidence)) };
}

/** A case that is dictated in several sentences or lines is one wish; what is plainly another stands beside it. */
function readCaseInParts(whole: Reading, parts: string[], scene: Scene): Reading {
  const isSeries = parts.some((part) => /^(?:再|另外|顺便|还)/.test(part));
  const others = parts.map((part) => plainlyAnother(part, whole, scene, isSeries));
  if (others.every((other) => other === null)) return whole;
  const rest = parts.filter((_, at) => others[at] === null);
  const own = rest.length > 0 ? surestReading(observe(rest.join('，'), scene), scene, LEAST) : null;
  const first = others.indexOf(null);
  return allOf(others.flatMap((other, at) => (at === first && own ? [own] : (other ?? []))));
}

const ASKING =
  /^(?:再|先|也|顺便)?(?:帮我|给我|请|麻烦)?(?:再)?(?:查|找|看(?!病|过|了)|搜|调|翻|催|列)|[?？]|什么|啥|怎么|多少|哪|谁|吗$|没$/;
const STARTING = /^(?:再|另外|顺便|还有|还)?(?:帮|给|替|为|报|办|申请|开)/;
/** Said in passing while a case is dictated these mean nothing of their own. */
const WITHIN_A_CASE = new Set<Command['type']>([
  'decide',
  'record-visit',
  'greet',
  'thanks',
  'confirm',
  'deny',
  'cannot-handle',
  'skip',
  'why',
  'repeat',
]);

function plainlyAnother(part: string, whole: Reading, scene: Scene, isSeries: boolean): Reading | null {
  const wish = surestReading(observe(part, scene), scene, LEAST_OF_PART);
  const [first] = wish?.commands ?? [];
  const [own] = whole.commands;
  if (!wish || !first || WITHIN_A_CASE.has(first.type)) return null;
  if (first.type === 'start-flow') {
    return isSeries && own?.type === 'start-flow' && own.flow !== first.flow && STARTING.test(part) ? wish : null;
  }
  return ASKING.test(part) ? wish : null;
}

const CHAT = new Set<Command['type']>(['greet', 'thanks', 'confirm', 'deny', 'cannot-handle', 'repeat', 'why', 'skip', 'help']);

/** The parts that are wishes by themselves. Two of one kind about nobody new (a case told in two sentences) are one message. */
function wishesIn(parts: string[], scene: Scene): Reading[] {
  const wishes: Reading[] = [];
  for (const part of parts) {
    const said = observe(part, scene);
    // 同意 said first and followed by another wish decides; it answers nothing here.
    const wish = surestReading(said, scene, LEAST_OF_PART, [readDecide]) ?? surestReading(said, scene, LEAST_OF_PART);
    const type = wish?.commands[0]?.type;
    if (wish && type && !CHAT.has(type)) wishes.push(wish);
  }
  const isStory = wishes.some((wish) => wish.commands[0]?.type === 'record-visit' || wish.commands[0]?.type === 'start-flow');
  const kinds = new Set(wishes.map((wish) => wish.commands[0]?.type));
  return isStory && kinds.size === 1 && wishes.length < parts.length ? [] : wishes;
}
