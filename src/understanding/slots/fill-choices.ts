import type { FieldDefinition } from '../../flows/flow-definition.ts';
import { bareSentence } from '../normalise.ts';
import { createPhraseTable, type PhraseMatch, type PhraseTable } from '../phrase-table.ts';
import { numeral } from '../readers/date-rules.ts';
import { hasPatterns, isInNames, optionsSaid, textForChoices } from './option-reading.ts';
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

function pairsIn(text: string): Set<string> {
  return new Set(
    Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)).filter((pair) =>
      /^[\u3400-\u9FFF]{2}$/.test(pair),
    ),
  );
}

/** The one option that shares most with an answer that no label or word fits; undefined when there is a tie or nothing is shared. */
function closestOf(reading: SlotReading, field: FieldDefinition): string | undefined {
  if (field !== reading.asked || reading.said.text.length > 16) return undefined;
  const said = pairsIn(reading.said.text);
  const scores = Object.entries(field.options ?? {}).map(([key, label]) => {
    const own = pairsIn([label, ...(field.words?.[key] ?? [])].join('，'));
    return { key, shared: [...said].filter((pair) => own.has(pair)).length };
  });
  scores.sort((a, b) => b.shared - a.shared);
  const [first, second] = scores;
  return first && first.shared > (second?.shared ?? 0) ? first.key : undefined;
}

/** Single choices by label or colloquial word; lists by all of them. The open one also by its place or its nearest words. */
export function fillChoices(reading: SlotReading, draft: SlotDraft): void {
  const text = textForChoices(reading).replace(BOTH_KINDS, (found) => ' '.repeat(found.length));
  for (const field of fieldsOf(reading, 'enum', 'multi')) {
    if (OF_KIN.test(field.key) && field !== reading.asked) continue;
    const keys = chosenKeys(reading, field, text);
    const [first] = keys;
    if (first !== undefined) put(draft, field.key, field.type === 'multi' ? keys : first, NOWHERE);
  }
}

/** Who is what to whom is read with the names; a word for kin alone may be anybody's. */
const OF_KIN = /^(?:relation|proxy_relation)$/;

/** A choice takes no place in the text: 转学 may name the service, a kind and a reason at once. */
const NOWHERE = { start: 0, end: 0 };

/** The option keys meant, the surest first: a whole answer, then what patterns say, then the longest word. */
function chosenKeys(reading: SlotReading, field: FieldDefinition, text: string): string[] {
  const isAsked = field === reading.asked;
  const whole = isAsked ? tableOf(field).findAll(bareSentence(reading.said.text)) : [];
  if (whole.length === 1 && whole[0]?.phrase === bareSentence(reading.said.text)) return [whole[0].payload];
  const said = optionsSaid(reading.flow.id, field, isAsked || isInNames(field) ? reading.said.text : text);
  if (said.length > 0) return field.type === 'multi' ? said : said.slice(0, 1);
  return hasPatterns(reading.flow.id, field) && !isAsked ? [] : byWords(reading, field);
}

function byWords(reading: SlotReading, field: FieldDefinition): string[] {
  const matches = matchesOf(reading, field);
  if (matches.length === 0) {
    const guessed = ordinalOf(reading, field) ?? closestOf(reading, field);
    return guessed === undefined ? [] : [guessed];
  }
  const ranked = field.type === 'multi' ? matches : [...matches].sort((a, b) => b.phrase.length - a.phrase.length);
  return [...new Set(ranked.map((match) => match.payload))];
}
