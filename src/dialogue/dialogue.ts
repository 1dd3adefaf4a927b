import type { FieldDefinition, FlowDefinition } from '../flows/flow-definition.ts';
import { namesMilitaryUnit } from '../platform/unit-designation.ts';
import { advance } from './advance.ts';
import { takeAnswer } from './answers.ts';
import { takeAside } from './asides.ts';
import { decide, giveOpinion, operate, showCase } from './case-commands.ts';
import { caseTexts } from './case-texts.ts';
import { answerChoice, answerOffered, chooseAgain, chooseHeading } from './choosing.ts';
import type { Command, CommandOf } from './command.ts';
import type { DialogueEvent } from './dialogue-event.ts';
import type { DialogueState } from './dialogue-state.ts';
import { dropOldDrafts } from './draft.ts';
import { askedFields, confirm, deny, repeat, skip, why } from './draft-commands.ts';
import { back, cancel, restart, resume, startFlow } from './draft-ways.ts';
import { takeFiles } from './files.ts';
import { handOff } from './hand-off.ts';
import { refuseWords } from './misread.ts';
import { findPerson, goWithoutFile, recordVisit } from './person-commands.ts';
import { poseList } from './pose-list.ts';
import { reasonIn } from './reason.ts';
import { changeSlot } from './slot-change.ts';
import { askGuide, cannotHandle, correctMonth, greet, help, thanks } from './talk.ts';
import { texts } from './texts.ts';
import { ask, type DialogueDeps, digress, flowOf, openTurn, pose, say, type Turn } from './turn.ts';
import type { Wish } from './wish.ts';

export interface DialogueStep {
  state: DialogueState;
  wishes: Wish[];
}

/**
 * One step of one person's conversation. A step ends with at most one wish that awaits an answer (the last of `wishes`); its answer is the
 * next event. Without one the turn is over and the state is what the next message meets.
 */
export function step(state: DialogueState, event: DialogueEvent, deps: DialogueDeps): DialogueStep {
  const turn = openTurn(state, deps);
  if (event.type === 'commands') hear(turn, event);
  else takeAnswer(turn, event);
  work(turn);
  return { state: turn.state, wishes: turn.wishes };
}

function hear(turn: Turn, event: Extract<DialogueEvent, { type: 'commands' }>) {
  const { state } = turn;
  const { key, text, near = [], commands } = event;
  state.utterance = { key, text, isDigression: false, isPosed: false, hasSpoken: false, hasFault: false, near };
  state.waiting = null;
  state.agenda = [];
  dropOldDrafts(turn);
  if (state.active && state.active.answers.at(-1)?.length !== 0) state.active.answers.push([]);
  const isSent = takeFiles(turn, event.files ?? []);
  if (takeAside(turn, event)) return;
  // 不是5月，是4月那批 is of the batch, though there may be five days as well.
  if (state.active && MONTH_FOR_MONTH.test(text) && correctMonth(turn, state.active, text)) return;
  const reason = state.opinion && reasonIn(commands, text);
  if (reason) return giveOpinion(turn, reason);
  if (state.choice && answerChoice(turn, commands)) return;
  // 照片发你, said with what was asked for, answers nothing else.
  state.agenda = isSent ? commands.filter((command) => command.type !== 'cannot-handle') : [...commands];
}

const MONTH_FOR_MONTH = /不是[^，,]*月[^，,]*[，,\s]*(?:而|应该)?是[^，,]*月/;

function work(turn: Turn): void {
  while (!turn.state.waiting) {
    const command = turn.state.agenda.shift();
    if (!command) break;
    handle(turn, command);
  }
  if (turn.state.waiting) return;
  warnOfDesignation(turn);
  poseAgain(turn);
  advance(turn);
  if (!turn.state.waiting && !turn.state.utterance.hasSpoken) cannotHandle(turn);
}

/** Wherever in a form it was said: nothing of it was kept, and that is said. */
function warnOfDesignation({ state, ...turn }: Turn): void {
  if (state.active && !state.utterance.hasFault && namesMilitaryUnit(state.utterance.text)) {
    state.utterance.hasFault = true;
    say({ state, ...turn }, texts.noDesignation);
  }
}

/** What was open before a digression is laid before the person again. */
function poseAgain(turn: Turn): void {
  const { choice, opinion, utterance } = turn.state;
  if (utterance.isPosed) return;
  if (choice) {
    poseList(turn, chooseHeading(turn), choice.options);
  } else if (opinion) pose(turn, caseTexts.askOpinion(opinion.decision, opinion.caseNo));
}

