import type { FieldDefinition } from '../../flows/flow-definition.ts';
import type { Span } from '../phrase-table.ts';
import { isMoney, type NumberSighting, yuanOf } from '../readers/number-reader.ts';
import { cueDistance, cueOf, nearestField } from './field-cues.ts';
import { askedOf, fieldsOf, isUsed, put, type SlotDraft, type SlotReading } from './slot-reading.ts';

/** Numbers by their measure word and cue, amounts by their cue; a bare number only answers the open question. */
export function fillNumbers(reading: SlotReading, draft: SlotDraft): void {
  fillYears(reading, draft);
  fillAge(reading, draft);
  fillOneAlong(reading, draft);
  let from = 0;
  for (const number of reading.said.numbers) {
    if (isUsed(draft, number) || isRate(reading.said.text, number)) continue;
    const count = draft.slots.size;
    if (!fillMoney(reading, draft, number, from)) fillCount(reading, draft, number, from);
    if (draft.slots.size > count) from = number.end;
  }
  fillAmountLeft(reading, draft);
}

/** 一个月八百: the month is what is paid for. */
function isRate(text: string, { text: said, start, end }: NumberSighting): boolean {
  return (
    /^一个?月$/.test(said) &&
    (/^[\s]?[\d一二两三四五六七八九十百千万]/.test(text.slice(end)) || /[\d百千万元块五]$/.test(text.slice(0, start)))
  );
}

/** 益阿婆九十一, 马阿公 86: a bare number right behind a name. */
function fillAge(reading: SlotReading, draft: SlotDraft): void {
  const field = fieldsOf(reading, 'number').find(({ key }) => key === 'age');
  if (!field || reading.asked !== null) return;
  const { text, persons, numbers } = reading.said;
  const age = numbers.find(({ unit, value, start, end }) => {
    const isAge = unit === '' && value >= 14 && value <= 115 && /^(?:了|$|[\s,，。])/.test(text.slice(end));
    if (isAge && value >= 45 && /(?:^|[\s,，。])(?:今年|都|已经|快)?$/.test(text.slice(0, start))) return true;
    return isAge && persons.some((person) => person.end <= start && /^\s?(?:今年|都|已经|快)?$/.test(text.slice(person.end, start)));
  });
  if (age) put(draft, field.key, age.value, age);
}

/** 带个家属 is one, though no number is said. */
function fillOneAlong(reading: SlotReading, draft: SlotDraft): void {
  const match = /带(?:上|了)?个(?:家属|家里人|人|孩子|小孩|朋友|老伴|老婆)/.exec(reading.said.text);
  const field = fieldsOf(reading, 'number').find(({ key }) => key === 'companions');
  const two =
    /(?:爷|娘|父子|父女|母子|母女|夫妻|兄弟|姐妹|小)俩|两口子|(?:和|跟|同)(?:他|她)?(?:的)?(?:老婆|老公|老伴|爱人|儿子|女儿|孙子|孙女|孩子)(?:一共)?(?:两个人|俩)/.exec(
      reading.said.text,
    );
  const found = match ?? two;
  if (found && field && !draft.slots.has(field.key)) put(draft, field.key, 1, { start: found.index, end: found.index + found[0].length });
}

/** An amount that no word claims is what is applied for, or the pay that is hoped for. */
function fillAmountLeft(reading: SlotReading, draft: SlotDraft): void {
  const field = fieldsOf(reading, 'money').find(({ key }) => /^(?:amount|expect_pay)$/.test(key));
  const left = reading.said.numbers.find((number) => (isMoney(number) || isBareSum(reading, number)) && !isUsed(draft, number));
  if (field && left && !draft.slots.has(field.key)) put(draft, field.key, yuanOf(left), left);
}

/** 急 3000: a round number that is a piece by itself. */
function isBareSum({ said, asked }: SlotReading, { text, value, unit, start, end }: NumberSighting): boolean {
  const isAlone = /^(?:$|[\s,，。;；])/.test(said.text.slice(end)) && /(?:^|[\s,，。;；])$/.test(said.text.slice(0, start));
  return asked === null && unit === '' && /^\d{3,6}$/.test(text) && value % 50 === 0 && !(value >= 1900 && value <= 2100) && isAlone;
}

function fillMoney(reading: SlotReading, draft: SlotDraft, number: NumberSighting, from: number): boolean {
  const fields = fieldsOf(reading, 'money').filter((field) => !draft.slots.has(field.key));
  const isPlain = number.unit === '' && number.value >= 50;
  const named = isMoney(number) || isPlain ? nearestField(reading.said.text, number, fields, from) : null;
  const asked = askedOf(reading, 'money');
  const open = asked && fields.includes(asked) && (isMoney(number) || number.unit === '') ? asked : null;
  const only = fields.length === 1 && mayBeAmount(reading, number) ? fields[0] : undefined;
  const field = named ?? open ?? only;
  if (!field) return false;
  put(draft, field.key, yuanOf(number), number);
  return true;
}

