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

  const respond = (wished: readonly Wish[], said: string[]): AnswerEvent | null => {
    wishes.push(...wished);
    const says = wished.filter((wish) => wish.type === 'say');
    said.push(...says.map((wish) => wish.markdown));
    buttons = says.at(-1)?.buttons ?? buttons;
    const asked = wished.find((wish) => wish.type !== 'say');
    return asked ? (outside.answer?.(asked) ?? answer(outside, asked)) : null;
  };

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
    for (let steps = 0; event; steps += 1) {
      if (steps > 40) throw new Error('the turn does not end');
      const next = step(state, event, { flows, now, speaker: { name: '王芳', roles } });
      // Between messages a state lives as JSON.
      state = openDialogue(JSON.parse(JSON.stringify(next.state)));
      event = respond(next.wishes, said);
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

type Asked = Exclude<Wish, { type: 'say' }>;
type Answers = { [Type in Asked['type']]: (world: World, wish: Extract<Asked, { type: Type }>) => AnswerEvent };

const answers: Answers = {
  'find-person': findPeople,
  'open-file': (_, wish) => ({ type: 'shown', markdown: `档案卡 ${wish.archiveNo} ${wish.shows.join(',')}`, buttons: [] }),
  'load-facts': (world) => ({ type: 'facts', facts: world.facts }),
  'list-offers': (world, wish) => ({ type: 'offers', options: wish.kind === 'school' ? schools : world.batches, more: 0 }),
  'submit-case': (world) =>
    world.submitRefusal
      ? { type: 'refused', sentence: world.submitRefusal }
      : { type: 'submitted', caseNo: 'YZ20270301-0001', markdown: '已提交，编号 YZ20270301-0001。', buttons: [] },
  'find-cases': (world, wish) => ({ type: 'cases', cases: world.todo.filter((one) => !wish.by.no || one.caseNo.includes(wish.by.no)) }),
  'show-case': (world, { caseNo }) => ({
    type: 'case-shown',
    caseNo,
    step: 'accept',
    markdown: `办件 ${caseNo}`,
    isOpen: true,
    canDecide: world.todo.some((one) => one.caseNo === caseNo),
    canCorrect: false,
    canWithdraw: false,
  }),
  'load-case': (_, { caseNo }) => ({
    type: 'case-loaded',
    caseNo,
    flow: 'short-sanatorium',
    flowVersion: flows.get('short-sanatorium')?.version ?? '',
    subject: zhang,
    slots: { ...filledSanatorium },
    labels: { batch: '2027年4月批' },
    reason: '天数不对',
  }),
  decide: decideIn,
  operate: (_, wish) => ({ type: 'shown', markdown: `已${wish.command.operation} ${wish.caseNo}`, buttons: [] }),
  'record-visit': (_, wish) => ({ type: 'shown', markdown: `已记下走访 ${wish.archiveNo}`, buttons: [] }),
  serve: (_, wish) => ({ type: 'shown', markdown: `清单 ${wish.command.type}`, buttons: [] }),
  'read-again': () => ({ type: 'read-again', commands: [] }),
  'hand-off': () => ({ type: 'handed-off', id: 'ho-1', markdown: '值班：李科长' }),
};

function answer<Type extends Asked['type']>(world: World, wish: Extract<Asked, { type: Type }>): AnswerEvent {
  const respond: (world: World, wish: Extract<Asked, { type: Type }>) => AnswerEvent = answers[wish.type as Type];
  return respond(world, wish);
}

function findPeople(world: World, wish: WishOf<'find-person'>): AnswerEvent {
  const { name, town } = wish.by;
  const found = world.people.filter(
    (person) => (!name || [person.name, person.archiveNo].includes(name)) && (!town || person.town === town),
  );
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
