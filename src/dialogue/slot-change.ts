import { applicableFields, inapplicableSlots } from '../flows/applicable-fields.ts';
import { derivedSlots } from '../flows/derive.ts';
import { checkValue } from '../flows/field-value.ts';
import type { FieldDefinition, FlowDefinition } from '../flows/flow-definition.ts';
import { isFilled } from '../flows/slot-value.ts';
import { isArchiveNumber } from './archive-number.ts';
import type { CommandOf, SlotValue } from './command.ts';
import type { Draft } from './dialogue-state.ts';
import { matchOption } from './match-option.ts';
import { refuseInvalid, refuseValue } from './misread.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { shownValue } from './shown-value.ts';
import { texts } from './texts.ts';
import { flowOf, say, type Turn } from './turn.ts';
import { askWhichDay, askWhichOfTwo } from './value-choice.ts';

/** Puts one value into the draft: checked, with what changed or why it cannot stand said. Returns whether it stands. */
export function changeSlot(turn: Turn, draft: Draft, flow: FlowDefinition, command: CommandOf<'set-slot'>): boolean {
  const field = flow.fields.find((one) => one.key === command.slot);
  if (!field) return false;
  if (command.invalid !== undefined) return refuseInvalid(turn, draft, field, command.invalid);
  if (field.choices) return chooseScarce(turn, draft, field, command.value);
  if (field.key === flow.subjectField && isArchiveNumber(command.value)) {
    setSlot(turn, draft, flow, field, command.value);
    return true;
  }
  const value = field.type === 'enum' ? optionKey(field, command.value) : ofForm(field, command.value);
  if (isInPassing(turn, draft, field)) return false;
  if (askWhichDay(turn, draft, field, value)) return false;
  const checked = checkValue(field, value, { slots: draft.slots, today: turn.today });
  // What was attested before and is denied now is attested no more.
  if (field.must && value === false) delete draft.slots[field.key];
  if (!checked.ok) return refuseValue(turn, draft, field, value, checked.sentence);
  if (askWhichOfTwo(turn, draft, field, checked.value)) return false;
  setSlot(turn, draft, flow, field, checked.value);
  return true;
}

const STORY = 14;
const CHANGES = /不是|不对|改|错|应该|换|更正|还是|而是/;
const told = new Set<FieldDefinition['type']>(['enum', 'multi', 'bool']);

/**
 * A longer account of something else in which a choice that was made before seems to be made anew (孩子还在上学, when the cause is known):
 * what was said stands, unless it is asked for, named, or plainly changed.
 */
function isInPassing(turn: Turn, draft: Draft, field: FieldDefinition): boolean {
  const { text } = turn.state.utterance;
  const isSaidBefore = isFilled(draft.slots[field.key]) && draft.answers.slice(0, -1).some((keys) => keys.includes(field.key));
  const isMeant = draft.asking.includes(field.key) || text.includes(field.label) || CHANGES.test(text) || draft.phase === 'confirming';
  return told.has(field.type) && isSaidBefore && !isMeant && [...text].length > STORY;
}

/** Sets a checked value; a change of an earlier one is said. */
export function setSlot(turn: Turn, draft: Draft, flow: FlowDefinition, field: FieldDefinition, value: SlotValue, label?: string): void {
  const before = draft.slots[field.key];
  const wasGiven = isFilled(before);
  const isSame = JSON.stringify(before) === JSON.stringify(value);
  draft.slots[field.key] = value;
  if (label !== undefined) draft.labels[field.key] = nameIn(label);
  draft.skipped = draft.skipped.filter((key) => key !== field.key);
  note(draft, field.key);
  turn.state.misses = 0;
  draft.phase = 'collecting';
  if (isSame) return;
  draft.prefilled = draft.prefilled.filter((key) => key !== field.key);
  if (wasGiven)
    say(turn, texts.changed(field.label, plainMarkdown(label === undefined ? shownValue(field, value, turn.today) : nameIn(label))));
  if (field.key === flow.subjectField) forgetSubject(draft, flow);
}

