import type { FieldDefinition } from '../../flows/flow-definition.ts';
import { readAddresses } from '../readers/address-reader.ts';
import { readSchools } from '../readers/school-reader.ts';
import { cueDistance, nearestField } from './field-cues.ts';
import { askedOf, fieldsOf, isUsed, put, type SlotDraft, type SlotReading } from './slot-reading.ts';

/** Schools by 转到 / 原来在 / 第二志愿 before them; the one without a cue is the first choice. */
export function fillSchools(reading: SlotReading, draft: SlotDraft): void {
  const fields = reading.flow.fields.filter((field) => field.type === 'school' || field.key === 'from_school');
  if (fields.length === 0) return;
  let from = 0;
  const schools = readSchools(reading.said.text);
  for (const school of schools) {
    const open = fields.filter((field) => !draft.slots.has(field.key));
    const asked = reading.asked && open.includes(reading.asked) ? reading.asked : null;
    const isAnswer = asked !== null && schools.length === 1 && !isForOther(asked, reading.said.text.slice(0, school.start));
    const field =
      (isAnswer ? asked : nearestField(reading.said.text, school, open, from)) ?? asked ?? open.find((one) => one.type === 'school');
    from = school.end;
    if (field) put(draft, field.key, school.name, school);
    else draft.used.push(school);
  }
}

/** 原来在 says of a school that it is not the one wished for. */
function isForOther(asked: FieldDefinition, before: string): boolean {
  return (asked.key === 'from_school' ? /志愿|备选|想[去上转]/ : /志愿|备选|原来|之前|转/).test(before);
}

/** Addresses to the open or the only address field. */
export function fillAddresses(reading: SlotReading, draft: SlotDraft): void {
  const fields = fieldsOf(reading, 'address');
  for (const address of readAddresses(reading.said.text)) {
    if (isUsed(draft, address)) continue;
    const asked = askedOf(reading, 'address');
    const field = nearestField(reading.said.text, address, fields) ?? asked ?? (fields.length === 1 ? fields[0] : undefined);
    if (field) put(draft, field.key, address.text, address);
    else draft.used.push(address);
  }
}

/** Town and village where they are said; not the ones inside a school's name or an address. */
export function fillPlaces(reading: SlotReading, draft: SlotDraft): void {
  for (const place of reading.said.places) {
    // 在横溪附近 is where work is wanted, not where somebody lives.
    if (/^(?:附近|周边|一带)/.test(reading.said.text.slice(place.end))) continue;
    if (isUsed(draft, place) || /^(?:我|咱|本|全|整)/.test(place.text)) continue;
    const [field] = fieldsOf(reading, place.kind);
    if (field && (field !== reading.asked || cueDistance(reading.said.text, place, field) >= 0)) put(draft, field.key, place.name, place);
  }
}
