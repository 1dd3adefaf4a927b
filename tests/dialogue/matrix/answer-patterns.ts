import { expect } from 'vitest';
import type { Command, SlotValue } from '../../../src/dialogue/command.ts';
import { exampleOf } from '../../../src/dialogue/example.ts';
import type { FieldDefinition } from '../../../src/flows/flow-definition.ts';
import { TODAY } from '../../flows/form-maker.ts';
import { type MatrixStep, set } from './matrix-steps.ts';
import { bare, expectAskedAgain, type Pattern, standing, whileOpen } from './pattern.ts';

const asking = (step: MatrixStep): string | null => {
  if (step.kind === 'confirm') return 'nothing is asked for, only confirmed';
  return whileOpen(step);
};

/** A value that no check of the field lets stand; null where any words are an answer. */
function wrongFor(field: FieldDefinition): Command | null {
  const value = (one: SlotValue): Command => set(field.key, one);
  const invalid = (said: string): Command => ({ type: 'set-slot', slot: field.key, value: null, invalid: said });
  switch (field.type) {
    case 'number':
    case 'money':
      return value((field.min ?? 0) - 1);
    case 'date':
      return value('1870-01-01');
    case 'datetime':
      return value('明天');
    case 'daterange':
      return value({ from: '2026-05-02', to: '2026-05-01' });
    case 'enum':
      return value('没有这一项');
    case 'multi':
      return value(['没有这一项']);
    case 'bool':
      return field.must ? value(false) : null;
    case 'idcard':
      return invalid('33021219500101001');
    case 'phone':
      return invalid('1350000111');
    case 'bankcard':
      return invalid('6222021234567890127');
    case 'person':
      return value('A1');
    case 'address':
      return value('某处');
    case 'town':
      return value('火星');
    case 'file':
      return null;
    case 'text':
    case 'textarea':
    case 'unit':
    case 'school':
    case 'slot':
      return field.choices ? value('没有这一批') : value('长'.repeat(2100));
    case 'village':
      return value('村'.repeat(40));
  }
}

const wrongAnswer = (step: MatrixStep) => {
  const [field] = step.asked;
  return field ? wrongFor(field) : null;
};

/** What a wrong answer is answered with beside the question. */
function expectMended(field: FieldDefinition, said: string): void {
  if (field.type === 'bool') expect(said).toContain('必须为“是”');
  else if (field.choices) expect(said).toContain('可选的里面没有');
  else {
    expect(said).toMatch(/读到“/);
    expect(said).toContain(exampleOf(field, TODAY));
  }
}

export const answerPatterns: readonly Pattern[] = [
  {
    row: 'wrong answers',
    name: 'what was read, what is wrong, an example, and the question again',
    doesNotApply: (step) => asking(step) ?? (wrongAnswer(step) ? null : 'whatever is sent is an answer (files, yes or no)'),
    plays: (step, talk) => {
      const [field] = step.asked;
      const before = standing(talk.draft());
      const said = talk.hear(wrongAnswer(step) as Command, '说错的');
      expectMended(field as FieldDefinition, said);
      expectAskedAgain(field?.must ? step : { ...step, asked: step.asked.slice(0, 1) }, said);
      expect(talk.draft().slots).toEqual(before.slots);
      expect(talk.draft().asking).toContain(field?.key);
    },
  },
  {
    row: 'wrong answers',
    name: 'after three a form to fill in and a person to ask',
    doesNotApply: (step) => asking(step) ?? (wrongAnswer(step) ? null : 'whatever is sent is an answer (files, yes or no)'),
    plays: (step, talk) => {
      const [field] = step.asked;
      talk.hear(wrongAnswer(step) as Command, '说错的');
      talk.hear(wrongAnswer(step) as Command, '又错的');
      const said = talk.hear(wrongAnswer(step) as Command, '还是错的');
      expect(said).toContain('找人工');
      if (field && !field.must && field.type !== 'file') expect(said).toContain(`- ${field.label}：`);
      expect(talk.buttons().map((button) => button.says)).toContain('找人工');
    },
  },
  {
    row: 'out of scope, unknown',
    name: 'words that mean nothing here: what was read, how to answer, and the question again',
    doesNotApply: whileOpen,
    plays: (step, talk) => {
      const before = standing(talk.draft());
      const said = talk.hear(bare('cannot-handle'), '今天天气怎么样');
      if (step.asked.length > 0) expect(said).toContain('“今天天气怎么样”没对上');
      expectAskedAgain(step, said);
      expect(standing(talk.draft())).toEqual(before);
    },
  },
  {
    row: 'out of scope, unknown',
    name: 'three times: a form to fill in and a person to ask',
    doesNotApply: asking,
    plays: (_, talk) => {
      talk.hear(bare('cannot-handle'), '嗯哪');
      talk.hear(bare('cannot-handle'), '这样啊');
      expect(talk.hear(bare('cannot-handle'), '那好吧')).toContain('找人工');
      expect(talk.buttons().map((button) => button.says)).toContain('找人工');
    },
  },
  {
    row: 'out of scope, unknown',
    name: 'after it was handed in: short, with what can be said',
    doesNotApply: (step) => (step.kind === 'submitted' ? null : 'something is being taken down'),
    plays: (_, talk) => {
      const said = talk.hear(bare('cannot-handle'), '今天天气怎么样');
      expect(said).toContain('可以这样说');
      expect(said).not.toMatch(/天气[^”]*[晴雨]/);
    },
  },
];
