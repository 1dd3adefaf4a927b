import type { Day } from '../platform/calendar/day.ts';
import { isDay } from '../platform/calendar/day.ts';
import { birthOfIdNumber, isBankCard, isIdNumber } from '../platform/id-number.ts';
import { namesMilitaryUnit } from '../platform/unit-designation.ts';
import type { FieldDefinition, FieldType } from './flow-definition.ts';
import { isFilled, type Slots, type SlotValue } from './slot-value.ts';
import { valueTexts as say } from './texts.ts';

export type CheckedValue = { ok: true; value: SlotValue } | { ok: false; sentence: string };

/** Official names, for the types town and village; without it only the form of a name is judged. */
export interface PlaceNames {
  isTown(name: string): boolean;
  isVillage(name: string, town: string | null): boolean;
}

export interface ValueContext {
  slots: Slots;
  today: Day;
  places?: PlaceNames;
}

type Check = (field: FieldDefinition, value: SlotValue, context: ValueContext) => CheckedValue;

const good = (value: SlotValue): CheckedValue => ({ ok: true, value });
const bad = (sentence: string): CheckedValue => ({ ok: false, sentence });

/**
 * Judges one value for one field and gives it back in its stored form (trimmed, digits only, X upper case). The sentence says in
 * Chinese what is wrong and what to say instead; it never repeats an identity or card number.
 */
export function checkValue(field: FieldDefinition, value: SlotValue, context: ValueContext): CheckedValue {
  if (!isFilled(value)) return field.required ? bad(say.missing(field.label)) : good(null);
  return checks[field.type](field, typeof value === 'string' ? value.trim() : value, context);
}

/** A check for values that must be text. */
function worded(check: (field: FieldDefinition, text: string, context: ValueContext) => CheckedValue): Check {
  return (field, value, context) => {
    if (typeof value !== 'string') return bad(say.notText(field.label));
    if (namesMilitaryUnit(value)) return bad(say.unitDesignation);
    return check(field, value, context);
  };
}

function lengthBetween(field: FieldDefinition, text: string, min: number, max: number): CheckedValue {
  const { length } = [...text];
  if (length < min) return bad(say.tooShort(field.label, min));
  return length > max ? bad(say.tooLong(field.label, max, length)) : good(text);
}

const withLength = (min: number, max: number): Check =>
  worded((field, text) => {
    const sized = lengthBetween(field, text, Math.max(min, field.minLength ?? min), field.maxLength ?? max);
    if (!sized.ok || field.pattern === undefined || new RegExp(field.pattern, 'u').test(text)) return sized;
    return bad(say.notOfForm(field.label, field.hint ?? null));
  });

const checkNumber: Check = (field, value) => {
  const decimals = field.type === 'money' ? 2 : (field.decimals ?? 0);
  if (typeof value !== 'number' || !Number.isFinite(value)) return bad(say.notNumber(field.label));
  if (Number(value.toFixed(decimals)) !== value)
    return bad(decimals === 0 ? say.notWhole(field.label) : say.tooPrecise(field.label, decimals));
  return withinRange(field, value);
};

function withinRange(field: FieldDefinition, value: number): CheckedValue {
  const isMoney = field.type === 'money';
  const least = field.min ?? (isMoney ? 0 : undefined);
  const unit = isMoney ? '元' : '';
  if (least !== undefined && value < least) return bad(say.below(field.label, least, unit));
  return field.max !== undefined && value > field.max ? bad(say.above(field.label, field.max, unit)) : good(value);
}

const checkDate = worded((field, text, { today }) => {
  if (!isDay(text) || text < '1900-01-01' || text > '2100-12-31') return bad(say.notDate(field.label));
  return inTime(field, text, text, today);
});

/** Whether a day lies on the side of today that the field asks for. */
function inTime({ timing, label }: FieldDefinition, value: string, day: Day, today: Day): CheckedValue {
  if (timing === 'past' && day > today) return bad(say.notYet(label));
  return timing === 'future' && day < today ? bad(say.gone(label)) : good(value);
}

