import { missingFields } from '../flows/applicable-fields.ts';
import { checkValue } from '../flows/field-value.ts';
import type { FieldDefinition, FlowDefinition } from '../flows/flow-definition.ts';
import { isFilled } from '../flows/slot-value.ts';
import { namesMilitaryUnit } from '../platform/unit-designation.ts';
import type { SlotValue } from './command.ts';
import type { Draft } from './dialogue-state.ts';
import { exampleOf } from './example.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { shownValue } from './shown-value.ts';
import { texts } from './texts.ts';
import { say, type Turn } from './turn.ts';

const LONGEST_READ = 20;

/** An answer that cannot stand: what was read, what is wrong with it and how to say it. The field is asked again before anything else. */
export function refuseValue(turn: Turn, draft: Draft, field: FieldDefinition, value: SlotValue, fault: string): false {
  turn.state.misses += 1;
  turn.state.utterance.hasFault = true;
  const read = readBack(field, value, turn);
  say(turn, read === null ? fault : texts.misread(read, fault, exampleOf(field, turn.today)));
  if (!isFilled(draft.slots[field.key])) draft.asking = [field.key];
  return false;
}

/** The same for a number that is none: 17 digits, a wrong check digit. */
export function refuseInvalid(turn: Turn, draft: Draft, field: FieldDefinition, said: string): false {
  const checked = checkValue(field, said, { slots: draft.slots, today: turn.today });
  return refuseValue(turn, draft, field, said, checked.ok ? texts.unreadable(field.label) : checked.sentence);
}

/** What was read, as a 1:1 chat may show it; null where it must not be repeated or says nothing. */
function readBack(field: FieldDefinition, value: SlotValue, turn: Turn): string | null {
  if (field.type === 'bool' || (typeof value === 'string' && namesMilitaryUnit(value))) return null;
  const shown = shownValue(field, value, turn.today);
  return shown === '' ? null : plainMarkdown(clipped(withoutNumbers(shown)));
}

/** Words that nothing could be read from, while a field is asked for. */
export function refuseWords(turn: Turn, fields: readonly FieldDefinition[], text: string): void {
  const [first] = fields;
  if (!first) return;
  const said = namesMilitaryUnit(text) ? null : plainMarkdown(clipped(withoutNumbers(text.trim())));
  const labels = fields.map((field) => field.label);
  say(turn, said ? texts.notAnswer(said, labels, exampleOf(first, turn.today)) : exampleOf(first, turn.today));
}

function clipped(text: string): string {
  const letters = [...text];
  return letters.length > LONGEST_READ ? `${letters.slice(0, LONGEST_READ).join('')}…` : text;
}

/** Whatever could be the number of a card or a phone is not repeated. */
function withoutNumbers(text: string): string {
  return text.replace(/\d[\d\s-]{8,}[\dXx]/g, (digits) => (digits.replace(/\D/g, '').length > 8 ? '*'.repeat(digits.length) : digits));
}

const LONGEST_FORM = 8;

/** What is still needed as lines to fill in and send back in one message; files come by themselves. */
export function formToFill(flow: FlowDefinition, draft: Draft): string {
  const asked = flow.fields.filter((field) => draft.asking.includes(field.key));
  const others = missingFields(flow, draft.slots).filter((field) => !asked.includes(field));
  return [...asked, ...others]
    .filter((field) => field.type !== 'file' && !field.must)
    .slice(0, LONGEST_FORM)
    .map((field) => texts.formLine(field.label))
    .join('\n');
}
