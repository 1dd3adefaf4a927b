import { brokenChecks, checkSlots } from '../../src/flows/applicable-fields.ts';
import { conditionsOf, holds, type PlacedCondition, readsOf } from '../../src/flows/condition.ts';
import { derivedSlots, inputsOf } from '../../src/flows/derive.ts';
import type { FieldDefinition, FlowDefinition } from '../../src/flows/flow-definition.ts';
import type { Slots, SlotValue } from '../../src/flows/slot-value.ts';
import { birthOfIdNumber } from '../../src/platform/id-number.ts';
import { idcardOf, random } from '../people/many-people.ts';

/** Makes forms that a definition takes, by its types, options and limits alone; deterministic. */

export const TODAY = '2026-11-23';

type Next = () => number;

const pick = <T>(next: Next, from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;

const names = ['赵海军', '钱小红', '孙国平', '李桂花', '周大明', '吴阿毛'];

function dayBetween(next: Next, from: string, to: string): string {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  return new Date(start + Math.floor(next() * ((end - start) / 86_400_000 + 1)) * 86_400_000).toISOString().slice(0, 10);
}

function someDay(next: Next, { timing }: FieldDefinition): string {
  if (timing === 'past') return dayBetween(next, '1990-01-01', '2026-11-20');
  return timing === 'future' ? dayBetween(next, '2026-12-01', '2027-06-30') : dayBetween(next, '2000-01-01', '2026-11-20');
}

function someNumber(next: Next, field: FieldDefinition, telling: readonly (string | number)[]): number {
  const decimals = field.type === 'money' ? 2 : (field.decimals ?? 0);
  const [least, most] = [field.min ?? 0, field.max ?? 50_000];
  // Years of the calendar: around this one.
  if (least > 1900 && next() < 0.9) return Math.max(least, 2024 + Math.floor(next() * 4));
  // On both sides of every figure that a condition asks about.
  const around = telling
    .flatMap((one) => (typeof one === 'number' ? [one - 1, one, one + 1] : []))
    .filter((one) => one >= least && one <= most);
  if (around.length > 0 && next() < 0.7) return pick(next, around);
  return Number((least + next() * Math.min(most - least, next() < 0.5 ? 3000 : 50_000)).toFixed(decimals === 0 ? 0 : 1));
}

const makers: Record<FieldDefinition['type'], (next: Next, field: FieldDefinition, telling: readonly (string | number)[]) => SlotValue> = {
  text: (next, field) =>
    field.pattern === undefined
      ? pick(next, ['第一项目内容', '按规定办理事项', '某某单位事项']).slice(0, field.maxLength ?? 20)
      : patterned(field),
  textarea: (_, field) => '情况属实，请予办理，具体说明见材料。'.repeat(Math.ceil((field.minLength ?? 1) / 18)),
  number: someNumber,
  money: someNumber,
  date: (next, field) => someDay(next, field),
  datetime: (next, field) => `${someDay(next, field)} 09:30`,
  slot: (next, field) => `${someDay(next, { ...field, timing: 'future' })} 09:30`,
  daterange: (next) => {
    const from = dayBetween(next, '2026-10-01', '2026-10-20');
    return { from, to: dayBetween(next, from, next() < 0.5 ? '2026-11-20' : '2027-03-31') };
  },
  enum: (next, field) => pick(next, Object.keys(field.options ?? {})),
  multi: (next, field) => {
    const keys = Object.keys(field.options ?? {});
    const many = 1 + Math.floor(next() * Math.min(keys.length, field.maxItems ?? keys.length));
    return keys
      .map((key) => ({ key, at: next() }))
      .sort((a, b) => a.at - b.at)
      .slice(0, many)
      .map(({ key }) => key);
  },
  bool: (next, field) => field.must === true || next() < 0.5,
  person: (next) => pick(next, names),
  idcard: someIdcard,
  phone: () => '13567890123',
  bankcard: () => '6222020000000000018',
  address: () => '姜山镇走马塘村1号',
  town: () => '姜山镇',
  village: () => '走马塘村',
  school: () => '姜山镇中心小学',
  unit: (next) => pick(next, ['姜山镇中心小学', '宁波某某有限公司']),
  file: (_, field) => Array.from({ length: field.minCount ?? 1 }, (_one, i) => `file-${i + 1}`),
};

/** Of an age on both sides of those that conditions ask about. */
function someIdcard(next: Next, _: FieldDefinition, telling: readonly (string | number)[]): string {
  const ages = telling.filter((one) => typeof one === 'number' && one > 0 && one < 120);
  const age = ages.length > 0 && next() < 0.8 ? Number(pick(next, ages)) - 1 + Math.floor(next() * 3) : null;
  const birth =
    age === null ? dayBetween(next, '1940-01-01', '2008-01-01') : dayBetween(next, `${2026 - age}-01-01`, `${2026 - age}-12-31`);
  return idcardOf(birth, 1 + Math.floor(next() * 90));
}

function patterned(field: FieldDefinition): string {
  const known = ['91330212MA2AB12345', 'XH-2026-001', '2026-03', '2026-2027', '第一中队', '某部', '001'];
  return known.find((one) => new RegExp(field.pattern ?? '', 'u').test(one)) ?? '未知';
}

/** A whole form that passes every check, or null after many tries. */
export function makeForm(definition: FlowDefinition, seed: number): Slots | null {
  const next = random(seed);
  for (let warm = 0; warm < 5; warm += 1) next();
  const reads = conditionsOf(definition).map(({ expression }) => readsOf(definition.fields, expression));
  const tellingOf = (key: string) => reads.filter((one) => one.keys.includes(key)).flatMap((one) => one.literals);
  const make = (field: FieldDefinition) => makers[field.type](next, field, tellingOf(field.key));
  let slots: Slots = Object.fromEntries(
    definition.fields.filter((field) => field.required || next() < 0.6).map((field) => [field.key, make(field)]),
  );
  for (let tries = 0; tries < 60; tries += 1) {
    slots = bornAsNumbered(slots);
    const checked = checkSlots(definition, slots, { today: TODAY });
    if (checked.ok) return checked.slots;
    const wrong = new Set(checked.faults.map((fault) => fault.field));
    const read = (definition.checks ?? [])
      .filter((check) => wrong.has(check.field))
      .flatMap((check) => readsOf(definition.fields, check.that).keys);
    const again = definition.fields.filter((field) => wrong.has(field.key) || (read.includes(field.key) && next() < 0.5));
    slots = { ...slots, ...Object.fromEntries(again.map((field) => [field.key, make(field)])) };
  }
  return null;
}

/** Sentences of the checks over several fields that no form breaks by one value. */
export function unbreakableChecks(definition: FlowDefinition, most = 400): string[] {
  const left = new Set((definition.checks ?? []).map((check) => check.sentence));
  for (let seed = 1; seed <= most && left.size > 0; seed += 1) {
    const form = makeForm(definition, seed);
    const others = form === null ? [] : (definition.checks ?? []).flatMap((check) => variants(definition, form, check.that, seed));
    for (const sentence of others.flatMap((other) => faultsOf(definition, other))) left.delete(sentence);
  }
  return [...left];
}

/** As the dialogue judges a form while it grows: the checks over several fields by themselves. */
function faultsOf(definition: FlowDefinition, slots: Slots): string[] {
  const derived = { ...slots, ...derivedSlots(definition, slots, TODAY) };
  return brokenChecks(definition, derived, TODAY).map((fault) => fault.sentence);
}

/** The form with one of the values that a check rests on made anew, or taken from another field of its kind. */
function variants(definition: FlowDefinition, form: Slots, that: string, seed: number): Slots[] {
  const next = random(seed + 77);
  const { keys, literals } = readsOf(definition.fields, that);
  const read = definition.fields.filter((field) => keys.includes(field.key));
  const rest = new Set([...keys, ...read.flatMap((field) => inputsOf(definition, field))]);
  return definition.fields
    .filter((field) => rest.has(field.key))
    .flatMap((field) => [
      ...[1, 2, 3].map(() => ({ ...form, [field.key]: makers[field.type](next, field, literals) })),
      ...read.filter((one) => one.type === field.type).map((one) => ({ ...form, [field.key]: form[one.key] ?? null })),
    ]);
}

/** A birth date beside an identity number says the same as the number. */
function bornAsNumbered(slots: Slots): Slots {
  const numberOf = (key: string) => slots[key === 'birth' ? 'applicant_idcard' : key.replace('_birth', '_idcard')];
  const births = Object.keys(slots).filter((key) => /(^|_)birth$/.test(key) && typeof numberOf(key) === 'string');
  return { ...slots, ...Object.fromEntries(births.map((key) => [key, birthOfIdNumber(String(numberOf(key)))])) };
}

/** Conditions that decide the way of a case or its form: all but the checks. */
export function waysOf(definition: FlowDefinition): PlacedCondition[] {
  return conditionsOf(definition).filter(({ path }) => path[0] !== 'checks');
}

export interface CoveringForms {
  forms: Slots[];
  /** Conditions that no form makes true, or none makes false. */
  oneSided: string[];
}

/** The fewest forms found that take every condition both ways. `adjust`: what the place of the test asks of a form beside its checks. */
export function coveringForms(definition: FlowDefinition, most = 400, adjust: (form: Slots) => Slots = (form) => form): CoveringForms {
  const ways = waysOf(definition);
  const seen = new Set<string>();
  const forms: Slots[] = [];
  for (let seed = 1; seed <= most && (forms.length === 0 || seen.size < ways.length * 2); seed += 1) {
    const made = makeForm(definition, seed);
    const checked = made && checkSlots(definition, adjust(made), { today: TODAY });
    if (!checked?.ok) continue;
    const form = checked.slots;
    const taken = ways.map(
      ({ path, expression }) => `${path.join('.')} ${holds(definition.fields, expression, { ...form, today: TODAY })}`,
    );
    if (forms.length > 0 && taken.every((one) => seen.has(one))) continue;
    for (const one of taken) seen.add(one);
    forms.push(form);
  }
  const oneSided = ways.flatMap(({ path }) => [true, false].map((one) => `${path.join('.')} ${one}`)).filter((one) => !seen.has(one));
  return { forms, oneSided };
}
