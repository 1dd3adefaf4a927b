import type { Command, SlotValue } from '../dialogue/command.ts';
import type { FieldDefinition, FlowDefinition } from '../flows/flow-definition.ts';
import { bareCommandOf } from './intents/bare-intent.ts';
import { type BareCommandType, isBareType } from './intents/bare-type.ts';
import { readByExample } from './intents/example-intent.ts';
import type { Reading } from './intents/intent.ts';
import { digressions, surestReading } from './intents/read-intents.ts';
import { readRecordVisit } from './intents/visit-intents.ts';
import { bareSentence } from './normalise.ts';
import { numeral } from './readers/date-rules.ts';
import { isNonsense } from './readers/nonsense.ts';
import { readYesNo } from './readers/yes-no-reader.ts';
import { observe, type Said, type Scene } from './said.ts';
import { segmentsOf, withoutWaiting } from './segments.ts';
import { withoutSelfCorrection } from './self-correction.ts';
import { answerAsked } from './slots/answer-asked.ts';
import { isCorrection, readCorrection } from './slots/correction.ts';
import { openingYesNo } from './slots/fill-bools.ts';
import { fillSlots } from './slots/fill-slots.ts';
import type { SetSlot, SlotReading } from './slots/slot-reading.ts';

export interface FlowUnderWay {
  definition: FlowDefinition;
  /** Key of the open field, or `confirm`. */
  asking: string;
  slots: Record<string, SlotValue>;
}

const NOTHING =
  /^(?:[从还]?(?:来)?没(?:有)?[^,，。]{1,3}过|没有?|无|没了|没有了|不用|不用了|不需要|没啥|没什么|没有什么|无特殊|暂无|没有要注意的)$/;
const PICKED = /^(?:我)?选(?:择)?第?(\d{1,2}|[一二三四五六七八九十]{1,2})[个项条]?$/;
/** Yes and no are answers to a claim, and so are these; they are no command then. */
const ANSWERS_BOOL = new Set<BareCommandType>(['resume']);

const NOT_UNDERSTOOD: Reading = { commands: [{ type: 'cannot-handle' }], confidence: 0 };

/** The message while a service is being taken down: answers, corrections, more facts, and digressions. */
export function readInFlow(text: string, under: FlowUnderWay, scene: Scene): Reading {
  const asked = under.definition.fields.find((field) => field.key === under.asking) ?? null;
  const meant = asked?.type === 'textarea' ? text : withoutSelfCorrection(observe(text, scene));
  const commands = bareAnswer(meant, asked) ?? confirmAnswer(meant, under) ?? inParts(meant, under, asked, scene);
  if (commands.length === 0) return byExample(text, scene) ?? NOT_UNDERSTOOD;
  return { commands, confidence: 0.9 };
}

/** How much surer a wish by likeness must be where an answer is waited for, unless it is a plain 上一步 or 跳过. */
const LEAD_IN_FLOW = 14;

function byExample(text: string, scene: Scene): Reading | null {
  const said = observe(text, scene);
  const found = readByExample(said, scene);
  const isBare = found?.commands.every(({ type }) => isBareType(type)) ?? false;
  if (isBare) return found;
  return PLAIN_ASKING.test(text) ? readByExample(said, scene, LEAD_IN_FLOW) : null;
}

function bareAnswer(text: string, asked: FieldDefinition | null): Command[] | null {
  const bare = bareSentence(text);
  const picked = PICKED.exec(bare);
  if (picked && (!asked || (asked.type !== 'enum' && asked.type !== 'multi')))
    return [{ type: 'set-slot', slot: 'choice', value: numeral(picked[1]) }];
  if (asked && !asked.required && asked.type !== 'bool' && NOTHING.test(bare) && !holdsNone(asked)) return [{ type: 'skip' }];
  const type = bareCommandOf(text) ?? lastWish(text);
  return type && !(asked?.type === 'bool' && ANSWERS_BOOL.has(type)) ? [{ type }] : null;
}

/** 要等体检报告出来才晓得 先跳过去: what is wanted comes last. */
function lastWish(text: string): BareCommandType | null {
  const clauses = text.split(/[\s,，。;；]+/).filter(Boolean);
  const last = clauses.length > 1 ? bareCommandOf(clauses.at(-1) ?? '') : null;
  return last === 'skip' || last === 'cancel' ? last : null;
}

