import type { Command } from '../../src/dialogue/command.ts';
import { step } from '../../src/dialogue/dialogue.ts';
import type { AnswerEvent, CaseBrief, Offer } from '../../src/dialogue/dialogue-event.ts';
import { type DialogueState, newDialogue, openDialogue } from '../../src/dialogue/dialogue-state.ts';
import type { DialogueButton, Wish, WishOf } from '../../src/dialogue/wish.ts';
import { loadFlows } from '../../src/flows/load-flows.ts';

export const flows = await loadFlows(new URL('../../flows/', import.meta.url));

export const zhang = { archiveNo: 'YZ-0000001', name: '张建国', town: '东柳街道', village: '安居社区' };
export const zhangOther = { archiveNo: 'YZ-0000002', name: '张建国', town: '姜山镇', village: '走马塘村' };
export const li = { archiveNo: 'YZ-0000003', name: '李秀英', town: '东柳街道', village: '东柳社区' };

const facts = {
  name: '张建国',
  idcard: '33029919520307001X',
  phone: '19900001234',
  town: '东柳街道',
  village: '安居社区',
  key_category: 'disabled',
  emergency_name: '张小红',
  emergency_phone: '19900005678',
};

const batches: Offer[] = [
  { value: 'LY2027-04', label: '2027年4月批（剩36张床）' },
  { value: 'LY2027-05', label: '2027年5月批（剩2张床）' },
];
const schools: Offer[] = [
  { value: 'XX-001', label: '姜山镇中心小学（剩5个学位）' },
  { value: 'XX-002', label: '东柳小学（剩1个学位）' },
];

export interface World {
  people: (typeof zhang)[];
  batches: Offer[];
  todo: CaseBrief[];
  facts: Record<string, string | number | null>;
  submitRefusal: string | null;
  /** Overrides the answer to one wish. */
  answer?: (wish: Wish) => AnswerEvent | null;
}

/** A conversation with a hand-made world outside: what is wished for is answered from lists. */
export function rehearse(world: Partial<World> = {}, roles: string[] = ['village-liaison']) {
  const outside: World = { people: [zhang, li], batches, todo: [], facts, submitRefusal: null, ...world };
  let state: DialogueState = newDialogue();
  let now = new Date('2027-03-01T09:00:00+08:00');
  let count = 0;
  const wishes: Wish[] = [];
  let buttons: DialogueButton[] = [];

  /** Runs one message to its end; returns all that was said, as one text. */
  const hear = (commands: Command | Command[], text = '（略）', files: string[] = []): string => {
    count += 1;
    const said: string[] = [];
    buttons = [];
    let event: Parameters<typeof step>[1] | null = {
      type: 'commands',
      commands: [commands].flat(),
      text,
      key: `msg-${count}`,
      files,
    };
    while (event) {
      const next = step(state, event, { flows, now, speaker: { name: '王芳', roles } });
      // Between messages a state lives as JSON.
      state = openDialogue(JSON.parse(JSON.stringify(next.state)));
      event = null;
      for (const wish of next.wishes) {
        wishes.push(wish);
        if (wish.type === 'say') {
          said.push(wish.markdown);
          buttons = wish.buttons;
        } else event = outside.answer?.(wish) ?? answer(outside, wish);
      }
    }
    return said.join('\n\n');
  };

  return {
    hear,
    world: outside,
    state: () => state,
    /** The slots of the draft at hand. */
    slots: () => state.active?.slots ?? {},
    wished: <Type extends Wish['type']>(type: Type) => wishes.filter((wish): wish is WishOf<Type> => wish.type === type),
    buttons: () => buttons,
    passMinutes: (minutes: number) => {
      now = new Date(now.getTime() + minutes * 60_000);
    },
  };
}

