import type { FieldDefinition } from '../../flows/flow-definition.ts';
import type { IdentitySighting } from '../readers/identity-reader.ts';
import { nearestField } from './field-cues.ts';
import { askedOf, fieldsOf, put, type SlotDraft, type SlotReading } from './slot-reading.ts';

const NAMED_CONTACT = /紧急联系人?(?:是|叫|[:：])?[^，,。\s\d]{1,6}[，,、\s]*(?:他|她)?的?(?:电话|手机号?|号码|联系方式)?(?:是|[:：])?\s*$/;

/** Identity numbers, phones and bank cards: to the field whose cue stands before them, else the open one, else the first of the kind. */
export function fillIdentities(reading: SlotReading, draft: SlotDraft): void {
  let from = 0;
  for (const sighting of reading.said.identities) {
    if (isCorrectedTo(reading, sighting)) continue;
    const fields = fieldsOf(reading, sighting.kind).filter((field) => !draft.slots.has(field.key));
    const field = chosen(reading, fields, sighting, from);
    from = sighting.end;
    if (!field) continue;
    if (sighting.value === null) put(draft, field.key, null, sighting, sighting.text);
    else put(draft, field.key, sighting.value, sighting);
  }
}

const OF_KINSMEN = /^(?:family|guardian|emergency)_phone$/;

/** 爸爸皇甫国强13645001122: the number right behind a kinsman is his. */
function isOfKinsman({ said }: SlotReading, { start }: IdentitySighting): boolean {
  return said.kinship.some(
    ({ person }) =>
      person.end <= start && /^[\s,，]*(?:他|她)?(?:的)?(?:电话|手机号?)?(?:是|[:：])?\s*$/.test(said.text.slice(person.end, start)),
  );
}

/** 电话改成139…: in a correction of the file the number is the new value. */
function isCorrectedTo({ flow, said, asked }: SlotReading, { start }: IdentitySighting): boolean {
  const isOpen = asked === null || asked.key === 'new_value';
  return (
    isOpen &&
    flow.fields.some(({ key }) => key === 'new_value') &&
    /(?:改成|改为|应该是|应为|更正为|换成)\s*$/.test(said.text.slice(0, start))
  );
}

function chosen(reading: SlotReading, fields: FieldDefinition[], sighting: IdentitySighting, from: number): FieldDefinition | null {
  const asked = askedOf(reading, 'idcard', 'phone', 'bankcard');
  const special = fields.filter((field) => !field.key.startsWith('applicant'));
  const kins = fields.find((field) => OF_KINSMEN.test(field.key));
  if (kins && asked === null && isOfKinsman(reading, sighting)) return kins;
  // The number that is to have the tariff, not the one to call.
  const number = fields.find((field) => field.key === 'number');
  if (number && asked === null) return number;
  const named = nearestField(reading.said.text, sighting, special, from);
  if (named) return named;
  // 紧急联系人陈国强，电话…: the number is the contact's who was named right before.
  const contact = fields.find((field) => field.key === 'emergency_phone');
  if (contact && NAMED_CONTACT.test(reading.said.text.slice(from, sighting.start))) return contact;
  if (asked && fields.includes(asked)) return asked;
  // Said with the answer to who it is, it is that person's.
  const companion = fields.find((field) => reading.asked?.type === 'person' && field.key === `${reading.asked.key}_${sighting.kind}`);
  if (companion) return companion;
  // Inside a conversation a number that nobody asked for belongs to the first field of its kind that is still empty.
  return fields.find((field) => reading.filled[field.key] === undefined) ?? fields[0] ?? null;
}
