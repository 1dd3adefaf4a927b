import type { FieldDefinition } from '../../flows/flow-definition.ts';
import type { PersonSighting } from '../readers/person-reader.ts';
import { cueDistance, KINSHIP_PENALTY, nearestField } from './field-cues.ts';
import { askedOf, fieldsOf, isUsed, put, type SlotDraft, type SlotReading } from './slot-reading.ts';

/** Names to roles: a name with a cue (儿子, 紧急联系人, 陪同) to its field, the first one without to whom the case is about. */
export function fillPersons(reading: SlotReading, draft: SlotDraft): void {
  const { said, flow } = reading;
  const fields = fieldsOf(reading, 'person');
  const subject = fields.find((field) => field.key === flow.subjectField) ?? fields[0];
  const persons = said.persons.filter((person) => !isUsed(draft, person) && !isNicknameOfOther(person, said.persons));
  const uncued: PersonSighting[] = [];
  let from = 0;
  for (const person of persons) {
    const others = fields.filter((field) => field !== subject && !draft.slots.has(field.key));
    const field = roleOf(reading, person, others, subject, from);
    from = person.end;
    if (field && !draft.slots.has(field.key)) put(draft, field.key, person.name, person);
    else if (!field) uncued.push(person);
  }
  placeUncued(reading, draft, uncued, subject);
  placeOther(reading, draft, uncued, fields);
}

/** 小顾回来报到，顾佳伟: the full name says who 小顾 is. */
function isNicknameOfOther({ name }: PersonSighting, all: PersonSighting[]): boolean {
  return /^[小老].$/.test(name) && all.some((other) => other.name !== name && other.name.startsWith(name.slice(1)));
}

const A_HOUSE = /^家?(?:的|里)?(?:娃|孩子|小孩|儿子|女儿|囡|小囡|老大|老二)/;

function draftHas({ filled }: SlotReading, field: FieldDefinition): boolean {
  return filled[field.key] !== undefined;
}

function roleOf(
  reading: SlotReading,
  person: PersonSighting,
  others: FieldDefinition[],
  subject: FieldDefinition | undefined,
  from: number,
): FieldDefinition | null {
  const { text } = reading.said;
  // 蒙大勇家娃考上浙大了: it is the house that is named.
  if (subject && A_HOUSE.test(text.slice(person.end)) && !draftHas(reading, subject)) return subject;
  const role = nearestField(text, person, others, from);
  if (!role) return null;
  // 儿子张小军 answers whom to call in need as well as who goes along: the open question decides.
  const asked = askedOf(reading, 'person');
  if (asked && role !== asked && cueDistance(text, person, role, from) >= KINSHIP_PENALTY - 1) return asked;
  if (!subject) return role;
  // 给张建国和儿子…: a cue of the subject that stands nearer than the role's wins.
  const [own, other] = [cueDistance(text, person, subject, from), cueDistance(text, person, role, from)];
  return own < other || (own === other && subject.key !== 'applicant') ? subject : role;
}

/** 暑期班给乐正晴报个书画，家长乐正国: when the subject is named by a cue, the other name is for the one other person that must be named. */
function placeOther(reading: SlotReading, draft: SlotDraft, persons: PersonSighting[], fields: FieldDefinition[]): void {
  const open = fields.filter((field) => field.required && !draft.slots.has(field.key) && reading.filled[field.key] === undefined);
  const [field] = open;
  const [left] = persons.filter((person) => !isUsed(draft, person));
  const isSaid = [...draft.slots.values()].some(({ value }) => value === left?.name);
  if (field && left && open.length === 1 && !isSaid && reading.asked === null && persons.length === 1)
    put(draft, field.key, left.name, left);
}

/** 要的，叫冯桂花: asked whether somebody comes along, the name says who. */
function fieldBehindBool(reading: SlotReading): FieldDefinition | undefined {
  const { asked, flow } = reading;
  if (asked?.type !== 'bool') return undefined;
  return flow.fields.find(({ type, when }) => type === 'person' && when !== undefined && new RegExp(`\\b${asked.key}\\b`).test(when));
}

function placeUncued(reading: SlotReading, draft: SlotDraft, persons: PersonSighting[], subject: FieldDefinition | undefined): void {
  const asked = askedOf(reading, 'person') ?? fieldBehindBool(reading);
  const first = persons.find((person) => subject && cueDistance(reading.said.text, person, subject) <= 0.5) ?? persons[0];
  if (!first) return;
  if (asked && !draft.slots.has(asked.key)) {
    put(draft, asked.key, first.name, first);
    return;
  }
  const isFree = subject && !draft.slots.has(subject.key) && reading.filled[subject.key] === undefined;
  if (subject && isFree) put(draft, subject.key, first.name, first);
}
