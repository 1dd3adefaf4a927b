import { applicableFields } from '../flows/applicable-fields.ts';
import { deadlinePassed } from '../flows/applicant-deadline.ts';
import { workingOf } from '../flows/derive.ts';
import type { FieldDefinition, FlowDefinition } from '../flows/flow-definition.ts';
import { isFilled } from '../flows/slot-value.ts';
import type { Day } from '../platform/calendar/day.ts';
import type { Draft } from './dialogue-state.ts';
import { fitScreen } from './fit-screen.ts';
import { openOptional } from './next-question.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { shownValue } from './shown-value.ts';
import { texts } from './texts.ts';

/** Everything that will be submitted, masked for a 1:1 chat; what came from the archive is marked, attested claims share one line. */
export function summaryOf(draft: Draft, flow: FlowDefinition, today: Day): string {
  const filled = applicableFields(flow, draft.slots).filter((field) => isFilled(draft.slots[field.key]));
  const lines = filled.filter((field) => !field.must).map((field) => lineOf(field, draft, flow, today));
  const claims = filled.filter((field) => field.must).map((field) => texts.asClaim(field.label));
  const optional = openOptional(flow, draft).map((field) => field.label);
  return [
    texts.checkPlease(flow.name),
    fitScreen(lines, MOST_LINES).join('\n'),
    claims.length > 0 ? texts.attested(claims) : '',
    deadlinePassed(flow, draft.slots, today) ?? '',
    optional.length > 0 ? texts.mayAdd(optional) : '',
    texts.confirmOrCorrect,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** So many lines fit a phone screen with what stands around them. */
const MOST_LINES = 14;

/** So much of an account is shown to be recognised; all of it is handed in. */
const LONGEST = 60;

function clipped(text: string): string {
  const letters = [...text];
  return letters.length <= LONGEST ? text : texts.clipped(letters.slice(0, LONGEST).join(''), letters.length);
}

function lineOf(field: FieldDefinition, draft: Draft, flow: FlowDefinition, today: Day): string {
  const shown = draft.labels[field.key] ?? shownValue(field, draft.slots[field.key], today);
  const working = workingOf(flow, field, draft.slots);
  const line = texts.summaryLine(field.label, plainMarkdown(clipped(shown)), draft.prefilled.includes(field.key));
  return working === null ? line : `${line}（${plainMarkdown(working)}）`;
}
