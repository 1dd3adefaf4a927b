import type { FieldDefinition } from '../../flows/flow-definition.ts';
import type { DateUse } from '../readers/date-frame.ts';
import type { DateSighting } from '../readers/date-reader.ts';
import type { TimeSighting } from '../readers/time-reader.ts';
import { nearestField } from './field-cues.ts';
import { fieldsOf, isUsed, put, type SlotDraft, type SlotReading } from './slot-reading.ts';

const PAST_KEYS = /birth|death|travel|discharge|enlist|award|event|rating|approve|join|period/;

/** Whether a field's day lies behind or ahead: as its definition says, else by what its key names. */
export function useOf(field: FieldDefinition, flow: string): DateUse {
  // A visit is written down before as well as after it.
  if (field.key === 'visit_time' || field.key === 'travel') return 'near';
  // A recruit goes, who comes home has gone.
  if (flow === 'join-up-bundle' && field.key === 'enlist_date') return 'near';
  return field.timing ?? (PAST_KEYS.test(field.key) ? 'past' : 'future');
}

/** Spans of days first, then bookable times, then single days. */
export function fillDates(reading: SlotReading, draft: SlotDraft): void {
  fillRanges(reading, draft);
  const times = [...reading.said.times];
  // A festival beside a day of its own only says when that is: 国庆 … 10月3号.
  for (const date of [...reading.said.dates].sort((a, b) => Number(a.isFestival) - Number(b.isFestival))) {
    if (isUsed(draft, date)) continue;
    const fields = fieldsOf(reading, 'date', 'datetime', 'slot').filter((field) => !draft.slots.has(field.key));
    const field = fieldFor(reading, fields, date);
    if (!field || (date.isFestival && field !== reading.asked && !maySayDay(field, date))) continue;
    const value = valueFor(field, reading.flow.id, date, times);
    if (value !== null) put(draft, field.key, value, date);
  }
}

function maySayDay(field: FieldDefinition, { text }: DateSighting): boolean {
  return MAY_BE_FESTIVAL.test(field.key) && !/[前后]$/.test(text);
}

/** 元旦那天演出 is a day; of other services a festival is more often the campaign. */
const MAY_BE_FESTIVAL = /^(?:date|slot)$/;

function fillRanges(reading: SlotReading, draft: SlotDraft): void {
  const [field] = fieldsOf(reading, 'daterange');
  const [range] = reading.said.ranges;
  const value = field && range ? range.resolve(useOf(field, reading.flow.id)) : null;
  if (field && range && value) put(draft, field.key, value, range);
}

function fieldFor(reading: SlotReading, fields: FieldDefinition[], date: DateSighting): FieldDefinition | null {
  const named = nearestField(reading.said.text, date, fields);
  if (named) return named;
  if (reading.asked && fields.includes(reading.asked)) return reading.asked;
  // 8月那批 names a batch and no day.
  if (/^(?:那|这|的)?[一二三四\d第]*批/.test(reading.said.text.slice(date.end))) return null;
  const always = fields.filter((field) => field.when === undefined && reading.filled[field.key] === undefined);
  const [only] = always.length > 0 ? always : fields;
  return always.length === 1 || (always.length === 0 && fields.length === 1) ? (only ?? null) : null;
}

/** 下周三去 上午9点: how far behind its day a time may stand. */
const REACH = 5;

function valueFor(field: FieldDefinition, flow: string, date: DateSighting, times: TimeSighting[]): string | null {
  const day = date.resolve(useOf(field, flow));
  if (day === null || field.type === 'date') return day;
  const time = times.find((one) => one.start >= date.end - 1 && one.start - date.end <= REACH);
  if (!time) return day;
  return `${day} ${time.time ?? time.half}`;
}