function holdsNone(field: FieldDefinition): boolean {
  return Object.values(field.options ?? {}).some((label) => /^无|没有/.test(label));
}

function confirmAnswer(text: string, under: FlowUnderWay): Command[] | null {
  if (under.asking !== 'confirm') return null;
  const answer = readYesNo(text);
  return answer === null ? null : [{ type: answer ? 'confirm' : 'deny' }];
}

/** Each part is a digression or belongs to the answer; what belongs to it is read together. */
function inParts(text: string, under: FlowUnderWay, asked: FieldDefinition | null, scene: Scene): Command[] {
  const parts = segmentsOf(withoutWaiting(text));
  const wishes: Command[] = [];
  const answers: string[] = [];
  let isWishFirst = false;
  for (const part of parts) {
    const wish = digressionIn(part, asked, under, scene);
    if (!wish) answers.push(part);
    else {
      if (answers.length === 0) isWishFirst = true;
      wishes.push(...wish.commands);
    }
  }
  const answer = wishes.length === 0 ? withoutWaiting(text) : answers.join('，');
  const slots = answers.length > 0 ? answersIn(answer, under, asked, scene, wishes.length === 0) : [];
  return isWishFirst ? [...wishes, ...slots] : [...slots, ...wishes];
}

const PLAIN_ASKING =
  /^(?:先|再)?(?:帮我|给我|请|麻烦)?(?:先)?(?:查|看看?|找|搜|调|问|催)|[?？]$|什么|啥|怎么|多少|哪|几|吗$|没$|呢$|待办|进度|指数/;

const LOOKING_UP = /查|看|搜|调|翻|多少|谁|哪|什么|几|[?？]/;

function digressionIn(part: string, asked: FieldDefinition | null, under: FlowUnderWay, scene: Scene): Reading | null {
  const bare = bareCommandOf(part);
  if (bare && bare !== 'greet' && bare !== 'repeat') return { commands: [{ type: bare }], confidence: 0.95 };
  const said = observe(withoutWaiting(part), scene);
  const isFreeText = asked?.type === 'textarea' || asked?.type === 'text';
  const wish = surestReading(said, scene, isFreeText ? 0.9 : 0.84, digressions);
  if (!wish) return visitTold(part, said, scene);
  const [first] = wish.commands;
  return first && leadsAway(first, part, asked, under) ? wish : null;
}

function leadsAway(first: Command, part: string, asked: FieldDefinition | null, under: FlowUnderWay): boolean {
  // 找他侄女裴小燕: asked for somebody, the name answers.
  if (asked?.type === 'person' && first.type === 'find-person' && !LOOKING_UP.test(part)) return false;
  if (first.type === 'start-flow') return startsAnother(first.flow, part, under);
  return ['cannot-handle', 'operate', 'list-tasks'].includes(first.type) || PLAIN_ASKING.test(part);
}

/** 今天看了陈阿英，身体挺好, in the middle of a form: a visit that is told of in so many words. */
const A_VISIT = /^(?:今天|今早|昨天|前天|上午|下午|刚才?|刚刚|我|我们)?(?:去|来|到)?(?:看了|看望了|走访了|慰问了|探望了)/;

function visitTold(part: string, said: Said, scene: Scene): Reading | null {
  return A_VISIT.test(part) ? surestReading(said, scene, 0.9, [readRecordVisit]) : null;
}

/** Another service is begun only in so many words: an answer may well name one. */
function startsAnother(flow: string, part: string, under: FlowUnderWay): boolean {
  return (
    flow !== under.definition.id &&
    /^(?:先|再|另外|顺便)?(?:我要|我想|想)?(?:帮|给|替|为).{1,12}(?:报|办|申请|登记|预约|开|弄)|新?(?:报|办)(?:个|一个)|发起|申请一(?:个|下)/.test(
      part,
    )
  );
}

