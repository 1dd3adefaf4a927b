import type { FieldDefinition } from '../flows/flow-definition.ts';
import type { Draft } from './dialogue-state.ts';
import { fitScreen } from './fit-screen.ts';
import { isInline, isList } from './next-question.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { texts } from './texts.ts';
import type { DialogueButton } from './wish.ts';

export interface Question {
  markdown: string;
  buttons: DialogueButton[];
}

const MOST_LINES = 9;

/** The words of one question for one to four fields; a list stands below with its numbers. */
export function composeQuestion(fields: readonly FieldDefinition[], draft: Draft): Question {
  if (fields.every((field) => field.must)) return attestation(fields);
  const [only] = fields;
  const lists = fields.filter(isList);
  const listed = lists.find((field) => field.key === draft.offered?.field) ?? lists[0];
  const sentence = fields.length === 1 && only ? alone(only) : texts.askTogether(fields.map(named));
  if (!listed) return { markdown: sentence, buttons: fields.length === 1 && only ? shortButtons(only) : [] };
  const offered = draft.offered?.field === listed.key ? draft.offered : { options: [], more: 0 };
  const numbered = offered.options.map((option, index) => texts.numbered(index + 1, plainMarkdown(option.label)));
  const lines = fitScreen(numbered, MOST_LINES);
  const heading = fields.length > 1 ? [texts.optionsOf(listed.label)] : [];
  const more = offered.more > 0 ? [texts.moreOffers(offered.more)] : [];
  // Only one list can be answered by number; another is read by its words.
  const others = lists.filter((field) => field !== listed).map((field) => `${texts.optionsOf(field.label)}${shortLabels(field)}`);
  // With several facts asked at once a bare number would be taken for any of them, so the buttons stay away.
  const buttons = fields.length === 1 ? offered.options.slice(0, 5).map((option, index) => texts.pick(index + 1, option.label)) : [];
  return { markdown: [sentence, ...heading, ...lines, ...more, ...others].join('\n\n'), buttons };
}

/** 户籍（本人、父母……）is said as 户籍. */
function shortLabels(field: FieldDefinition): string {
  const labels = Object.values(field.options ?? {});
  return labels.map((label) => label.split('（')[0] ?? label).join('、');
}

function attestation(fields: readonly FieldDefinition[]): Question {
  const [only] = fields;
  if (fields.length === 1 && only) return { markdown: only.question, buttons: texts.yesNo };
  return { markdown: texts.attest(fields.map((field) => texts.asClaim(field.label))), buttons: texts.yesNo };
}

function alone(field: FieldDefinition): string {
  return isInline(field) && !mentions(field) ? `${field.question}（${Object.values(field.options ?? {}).join('、')}）` : field.question;
}

function mentions(field: FieldDefinition): boolean {
  return Object.values(field.options ?? {}).some((label) => field.question.includes(label));
}

function named(field: FieldDefinition): string {
  if (isInline(field)) return texts.withHint(field.label, Object.values(field.options ?? {}).join('、'));
  if (field.max !== undefined && (field.type === 'number' || field.type === 'money'))
    return texts.withHint(field.label, texts.atMost(field.max));
  return field.label;
}

function shortButtons(field: FieldDefinition): DialogueButton[] {
  if (field.type === 'bool') return texts.yesNo;
  if (isInline(field)) return Object.values(field.options ?? {}).map((label) => ({ label, says: label }));
  return [];
}
