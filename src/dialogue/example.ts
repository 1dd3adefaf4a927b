import type { FieldDefinition } from '../flows/flow-definition.ts';
import { addDays, type Day } from '../platform/calendar/day.ts';
import { texts } from './texts.ts';

type Made = (field: FieldDefinition, today: Day) => string;

const LATER = 14;

const within = (field: FieldDefinition, wanted: number) => Math.min(field.max ?? wanted, Math.max(field.min ?? wanted, wanted));
const core = (label: string) => label.split('（')[0] ?? label;
const quoted =
  (made: Made): Made =>
  (field, today) =>
    texts.forExample(made(field, today));

const number: Made = (field, today) => {
  const isYear = (field.min ?? 0) >= 1900;
  return `${within(field, isYear ? Number(today.slice(0, 4)) : 3)}${isYear ? '' : (field.unit ?? '')}`;
};
const options: Made = (field) => Object.values(field.options ?? {}).map(core)[0] ?? field.label;
const asPrinted: Made = (field) => (field.type === 'idcard' ? texts.idcardExample : texts.cardExample);
const asWords: Made = (field) => texts.inWords(field.hint ?? field.question);

const byType: Record<FieldDefinition['type'], Made> = {
  number: quoted(number),
  money: quoted((field) => texts.yuan(within(field, 2000))),
  date: quoted((field, today) => texts.day(addDays(today, field.timing === 'future' ? LATER : -LATER))),
  datetime: quoted((_, today) => `${texts.day(addDays(today, 1))}${texts.morning}`),
  slot: quoted((_, today) => `${texts.day(addDays(today, LATER))}${texts.morning}`),
  daterange: quoted((_, today) => texts.fromTo(texts.day(addDays(today, -LATER)), texts.day(addDays(today, -1)))),
  enum: quoted(options),
  multi: quoted((field) =>
    Object.values(field.options ?? {})
      .map(core)
      .slice(0, field.maxItems === 1 ? 1 : 2)
      .join('、'),
  ),
  bool: () => texts.boolExample,
  person: quoted(() => texts.samples.person),
  address: quoted(() => texts.samples.address),
  town: quoted(() => texts.samples.town),
  village: quoted(() => texts.samples.village),
  school: quoted(() => texts.samples.school),
  unit: quoted(() => texts.samples.unit),
  phone: () => texts.phoneExample,
  idcard: asPrinted,
  bankcard: asPrinted,
  file: () => texts.fileExample,
  text: asWords,
  textarea: asWords,
};

/** How a field can be answered, in a short sentence: 例如“5天”. Numbers that name a person are described, never made up. */
export function exampleOf(field: FieldDefinition, today: Day): string {
  return byType[field.type](field, today);
}
