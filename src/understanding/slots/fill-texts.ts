import type { FieldDefinition } from '../../flows/flow-definition.ts';
import { textShapes } from '../lexicon/text-shapes.ts';
import { trimmed } from '../normalise.ts';
import type { Span } from '../phrase-table.ts';
import { fieldsOf, isUsed, put, type SlotDraft, type SlotReading } from './slot-reading.ts';

interface Piece extends Span {
  value: string;
}

/** 批次：第二批 — a field's label, then its value up to the next break. */
function labelled(field: FieldDefinition, text: string): Piece | null {
  const label = field.label.replace(/（[^）]*）/g, '');
  const at = label.length >= 2 ? text.indexOf(label) : -1;
  if (at < 0) return null;
  const rest = /^\s*(?:是|为|叫|填|写)?\s*[:：]\s*([^,，。;；\s]{2,40})/.exec(text.slice(at + label.length));
  const value = rest ? trimmed(rest[1] ?? '') : '';
  return value.length >= 2 && rest ? { value, start: at, end: at + label.length + rest[0].length } : null;
}

/** What the shapes of a field find in a text, other than somebody's name; the place is that of the value alone. */
function shapedText(flow: string, field: FieldDefinition, text: string, names: string[]): Piece | null {
  for (const shape of textShapes[`${flow}.${field.key}`] ?? textShapes[field.key] ?? []) {
    for (const match of text.matchAll(new RegExp(shape, 'gu'))) {
      const value = trimmed(match[1] ?? '');
      const start = match.index + match[0].indexOf(match[1] ?? '');
      if (value !== '' && !names.includes(value)) return { value, start, end: start + (match[1] ?? '').length };
    }
  }
  return null;
}

/** 八八折 is the offer and the discount, 五个焊工 the posts and their number: such a text leaves its place to others. */
function placeOf(field: FieldDefinition, { start, end }: Span): Span {
  return { start, end: /^(?:offer|posts)$/.test(field.key) ? start : end };
}

/** Free texts that can be told by their shape or by their label. The open question's own text is read in answer-asked.ts. */
export function fillTexts(reading: SlotReading, draft: SlotDraft): void {
  const { text } = reading.said;
  const names = reading.said.persons.map(({ name }) => name);
  for (const field of fieldsOf(reading, 'text', 'textarea', 'unit', 'address')) {
    if (!isOpenTo(reading, field)) continue;
    const shaped = shapedText(reading.flow.id, field, text, names) ?? (field === reading.asked ? null : labelled(field, text));
    const found = shaped && withoutName(reading, shaped);
    if (found && !isUsed(draft, found)) put(draft, field.key, found.value, placeOf(field, found));
  }
  fillCampaign(reading, draft);
}

/** Answers that hold more than the value: 那本是浙军残1188, 改成137…. Other questions are answered by the whole sentence. */
const SHAPED_ANSWERS = /^(?:batch|cert_no|letter_no|credit_code|plan|new_value|months|bank|to_branch)$/;

function isOpenTo({ asked }: SlotReading, field: FieldDefinition): boolean {
  if (field === asked) return field.type !== 'textarea' && SHAPED_ANSWERS.test(field.key);
  return asked === null || !/^(?:offer|need|content|question|posts|skill|skills|scope)$/.test(field.key);
}

/** 索国强李惠利东部医院, 拥军商家老兵八八折: the name before is somebody's or the service's. */
function withoutName(reading: SlotReading, piece: Piece): Piece | null {
  const names = [...reading.said.persons, ...(reading.said.flow?.mentions ?? [])];
  const person = names.find(({ start, end }) => start <= piece.start + 2 && end > piece.start && end < piece.end);
  // Two characters behind what looks like a name make one thing with it.
  if (!person || piece.end - person.end === 2) return piece;
  const value = trimmed(reading.said.text.slice(person.end, piece.end));
  return value.length >= 2 ? { value, start: person.end, end: piece.end } : null;
}

/** 春节慰问单: the campaign is called by its festival, as said. */
function fillCampaign(reading: SlotReading, draft: SlotDraft): void {
  const field = reading.flow.fields.find(({ key }) => key === 'campaign');
  const festival = reading.said.dates.find((date) => date.isFestival);
  if (field && festival && field !== reading.asked) put(draft, field.key, festival.text, { start: festival.start, end: festival.start });
}
