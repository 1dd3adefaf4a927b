import type { CommandOf } from './command.ts';
import type { Choice, Draft } from './dialogue-state.ts';
import { newDraft, putAside, takeUp, titleOf, titlesOf } from './draft.ts';
import { matchOption } from './match-option.ts';
import { poseList } from './pose-list.ts';
import { forgetSubject } from './slot-change.ts';
import { talkTexts } from './talk-texts.ts';
import { texts } from './texts.ts';
import { ask, flowName, flowOf, pose, say, type Turn } from './turn.ts';

const UNDO_MS = 10 * 60_000;

/** What is said to change something said before. */
export const correctionWords = /不是.*是|改成|改为|应该是|写错|填错|说错|报错了|错了/;

export function startFlow(turn: Turn, command: CommandOf<'start-flow'>) {
  const loaded = turn.deps.flows.get(command.flow);
  if (!loaded) return say(turn, texts.unknownFlow);
  if (askWhichFlow(turn, command.flow)) return;
  if (correctsWhatWasHandedIn(turn, command.flow, loaded.definition.subjectField)) return;
  const { active } = turn.state;
  if (active && active.flow === command.flow && !namesAnother(turn, active, loaded.definition.subjectField)) {
    say(turn, texts.alreadyOpen(titleOf(turn, active)));
    return;
  }
  const kept = putAside(turn);
  if (kept) say(turn, texts.putAside(titleOf(turn, kept)));
  turn.state.active = newDraft(turn, loaded.definition, loaded.version);
}

/** 确认方式写错了, right after it was handed in, sounds like the service once more. */
function correctsWhatWasHandedIn(turn: Turn, flow: string, subjectField: string): boolean {
  const { submitted, active, agenda, utterance } = turn.state;
  const namesSomebody = agenda.some((one) => one.type === 'set-slot' && one.slot === subjectField);
  if (active || !submitted || submitted.flow !== flow || !isRecent(turn, submitted.at) || namesSomebody) return false;
  if (!correctionWords.test(utterance.text)) return false;
  turn.state.agenda = [];
  say(turn, texts.tooLateToCorrect(submitted.caseNo), [texts.withdrawButton(submitted.caseNo)]);
  return true;
}

/** The words fit another service nearly as well: which one is asked before anything is begun. */
function askWhichFlow(turn: Turn, flow: string): boolean {
  const { near, text } = turn.state.utterance;
  turn.state.utterance.near = [];
  if (near.length < 2 || !near.includes(flow)) return false;
  turn.state.agenda = turn.state.agenda.filter((one) => one.type !== 'set-slot');
  return poseFlows(turn, near, text);
}

/** Lays services before the person; the one picked is begun with the words that were said. */
export function poseFlows(turn: Turn, flows: readonly string[], text: string): boolean {
  const options = flows.flatMap((id) => (turn.deps.flows.get(id) ? [{ value: id, label: flowName(turn, id) }] : []));
  const [only] = options;
  if (!only) return false;
  turn.state.choice = { about: { kind: 'flow', text }, options };
  if (options.length === 1) pose(turn, texts.isItFlow(only.label), texts.yesNo);
  else poseList(turn, texts.whichFlow, options);
  return true;
}

/** The same message goes on to name another person than the draft's. */
function namesAnother(turn: Turn, draft: Draft, subjectField: string): boolean {
  const next = turn.state.agenda.find((one) => one.type === 'set-slot' && one.slot === subjectField);
  if (next?.type !== 'set-slot' || typeof next.value !== 'string') return false;
  return draft.slots[subjectField] !== undefined && next.value !== draft.slots[subjectField];
}

export function cancel(turn: Turn) {
  const { choice, opinion, active, submitted } = turn.state;
  turn.state.opinion = null;
  if (opinion) return say(turn, texts.choiceDropped);
  if (choice && !settlesDraft(choice)) {
    turn.state.choice = null;
    return say(turn, texts.choiceDropped);
  }
  if (active) {
    turn.state.undo = { draft: structuredClone(active), at: turn.deps.now.toISOString() };
    const title = titleOf(turn, active);
    return say(turn, putAside(turn) ? texts.cancelled(title) : texts.leftOff(title));
  }
  if (submitted && isRecent(turn, submitted.at)) {
    return say(turn, texts.afterSubmitCancel(submitted.caseNo), [texts.withdrawButton(submitted.caseNo)]);
  }
  say(turn, texts.nothingToCancel);
}

