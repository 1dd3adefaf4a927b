import { runIntent } from './case-commands.ts';
import type { Command } from './command.ts';
import type { Offer } from './dialogue-event.ts';
import type { Choice } from './dialogue-state.ts';
import { takeUp } from './draft.ts';
import { FAILING } from './draft-commands.ts';
import { settlesDraft, startFlow } from './draft-ways.ts';
import { matchOption } from './match-option.ts';
import { bindSubject, servePerson } from './person-commands.ts';
import { poseList } from './pose-list.ts';
import { changeSlot, setSlot } from './slot-change.ts';
import { texts } from './texts.ts';
import { ask, digress, flowOf, type Turn } from './turn.ts';
import { meantBy } from './value-choice.ts';

/** Reads the message as an answer to the open choice. True when it was one. */
export function answerChoice(turn: Turn, commands: readonly Command[]): boolean {
  const { choice } = turn.state;
  if (!choice) return false;
  const index = pickedIndex(choice, commands, turn.state.utterance.text);
  if (index === null) return false;
  pick(turn, choice, index);
  return true;
}

function pickedIndex(choice: Choice, commands: readonly Command[], text: string): number | null {
  const chosen = commands.find((one) => one.type === 'set-slot' && one.slot === 'choice');
  if (chosen?.type === 'set-slot' && typeof chosen.value === 'number') {
    return chosen.value >= 1 && chosen.value <= choice.options.length ? chosen.value - 1 : null;
  }
  if (commands.some((one) => one.type === 'confirm')) return choice.options.length === 1 ? 0 : null;
  const named = commands.find((one) => one.type === 'find-person')?.by.name;
  const byNumber = choice.options.findIndex((option) => option.value === named);
  if (byNumber >= 0) return byNumber;
  const mayBeWords = commands.every((one) => ['cannot-handle', 'set-slot', 'find-person', 'resume'].includes(one.type));
  return mayBeWords ? matchOption(text, choice.options) : null;
}

function pick(turn: Turn, choice: Choice, index: number): void {
  const option = choice.options[index];
  turn.state.choice = null;
  turn.state.misses = 0;
  if (!option) return;
  const { about } = choice;
  if (!settlesDraft(choice) && about.kind !== 'draft' && about.kind !== 'flow') digress(turn);
  if (about.kind === 'subject') bindSubject(turn, about.people[index]);
  else if (about.kind === 'value') takeValue(turn, about.field, option);
  else if (about.kind === 'flow') beginChosen(turn, option.value, about.text);
  else if (about.kind === 'look') servePerson(turn, { archiveNo: option.value, name: option.label }, { do: 'look', shows: about.shows });
  else if (about.kind === 'case')
    runIntent(turn, option.value, about.intent.do === 'operate' ? { ...about.intent, isSure: true } : about.intent);
  else if (about.kind === 'draft') takeUp(turn, option.value);
  else if (about.command.type === 'record-visit')
    servePerson(turn, { archiveNo: option.value, name: about.command.person }, { do: 'visit', command: about.command });
}

function takeValue(turn: Turn, key: string, option: Offer): void {
  const { active } = turn.state;
  const flow = active && flowOf(turn, active);
  const field = flow?.fields.find((one) => one.key === key);
  if (active && flow && field) setSlot(turn, active, flow, field, meantBy(option));
}

/** The service is known now: what was said is read again as facts for it. */
function beginChosen(turn: Turn, flow: string, text: string): void {
  startFlow(turn, { type: 'start-flow', flow });
  if (turn.state.active?.flow === flow) ask(turn, { type: 'read-again', flow, text });
}

/** A number for the list shown with the last question of a draft (选2). True when it was one. */
export function answerOffered(turn: Turn, said: number | string): boolean {
  const { active } = turn.state;
  const flow = active && flowOf(turn, active);
  if (!active?.offered || !flow) return false;
  const { field, options } = active.offered;
  const index = typeof said === 'number' ? said - 1 : matchOption(said, options);
  const option = index === null ? undefined : options[index];
  if (!option) return false;
  if (field === FAILING) {
    active.offered = null;
    return changeSlot(turn, active, flow, { type: 'set-slot', slot: option.value, value: false }) || true;
  }
  return changeSlot(turn, active, flow, { type: 'set-slot', slot: field, value: option.value });
}

/** What was said fits none of the options: they are laid before the person again. */
export function chooseAgain(turn: Turn): void {
  turn.state.misses += 1;
  poseList(turn, turn.state.misses >= 3 ? texts.afterChoices : chooseHeading(turn), turn.state.choice?.options ?? []);
}

const PERSONS = new Set<Choice['about']['kind']>(['subject', 'look', 'visit']);

export function chooseHeading({ state: { choice } }: Turn): string {
  if (choice?.about.kind === 'draft') return texts.whichDraft;
  return choice && PERSONS.has(choice.about.kind) ? texts.chooseAgain : texts.chooseOther;
}
