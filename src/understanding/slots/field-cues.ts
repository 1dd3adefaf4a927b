import type { FieldDefinition } from '../../flows/flow-definition.ts';
import { childWords, type FieldCue, fieldCueWords, spouseWords } from '../lexicon/field-cue-words.ts';
import type { Span } from '../phrase-table.ts';

const LABEL_NOISE = /姓名|号码?$|日期$|是否|（[^）]*）|申请人|所属|情况$|^意向|金额$/g;

const prepared = new WeakMap<FieldDefinition, FieldCue>();

/** The cues of a field: from the table by key, and its own label. */
export function cueOf(field: FieldDefinition): FieldCue {
  const known = prepared.get(field);
  if (known) return known;
  const label = field.label.replace(LABEL_NOISE, '');
  const { before = [], after = [], units = [], factor } = fieldCueWords[field.key] ?? {};
  const cue: FieldCue = { before: label.length >= 2 ? [...before, label] : before, after, units, ...(factor ? { factor } : {}) };
  prepared.set(field, cue);
  return cue;
}

/** Kinship says who someone is and only then what for: 紧急联系人儿子周强 is the emergency contact. */
const KINSHIP = new Set([
  ...childWords,
  ...spouseWords,
  '侄子',
  '儿媳',
  '邻居',
  '家属',
  '父亲',
  '母亲',
  '爸爸',
  '妈妈',
  '帮',
  '给',
  '替',
  '叫',
  '他儿子',
  '她儿子',
]);
export const KINSHIP_PENALTY = 6;

const REACH_BEFORE = 14;
const REACH_AFTER = 5;

/**
 * How near the nearest cue of a field stands to a value: 0 right beside it, Infinity none. `from` is where the value before it ends:
 * cues of that value do not count.
 */
export function cueDistance(text: string, span: Span, field: FieldDefinition, from = 0): number {
  const { before, after } = cueOf(field);
  const left = ownClause(text.slice(Math.max(from, span.start - REACH_BEFORE), span.start));
  const right = clauseBehind(text.slice(span.end, span.end + REACH_AFTER));
  const distances = [
    // A longer cue that ends at the same place is the more certain one.
    ...before.map((word) => (KINSHIP.has(word) ? kinDistance(left, word) : wordDistance(left, word))),
    ...after.map((word) => (right.includes(word) ? right.indexOf(word) + 0.5 - word.length / 100 : Number.POSITIVE_INFINITY)),
  ];
  return Math.min(Number.POSITIVE_INFINITY, ...distances);
}

/** What follows counts up to the next break. */
function clauseBehind(right: string): string {
  const at = right.search(/(?<=[^\s,，。;；])[\s,，。;；]/);
  return at < 0 ? right : right.slice(0, at);
}

function wordDistance(left: string, word: string): number {
  const at = left.lastIndexOf(word);
  return at < 0 ? Number.POSITIVE_INFINITY : left.length - at - word.length - word.length / 100;
}

/** A word for kin says something of the name right behind it only: 军人子女转学 井国强 is no child. */
function kinDistance(left: string, word: string): number {
  return left.replace(/(?:[叫是]|名叫|名字叫|[:：，,\s])*$/, '').endsWith(word) && !/[\s]$/.test(left)
    ? KINSHIP_PENALTY - word.length / 100
    : Number.POSITIVE_INFINITY;
}

/** 孩子转学，家属董丽: a cue counts in its own clause only, unless nothing but 叫 stands between (女儿，叫小雨). */
function ownClause(left: string): string {
  const at = Math.max(...[',', '，', '。', ';', '；', '\n'].map((mark) => left.lastIndexOf(mark)));
  return at < 0 || /^(?:他|她)?(?:叫|名字叫|名叫|是)?$/.test(left.slice(at + 1).trim()) ? left : left.slice(at + 1);
}

/** Every cue, for whoever must know that they are no names. */
export const cueWords: readonly string[] = [
  ...new Set(Object.values(fieldCueWords).flatMap(({ before = [], after = [] }) => [...before, ...after])),
].filter((word) => word.length > 1);

/** The field whose cue is nearest; null when none has one. */
export function nearestField(text: string, span: Span, fields: FieldDefinition[], from = 0): FieldDefinition | null {
  const ranked = fields.map((field) => ({ field, distance: cueDistance(text, span, field, from) })).sort((a, b) => a.distance - b.distance);
  const [first] = ranked;
  return first && Number.isFinite(first.distance) ? first.field : null;
}
