import type { FieldDefinition } from '../../flows/flow-definition.ts';
import { trimmed } from '../normalise.ts';
import { fieldsOf, put, type SlotDraft, type SlotReading } from './slot-reading.ts';

const ILLNESS =
  '糖尿病|高血压|血压高|血糖高|高血脂|心脏病|冠心病|痛风|哮喘|胃病|胃不好|肠胃不好|牙口不好|忌辣|忌口[^,，。\\s]{0,6}|不吃[^,，。\\s]{1,6}|不能吃[^,，。\\s]{1,6}|吃素|吃软的|低盐|低糖|少盐|少油|清淡|过敏|[^,，。\\s]{1,4}过敏|回民|清真|要?打胰岛素|每天吃药|吃降压药';

/** What staff say for free texts that are short and look alike; by field key. */
const SHAPES: Record<string, RegExp> = {
  batch:
    /(?:20\d\d年)?(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?:的)?(?:那|这)?(?:第?[一二三四五六\d]{1,2})?(?:个)?批|第[一二三四五六七八九十\d]{1,3}批(?:次)?|[春夏秋冬](?:季|天)?(?:的)?(?:那|这)?(?:第?[一二三四\d])?批|(?:上|下)半年(?:的)?(?:那|这)?(?:第?[一二三四\d])?批?|最(?:早|近|后)(?:的)?(?:那|一)批|[一二三四五六]批)/,
  diet: new RegExp(`(?:${ILLNESS})(?:[、,，和跟还有也]{0,3}(?:${ILLNESS}))*`),
};

/** 批次：第二批 — a field's label, then its value up to the next break. */
function labelled(field: FieldDefinition, text: string): { value: string; start: number; end: number } | null {
  const label = field.label.replace(/（[^）]*）/g, '');
  const at = label.length >= 2 ? text.indexOf(label) : -1;
  if (at < 0) return null;
  const rest = /^\s*(?:是|为|叫|填|写)?\s*[:：]?\s*([^,，。;；\s]{2,40})/.exec(text.slice(at + label.length));
  const value = rest ? trimmed(rest[1] ?? '') : '';
  return value.length >= 2 && rest ? { value, start: at, end: at + label.length + rest[0].length } : null;
}

/** Free texts that can be told by their shape or by their label. The open question's own text is read in answer-asked.ts. */
export function fillTexts(reading: SlotReading, draft: SlotDraft): void {
  for (const field of fieldsOf(reading, 'text', 'textarea', 'unit')) {
    const shape = SHAPES[field.key]?.exec(reading.said.text);
    if (shape) put(draft, field.key, trimmed(shape[0]), { start: shape.index, end: shape.index + shape[0].length });
    const found = shape || field === reading.asked ? null : labelled(field, reading.said.text);
    if (found) put(draft, field.key, found.value, found);
  }
}
