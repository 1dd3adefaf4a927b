import type { FlowGuess } from '../flow-classifier.ts';
import { hasDiedBehind } from '../readers/death-reader.ts';
import type { Said, Scene } from '../said.ts';
import { fillSlots } from '../slots/fill-slots.ts';
import type { SetSlot } from '../slots/slot-reading.ts';
import { type IntentReader, reading } from './intent.ts';

const STARTING =
  /报(?:个|一个|一下|名|上|$)|[帮给替为].{0,12}(?:报|办|申|弄|排|登记|预约|搞|开|做|建|走)|办(?:个|一个|一下|理|$)|申请|申报|登记|预约|想(?:报|办|申|去|参加|要|找|加入)|要(?:报|办|申请|去|补|换|转|落户|找)|开(?:个|一个|始)|新建|发起|启动|来办|补办|报名|参加|弄(?:个|一个)|需要办/;
const QUESTION = /[吗?？]$|什么|啥|怎么|多少|谁|哪|几(?:天|时)|能不能|可不可以|[呢伐没]$/;
/** …几个, …多少人 at the end counts people. */
const COUNTED = /(?:几个|多少(?:人|个)?|几位|几人|几名|人数)[?？]?$/;
/** 万志明 想了解怎么融资 tells of a question and asks none. */
const ASKED_AT_END = /[吗?？呢伐没]$|(?:什么|啥|怎么办|怎么弄|多少|谁|哪里|几天)[^,，。\s]{0,4}$/;
/** 查一下东柳街道张建国的档案 looks somebody up, whatever service the rest sounds like. */
const LOOKING =
  /^(?:帮我|帮忙|给我|麻烦|请|快)*(?:再|先)?(?:查|找(?!不)|搜|看(?!病|不|中)|调(?!级|残|防|动)|翻|打听)(?!志愿|工作|律师|导师|心理|个?活|份|个[^,，。]{0,8}[活工])/;
const LIST = /名单|有哪些|哪几个|走访(?:了|过)|进度|没走|档案(?!转|迁|移|接)[^,，。]{0,3}$/;

interface Signs {
  isNamed: boolean;
  isStarting: boolean;
  confidence: number;
  /** Facts of the case that were said with it. */
  facts: number;
}

/** 今天看了陈阿婆 reports a visit: labelling rule 12. A form for one is asked for in so many words. */
function toldAsVisit(text: string, flow: string): number {
  const isForm = /单|新建|新开|登记|[建开](?:个|一张|张)|发起|做(?:个|一次)?(?:节日)?慰问/.test(text);
  if (flow === 'festival-visit') return isForm ? 0 : 0.2;
  if (flow === 'annual-confirm') return 0;
  return /(?:去|来|到)看了|看了(?!看)|走访|慰问了/.test(text) ? 0.15 : 0;
}

interface Candidate {
  guess: FlowGuess;
  slots: SetSlot[];
}

/** Facts that any service asks for; they speak for none. */
const ASKED_EVERYWHERE = /^(?:applicant.*|town|village|key_category|identity|category|relation|bank_account|consent|urgent|unit)$/;
/** What a fact that fits a service is worth against the lead of a likelier one, and a guess with so many facts at most. */
const FACT_WORTH = 6;
const NEAR = 20;
const MENDED = { each: 0.12, most: 0.85 };

function candidateOf(guess: FlowGuess, said: Said, scene: Scene): Candidate | null {
  const loaded = scene.world.flows.get(guess.flow);
  return loaded ? { guess, slots: fillSlots({ said, scene, flow: loaded.definition, asked: null, filled: {} }) } : null;
}

function ownFacts({ slots }: Candidate): number {
  return slots.filter(({ slot }) => !ASKED_EVERYWHERE.test(slot)).length;
}

/** Of services that sound nearly alike the one that more of what is said fits: 陪着聊聊天，周六下午，住… is no sanatorium. */
function bestFitting(guess: FlowGuess, said: Said, scene: Scene): Candidate | null {
  const first = candidateOf(guess, said, scene);
  if (!first || guess.mentions.length > 0 || guess.confidence >= 0.88) return first;
  let best = { candidate: first, worth: FACT_WORTH * ownFacts(first) };
  for (const { flow, gap } of guess.rivals.filter((rival) => rival.gap < NEAR)) {
    const rival = scene.world.flows.get(flow) ? candidateOf({ ...guess, flow }, said, scene) : null;
    const worth = rival ? FACT_WORTH * ownFacts(rival) - gap : 0;
    if (rival && worth > best.worth) best = { candidate: rival, worth };
  }
  const { candidate } = best;
  const confidence = Math.max(guess.confidence, Math.min(MENDED.most, guess.confidence + MENDED.each * ownFacts(candidate)));
  return { ...candidate, guess: { ...candidate.guess, confidence } };
}

