import { expect } from 'vitest';
import { applicableFields, inapplicableSlots } from '../../../src/flows/applicable-fields.ts';
import type { FieldDefinition } from '../../../src/flows/flow-definition.ts';
import { isFilled, type Slots, type SlotValue } from '../../../src/flows/slot-value.ts';
import { type MatrixStep, set } from './matrix-steps.ts';
import { CASE_NO } from './matrix-talk.ts';
import { otherForm } from './other-values.ts';
import { bare, expectAskedAgain, type Pattern } from './pattern.ts';

interface Change {
  field: FieldDefinition;
  form: Slots;
  value: SlotValue;
}

const changes = new WeakMap<MatrixStep, Change | null>();

/** An earlier answer that can be another, without anything else having to change. */
function changeAt(step: MatrixStep): Change | null {
  const known = changes.get(step);
  if (known !== undefined) return known;
  const { flow, form, talk } = step;
  const { slots = {} } = talk.state().active ?? {};
  const said = flow.fields.filter(
    (field) =>
      isFilled(slots[field.key]) &&
      JSON.stringify(slots[field.key]) === JSON.stringify(form[field.key]) &&
      field.derive === undefined &&
      field.key !== flow.subjectField &&
      !field.must &&
      !step.asked.includes(field),
  );
  let found: Change | null = null;
  for (const field of said) {
    const other = otherForm(flow, form, field);
    if (!other) continue;
    found = { field, form: other, value: other[field.key] ?? null };
    break;
  }
  changes.set(step, found);
  return found;
}

function noChange(step: MatrixStep): string | null {
  if (step.kind === 'submitted') return 'handed in: see the correction after submission';
  if (step.kind === 'subject') return 'nothing was said yet';
  return changeAt(step) ? null : 'nothing was said before that can be anything else while the rest stands';
}

function correct(step: MatrixStep, texts: (label: string) => string, before: 'deny' | null): Pattern['plays'] {
  return (_, talk) => {
    const change = changeAt(step) as Change;
    const asking = [...talk.draft().asking];
    const commands = [...(before ? [bare(before)] : []), set(change.field.key, change.value)];
    const said = talk.hear(commands, texts(change.field.label));
    expect(talk.draft().slots[change.field.key]).toEqual(change.value);
    expect(said).toContain(`${change.field.label}改为`);
    expect(talk.draft().asking).toEqual(asking);
    if (step.kind === 'confirm') expect(said).toContain('请核对');
    else expectAskedAgain(step, said);
  };
}

/** An answer on which others depend that were given too, and another for it with which they do not apply. */
function pathChange({ flow, talk, asked }: MatrixStep): (Change & { gone: string[] }) | null {
  const { slots = {} } = talk.state().active ?? {};
  for (const field of applicableFields(flow, slots)) {
    if (!isFilled(slots[field.key]) || asked.includes(field) || field.key === flow.subjectField || field.derive !== undefined || field.must)
      continue;
    for (const value of alternatives(field)) {
      const form = { ...slots, [field.key]: value };
      const gone = inapplicableSlots(flow, form).filter((key) => isFilled(slots[key]));
      if (gone.length > 0 && JSON.stringify(value) !== JSON.stringify(slots[field.key])) return { field, form, value, gone };
    }
  }
  return null;
}

function alternatives(field: FieldDefinition): SlotValue[] {
  if (field.type === 'bool') return [true, false];
  const options = Object.keys(field.options ?? {});
  return field.type === 'multi' ? options.map((key) => [key]) : options;
}

/** Played besides at every step of every form in which something hangs on something else. */
export const pathPattern: Pattern = {
  row: 'correction',
  name: 'of a value that decides the path',
  doesNotApply: (step) => {
    if (step.kind === 'submitted') return 'handed in: see the correction after submission';
    if (step.kind === 'subject') return 'nothing was said yet';
    return pathChange(step) ? null : 'no value was given that others hang on which were given too';
  },
  plays: (step, talk) => {
    const change = pathChange(step) as NonNullable<ReturnType<typeof pathChange>>;
    const said = talk.hear(set(change.field.key, change.value), '改');
    expect(talk.draft().slots[change.field.key]).toEqual(change.value);
    for (const key of change.gone) {
      const field = step.flow.fields.find((one) => one.key === key);
      if (isFilled(talk.draft().slots[key]) && field?.derive === undefined) throw new Error(`${key} is still there`);
      expect(said).toContain(field?.label);
    }
    expect(said).toContain('改了以后不再需要的已去掉');
  },
};

export const correctionPatterns: readonly Pattern[] = [
  pathPattern,
  {
    row: 'correction',
    name: 'an earlier value, the old one not named',
    doesNotApply: noChange,
    plays: (step, talk) => correct(step, (label) => `${label}改一下`, null)(step, talk),
  },
  {
    row: 'correction',
    name: 'an earlier value, the old one named (不是…，是…)',
    doesNotApply: noChange,
    plays: (step, talk) => correct(step, (label) => `不对，${label}不是这个，是那个`, 'deny')(step, talk),
  },
  {
    row: 'correction',
    name: 'twice in a row',
    doesNotApply: noChange,
    plays: (step, talk) => {
      const { field, value, form } = changeAt(step) as Change;
      const third = otherForm(step.flow, form, field, 'the path', [step.form[field.key] ?? null]);
      const last = third?.[field.key] ?? step.form[field.key] ?? null;
      talk.hear(set(field.key, value), '改');
      expect(talk.hear(set(field.key, last), '再改')).toContain(`${field.label}改为`);
      expect(talk.draft().slots[field.key]).toEqual(last);
      expect(talk.draft().asking).toEqual(step.talk.draft().asking);
    },
  },
  {
    row: 'correction',
    name: 'of whom it is for',
    doesNotApply: (step) => (step.kind === 'submitted' ? 'handed in' : step.kind === 'subject' ? 'nobody was named yet' : null),
    plays: (step, talk) => {
      const { subjectField } = step.flow;
      const { type } = step.flow.fields.find((field) => field.key === subjectField) ?? {};
      const name = type === 'person' ? '冯秀珍' : '宁波某某商贸公司';
      talk.outside.people.push({ archiveNo: 'YZ-0000009', name, town: '东柳街道', village: '安居社区' });
      talk.hear(set(subjectField, name), `不是他，是${name}`);
      expect(talk.draft().subject?.name).toBe(name);
      expect(talk.draft().slots[subjectField]).toBe(name);
    },
  },
  {
    row: 'correction',
    name: 'after submission: withdraw, or have it returned',
    doesNotApply: (step) => (step.kind === 'submitted' ? null : 'not handed in yet'),
    plays: (step, talk) => {
      const [field] = step.flow.fields.filter((one) => one.key !== step.flow.subjectField);
      for (const said of [
        talk.hear(set(field?.key ?? '', step.form[field?.key ?? ''] ?? '另一个'), '改一下'),
        talk.hear(bare('cannot-handle'), '刚才说错了'),
      ]) {
        expect(said).toContain(`${CASE_NO}已经提交，不能直接改`);
        expect(talk.buttons()).toEqual([{ label: '撤回', says: `撤回 ${CASE_NO}` }]);
      }
      expect(talk.state().active).toBeNull();
    },
  },
];
