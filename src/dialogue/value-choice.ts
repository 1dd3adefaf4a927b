import { checkValue } from '../flows/field-value.ts';
import type { FieldDefinition } from '../flows/flow-definition.ts';
import { isFilled } from '../flows/slot-value.ts';
import { type SlotValue, slotValueSchema } from './command.ts';
import { civilOrLunar, dayInOtherYear } from './date-meanings.ts';
import type { Offer } from './dialogue-event.ts';
import type { Draft } from './dialogue-state.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { poseList } from './pose-list.ts';
import { shownValue } from './shown-value.ts';
import { texts } from './texts.ts';
import { pose, type Turn } from './turn.ts';

const NAMES_A_MONTH = /月|\d\s*[-./]\s*\d/;
const CORRECTS = /不是|不对|不，|改|错|应该|算了|还是|更正|哦/;

/** Asks which of two days is meant, where what was said can mean both or only another year can be meant. True when it was asked. */
export function askWhichDay(turn: Turn, draft: Draft, field: FieldDefinition, value: SlotValue): boolean {
  if (field.type !== 'date') return false;
  const two = civilOrLunar(turn.state.utterance.text, value, field, turn.today);
  const possible = (two?.options ?? []).filter((option) => fits(turn, draft, field, option.value));
  if (!two || possible.length < 2) return askOtherYear(turn, draft, field, value);
  choose(turn, field, texts.whichDay(plainMarkdown(two.said)), possible);
  return true;
}

/** 2027年3月2日 of what has happened: was it this year's? */
function askOtherYear(turn: Turn, draft: Draft, field: FieldDefinition, value: SlotValue): boolean {
  const other = NAMES_A_MONTH.test(turn.state.utterance.text) ? dayInOtherYear(value, field, turn.today) : null;
  if (other === null || !fits(turn, draft, field, other)) return false;
  const checked = checkValue(field, value, { slots: draft.slots, today: turn.today });
  const label = texts.day(other);
  const question = texts.isItDay(texts.day(String(value)), checked.ok ? '' : checked.sentence, label);
  turn.state.choice = { about: { kind: 'value', field: field.key }, options: [{ value: JSON.stringify(other), label }] };
  pose(turn, question, texts.yesNo);
  return true;
}

/** 5天，4天, said in one breath without a word of correction: which of the two counts is asked, and nothing is kept till then. */
export function askWhichOfTwo(turn: Turn, draft: Draft, field: FieldDefinition, value: SlotValue): boolean {
  const before = draft.slots[field.key];
  const isSaidNow = isFilled(before) && (draft.answers.at(-1) ?? []).includes(field.key) && !draft.prefilled.includes(field.key);
  const isSame = JSON.stringify(before) === JSON.stringify(value);
  if (!isSaidNow || isSame || CORRECTS.test(turn.state.utterance.text) || field.type === 'file') return false;
  const options = [before, value].map((one) => ({ value: one, label: shownValue(field, one, turn.today) }));
  delete draft.slots[field.key];
  choose(turn, field, texts.whichValue(field.label), options);
  return true;
}

/** What an option of such a choice stands for. */
export function meantBy(option: Offer): SlotValue {
  return slotValueSchema.parse(JSON.parse(option.value));
}

function fits(turn: Turn, draft: Draft, field: FieldDefinition, day: string): boolean {
  return checkValue(field, day, { slots: draft.slots, today: turn.today }).ok;
}

function choose(turn: Turn, field: FieldDefinition, heading: string, meanings: readonly { value: SlotValue; label: string }[]): void {
  const options = meanings.map(({ value, label }) => ({ value: JSON.stringify(value), label }));
  turn.state.choice = { about: { kind: 'value', field: field.key }, options };
  poseList(turn, heading, options);
}