/** A service that is said by what the person does comes before one that only sounds alike. */
function candidateIn(said: Said, scene: Scene): Candidate | null {
  const spoken = spokenFor(said);
  if (spoken !== undefined) return candidateOf({ flow: spoken, confidence: 1, mentions: [], rivals: [] }, said, scene);
  const found = said.flow !== null && said.flow.confidence >= 0.15 ? bestFitting(said.flow, said, scene) : null;
  const leastSure = said.persons.length > 0 ? 0.34 : 0.5;
  return found !== null && found.guess.confidence >= leastSure ? found : null;
}

/** What a question takes from a case: less where a service is named with facts and the question stands within. */
function asksFor(text: string, isDictated: boolean): number {
  return isDictated && !ASKED_AT_END.test(text) ? 0.12 : 0.25;
}

/** The more facts of a case are said, the surer it is that one is dictated; a question makes it less sure. */
function certaintyOf(text: string, flow: string, { isNamed, isStarting, confidence, facts }: Signs): number {
  const named = confidence === 1 ? 0.9 : 0.84;
  const base = isNamed ? named : (facts > 0 ? 0.5 : 0.38) + 0.4 * confidence;
  const gained = (isStarting ? 0.05 : 0) + Math.min(0.1, 0.025 * facts);
  const asked = QUESTION.test(text) && facts < 3 ? asksFor(text, isNamed && facts > 0) : 0;
  const isElse = [LOOKING.test(text), COUNTED.test(text), LIST.test(isNamed ? text.replace(/档案/g, '') : text)];
  const lost = asked + 0.2 * isElse.filter(Boolean).length + toldAsVisit(text, flow);
  return Math.min(0.965, base + gained - lost);
}

/** A name and a fact with the name of a service is how staff dictate a case; the bare name too. A category or a place alone asks after people. */
function isCase(said: Said, { isNamed, isStarting, confidence, facts }: Signs): boolean {
  if (isStarting || (isNamed && (facts > 0 || said.text.length <= 10))) return true;
  const isOfPeople = said.categories.length > 0 || said.places.length > 0;
  return facts >= 2 ? confidence >= (said.persons.length + facts >= 3 ? 0.5 : 0.8) : confidence >= 0.62 && !isOfPeople;
}

/** What follows the person and tells the service by itself: 毕师傅问安置政策, 薛阿公提个意见. */
const SPOKEN_FOR: readonly (readonly [string, RegExp])[] = [
  [
    'policy-consult',
    /^(?:同志)?\s?(?:1\d{10})?[\s,，]*(?:他|她)?(?:匿名)?(?:今天|刚才)?(?:打电话|上门|打来电话)?(?:匿名)?(?:来|想|要)*(?:咨询|问(?![题候]))/,
  ],
  [
    'appeal-handling',
    /^(?:同志)?\s?(?:1\d{10})?[\s,，]*(?:来|要|打电话)*(?:反映|投诉|建议|信访|上访|诉求|提(?:个|点|条)?意见|[说讲][^,，。\s]{2,16}(?:没|不给|太慢|太差|没人管|少[发给]|拖|扣|不公平|不合理))|(?:讨|要|给)个?说法|没人(?:管|理)/,
  ],
];

/** 伊拉爹蓬国宝昨日夜里没了: somebody has died and no other service is named. */
function hasDied({ text, persons, flow }: Said): boolean {
  const isOther = (flow?.mentions.length ?? 0) > 0 && flow?.flow !== 'farewell-honour';
  return !isOther && persons.some(({ end }) => hasDiedBehind(text, end));
}

function spokenFor(said: Said): string | undefined {
  if (hasDied(said)) return 'farewell-honour';
  const [person] = said.persons;
  if (!person || person.start > 4) return undefined;
  const rest = said.text.slice(person.end);
  return SPOKEN_FOR.find(([, pattern]) => pattern.test(rest))?.[0];
}

/** 帮张建国报个疗养: the service and whatever of its fields is said with it. Labelling rule 15. */
export const readStartFlow: IntentReader = (said, scene) => {
  const found = said.caseNumbers.length > 0 ? null : candidateIn(said, scene);
  if (!found) return null;
  const { guess, slots } = found;
  const signs: Signs = {
    isNamed: guess.mentions.length > 0 || guess.confidence === 1,
    isStarting: STARTING.test(said.text),
    confidence: guess.confidence,
    facts: slots.length,
  };
  if (!isCase(said, signs)) return null;
  return reading(certaintyOf(said.text, guess.flow, signs), { type: 'start-flow', flow: guess.flow }, ...slots);
};
