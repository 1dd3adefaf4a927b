import type { SlotValue } from '../../dialogue/command.ts';
import type { FieldDefinition } from '../../flows/flow-definition.ts';
import { observe } from '../said.ts';
import { answerAsked } from './answer-asked.ts';
import { cueOf } from './field-cues.ts';
import { fillSlots } from './fill-slots.ts';
import type { SetSlot, SlotReading } from './slot-reading.ts';

const MARK =
  /不是|不对|错了|弄错|搞错|写错|填错|说错|打错|记错|改成|改为|改到|改一下|改下|换成|换到|更正|应该是?|其实是?|重新填|纠正|修改|改(?=[\d一二三四五六七八九十两])|是.{1,12}不是/;
/** 不是5天，是4天 → the old value and the new one. */
const OLD_NEW = /不(?:是|叫|对)\s*([^,，。;；\s]{1,24}?)[,，。;；\s]*(?:而是|应该是?|要?改成|改为|换成|是|叫|要)\s*(.+)$/;
const NEW_OLD = /^(?:应该)?是?\s*([^,，。;；]{1,24}?)[,，\s]*不是\s*([^,，。;；]{1,24})$/;
const OLD_TO_NEW = /(?:把|将)?([^,，。;；\s]{1,24}?)(?:改成|改为|换成|改到|更正为)\s*(.+)$/;

export function isCorrection(text: string): boolean {
  return MARK.test(text);
}

function equal(one: SlotValue, other: SlotValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The filled field whose value an old wording names. */
function fieldHolding(reading: SlotReading, old: string): FieldDefinition | null {
  const said = observe(old, reading.scene);
  for (const field of reading.flow.fields) {
    const held = reading.filled[field.key];
    if (held === undefined) continue;
    const asIf: SlotReading = { ...reading, said, asked: field, filled: {} };
    const read = fillSlots(asIf).find((slot) => slot.slot === field.key)?.value ?? answerAsked(asIf)?.value;
    if ((read !== undefined && equal(read, held)) || held === old) return field;
  }
  return null;
}

const BY_TYPE: Partial<Record<FieldDefinition['type'], string[]>> = {
  person: ['名字', '姓名'],
  idcard: ['身份证'],
  phone: ['电话', '手机', '号码'],
  town: ['镇街', '街道'],
  village: ['村'],
  bankcard: ['卡号', '银行卡'],
};

/** The field that is called by its label, its kind or a cue (天数错了, 孩子名字写错了, 电话改成 …), filled ones before empty ones. */
function fieldNamed(reading: SlotReading, text: string): FieldDefinition | null {
  const ranked = reading.flow.fields
    .map((field) => ({ field, weight: calledBy(field, text), isFilled: reading.filled[field.key] !== undefined }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => Number(b.isFilled) - Number(a.isFilled) || b.weight - a.weight);
  return ranked[0]?.field ?? null;
}

function lengthIn(text: string, words: string[]): number {
  return [...new Set(words)].reduce((sum, word) => sum + (word.length > 1 && text.includes(word) ? word.length : 0), 0);
}

/** How much of a text calls a field; its label counts twice, a cue (孩子, 紧急) only beside another word. */
function calledBy(field: FieldDefinition, text: string): number {
  const label = field.label.replace(/（[^）]*）/g, '');
  const short = label.replace(/^(?:申请人|监护人|子女|申请|疗养|意向|联系|优抚|所属|是否)/, '').replace(/(?:姓名|日期|号码?)$/, '');
  const named = 2 * lengthIn(text, [label, short]) + lengthIn(text, BY_TYPE[field.type] ?? []);
  const isSubject = field.key.startsWith('applicant');
  return named === 0 && field.type !== 'person' ? 0 : named + (isSubject ? 0 : lengthIn(text, cueOf(field).before));
}

function partsOf(text: string): { before: string; after: string; old?: string } {
  const swapped = OLD_NEW.exec(text);
  if (swapped) return { before: text.slice(0, swapped.index), old: swapped[1], after: swapped[2] ?? '' };
  const turned = NEW_OLD.exec(text);
  if (turned) return { before: '', old: turned[2], after: turned[1] ?? '' };
  const changed = OLD_TO_NEW.exec(text);
  if (changed) return { before: text.slice(0, changed.index), old: changed[1], after: changed[2] ?? '' };
  const [head = ''] = text.split(/[,，。;；\s]/);
  const isMarkFirst = head !== text && /错|不对/.test(head);
  return isMarkFirst ? { before: head, after: text.slice(head.length) } : { before: '', after: text };
}

const NEW_LEAD = /^[\s,，。;；]*(?:应该是?|改成|改为|换成|是|叫|要|其实是?|改)?\s*/;

/**
 * A correction: the slot that is named, or that holds the old value, or that the new value fits by its form. Empty when the text
 * corrects nothing. Labelling rule 7: only set-slot comes out.
 */
export function readCorrection(reading: SlotReading): SetSlot[] {
  const { text } = reading.said;
  if (!isCorrection(text)) return [];
  const { before, after, old } = partsOf(text);
  const field = (old === undefined ? null : fieldHolding(reading, old)) ?? fieldNamed(reading, `${before}${old ?? ''}`);
  const fresh = after.replace(NEW_LEAD, '');
  if (fresh.trim() === '') return [];
  const asIf: SlotReading = { ...reading, said: observe(fresh, reading.scene), asked: field, filled: field ? reading.filled : {} };
  const found = fillSlots(asIf);
  if (field && !found.some((slot) => slot.slot === field.key)) {
    const whole = answerAsked(asIf);
    if (whole) return [whole];
  }
  return field && found.some((slot) => slot.slot === field.key)
    ? found.filter((slot) => slot.slot === field.key || found.length > 1)
    : found;
}
