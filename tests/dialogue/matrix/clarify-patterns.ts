import { expect } from 'vitest';
import type { Command } from '../../../src/dialogue/command.ts';
import { quotable } from '../../../src/dialogue/turn.ts';
import { brokenChecks } from '../../../src/flows/applicable-fields.ts';
import { TODAY } from '../../flows/form-maker.ts';
import { type MatrixStep, person, set } from './matrix-steps.ts';
import { flows, type Matter, matrixTalk, offers } from './matrix-talk.ts';
import { bare, type Pattern, standing } from './pattern.ts';

/** By button or number, by its words, or by naming the place of one of them. */
const ways: readonly (readonly [string, (words: string) => [Command, string]])[] = [
  ['by button', () => [set('choice', 2), '选2']],
  ['by number', () => [set('choice', 2), '第二个']],
  ['by words', (words) => [bare('cannot-handle'), words]],
];

const twins = (name: string) => [
  { ...person, name },
  { archiveNo: 'YZ-0000002', name, town: '横溪镇', village: '梅岭村' },
];

function isPerson({ flow }: MatrixStep): boolean {
  return flow.fields.find((field) => field.key === flow.subjectField)?.type === 'person';
}

const twoPeople = ways.map(
  ([way, say]): Pattern => ({
    row: 'clarify',
    name: `two people of one name, ${way}`,
    doesNotApply: (step) => {
      if (step.kind !== 'subject') return 'who it is for is settled';
      return isPerson(step) ? null : 'for a firm or a unit: nobody is looked up';
    },
    plays: (step, talk) => {
      const name = String(step.form[step.flow.subjectField]);
      talk.outside.people.splice(0, talk.outside.people.length, ...twins(name));
      const asked = talk.hear(set(step.flow.subjectField, name), name);
      expect(asked).toContain('有2位，是哪一位');
      expect(asked).toContain('横溪镇');
      expect(talk.buttons()).toHaveLength(2);
      talk.hear(...say('梅岭村那个'));
      expect(talk.draft().subject?.archiveNo).toBe('YZ-0000002');
      expect(talk.state().choice).toBeNull();
    },
  }),
);

function twoServices(step: MatrixStep): { talk: Matter; other: string } {
  const other = step.flow.id === 'living-subsidy' ? 'honour-plaque' : 'living-subsidy';
  const name = String(step.form[step.flow.subjectField]);
  const talk = matrixTalk({ flows, people: [{ ...person, name }], readAgain: [set(step.flow.subjectField, name)] });
  const asked = talk.hear(bare('cannot-handle'), `${name}的事`, [other, step.flow.id]);
  expect(asked).toContain('您要办的是哪一项？');
  expect(asked).toContain(`2. ${quotable(step.flow.name)}`);
  return { talk, other };
}

const twoFlows = ways.map(
  ([way, say]): Pattern => ({
    row: 'clarify',
    name: `two services that the words may mean, ${way}; what was said is kept`,
    doesNotApply: (step) => (step.kind === 'subject' ? null : 'which service it is is settled'),
    plays: (step) => {
      const { talk } = twoServices(step);
      talk.hear(...say(step.flow.name));
      expect(talk.draft().flow).toBe(step.flow.id);
      expect(talk.draft().slots[step.flow.subjectField]).toBe(step.form[step.flow.subjectField]);
    },
  }),
);

const stands = ({ flow, form }: MatrixStep, key: string, day: string) => brokenChecks(flow, { ...form, [key]: day }, TODAY).length === 0;

const dateOf = (step: MatrixStep) => step.asked.find((field) => field.type === 'date');

const twoDays = ways.map(
  ([way, say]): Pattern => ({
    row: 'clarify',
    name: `two meanings of a date (八月十五), ${way}`,
    doesNotApply: (step) => {
      const field = dateOf(step);
      if (!field || step.kind === 'submitted') return 'no date is asked for here';
      if (field.timing === 'future') return 'that day of this year is past under both meanings';
      return stands(step, field.key, '2026-09-25') ? null : 'a day this year cannot be meant here';
    },
    plays: (step, talk) => {
      const key = dateOf(step)?.key ?? '';
      const asked = talk.hear(set(key, '2026-08-15'), '八月十五');
      expect(asked).toContain('“八月十五”是公历还是农历？');
      expect(talk.draft().slots[key]).toBeUndefined();
      talk.hear(...say('农历的'));
      expect(talk.draft().slots[key]).toBe('2026-09-25');
    },
  }),
);

