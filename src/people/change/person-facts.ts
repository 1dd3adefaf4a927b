import { z } from 'zod';
import { type Day, isDay } from '../../platform/calendar/day.ts';
import { birthOfIdNumber, isBankCard, isIdNumber } from '../../platform/id-number.ts';
import { namesMilitaryUnit } from '../../platform/unit-designation.ts';
import { isKeyCategory } from '../categories.ts';
import { changeTexts as say } from './texts.ts';

const trimmed = z.string().transform((text) => text.normalize('NFC').trim());
const digits = z.string().transform((text) => text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase());
const day = z.string().refine(isDay);
const phone = digits.refine((text) => /^(1[3-9]\d{9}|0\d{9,11})$/.test(text));
const free = (longest: number) => trimmed.refine((text) => Array.from(text).length <= longest && text !== '');

/** What may be changed of a file, each by its name in the archive; null takes the fact away. */
export const personFactsSchema = z
  .strictObject({
    name: trimmed.refine((text) => /^[\p{L}\p{M}][\p{L}\p{M}· .'’-]{1,39}$/u.test(text)),
    sex: z.enum(['男', '女']).nullable(),
    idcard: digits.refine(isIdNumber).nullable(),
    birthOn: day.nullable(),
    phone: phone.nullable(),
    address: free(100).nullable(),
    bankcard: digits.refine(isBankCard).nullable(),
    bankName: free(40).nullable(),
    cardNo: digits.refine((text) => /^[A-Z0-9-]{4,32}$/.test(text)).nullable(),
    enlistedOn: day.nullable(),
    dischargedOn: day.nullable(),
    branch: free(20).nullable(),
    merit: free(100).nullable(),
    hardship: free(40).nullable(),
    health: free(200).nullable(),
    disabilityGrade: z.int().min(1).max(10).nullable(),
    disabilityNature: z.enum(['因战', '因公', '因病']).nullable(),
    disabilityOn: day.nullable(),
    livesAlone: z.boolean(),
    isBedridden: z.boolean(),
    emergencyName: free(40).nullable(),
    emergencyPhone: phone.nullable(),
    keyCategory: z.string().refine(isKeyCategory).nullable(),
  })
  .partial();

/** Every fact that may be changed. */
export const factNames: readonly string[] = Object.keys(personFactsSchema.shape);

export type PersonFacts = z.output<typeof personFactsSchema>;
export type FactName = keyof PersonFacts;

export type ReadFacts = { ok: true; facts: PersonFacts } | { ok: false; sentence: string };

/** Reads what is to be changed; the sentence says which value cannot stand and never repeats it. Unit designations are refused anywhere. */
export function readFacts(given: Readonly<Record<string, unknown>>, today: Day): ReadFacts {
  if (Object.values(given).some((value) => typeof value === 'string' && namesMilitaryUnit(value))) return { ok: false, sentence: say.unit };
  const parsed = personFactsSchema.safeParse(given);
  if (!parsed.success) {
    const key = String(parsed.error.issues[0]?.path[0] ?? Object.keys(given)[0] ?? '');
    return { ok: false, sentence: say.badValue(say.labels[key] ?? key) };
  }
  const facts = parsed.data;
  for (const key of ['birthOn', 'enlistedOn', 'dischargedOn', 'disabilityOn'] as const) {
    const value = facts[key];
    if (typeof value === 'string' && value > today) return { ok: false, sentence: say.futureDay(say.labels[key] ?? key) };
  }
  return { ok: true, facts: withNumber(facts) };
}

/** An identity number says the birth day and the sex. */
function withNumber(facts: PersonFacts): PersonFacts {
  const { idcard } = facts;
  if (!idcard) return facts;
  const birthOn = birthOfIdNumber(idcard);
  const sex = Number(idcard[16]) % 2 === 1 ? ('男' as const) : ('女' as const);
  return { sex, ...facts, ...(birthOn === null ? {} : { birthOn }) };
}

/** What a whole file's facts contradict after a change; null when they go together. */
export function contradiction(after: Readonly<Record<string, unknown>>): string | null {
  const { enlistedOn, dischargedOn, idcard, sex } = after;
  if (typeof enlistedOn === 'string' && typeof dischargedOn === 'string' && dischargedOn < enlistedOn) return say.datesTurned;
  if (typeof idcard === 'string' && typeof sex === 'string' && (Number(idcard[16]) % 2 === 1 ? '男' : '女') !== sex) return say.sexMismatch;
  return null;
}
