import type { Command } from '../../../src/dialogue/command.ts';
import { step } from '../../../src/dialogue/dialogue.ts';
import type { AnswerEvent, DialogueEvent, FoundPerson, Offer } from '../../../src/dialogue/dialogue-event.ts';
import { type DialogueState, newDialogue } from '../../../src/dialogue/dialogue-state.ts';
import type { DialogueButton, Wish } from '../../../src/dialogue/wish.ts';
import type { FlowBook } from '../../../src/flows/flow-definition.ts';
import { loadFlows } from '../../../src/flows/load-flows.ts';

export const flows = await loadFlows(new URL('../../../flows/', import.meta.url));

/** The moment at which every cell begins; the same day as form-maker.ts makes its forms for. */
export const NOW = new Date('2026-11-23T10:00:00+08:00');
export const CASE_NO = 'YZ20261123-0001';

export const offers: Record<'sanatorium-batch' | 'school', Offer[]> = {
  'sanatorium-batch': [
    { value: 'LY2027-04', label: '2027年4月批次，余36床' },
    { value: 'LY2027-05', label: '2027年5月批次，余2床' },
  ],
  school: [
    { value: 'XX-001', label: '姜山镇中心小学，余5个学位' },
    { value: 'XX-002', label: '东柳小学，余1个学位' },
  ],
};

export interface Outside {
  flows: FlowBook;
  people: FoundPerson[];
  /** What the words of an earlier message are read as, once their service is known. */
  readAgain: Command[];
  /** What the archive knows of whoever is found. */
  facts?: Record<string, string>;
}

export type Matter = ReturnType<typeof matrixTalk>;

/** A conversation of the matrix: from any state, with a world outside that answers from lists. Everything said is kept for the tone test. */
export function matrixTalk(outside: Outside, from: DialogueState = newDialogue(), at: Date = NOW) {
  let state = from;
  let now = at;
  let count = 0;
  let buttons: DialogueButton[] = [];
  const wishes: Wish[] = [];
  /** One step; what the dialogue waits for then, if anything. */
  const take = (event: DialogueEvent, said: string[]): DialogueEvent | null => {
    const next = step(state, event, { flows: outside.flows, now, speaker: { name: '王芳', roles: ['village-liaison'] } });
    state = next.state;
    wishes.push(...next.wishes);
    const says = next.wishes.filter((wish) => wish.type === 'say');
    said.push(...says.map((wish) => wish.markdown));
    buttons = says.at(-1)?.buttons ?? buttons;
    const asked = next.wishes.find((wish) => wish.type !== 'say');
    return asked ? answerOf(outside, asked) : null;
  };
  const hear = (commands: Command | Command[], text = '（略）', near: string[] = []): string => {
    count += 1;
    buttons = [];
    const said: string[] = [];
    let event: DialogueEvent | null = { type: 'commands', commands: [commands].flat(), text, key: `key-${count}`, near };
    for (let steps = 0; event; steps += 1) {
      if (steps > 40) throw new Error('the turn does not end');
      event = take(event, said);
    }
    for (const part of said) heard.add(part);
    return said.join('\n\n');
  };
  return {
    hear,
    outside,
    state: () => state,
    draft: () => {
      if (!state.active) throw new Error('no draft is open');
      return state.active;
    },
    wished: <Type extends Wish['type']>(type: Type) => wishes.filter((wish): wish is Extract<Wish, { type: Type }> => wish.type === type),
    buttons: () => buttons,
    passMinutes: (minutes: number) => {
      now = new Date(now.getTime() + minutes * 60_000);
    },
    now: () => now,
    /** The same conversation once more, from here, with nothing shared. */
    fork: () => matrixTalk({ ...outside, people: [...outside.people] }, structuredClone(state), now),
  };
}

/** Every part of a message that a cell has produced: each answers one thing. */
export const heard = new Set<string>();

type Asked = Exclude<Wish, { type: 'say' }>;

function answerOf(outside: Outside, wish: Asked): AnswerEvent {
  switch (wish.type) {
    case 'find-person':
      return found(outside, wish.by.name);
    case 'open-file':
      return { type: 'shown', markdown: `档案卡 ${wish.archiveNo}`, buttons: [] };
    case 'load-facts':
      return { type: 'facts', facts: outside.facts ?? {} };
    case 'list-offers':
      return { type: 'offers', options: offers[wish.kind], more: 0 };
    case 'submit-case':
      return { type: 'submitted', caseNo: CASE_NO, markdown: `已提交，编号 ${CASE_NO}。`, buttons: [] };
    case 'find-cases':
      return { type: 'cases', cases: [{ caseNo: CASE_NO, label: `${CASE_NO} 张建国`, step: 'accept' }] };
    case 'show-case':
      return shownCase(wish.caseNo);
    case 'load-case':
      return { type: 'refused', sentence: `${wish.caseNo}没有退回，不用补正。` };
    case 'decide':
      return { type: 'decided', caseNo: wish.caseNo, markdown: '已同意', next: null, left: 0 };
    case 'operate':
      return { type: 'shown', markdown: '已催办', buttons: [] };
    case 'record-visit':
      return { type: 'shown', markdown: '已记下走访', buttons: [] };
    case 'serve':
      return { type: 'shown', markdown: '清单', buttons: [] };
    case 'read-again':
      return { type: 'read-again', commands: outside.readAgain };
    case 'hand-off':
      return { type: 'handed-off', id: 'h-1', markdown: '已请值班同事：李科长。' };
  }
}

function shownCase(caseNo: string): AnswerEvent {
  const rights = { isOpen: true, canDecide: false, canCorrect: false, canWithdraw: true };
  return { type: 'case-shown', caseNo, step: 'accept', markdown: `办件 ${caseNo}`, ...rights };
}

function found({ people }: Outside, name: string | undefined): AnswerEvent {
  const fitting = people.filter((person) => name === undefined || person.name === name);
  const [first] = fitting;
  if (!first) return { type: 'people', outcome: { kind: 'nobody', nearest: [], sentence: `没有找到“${name}”。` } };
  if (fitting.length === 1) return { type: 'people', outcome: { kind: 'found', person: first } };
  const options = fitting.map((person) => ({ value: person.archiveNo, label: `${person.name} ${person.town}${person.village}`, person }));
  return { type: 'people', outcome: { kind: 'several', options, total: fitting.length } };
}