function answer(world: World, wish: Exclude<Wish, { type: 'say' }>): AnswerEvent {
  switch (wish.type) {
    case 'find-person':
      return findPeople(world, wish);
    case 'open-file':
      return { type: 'shown', markdown: `档案卡 ${wish.archiveNo} ${wish.shows.join(',')}`, buttons: [] };
    case 'load-facts':
      return { type: 'facts', facts: world.facts };
    case 'list-offers':
      return { type: 'offers', options: wish.kind === 'school' ? schools : world.batches, more: 0 };
    case 'submit-case':
      return world.submitRefusal
        ? { type: 'refused', sentence: world.submitRefusal }
        : { type: 'submitted', caseNo: 'YZ20270301-0001', markdown: '已提交，编号 YZ20270301-0001。', buttons: [] };
    case 'find-cases':
      return { type: 'cases', cases: world.todo.filter((one) => !wish.by.no || one.caseNo.includes(wish.by.no)) };
    case 'show-case':
      return {
        type: 'case-shown',
        caseNo: wish.caseNo,
        step: 'accept',
        markdown: `办件 ${wish.caseNo}`,
        isOpen: true,
        canDecide: world.todo.some((one) => one.caseNo === wish.caseNo),
        canCorrect: false,
        canWithdraw: false,
      };
    case 'load-case':
      return {
        type: 'case-loaded',
        caseNo: wish.caseNo,
        flow: 'short-sanatorium',
        subject: zhang,
        slots: { ...filledSanatorium },
        labels: { batch: '2027年4月批（剩36张床）' },
        reason: '天数不对',
      };
    case 'decide':
      return decideIn(world, wish);
    case 'operate':
      return { type: 'shown', markdown: `已${wish.command.operation} ${wish.caseNo}`, buttons: [] };
    case 'record-visit':
      return { type: 'shown', markdown: `已记下走访 ${wish.archiveNo}`, buttons: [] };
    case 'serve':
      return { type: 'shown', markdown: `清单 ${wish.command.type}`, buttons: [] };
    case 'hand-off':
      return { type: 'shown', markdown: '值班：李科长', buttons: [] };
  }
}

function findPeople(world: World, wish: WishOf<'find-person'>): AnswerEvent {
  const { name, town } = wish.by;
  const found = world.people.filter((person) => (!name || person.name === name) && (!town || person.town === town));
  const [first] = found;
  const option = (person: typeof zhang) => ({
    value: person.archiveNo,
    label: `${person.name} ${person.town} ${person.village}`,
    person,
  });
  if (!first) {
    const nearest = world.people.filter((person) => person.name.charAt(0) === name?.charAt(0));
    return { type: 'people', outcome: { kind: 'nobody', nearest: nearest.map(option), sentence: `没有找到“${name}”。` } };
  }
  if (found.length === 1) return { type: 'people', outcome: { kind: 'found', person: first } };
  return { type: 'people', outcome: { kind: 'several', options: found.map(option), total: found.length } };
}

function decideIn(world: World, wish: WishOf<'decide'>): AnswerEvent {
  world.todo = world.todo.filter((one) => one.caseNo !== wish.caseNo);
  return {
    type: 'decided',
    caseNo: wish.caseNo,
    markdown: `${wish.caseNo} ${wish.decision} ${wish.opinion ?? ''}`,
    next: world.todo[0] ?? null,
    left: world.todo.length,
  };
}

export const filledSanatorium = {
  applicant: '张建国',
  applicant_idcard: '33029919520307001X',
  applicant_phone: '19900001234',
  town: '东柳街道',
  village: '安居社区',
  key_category: 'disabled',
  self_care: true,
  no_infectious: true,
  family_agree: true,
  batch: 'LY2027-04',
  companion: false,
  emergency: '张小红',
  emergency_phone: '19900005678',
  days: 5,
  cost: 2000,
  consent: true,
};

export const set = (slot: string, value: string | number | boolean | null): Command => ({ type: 'set-slot', slot, value });
export const start = (flow = 'short-sanatorium'): Command => ({ type: 'start-flow', flow });
export const bare = (
  type:
    | 'confirm'
    | 'deny'
    | 'cancel'
    | 'back'
    | 'skip'
    | 'why'
    | 'repeat'
    | 'restart'
    | 'resume'
    | 'hand-off'
    | 'greet'
    | 'thanks'
    | 'help'
    | 'cannot-handle',
): Command => ({ type });

/** A sanatorium booking as far as the summary. */
export function atSummary(world: Partial<World> = {}) {
  const talk = rehearse(world);
  talk.hear([start(), set('applicant', '张建国')]);
  talk.hear([set('batch', '4月那批'), set('days', 5), set('cost', 2000)]);
  const summary = talk.hear(bare('confirm'), '都是');
  return { ...talk, summary };
}
