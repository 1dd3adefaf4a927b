import type { FieldDefinition } from '../flows/flow-definition.ts';
import { guideAnswer } from '../flows/guide.ts';
import { servicesByCategory } from '../flows/service-categories.ts';
import { showCase } from './case-commands.ts';
import { answerOffered } from './choosing.ts';
import type { CommandOf } from './command.ts';
import type { Draft } from './dialogue-state.ts';
import { askedFields, confirm } from './draft-commands.ts';
import { correctionWords, poseFlows, resume } from './draft-ways.ts';
import { refuseWords } from './misread.ts';
import { bareWords } from './plain-words.ts';
import { caseWordsFor, examplesFor, talkTexts } from './talk-texts.ts';
import { texts } from './texts.ts';
import { ask, digress, flowOf, say, type Turn } from './turn.ts';

/** 继续钱卫东的 */
const goingOn = /^(?:那|就|先)?(?:继续|接着|回到|恢复)/;
const CORRECTION_MS = 10 * 60_000;
const allYes = /^(?:嗯|对)*(?:都|全部?|全都)(?:是|对|符合|没问题|可以|行|同意|有|满足|没错|能|确认)(?:的|了|啊|呀)*$/;
const progressWords = /到哪(?:一)?步|进度|办得怎么样|办到哪|办好了?(?:没|吗)|批了(?:没|吗)/;
/** 0012, 看看YZ20261123-0012: a number with nothing else opens its case. */
const numberAlone = /^(?:看看?|查看?|打开|开)?\s*((?:YZ)?\d[\d-]{3,12})\s*(?:号|这件|那件|那个)?$/i;

export function greet(turn: Turn): void {
  digress(turn);
  if (turn.state.active) return;
  const examples = examplesFor(turn.deps.speaker.roles);
  say(turn, talkTexts.greet(turn.deps.speaker.name, examples), examples.slice(0, 3));
}

export function thanks(turn: Turn): void {
  digress(turn);
  say(turn, talkTexts.thanks);
}

/** 能办哪些事项: a list is asked for, and only then is it given. */
const servicesAsked = /事项|事情有哪些|清单|业务|办(?:哪些|什么|啥)/;
const servicesAlone =
  /^(?:你|这里|这儿)?(?:都|现在)?(?:能|可以|会)?(?:办理?|做)?(?:些|点)?(?:有)?(?:哪些|什么|啥|全部|所有)(?:的)?(?:能办的)?(?:事项|业务)(?:清单|列表)?(?:能办|可以办)?[?？]*$|^(?:事项|业务)(?:清单|列表|目录)$/;

export function help(turn: Turn) {
  digress(turn);
  const { roles } = turn.deps.speaker;
  if (servicesAsked.test(turn.state.utterance.text)) return say(turn, talkTexts.services(servicesOf(turn)));
  const examples = examplesFor(roles);
  return say(turn, talkTexts.help(examples, caseWordsFor(roles)), [...examples.slice(0, 3), talkTexts.servicesButton]);
}

function servicesOf(turn: Turn) {
  return servicesByCategory(turn.deps.flows.list().map((flow) => flow.definition));
}

/** Answers from the definition of the service itself; without a flow named it is the one being done, or the last one done. */
export function askGuide(turn: Turn, command: CommandOf<'ask-guide'>) {
  digress(turn);
  const id = command.flow ?? turn.state.active?.flow ?? turn.state.guide ?? turn.state.submitted?.flow;
  if (!id) return say(turn, talkTexts.unknownGuide, [talkTexts.servicesButton]);
  const flow = turn.deps.flows.get(id)?.definition;
  if (!flow) return say(turn, talkTexts.guideUnknown);
  turn.state.guide = id;
  say(turn, guideAnswer(flow, command.about));
}

/**
 * Words that nothing else could read. They may still be the answer to a list or to an asked free text; right after a submission a
 * correction is told how to go about it.
 */
export function cannotHandle(turn: Turn) {
  const { text } = turn.state.utterance;
  const { active, submitted } = turn.state;
  if (active && flowOf(turn, active)) return unreadAnswer(turn, active, text);
  const isFresh = submitted !== null && turn.deps.now.getTime() - Date.parse(submitted.at) < CORRECTION_MS;
  if (submitted && isFresh && correctionWords.test(text)) {
    return say(turn, texts.tooLateToCorrect(submitted.caseNo), [texts.withdrawButton(submitted.caseNo)]);
  }
  if (turn.state.left.length > 0 && goingOn.test(text.trim())) return resume(turn);
  const no = numberAlone.exec(text.trim())?.[1];
  if (!active && no) return showCase(turn, { type: 'show-case', by: { no } });
  if (servicesAlone.test(text.trim())) return say(turn, talkTexts.services(servicesOf(turn)));
  if (progressWords.test(text)) return askProgress(turn);
  if (offerServices(turn)) return;
  const examples = examplesFor(turn.deps.speaker.roles);
  say(turn, talkTexts.cannotHandle(examples), examples.slice(0, 3));
}

/** Not understood, but like some services: those are offered. */
function offerServices(turn: Turn): boolean {
  const { near, text } = turn.state.utterance;
  turn.state.utterance.near = [];
  return near.length > 0 && poseFlows(turn, near, text);
}

function unreadAnswer(turn: Turn, draft: Draft, text: string) {
  if (answerOffered(turn, text) || correctMonth(turn, draft, text)) return;
  if (allYes.test(plainWords(text)) && areClaims(turn)) return confirm(turn);
  const asked = askedFields(turn);
  const [only] = asked;
  if (only && asked.length === 1 && echoes(only, text)) return confirm(turn);
  turn.state.misses += 1;
  if (asked.length > 0) refuseWords(turn, asked, text);
  else {
    say(turn, talkTexts.cannotHandleHere);
    // The summary stands above; one line leads back to it.
    digress(turn);
  }
}

/** 授权, said when asked whether it is authorised: the question's own words without a word of denial say yes. */
function echoes(field: FieldDefinition, text: string): boolean {
  const said = bareWords(text);
  const isAsked = said.length >= 2 && !/[不没未无别]/.test(said) && `${field.label} ${field.question}`.includes(said);
  return field.type === 'bool' && isAsked;
}

/** 不是4月，是5月, of a batch that was chosen before: the month said last is looked up in the list again. */
export function correctMonth(turn: Turn, draft: Draft, text: string): boolean {
  const month = /(?:是|成|为|到)\D{0,2}?((?:\d{1,2}|十?[一二三四五六七八九十])月)[^月]*$/.exec(text)?.[1];
  const field = flowOf(turn, draft)?.fields.find((one) => one.choices === 'sanatorium-batch' && draft.slots[one.key] !== undefined);
  if (!month || !field) return false;
  draft.said[field.key] = month;
  draft.phase = 'collecting';
  return true;
}

/** 到哪一步了 without a case: the one at hand, else what the person has started. */
function askProgress(turn: Turn) {
  const { openCase, submitted, decided } = turn.state;
  const [latest] = [submitted, decided].filter((one) => one !== null).sort((left, right) => right.at.localeCompare(left.at));
  const caseNo = openCase?.caseNo ?? latest?.caseNo;
  if (caseNo) ask(turn, { type: 'show-case', caseNo });
  else ask(turn, { type: 'serve', command: { type: 'list-tasks', which: 'started' } });
}

/** 都符合 answers claims asked for together. */
function areClaims(turn: Turn): boolean {
  const fields = askedFields(turn);
  return fields.length > 0 && fields.every((field) => field.type === 'bool');
}

function plainWords(text: string): string {
  return text.replace(/[，。！？,.!?\s]/g, '');
}