const handlers: { [Type in Command['type']]: (turn: Turn, command: CommandOf<Type>) => void } = {
  'start-flow': startFlow,
  'set-slot': setSlotCommand,
  'find-person': findPerson,
  'record-visit': recordVisit,
  'show-case': showCase,
  decide: decideOrConfirm,
  operate,
  'ask-guide': askGuide,
  'list-tasks': serve,
  'list-visits': serve,
  'visit-progress': serve,
  'count-people': serve,
  'show-stats': serve,
  confirm: confirmOrDecide,
  deny: denyOrDrop,
  cancel,
  back,
  skip,
  why,
  repeat,
  restart,
  resume,
  'hand-off': handOff,
  greet,
  thanks,
  help,
  'cannot-handle': (turn) => (turn.state.choice ? chooseAgain(turn) : cannotHandle(turn)),
};

function handle<Type extends Command['type']>(turn: Turn, command: CommandOf<Type>): void {
  const handler: (turn: Turn, command: CommandOf<Type>) => void = handlers[command.type as Type];
  handler(turn, command);
}

function serve(turn: Turn, command: CommandOf<'list-tasks' | 'list-visits' | 'visit-progress' | 'count-people' | 'show-stats'>): void {
  digress(turn);
  ask(turn, { type: 'serve', command });
}

function setSlotCommand(turn: Turn, command: CommandOf<'set-slot'>) {
  const { active, openCase } = turn.state;
  if (command.slot === 'choice') {
    if (typeof command.value === 'number' && answerOffered(turn, command.value)) return;
    return turn.state.choice ? chooseAgain(turn) : cannotHandle(turn);
  }
  const flow = active && flowOf(turn, active);
  // A new name or place while a person is being chosen starts the search over; other facts wait in the draft for the choice.
  if (flow && turn.state.choice?.about.kind === 'subject' && findsPerson(flow, command.slot)) turn.state.choice = null;
  if (active && flow) {
    changeSlot(turn, active, flow, command);
    return;
  }
  if (openCase?.canCorrect) {
    turn.state.agenda.unshift(command);
    return ask(turn, { type: 'load-case', caseNo: openCase.caseNo });
  }
  tooLate(turn);
}

function findsPerson(flow: FlowDefinition, slot: string): boolean {
  const archiveKey = flow.fields.find((field) => field.key === slot)?.prefill;
  return slot === flow.subjectField || ['idcard', 'town', 'village'].includes(archiveKey ?? '');
}

function tooLate(turn: Turn) {
  const { submitted, utterance } = turn.state;
  if (!submitted) return utterance.hasSpoken ? undefined : cannotHandle(turn);
  if (turn.state.agenda.some((one) => one.type === 'set-slot')) return;
  say(turn, texts.tooLateToCorrect(submitted.caseNo), [texts.withdrawButton(submitted.caseNo)]);
}

/** A bare 同意 with nothing to confirm is said to a task. */
function confirmOrDecide(turn: Turn) {
  const { choice, opinion, active, utterance } = turn.state;
  if (choice) return chooseAgain(turn);
  // The reason is still awaited, and asked for again.
  if (opinion) return;
  // A bare 1 reads as yes where yes or no is all that could be meant; below a list it is its number.
  if (active?.offered && answerOffered(turn, utterance.text)) return;
  if (!active && approvalWords.test(utterance.text)) return decide(turn, { type: 'decide', decision: 'approve' });
  confirm(turn);
}

const approvalWords = /同意|通过|批准|批了|准了/;

function denyOrDrop(turn: Turn) {
  if (turn.state.choice) return dropChoice(turn);
  if (turn.state.opinion) return cancel(turn);
  deny(turn);
}

/** 同意 said to the summary of a draft confirms it. */
function decideOrConfirm(turn: Turn, command: CommandOf<'decide'>) {
  const { active } = turn.state;
  if (!active || command.case !== undefined) return decide(turn, command);
  const asked = askedFields(turn);
  // Said to a question of yes or no it answers that; said to any other, no task is decided that nobody has named.
  const isYesNo = active.phase === 'confirming' || (asked.length > 0 && asked.every((field) => field.type === 'bool'));
  if (!isYesNo) return decideByNumber(turn, asked);
  if (command.decision === 'approve') confirm(turn);
  else deny(turn);
}

function decideByNumber(turn: Turn, asked: readonly FieldDefinition[]): void {
  refuseWords(turn, asked, turn.state.utterance.text);
  say(turn, caseTexts.byNumber);
}

function dropChoice(turn: Turn) {
  const { choice } = turn.state;
  turn.state.choice = null;
  const { active } = turn.state;
  const flow = active && flowOf(turn, active);
  if (choice?.about.kind === 'value' && active) {
    active.asking = [choice.about.field];
    return;
  }
  if (choice?.about.kind !== 'subject') return say(turn, texts.choiceDropped);
  if (active && flow && goWithoutFile(turn, active, flow)) return;
  if (active && flow) {
    delete active.slots[flow.subjectField];
    active.asking = [flow.subjectField];
  }
  pose(turn, texts.sayPersonAgain);
}
