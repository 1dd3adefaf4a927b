import type { FieldDefinition } from '../../flows/flow-definition.ts';
import { boolWords } from '../lexicon/bool-words.ts';
import { readYesNo } from '../readers/yes-no-reader.ts';
import { fieldsOf, put, type SlotDraft, type SlotReading } from './slot-reading.ts';

function heard(field: FieldDefinition, text: string): { value: boolean; start: number; end: number } | null {
  const words = boolWords[field.key];
  if (!words) return null;
  for (const [pattern, value] of [
    [words.no, false],
    [words.yes, true],
  ] as const) {
    const match = pattern.exec(text);
    if (match) return { value, start: match.index, end: match.index + match[0].length };
  }
  return null;
}

/** A plain answer in the first clause of what is said: 能的，没问题 → yes. */
export function openingYesNo(text: string): boolean | null {
  const whole = readYesNo(text);
  if (whole !== null) return whole;
  const [first = ''] = text.split(/[\s,，。.;；!！]/);
  return first === text ? null : readYesNo(first);
}

/** Bools by their own words; a bare yes or no answers the open one. */
export function fillBools(reading: SlotReading, draft: SlotDraft): void {
  for (const field of fieldsOf(reading, 'bool')) {
    const found = heard(field, reading.said.text);
    if (found) put(draft, field.key, found.value, found);
  }
  const asked = reading.asked?.type === 'bool' ? reading.asked : null;
  if (!asked || draft.slots.has(asked.key)) return;
  const answer = openingYesNo(reading.said.text) ?? polarityOf(reading.said.text);
  if (answer !== null) put(draft, asked.key, answer, { start: 0, end: 0 });
}

const NEGATIVE = /^(?:[\u3400-\u9FFF]{0,4})(?:不|没|无|别|否|未)/;

/** The drift of a short answer that is more than yes or no, by its first clause (不用的他身体好 → no, 前年参加过一次 → yes). */
function polarityOf(text: string): boolean | null {
  const [first = ''] = text.trim().split(/[\s,，。.;；!！]/);
  if (text.length > 16 || first.length > 12 || /[?？]|什么|怎么|多少|哪|[吗呢]$|\d{5}/.test(text)) return null;
  if (NEGATIVE.test(first) && !/没(?:毛病|问题|意见)|不错/.test(first)) return false;
  return STATED.test(first) ? true : null;
}

const STATED = /^(?:是|对|要|能|有|同意|可以|需要|好|会|行|嗯|蛮|很|还)|(?:过|了|的|好|愿意|同意|急)(?:一次|一回|过)?$/;