/** Without a cue: an amount for sure, or a number too large for anything else that was asked (五天，1800). */
function mayBeAmount(reading: SlotReading, number: NumberSighting): boolean {
  if (isMoney(number)) return true;
  const isYear = number.value >= 1900 && number.value <= 2100;
  if (number.unit !== '' || number.value < 100 || isYear) return false;
  return reading.asked === null ? /^\d{3,7}$/.test(number.text) : !/text|number|slot/.test(reading.asked.type);
}

/** A year is one where the field holds years (上次疗养年度), a count elsewhere. */
function isWithin(field: FieldDefinition, value: number): boolean {
  const holdsYears = (field.min ?? 0) >= 1900 || /year$/.test(field.key);
  return holdsYears ? value >= 1900 && value <= 2100 : value < 1900;
}

function fillCount(reading: SlotReading, draft: SlotDraft, number: NumberSighting, from: number): void {
  const fields = fieldsOf(reading, 'number').filter((field) => !draft.slots.has(field.key));
  const asked = askedOf(reading, 'number');
  if (asked && fields.includes(asked) && suitsAsked(asked, number)) {
    put(draft, asked.key, scaled(asked, number), number);
    return;
  }
  const suiting = fields.filter((field) => suits(reading.said.text, field, number, from));
  const field = nearestField(reading.said.text, number, suiting, from) ?? (suiting.length === 1 ? suiting[0] : onlyOfUnit(fields, number));
  if (field) put(draft, field.key, scaled(field, number), number);
}

function suitsAsked(field: FieldDefinition, number: NumberSighting): boolean {
  const { units } = cueOf(field);
  return number.unit === '' || units.includes(number.unit) || units.length === 0;
}

/** A measure word that only this kind of field has is enough; a word that many have, or none, wants a cue close by. */
function suits(text: string, field: FieldDefinition, number: NumberSighting, from: number): boolean {
  const { units } = cueOf(field);
  if (!isWithin(field, scaled(field, number))) return false;
  if (number.unit === '') return units.includes('') && cueDistance(text, number, field, from) <= 1.2;
  const isTelling = /^(?:天|岁|周岁|口人|口|平|平方|平米|平方米|㎡|卷|分|折|个月)$/.test(number.unit);
  if (units.includes(number.unit) && number.unit !== '' && isTelling) return true;
  return (units.includes(number.unit) || units.length === 0) && cueDistance(text, number, field, from) <= 6;
}

const COUNTS_PEOPLE = /^(?:人|个人|个|名|位|号人|俩)$/;

/** 三个家里人 with one field that counts people needs no cue; 五十万两年 no word for the term. */
function onlyOfUnit(fields: FieldDefinition[], number: NumberSighting): FieldDefinition | undefined {
  const having = fields.filter((field) => cueOf(field).units.includes(number.unit));
  if (number.unit === '年') return having.find(({ key }) => key === 'term_months');
  // 一个人带两个孩子 counts no household, and who goes alone takes nobody along.
  if (/^一个人?$/.test(number.text) && /^(?:family_size|companions)$/.test(having[0]?.key ?? '')) return undefined;
  return COUNTS_PEOPLE.test(number.unit) && having.length === 1 && number.value < 5000 ? having[0] : undefined;
}

function scaled(field: FieldDefinition, number: NumberSighting): number {
  // 八八折 and 九折 are written 0.88 and 0.9.
  if (number.unit === '折') return number.value > 10 ? number.value / 100 : number.value / 10;
  return number.value * (cueOf(field).factor?.[number.unit] ?? 1);
}

const RELATIVE_YEAR = /(今年|去年|前年|大前年|20\d\d年)(?!\d|[\d一二三四五六七八九十]{1,2}月)/g;
const OF_THE_YEAR = /^(?:度|的(?!\s?\d)|$|[\s,，。])/;
const YEARS_BACK: Record<string, number> = { 今年: 0, 去年: 1, 前年: 2, 大前年: 3 };

/** 去年去过疗养 → the year, for fields that hold one. */
function fillYears(reading: SlotReading, draft: SlotDraft): void {
  for (const field of fieldsOf(reading, 'number').filter((one) => /year$/.test(one.key))) {
    for (const match of reading.said.text.matchAll(RELATIVE_YEAR)) {
      const span = { start: match.index, end: match.index + match[0].length };
      if (isYearOf(reading, draft, field, span)) put(draft, field.key, yearSaid(match[0], reading.scene.today), span);
    }
  }
}

/** 2026年度 is the year of the service itself; 上次去年 wants its cue. */
function isYearOf(reading: SlotReading, draft: SlotDraft, field: FieldDefinition, span: Span): boolean {
  const isOwn = field.key !== 'last_year' && OF_THE_YEAR.test(reading.said.text.slice(span.end));
  if (isOwn) return !isUsed(draft, span);
  return field === reading.asked || cueDistance(reading.said.text, span, field) <= 4;
}

function yearSaid(text: string, today: string): number {
  return /^\d/.test(text) ? Number(text.slice(0, 4)) : Number(today.slice(0, 4)) - (YEARS_BACK[text] ?? 0);
}
