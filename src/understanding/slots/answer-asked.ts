import type { FieldDefinition } from '../../flows/flow-definition.ts';
import { trimmed } from '../normalise.ts';
import { parseIdentity } from '../readers/identity-reader.ts';
import { parseNumber } from '../readers/numeral.ts';
import { parseName } from '../readers/person-reader.ts';
import type { SetSlot, SlotReading } from './slot-reading.ts';

const LEAD = /^(?:嗯+|哦|噢|好的?|是的?|就是|就写|就填|写|填|改成|改为|应该是|那就|就|我是|他是|她是|叫)[,，\s:：]*/;
const IDENTITY = { idcard: 'idcard', phone: 'phone', bankcard: 'bankcard' } as const;

function textOf(said: string): string {
  const rest = trimmed(said).replace(LEAD, '');
  return rest === '' ? trimmed(said) : rest;
}

type Parser = (text: string, reading: SlotReading, field: FieldDefinition) => SetSlot['value'] | { invalid: string } | undefined;

function identity(kind: keyof typeof IDENTITY): Parser {
  return (text) => {
    const digits = text.replace(/[^\dXx]/g, '');
    if (digits.length < 5) return undefined;
    return parseIdentity(IDENTITY[kind], digits) ?? { invalid: trimmed(text.replace(/^[^\d]+/, '')) };
  };
}

const NUMERALS = /[\d.零〇一二两三四五六七八九十百千万半]+/g;
/** 再发一次, 一步, 一下 count nothing, nor does the number of a case or file. */
const NO_NUMBER = /一(?:次|遍|步|下|般|起|些|定|样)|[?？]|YZ/i;

/** A number with few words around it; a sentence that happens to hold one is no answer. */
const number: Parser = (text) => {
  const words = text.replace(NUMERALS, '').replace(/[^\u3400-\u9FFF]/g, '');
  if (words.length > 8 || NO_NUMBER.test(text)) return undefined;
  return parseNumber((text.match(NUMERALS) ?? []).join('')) ?? undefined;
};
const free: Parser = (text) => textOf(text) || undefined;
const located: Parser = (text) =>
  textOf(text)
    .replace(/^(?:就|原来|之前|现在|目前|以前)*(?:是)?(?:住在|家在|放在|读的?是?|就读于?|在|读)(?=.{2})/, '')
    .replace(/(?<=.{3})(?:读书|上学|念书|读)(?:的)?$/, '') || undefined;

const place =
  (kind: 'town' | 'village'): Parser =>
  (text, { scene }) =>
    scene.world.placeReader.parse(kind, textOf(text)) ?? undefined;

/** By the type of the open field, for an answer that no reader found anything for. Types that are missing take nothing but what readers find. */
const PARSERS: Partial<Record<FieldDefinition['type'], Parser>> = {
  text: (text, reading, field) => (/^(?:place|from_school|site|venue)$/.test(field.key) ? located : free)(text, reading, field),
  textarea: (text) => text.trim() || undefined,
  address: located,
  unit: free,
  school: located,
  slot: free,
  person: (text) => parseName(textOf(text)) ?? undefined,
  idcard: identity('idcard'),
  phone: identity('phone'),
  bankcard: identity('bankcard'),
  number,
  money: (text, reading, field) =>
    /^(?:一(?:点|分)(?:钱)?)?(?:也|都)?没(?:有|得)?(?:什么)?(?:收入|工资|进账|钱|了)?$|^零(?:收入)?$/.test(text)
      ? 0
      : number(text, reading, field),
  town: place('town'),
  village: place('village'),
};

/** The whole message as the answer to the open question; null when it cannot be one. */
export function answerAsked(reading: SlotReading): SetSlot | null {
  const { asked, said } = reading;
  if (!asked || said.text === '') return null;
  const value = PARSERS[asked.type]?.(said.text, reading, asked);
  if (value === undefined) return null;
  if (value !== null && typeof value === 'object' && 'invalid' in value) {
    return { type: 'set-slot', slot: asked.key, value: null, invalid: value.invalid };
  }
  return { type: 'set-slot', slot: asked.key, value };
}
