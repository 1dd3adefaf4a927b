import type { FieldDefinition } from '../../flows/flow-definition.ts';
import { createPhraseTable, type PhraseMatch, type PhraseTable } from '../phrase-table.ts';
import { numeral } from '../readers/date-rules.ts';
import { fieldsOf, put, type SlotDraft, type SlotReading } from './slot-reading.ts';

const tables = new WeakMap<FieldDefinition, PhraseTable<string>>();
/** Words that answer a question and say nothing without it. */
const ONLY_ANSWERS = /^(?:没有?|无|有|其他|其它|别的原因|不是|是|一般|好|差)$/;
/** 入转学 names the service, not one of its two kinds. */
const BOTH_KINDS = /入转学|入、转学/g;

/** Label and its parts: 转学（园） → 转学, 转园; 户籍（…） → 户籍; 调动或移防 → 调动, 移防. */
export function labelForms(label: string): string[] {
  const plain = label.replace(/（[^）]*）/g, '');
  const inner = /^(.*?)（(.)）$/.exec(label);
  const swapped = inner ? [plain.slice(0, -1) + inner[2]] : [];
  return [label, plain, ...swapped, ...plain.split(/[、或/]/)].filter((form) => form.length > 0);
}

function tableOf(field: FieldDefinition): PhraseTable<string> {
  const known = tables.get(field);
  if (known) return known;
  const options = Object.entries(field.options ?? {});
  const table = createPhraseTable([
    ...options.map(([key, label]) => [label, key] as const),
    ...Object.entries(field.words ?? {}).flatMap(([key, words]) => words.map((word) => [word, key] as const)),
    ...options.flatMap(([key, label]) => labelForms(label).map((form) => [form, key] as const)),
  ]);
  tables.set(field, table);
  return table;
}

function matchesOf(reading: SlotReading, field: FieldDefinition): PhraseMatch<string>[] {
  const text = reading.said.text.replace(BOTH_KINDS, (found) => ' '.repeat(found.length));
  const isAsked = field === reading.asked;
  return tableOf(field)
    .findAll(text)
    .filter((match) => isAsked || (match.phrase.length > 1 && !ONLY_ANSWERS.test(match.phrase) && !isInSchool(text, match)));
}

/** 小学 at the end of a school's name says where, not which stage. */
function isInSchool(text: string, match: PhraseMatch<string>): boolean {
  return (
    /^(?:小学|中学|初中|幼儿园)$/.test(match.phrase) &&
    /[\u3400-\u9FFF]{2}$/.test(text.slice(0, match.start)) &&
    /(?:中心|实验|镇|街道|路|第.|外国语|[^上读念的个是到办报])$/.test(text.slice(0, match.start)) &&
    !/(?:上|读|念|的|报|升|进)$/.test(text.slice(0, match.start))
  );
}

const ORDINAL = /^(?:选|第|就)?\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:个|项|种|号)?$/;

/** 选2, 第二个: an option by its place, only where the question is open. */
function ordinalOf(reading: SlotReading, field: FieldDefinition): string | undefined {
  if (field !== reading.asked) return undefined;
  const match = ORDINAL.exec(reading.said.text.trim());
  return match ? Object.keys(field.options ?? {})[numeral(match[1]) - 1] : undefined;
}

/** Single choices by label or colloquial word (the last one said wins a correction is no concern here: the first), lists by all of them. */
export function fillChoices(reading: SlotReading, draft: SlotDraft): void {
  for (const field of fieldsOf(reading, 'enum', 'multi')) {
    const matches = matchesOf(reading, field);
    const [first] = matches;
    const ordinal = first ? undefined : ordinalOf(reading, field);
    if (ordinal !== undefined)
      put(draft, field.key, field.type === 'multi' ? [ordinal] : ordinal, { start: 0, end: reading.said.text.length });
    if (!first) continue;
    const longest = matches.reduce((best, match) => (match.phrase.length > best.phrase.length ? match : best), first);
    const value = field.type === 'multi' ? [...new Set(matches.map((match) => match.payload))] : longest.payload;
    draft.slots.set(field.key, { type: 'set-slot', slot: field.key, value });
  }
}