const checkDateTime = worded((field, text, { today }) => {
  const [day = '', time = ''] = text.split(' ');
  if (!isDay(day) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return bad(say.notDateTime(field.label));
  return inTime(field, text, day, today);
});

/** A bookable time may be said in words (周六下午); only a written day can be judged. */
const checkSlot: Check = (field, value, context) => {
  const sized = withLength(2, 40)(field, value, context);
  const day = sized.ok ? /^\d{4}-\d{2}-\d{2}/.exec(String(sized.value))?.[0] : undefined;
  return sized.ok && day !== undefined && isDay(day) ? inTime(field, String(sized.value), day, context.today) : sized;
};

const checkDateRange: Check = (field, value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return bad(say.notDateRange(field.label));
  if (!isDay(value.from) || !isDay(value.to)) return bad(say.notDateRange(field.label));
  return value.from <= value.to ? good(value) : bad(say.rangeTurned(field.label));
};

/** The option's key for a key or for what people read. */
function optionKey(field: FieldDefinition, said: string): string | undefined {
  const options = field.options ?? {};
  if (said in options) return said;
  return Object.keys(options).find((key) => options[key] === said);
}

const checkEnum: Check = (field, value) => {
  const key = typeof value === 'string' ? optionKey(field, value) : undefined;
  return key === undefined ? bad(say.notOption(field.label, Object.values(field.options ?? {}))) : good(key);
};

const checkMulti: Check = (field, value) => {
  const said = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(said)) return bad(say.notOption(field.label, Object.values(field.options ?? {})));
  const keys = said.map((one) => optionKey(field, one));
  if (keys.includes(undefined)) return bad(say.notOption(field.label, Object.values(field.options ?? {})));
  const unique = [...new Set(keys.filter((key) => key !== undefined))];
  return field.maxItems !== undefined && unique.length > field.maxItems ? bad(say.tooMany(field.label, field.maxItems)) : good(unique);
};

const checkFile: Check = (field, value) => {
  const files = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(files)) return bad(say.notFile(field.label));
  const most = field.maxCount ?? 9;
  if (files.length > most) return bad(say.tooMany(field.label, most));
  return files.length < (field.minCount ?? 1) ? bad(say.tooFewFiles(field.label, field.minCount ?? 1)) : good(files);
};

const checkBool: Check = (field, value) => {
  if (typeof value !== 'boolean') return bad(say.notBool(field.label));
  return field.must && !value ? bad(say.mustBeTrue(field.label, field.why)) : good(value);
};

const checkPerson = worded((field, text) => (/^[\p{Script=Han}·]{2,20}$/u.test(text) ? good(text) : bad(say.notPerson(field.label))));

const checkPhone = worded((field, text) => {
  const digits = text.replace(/[\s－-]/g, '');
  return /^(1[3-9]\d{9}|0\d{2,3}\d{7,8})$/.test(digits) ? good(digits) : bad(say.notPhone(field.label));
});

const checkIdCard: Check = (field, value, { today }) => {
  const text = typeof value === 'string' ? value.replace(/\s/g, '').toUpperCase() : '';
  if (!isIdNumber(text)) return bad(say.notIdCard(field.label));
  return (birthOfIdNumber(text) ?? '') > today ? bad(say.notIdCard(field.label)) : good(text);
};

const checkBankCard: Check = (field, value) => {
  const text = typeof value === 'string' ? value.replace(/\s/g, '') : '';
  return isBankCard(text) ? good(text) : bad(say.notBankCard(field.label));
};

const checkAddress = worded((field, text) => {
  const sized = lengthBetween(field, text, 5, field.maxLength ?? 100);
  if (!sized.ok) return sized;
  return field.anywhere || /(街道|镇|乡)/.test(text) ? sized : bad(say.addressWithoutTown(field.label));
});

const checkTown = worded((field, text, { places }) => {
  const isTown = places ? places.isTown(text) : /.(街道|镇)$/.test(text);
  return isTown ? good(text) : bad(say.notTown(field.label));
});

const checkVillage = worded((field, text, { places, slots }) => {
  const town = typeof slots['town'] === 'string' ? slots['town'] : null;
  const isVillage = places ? places.isVillage(text, town) : /^.{2,30}$/.test(text);
  return isVillage ? good(text) : bad(say.notVillage(field.label, town));
});

const checks: Record<FieldType, Check> = {
  text: withLength(1, 100),
  textarea: withLength(1, 500),
  number: checkNumber,
  money: checkNumber,
  date: checkDate,
  datetime: checkDateTime,
  daterange: checkDateRange,
  enum: checkEnum,
  multi: checkMulti,
  person: checkPerson,
  phone: checkPhone,
  idcard: checkIdCard,
  bankcard: checkBankCard,
  file: checkFile,
  bool: checkBool,
  address: checkAddress,
  town: checkTown,
  village: checkVillage,
  unit: withLength(2, 60),
  school: withLength(2, 40),
  slot: checkSlot,
};
