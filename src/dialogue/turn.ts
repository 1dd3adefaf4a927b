import type { FlowBook, FlowDefinition } from '../flows/flow-definition.ts';
import { type Day, dayOf } from '../platform/calendar/day.ts';
import type { DialogueState, Draft } from './dialogue-state.ts';
import type { DialogueButton, Wish } from './wish.ts';

export interface Speaker {
  name: string;
  roles: readonly string[];
}

export interface DialogueDeps {
  flows: FlowBook;
  now: Date;
  speaker: Speaker;
}

/** One step being worked out: a copy of the state that handlers change, and the wishes so far. */
export interface Turn {
  readonly state: DialogueState;
  readonly wishes: Wish[];
  readonly deps: DialogueDeps;
  readonly today: Day;
}

export function openTurn(state: DialogueState, deps: DialogueDeps): Turn {
  return { state: structuredClone(state), wishes: [], deps, today: dayOf(deps.now) };
}

export function say(turn: Turn, markdown: string, buttons: DialogueButton[] = []): void {
  turn.wishes.push({ type: 'say', markdown, buttons });
  turn.state.said = { markdown, buttons };
  turn.state.utterance.hasSpoken = true;
}

/** Wishes for something whose answer must be known before anything else goes on. */
export function ask(turn: Turn, wish: Exclude<Wish, { type: 'say' }>): void {
  turn.wishes.push(wish);
  turn.state.waiting = wish;
}

/** The definition that the draft began with, where it is still known. */
export function flowOf(turn: Turn, draft: Pick<Draft, 'flow' | 'flowVersion'>): FlowDefinition | undefined {
  return turn.deps.flows.get(draft.flow, draft.flowVersion)?.definition;
}

/** A name that stands in quotation marks: its own become single ones. */
export function quotable(name: string): string {
  return name.replaceAll('“', '‘').replaceAll('”', '’');
}

/** The flow's everyday name, for between quotation marks. */
export function flowName(turn: Turn, flow: string): string {
  return quotable(turn.deps.flows.get(flow)?.definition.name ?? flow);
}

/** Says what the person is to answer; nothing more is asked in this turn. */
export function pose(turn: Turn, markdown: string, buttons: DialogueButton[] = []): void {
  say(turn, markdown, buttons);
  turn.state.utterance.isPosed = true;
}

/** Something else was served while a draft is open: the way back to its question is said in one line. */
export function digress(turn: Turn): void {
  turn.state.utterance.isDigression = true;
}