/** Whether the choice settles something of the draft at hand: leaving it leaves the draft. */
export function settlesDraft({ about }: Choice): boolean {
  return about.kind === 'subject' || about.kind === 'value';
}

const GOING_ON = /^(?:那|就|先|我要|我想)?(?:继续|接着|恢复|回到|再)(?:去)?(?:办理?|填写?|弄|报)?(?:刚才的?|上次的?|之前的?)?/;
const SUCH_A_ONE = /(?:的)?(?:那一?[个件项份]|草稿|的)?[吧。，！!]*$/;

export function resume(turn: Turn) {
  const { left, active, openCase, submitted } = turn.state;
  if (openCase?.canCorrect && !active) return ask(turn, { type: 'load-case', caseNo: openCase.caseNo });
  // Nothing is left lying: what was handed in last may have come back.
  if (left.length === 0 && !active && submitted) return ask(turn, { type: 'load-case', caseNo: submitted.caseNo });
  if (left.length === 0) return active ? undefined : say(turn, texts.nothingToResume);
  const titles = titlesOf(turn, left);
  const options = left.map((draft, index) => ({ value: draft.id, label: titles[index] ?? '' }));
  const named = matchOption(turn.state.utterance.text.replace(GOING_ON, '').replace(SUCH_A_ONE, ''), options);
  const one = left[left.length === 1 ? 0 : (named ?? -1)];
  if (one) return takeUp(turn, one.id);
  turn.state.choice = { about: { kind: 'draft' }, options };
}

/** From the start, with ten minutes to take it back. */
export function restart(turn: Turn) {
  const { active } = turn.state;
  const loaded = active && turn.deps.flows.get(active.flow);
  if (!active || !loaded) return say(turn, talkTexts.noDrafts);
  turn.state.undo = { draft: structuredClone(active), at: turn.deps.now.toISOString() };
  turn.state.choice = null;
  turn.state.active = { ...newDraft(turn, loaded.definition, loaded.version), id: active.id, submissionKey: active.submissionKey };
  say(turn, texts.restarted(flowName(turn, active.flow)));
}

export function back(turn: Turn) {
  const { active, choice, opinion } = turn.state;
  if (opinion || (choice && !settlesDraft(choice))) return cancel(turn);
  if (choice?.about.kind === 'value' && active) {
    turn.state.choice = null;
    active.asking = [choice.about.field];
    return;
  }
  const flow = active && flowOf(turn, active);
  const keys = active ? lastAnswer(active) : [];
  if (!active || !flow || keys.length === 0) return undo(turn);
  turn.state.choice = null;
  for (const key of keys) {
    delete active.slots[key];
    delete active.labels[key];
    delete active.said[key];
  }
  if (keys.includes(flow.subjectField)) forgetSubject(active, flow);
  active.phase = 'collecting';
  active.asking = keys;
  say(turn, texts.steppedBack(keys.map((key) => flow.fields.find((field) => field.key === key)?.label ?? key)));
}

function lastAnswer(draft: Draft): string[] {
  while (draft.answers.length > 0) {
    const keys = draft.answers.pop() ?? [];
    const given = keys.filter((key) => draft.slots[key] !== undefined || draft.said[key] !== undefined);
    if (given.length > 0) return given;
  }
  return [];
}

export function canUndo(turn: Turn): boolean {
  const saved = turn.state.undo;
  return saved !== null && isRecent(turn, saved.at);
}

/** Takes back the last cancel or restart, for ten minutes. */
export function undo(turn: Turn) {
  const saved = turn.state.undo;
  if (!saved || !isRecent(turn, saved.at)) return say(turn, texts.nothingBefore);
  turn.state.undo = null;
  turn.state.left = turn.state.left.filter((draft) => draft.id !== saved.draft.id);
  if (turn.state.active?.id !== saved.draft.id) putAside(turn);
  turn.state.active = { ...saved.draft, offered: null };
  say(turn, texts.restored(titleOf(turn, saved.draft)));
}

function isRecent(turn: Turn, at: string): boolean {
  return turn.deps.now.getTime() - Date.parse(at) <= UNDO_MS;
}