function answersIn(text: string, under: FlowUnderWay, asked: FieldDefinition | null, scene: Scene, isWhole: boolean): Command[] {
  const said = observe(text, scene);
  const reading: SlotReading = { said, scene, flow: under.definition, asked, filled: under.slots };
  const isTold = asked?.type === 'textarea' && isWhole && !/^(?:不是|不对|改成)/.test(text);
  if (isTold && !mayCorrect(reading)) return isNonsense(text) ? [] : whole(reading);
  const corrections = isCorrection(text) ? readCorrection(reading) : [];
  if (corrections.length > 0) return corrections;
  const slots = settled(reading, fillSlots(reading));
  if (slots.length > 0) return orInstead(reading, slots);
  return asked ? answerOrNothing(reading, said) : yesOrNo(text);
}

function yesOrNo(text: string): Command[] {
  const answer = openingYesNo(text);
  return answer === null ? [] : [{ type: answer ? 'confirm' : 'deny' }];
}

/** Fields that are filled by the drift of words; what they take from an answer to another question is a guess. */
const BY_DRIFT: ReadonlySet<FieldDefinition['type']> = new Set(['enum', 'multi', 'bool', 'town', 'village']);

/** 读幼儿园的, asked for the stage, says no more than that. */
const SHORT_ANSWER = 8;

function withoutDrift({ flow, said }: SlotReading, slots: SetSlot[], asked: FieldDefinition): SetSlot[] {
  if (said.text.length > SHORT_ANSWER || /[,，。;；\s]/.test(said.text.trim())) return slots;
  const typeOf = (slot: string): string => flow.fields.find(({ key }) => key === slot)?.type ?? 'text';
  return slots.filter(({ slot }) => slot === asked.key || !/^(?:enum|multi|bool)$/.test(typeOf(slot)));
}

/** 最好还是机关单位, asked what is hoped for, says nothing of what somebody was: a short answer in one piece answers the question before anything else. */
function orInstead(reading: SlotReading, slots: SetSlot[]): SetSlot[] {
  const { asked, flow, said } = reading;
  if (!asked) return slots;
  if (slots.some(({ slot }) => slot === asked.key)) return withoutDrift(reading, slots, asked);
  if (BY_DRIFT.has(asked.type)) return slots;
  if (asked.type === 'person' || asked.type === 'idcard' || /[,，。;；\s]/.test(said.text.trim())) return slots;
  const isDrift = slots.every(({ slot }) => BY_DRIFT.has(flow.fields.find(({ key }) => key === slot)?.type ?? 'text'));
  const answer = isDrift ? answerAsked(reading) : null;
  return answer ? [answer] : slots;
}

/** 金额给我改成四千, where a story is asked for: a short correction of something that is held. */
function mayCorrect(reading: SlotReading): boolean {
  const { text } = reading.said;
  return text.length <= 18 && isCorrection(text) && readCorrection(reading).some(({ slot }) => reading.filled[slot] !== undefined);
}

/** Values that repeat what is already held say nothing new, unless they answer the question. */
function settled(reading: SlotReading, slots: SetSlot[]): SetSlot[] {
  const { asked, filled } = reading;
  const fresh = slots.filter((slot) => slot.slot === asked?.key || JSON.stringify(filled[slot.slot]) !== JSON.stringify(slot.value));
  if (!asked || fresh.some((slot) => slot.slot === asked.key) || fresh.length > 0) return fresh;
  return [];
}

function whole(reading: SlotReading): Command[] {
  const answer = answerAsked(reading);
  return answer ? [answer] : [];
}

function answerOrNothing(reading: SlotReading, said: Said): Command[] {
  const yesNo = readYesNo(said.text);
  if (yesNo !== null && reading.asked?.type !== 'textarea') return [{ type: yesNo ? 'confirm' : 'deny' }];
  return isNonsense(said.text) || asksBack(reading, said.text) ? [] : whole(reading);
}

/** 有哪几批可以选, where a text is asked for, is a question and no text. */
function asksBack({ asked }: SlotReading, text: string): boolean {
  return (
    asked !== null &&
    /^(?:text|unit|school|slot|address)$/.test(asked.type) &&
    /(?:哪几|哪些|有什么|有啥|什么时候|多少|怎么|几[个号批点]|能不能|可不可以)|[吗?？]$/.test(text)
  );
}
