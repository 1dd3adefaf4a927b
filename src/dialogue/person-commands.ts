import { checkValue } from '../flows/field-value.ts';
import type { FieldDefinition, FlowDefinition } from '../flows/flow-definition.ts';
import { isFilled } from '../flows/slot-value.ts';
import type { CommandOf, SlotValue } from './command.ts';
import type { FoundPerson, PeopleOutcome } from './dialogue-event.ts';
import type { Choice, Draft } from './dialogue-state.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { poseList } from './pose-list.ts';
import { texts } from './texts.ts';
import { ask, digress, flowOf, say, type Turn } from './turn.ts';
import type { PersonIntent } from './wish.ts';

export function findPerson(turn: Turn, command: CommandOf<'find-person'>) {
  if (isSubjectAnswer(turn, command)) return answerSubject(turn, command);
  digress(turn);
  // Somebody else is wanted now than the one who was asked back.
  if (turn.state.choice?.about.kind === 'look') turn.state.choice = null;
  const shows = command.show ?? [];
  const { person } = turn.state;
  if (Object.keys(command.by).length === 0 && person) return servePerson(turn, person, { do: 'look', shows });
  ask(turn, { type: 'find-person', by: command.by, intent: { do: 'look', shows } });
}

/** Said so, it is a look at somebody's file whatever is asked. */
const LOOKING = /查|看一?下|看看|档案|资料|调出|搜/;

/** 东柳街道张建国, said when the bot asks whom the case is for, names the person; it is no request to look. */
function isSubjectAnswer(turn: Turn, command: CommandOf<'find-person'>): boolean {
  const { active } = turn.state;
  const flow = active && flowOf(turn, active);
  const named = command.by.name !== undefined || command.by.idcard !== undefined;
  if (LOOKING.test(turn.state.utterance.text)) return false;
  return Boolean(active && flow && !active.subject && active.asking.includes(flow.subjectField) && named && !command.show?.length);
}

function answerSubject(turn: Turn, command: CommandOf<'find-person'>): void {
  const { active } = turn.state;
  const flow = active && flowOf(turn, active);
  if (!active || !flow) return;
  const { name, idcard, town, village } = command.by;
  const put = (key: string | undefined, value: SlotValue | undefined) => {
    if (key && value !== undefined) active.slots[key] = value;
  };
  put(flow.subjectField, name);
  for (const [archiveKey, value] of Object.entries({ idcard, town, village })) {
    put(flow.fields.find((field) => field.prefill === archiveKey)?.key, value);
  }
  active.answers.at(-1)?.push(flow.subjectField);
}

export function recordVisit(turn: Turn, command: CommandOf<'record-visit'>): void {
  digress(turn);
  ask(turn, { type: 'find-person', by: { name: command.person }, intent: { do: 'visit', command } });
}

/** Goes on once the person is known. */
export function servePerson(turn: Turn, person: { archiveNo: string; name: string }, intent: PersonIntent) {
  if (intent.do === 'visit') {
    return ask(turn, { type: 'record-visit', archiveNo: person.archiveNo, name: person.name, command: intent.command });
  }
  if (intent.do === 'look') {
    turn.state.person = { archiveNo: person.archiveNo, name: person.name };
    ask(turn, { type: 'open-file', archiveNo: person.archiveNo, shows: intent.shows });
  }
}

export function peopleFound(turn: Turn, intent: PersonIntent, outcome: PeopleOutcome) {
  if (outcome.kind === 'found') {
    if (intent.do === 'subject') return bindSubject(turn, outcome.person);
    return servePerson(turn, outcome.person, intent);
  }
  if (outcome.kind === 'nobody' && nobodyFound(turn, intent, outcome)) return;
  const only = outcome.kind === 'several' && intent.do === 'subject' ? whoLivesThere(turn, outcome) : undefined;
  if (only) return bindSubject(turn, only);
  const options = outcome.kind === 'several' ? outcome.options : outcome.nearest;
  const people = options.map((option) => option.person);
  turn.state.choice = { about: choiceAbout(intent, people), options: options.map(({ value, label }) => ({ value, label })) };
  const heading =
    outcome.kind === 'several'
      ? texts.whichPerson(plainMarkdown(saidName(turn, intent)), outcome.total, outcome.isMore)
      : texts.nearestPersons;
  const tail = outcome.kind === 'several' && outcome.total > options.length ? texts.narrowPerson : null;
  poseList(turn, heading, turn.state.choice.options, tail);
}