/** 2027年4月批次，余2床: how many are left is true only while the list is looked at. */
function nameIn(label: string): string {
  return label.split(/[，（(]/)[0] ?? label;
}

/** Another person: what the archive gave for the first must go. */
export function forgetSubject(draft: Draft, flow: FlowDefinition): void {
  if (!draft.subject && !draft.isPrefilled) return;
  for (const key of draft.prefilled) if (key !== flow.subjectField) delete draft.slots[key];
  draft.subject = null;
  draft.isPrefilled = false;
  draft.prefilled = [];
}

/** Takes away what no longer applies after a change, and says so. Repeats until nothing depends on what went. */
export function dropInapplicable(turn: Turn, draft: Draft, flow: FlowDefinition): void {
  const dropped: string[] = [];
  for (let gone = inapplicableSlots(flow, draft.slots); gone.length > 0; gone = inapplicableSlots(flow, draft.slots)) {
    for (const key of gone) {
      delete draft.slots[key];
      delete draft.labels[key];
      dropped.push(flow.fields.find((field) => field.key === key)?.label ?? key);
    }
  }
  if (dropped.length > 0) say(turn, texts.dropped(dropped));
}

/** What follows from other values: defaults, and a birth day that an identity number already says. */
export function fillDerived(turn: Turn, draft: Draft, flow: FlowDefinition): void {
  for (const field of applicableFields(flow, draft.slots)) {
    if (isFilled(draft.slots[field.key])) continue;
    const value = birthFromIdcard(field, draft) ?? field.default;
    if (value === undefined) continue;
    const checked = checkValue(field, value, { slots: draft.slots, today: turn.today });
    if (checked.ok) draft.slots[field.key] = checked.value;
  }
  const applicable = new Set(applicableFields(flow, draft.slots).map((field) => field.key));
  for (const [key, value] of Object.entries(derivedSlots(flow, draft.slots, turn.today))) {
    if (applicable.has(key)) draft.slots[key] = value;
  }
}

function birthFromIdcard(field: FieldDefinition, draft: Draft): string | undefined {
  if (field.type !== 'date' || !field.key.endsWith('_birth')) return undefined;
  const idcard = draft.slots[field.key.replace(/_birth$/, '_idcard')];
  if (typeof idcard !== 'string' || idcard.length !== 18) return undefined;
  return `${idcard.slice(6, 10)}-${idcard.slice(10, 12)}-${idcard.slice(12, 14)}`;
}

function chooseScarce(turn: Turn, draft: Draft, field: FieldDefinition, value: SlotValue): boolean {
  const words = String(value ?? '').trim();
  if (words === '') return false;
  const flow = flowOf(turn, draft);
  const offered = draft.offered?.field === field.key ? draft.offered.options : [];
  const index = matchOption(words, offered);
  const offer = index === null ? undefined : offered[index];
  if (offer && flow) setSlot(turn, draft, flow, field, offer.value, offer.label);
  else {
    draft.said[field.key] = words;
    note(draft, field.key);
  }
  return true;
}

/** 改成保安, taken whole for the answer of an open text question. */
const OPENS_A_CHANGE = /^(?:改成|改为|换成|更正为|更正成|应该是|应为)[：:，,\s]*/;

/** 2026-2027学年, of a field that wants 2026-2027: the only piece of what was said that has the form. */
function ofForm(field: FieldDefinition, value: SlotValue): SlotValue {
  if (typeof value !== 'string') return value;
  if (OPENS_A_CHANGE.test(value)) return ofForm(field, value.replace(OPENS_A_CHANGE, ''));
  if (field.pattern === undefined) return value;
  const form = new RegExp(field.pattern, 'u');
  const pieces = form.test(value) ? [] : value.split(/[^\dA-Za-z-]+/).filter((piece) => piece.length > 3 && form.test(piece));
  return pieces.length === 1 ? (pieces[0] ?? value) : value;
}

function optionKey(field: FieldDefinition, value: SlotValue): SlotValue {
  if (typeof value !== 'string' || field.options?.[value] !== undefined) return value;
  const found = Object.entries(field.options ?? {}).find(([key, label]) => label === value || field.words?.[key]?.includes(value));
  return found?.[0] ?? value;
}

function note(draft: Draft, key: string): void {
  const current = draft.answers.at(-1);
  if (current && !current.includes(key)) current.push(key);
}
