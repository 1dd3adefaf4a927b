import { expect, test } from 'vitest';
import { formAnswers } from '../../src/conversation/read-form.ts';
import { readMessage } from '../../src/conversation/read-message.ts';
import { shownValue } from '../../src/dialogue/shown-value.ts';
import type { FieldDefinition } from '../../src/flows/flow-definition.ts';
import { isFilled, type SlotValue } from '../../src/flows/slot-value.ts';
import { createRulesUnderstander } from '../../src/understanding/rules-understander.ts';
import { type MatrixStep, stepsOf } from '../dialogue/matrix/matrix-steps.ts';
import { flows, type Matter } from '../dialogue/matrix/matrix-talk.ts';
import { otherForm } from '../dialogue/matrix/other-values.ts';
import { TODAY } from '../flows/form-maker.ts';
import { demoDistrict } from '../understanding/district.ts';

/** Every value of every form, corrected by its label in three ways, with and without the old one, at the summary. */

const understander = createRulesUnderstander(await demoDistrict());
const speaker = { role: 'town-officer', town: '姜山镇' };

const inClear = new Set<FieldDefinition['type']>(['idcard', 'phone', 'bankcard', 'address', 'slot', 'datetime', 'person']);
const wordsFor = (field: FieldDefinition, value: SlotValue) => (inClear.has(field.type) ? String(value) : shownValue(field, value, TODAY));
/** People do not dictate a whole paragraph to say what was wrong. */
const short = (words: string) => words.split(/[，。]/)[0] ?? words;
const plain = (value: SlotValue | undefined) => JSON.stringify(typeof value === 'string' ? value.replace(/[。]$/, '') : value);

const ways: readonly (readonly [string, (label: string, old: string, now: string) => string])[] = [
  ['改成', (label, _, now) => `${label}改成${now}`],
  ['不是…，是…', (label, old, now) => `${label}不是${short(old)}，是${now}`],
  ['错了，应该是', (label, _, now) => `${label}错了，应该是${now}`],
];

interface Cell {
  step: MatrixStep;
  field: FieldDefinition;
  value: SlotValue;
}

const reasons = new Map<string, number>();
const noteReason = (reason: string) => void reasons.set(reason, (reasons.get(reason) ?? 0) + 1);

function cellOf(step: MatrixStep, field: FieldDefinition): Cell | null {
  const { slots } = step.talk.draft();
  if (!isFilled(slots[field.key])) return null;
  const other = reasonNot(step, field) === null ? otherForm(step.flow, step.form, field) : null;
  const reason = reasonNot(step, field) ?? (other ? null : 'nothing else may stand there while the rest stays');
  if (reason !== null) noteReason(reason);
  return other && reason === null ? { step, field, value: other[field.key] ?? null } : null;
}

function reasonNot({ flow, form, talk }: MatrixStep, field: FieldDefinition): string | null {
  if (field.key === flow.subjectField) return 'whom it is for: see the pattern of its own';
  if (field.derive !== undefined) return 'worked out, not said';
  if (field.must) return 'only yes can stand';
  if (field.choices) return 'chosen from a list: see the pattern of its own';
  if (field.type === 'file') return 'files are sent, not said';
  if (field.sensitive === 'minor' && field.type === 'date') return 'follows from the number of the child';
  return JSON.stringify(talk.draft().slots[field.key]) === JSON.stringify(form[field.key])
    ? null
    : 'filled in by default, corrected elsewhere';
}

async function hear(talk: Matter, text: string): Promise<void> {
  const said = { text, now: talk.now(), speaker };
  talk.hear(
    (await formAnswers(understander, said, talk.state(), flows)) ?? (await readMessage(understander, said, talk.state(), flows)),
    text,
  );
}

const steps = flows.list().flatMap(({ definition }) => stepsOf(definition).filter((step) => step.kind === 'confirm'));
const cells = steps.flatMap((step) => step.flow.fields.flatMap((field) => cellOf(step, field) ?? []));

test.each(ways)('%s', { timeout: 120_000 }, async (_, say) => {
  const failed: string[] = [];
  for (const { step, field, value } of cells) {
    const talk = step.talk.fork();
    const text = say(field.label, wordsFor(field, step.form[field.key] ?? null), wordsFor(field, value));
    await hear(talk, text);
    const actual = talk.draft().slots[field.key];
    if (plain(actual) !== plain(value)) failed.push(`${step.flow.id}: ${text} gave ${JSON.stringify(actual)}`);
  }
  expect(failed).toEqual([]);
});

test('every field of every form has a cell or a reason', () => {
  process.stdout.write(
    `${cells.length} fields corrected by their labels in ${ways.length} ways; not: ${[...reasons].map(([reason, times]) => `${times} ${reason}`).join('; ')}\n`,
  );
  const filled = steps.reduce((sum, step) => sum + Object.values(step.talk.draft().slots).filter(isFilled).length, 0);
  expect(cells.length + [...reasons.values()].reduce((sum, one) => sum + one, 0)).toBe(filled);
});