/** 给陆家堰的何德明开老兵码: of several of one name the only one whose place is in the words, where the form has no field for it. */
function whoLivesThere(turn: Turn, { options }: Extract<PeopleOutcome, { kind: 'several' }>): FoundPerson | undefined {
  const { text } = turn.state.utterance;
  const names = (place: string | null) => place !== null && text.includes(place.replace(/(?:社区|村|街道|镇)$/, ''));
  const inVillage = options.filter(({ person }) => names(person.village));
  const fitting = inVillage.length > 0 ? inVillage : options.filter(({ person }) => names(person.town));
  return fitting.length === 1 ? fitting[0]?.person : undefined;
}

/** Says so. True when that is all: nobody is near either, or the service does not need a file. */
function nobodyFound(turn: Turn, intent: PersonIntent, { nearest, sentence }: Extract<PeopleOutcome, { kind: 'nobody' }>): boolean {
  say(turn, sentence);
  if (intent.do !== 'subject') return nearest.length === 0;
  const { active } = turn.state;
  const flow = active && flowOf(turn, active);
  if (nearest.length === 0 && active && flow && goWithoutFile(turn, active, flow)) return true;
  forgetName(turn);
  return nearest.length === 0;
}

function choiceAbout(intent: PersonIntent, people: Draft['subject'][]): Choice['about'] {
  if (intent.do === 'subject') return { kind: 'subject', people: people.filter((person) => person !== null) };
  return intent.do === 'look' ? { kind: 'look', shows: intent.shows } : { kind: 'visit', command: intent.command };
}

function saidName(turn: Turn, intent: PersonIntent): string {
  const { waiting, active } = turn.state;
  if (intent.do === 'visit') return intent.command.person;
  if (waiting?.type === 'find-person' && waiting.by.name) return waiting.by.name;
  const flow = active && flowOf(turn, active);
  const name = flow ? active.slots[flow.subjectField] : null;
  return typeof name === 'string' ? name : '';
}

/** What the archive is searched by. */
const NAMES_SOMEBODY = new Set(['name', 'idcard', 'town', 'village']);

/** The name found nobody: it is asked again. Place and number go too, they may be what was wrong. */
function forgetName(turn: Turn): void {
  const { active } = turn.state;
  const flow = active && flowOf(turn, active);
  if (!active || !flow) return;
  for (const field of flow.fields) if (NAMES_SOMEBODY.has(field.prefill ?? '')) delete active.slots[field.key];
  delete active.slots[flow.subjectField];
  active.asking = [flow.subjectField];
  turn.state.misses += 1;
}

/** A service for people who need have no file here (residents, schools, firms) goes on with the name as it was said. */
export function goWithoutFile(turn: Turn, draft: Draft, flow: FlowDefinition): boolean {
  const name = draft.slots[flow.subjectField];
  if (!flow.subjectOptional || typeof name !== 'string' || name === '') return false;
  draft.subject = { archiveNo: null, name, town: null, village: null };
  draft.isPrefilled = true;
  const { type } = flow.fields.find((field) => field.key === flow.subjectField) ?? {};
  if (type === 'person') say(turn, texts.withoutFile(plainMarkdown(name)));
  return true;
}

export function bindSubject(turn: Turn, person: Draft['subject'] | undefined): void {
  const { active } = turn.state;
  const flow = active && flowOf(turn, active);
  if (!active || !flow || !person) return;
  active.subject = person;
  active.slots[flow.subjectField] = person.name;
  active.isPrefilled = false;
}

/** Puts what the archive knows into the draft; what the person said stays. */
export function prefillFrom(turn: Turn, facts: Record<string, SlotValue>) {
  const { active } = turn.state;
  const flow = active && flowOf(turn, active);
  if (!active || !flow) return;
  active.isPrefilled = true;
  for (const field of flow.fields) prefillField(turn, active, flow, field, facts);
  const known = active.prefilled.filter((key) => key !== flow.subjectField).length;
  if (active.subject) say(turn, texts.foundSubject(active.subject.name, placeOf(active), known));
}

function prefillField(turn: Turn, draft: Draft, flow: FlowDefinition, field: FieldDefinition, facts: Record<string, SlotValue>): void {
  const fact = field.prefill ? facts[field.prefill] : undefined;
  const isSaid = isFilled(draft.slots[field.key]) && field.key !== flow.subjectField;
  if (!isFilled(fact) || isSaid) return;
  const checked = checkValue(field, fact, { slots: draft.slots, today: turn.today });
  if (!checked.ok) return;
  draft.slots[field.key] = checked.value;
  draft.prefilled.push(field.key);
}

function placeOf(draft: Draft): string {
  return [draft.subject?.town, draft.subject?.village].filter(Boolean).join(' ');
}