export const clarifyPatterns: readonly Pattern[] = [
  ...twoPeople,
  {
    row: 'clarify',
    name: 'neither of the two people: the name is asked for again',
    doesNotApply: (step) => {
      if (step.kind !== 'subject') return 'who it is for is settled';
      if (!isPerson(step)) return 'for a firm or a unit: nobody is looked up';
      return step.flow.subjectOptional ? 'goes on without a file' : null;
    },
    plays: (step, talk) => {
      const name = String(step.form[step.flow.subjectField]);
      talk.outside.people.splice(0, talk.outside.people.length, ...twins(name));
      talk.hear(set(step.flow.subjectField, name), name);
      expect(talk.hear(bare('deny'), '都不是')).toContain('请再说一次姓名');
      expect(talk.draft().subject).toBeNull();
    },
  },
  {
    row: 'clarify',
    name: 'nobody of that name, where none is needed: it goes on without a file',
    doesNotApply: (step) => (step.kind === 'subject' && step.flow.subjectOptional ? null : 'a file is needed, or is there'),
    plays: (step, talk) => {
      talk.outside.people.splice(0);
      talk.hear(set(step.flow.subjectField, String(step.form[step.flow.subjectField])), '就他');
      expect(talk.draft().subject).toMatchObject({ archiveNo: null });
      expect(talk.draft().asking).not.toContain(step.flow.subjectField);
    },
  },
  ...twoFlows,
  {
    row: 'clarify',
    name: 'neither of the two services: nothing is begun',
    doesNotApply: (step) => (step.kind === 'subject' ? null : 'which service it is is settled'),
    plays: (step) => {
      const { talk } = twoServices(step);
      talk.hear(bare('deny'), '都不是');
      expect(talk.state()).toMatchObject({ active: null, choice: null });
    },
  },
  ...twoDays,
  {
    row: 'clarify',
    name: 'a day that has not come, of what has happened: only another year can be meant',
    doesNotApply: (step) => {
      const field = dateOf(step);
      if (field?.timing !== 'past' || step.kind === 'submitted') return 'no past day is asked for here';
      return stands(step, field.key, '2026-03-02') ? null : 'a day this year cannot be meant here';
    },
    plays: (step, talk) => {
      const key = dateOf(step)?.key ?? '';
      const asked = talk.hear(set(key, '2027-03-02'), '2027年3月2日');
      expect(asked).toContain('是2026年3月2日吗');
      talk.hear(bare('confirm'), '是的');
      expect(talk.draft().slots[key]).toBe('2026-03-02');
    },
  },
  {
    row: 'clarify',
    name: 'two answers in one breath: which counts',
    doesNotApply: (step) => {
      const [field] = step.asked;
      if (!field || step.kind === 'submitted' || step.kind === 'subject') return 'no answer of the form is asked for';
      return field.type === 'number' || field.type === 'money' ? null : 'only figures are said two at a time here';
    },
    plays: (step, talk) => {
      const [field] = step.asked;
      const key = field?.key ?? '';
      const value = step.form[key];
      const other = typeof value === 'number' && value > (field?.min ?? 0) ? value - 1 : Number(value) + 1;
      const before = standing(talk.draft());
      const asked = talk.hear([set(key, other), set(key, value ?? null)], '两个都说了');
      if (asked.includes('读到“')) return;
      expect(asked).toContain('说了两个，以哪个为准');
      expect(talk.draft().slots).toEqual(before.slots);
      talk.hear(set('choice', 2), '第二个');
      expect(talk.draft().slots[key]).toBe(value);
    },
  },
  {
    row: 'clarify',
    name: 'one of a list of scarce things, by button, number and words',
    doesNotApply: (step) =>
      step.asked[0]?.choices && step.kind !== 'submitted' ? null : 'nothing is chosen from a list of scarce things here',
    plays: (step, talk) => {
      const [field] = step.asked;
      const list = offers[field?.choices ?? 'school'];
      for (const [command, words] of [
        [set('choice', 2), '选2'],
        [set(field?.key ?? '', '2'), '2'],
        [set(field?.key ?? '', list[1]?.label.split('，')[0] ?? ''), '第二个'],
      ] as const) {
        const again = talk.fork();
        again.hear(command, words);
        expect(again.draft().slots[field?.key ?? '']).toBe(list[1]?.value);
      }
    },
  },
];
