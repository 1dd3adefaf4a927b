import { recordAudit } from '../audit/audit-store.ts';
import { showCase } from '../cases/show-case.ts';
import { plainMarkdown } from '../dialogue/plain-markdown.ts';
import { shownValue } from '../dialogue/shown-value.ts';
import type { FieldDefinition, FlowDefinition } from '../flows/flow-definition.ts';
import type { SlotValue } from '../flows/slot-value.ts';
import { dayOf } from '../platform/calendar/day.ts';
import type { Speaking } from './conversation-deps.ts';
import { texts } from './texts.ts';

/** What was filled in, for whoever has to decide on it: masked as a 1:1 chat has it. That it was read is put down with its purpose. */
export async function caseForm({ deps, staff, now, channel }: Speaking, caseNo: string, step: string): Promise<string> {
  const shown = await showCase(deps.cases, caseNo, { now });
  const definition = shown && deps.flows.get(shown.flow)?.definition;
  if (!shown || !definition) return '';
  const today = dayOf(now);
  const rights = definition.steps.find((one) => one.key === step)?.fieldRights ?? {};
  const read = definition.fields.filter((field) => rights[field.key] !== 'hidden');
  const lines = read.flatMap((field) => lineOf(field, shown.slots[field.key], today));
  const writable = definition.fields.filter((field) => rights[field.key] === 'edit').map((field) => field.label);
  const detail = { fields: lines.length, masked: true };
  const purpose = texts.decidePurpose(definition.name);
  await deps.db.transaction((tx) =>
    recordAudit(tx, [
      { at: now, actor: staff.id, action: 'read', subject: shown.subject.archiveNo, caseNo, channel, purpose, outcome: 'shown', detail },
    ]),
  );
  return [texts.formTitle, ...lines, ...(writable.length > 0 ? ['', texts.mayEdit(caseNo, writable)] : [])].join('\n');
}

function lineOf(field: FieldDefinition, value: SlotValue | undefined, today: string): string[] {
  // What the case room has masked already stays as it is.
  const isMasked = typeof value === 'string' && value.includes('*');
  const text = isMasked ? value : shownValue(field, value, today);
  return text === '' ? [] : [`- ${field.label}：${plainMarkdown(text)}`];
}

/** What the step that a case stands at is there to decide. */
export function decidedAt(definition: FlowDefinition | undefined, step: string): string {
  const decides = definition?.steps.find((one) => one.key === step)?.decides;
  return decides ? texts.decides(decides) : '';
}
