import type { Draft } from '../../dialogue/dialogue-state.ts';
import { nextQuestion } from '../../dialogue/next-question.ts';
import { applicableFields, missingFields } from '../../flows/applicable-fields.ts';
import type { FieldDefinition, FlowDefinition } from '../../flows/flow-definition.ts';
import { isFilled } from '../../flows/slot-value.ts';

export interface DraftProgress {
  given: number;
  /** Fields that must be given, as far as what was said so far tells. */
  all: number;
  isReady: boolean;
}

export function draftProgress(flow: FlowDefinition, draft: Draft): DraftProgress {
  const needed = applicableFields(flow, draft.slots).filter((field) => field.required);
  const missing = missingFields(flow, draft.slots).length;
  return { given: needed.length - missing, all: needed.length, isReady: missing === 0 && draft.subject !== null };
}

/**
 * The fields of the page that a draft stands at: those of the dialogue's own next question, one that is a scarce choice or a file alone;
 * or the one that was asked for by name. Empty: everything is there.
 */
export function fieldsAsked(flow: FlowDefinition, draft: Draft, wanted: string | undefined): FieldDefinition[] {
  const named = applicableFields(flow, draft.slots).find((field) => field.key === wanted && field.derive === undefined);
  if (named) return [named];
  const asked = nextQuestion(flow, draft);
  const [first] = asked;
  const scarce = asked.find((field) => field.choices !== undefined);
  // What is chosen from a list of scarce things is matched within that list, so its list must be the one on the page.
  if (scarce && scarce !== first) return asked.filter((field) => field.choices === undefined);
  return first?.choices !== undefined || first?.type === 'file' ? [first] : asked.filter((field) => field.type !== 'file');
}

/** Fields that may still be added, and were not passed over. */
export function optionalLeft(flow: FlowDefinition, draft: Draft): FieldDefinition[] {
  return applicableFields(flow, draft.slots).filter(
    (field) => !field.required && field.derive === undefined && !isFilled(draft.slots[field.key]),
  );
}
