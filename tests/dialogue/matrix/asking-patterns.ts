import { expect } from 'vitest';
import type { Command } from '../../../src/dialogue/command.ts';
import { isFilled } from '../../../src/flows/slot-value.ts';
import { answerFor, type MatrixStep } from './matrix-steps.ts';
import { bare, expectAskedAgain, type Pattern, standing, whileOpen } from './pattern.ts';

const asking = (step: MatrixStep): string | null => (step.kind === 'confirm' ? 'nothing is asked for, only confirmed' : whileOpen(step));

/** Left out, for whatever reason: required fields say why they are needed and what becomes of the draft without them. */
function leftOut(name: string, command: Command, words: string): Pattern {
  return {
    row: 'skip, refuse, a moment, why, repeat, back, restart',
    name,
    doesNotApply: (step) =>
      step.kind === 'subject' && !step.asked[0]?.required && step.flow.subjectOptional ? 'may be left out here' : asking(step),
    plays: (step, talk) => {
      const before = standing(talk.draft());
      const said = talk.hear(command, words);
      const [field] = step.asked;
      expect(said).toContain(`${field?.label}必须填`);
      expect(said).toContain(field?.why);
      expect(said).toContain('先放着');
      expectAskedAgain(step, said);
      expect(standing(talk.draft())).toEqual(before);
    },
  };
}

export const askingPatterns: readonly Pattern[] = [
  {
    row: 'skip, refuse, a moment, why, repeat, back, restart',
    name: 'skip of whom it is for, where nobody need be named',
    doesNotApply: (step) =>
      step.kind === 'subject' && !step.asked[0]?.required && step.flow.subjectOptional ? null : 'must be named, or was',
    plays: (step, talk) => {
      expect(talk.hear(bare('skip'), '跳过')).toContain(`${step.asked[0]?.label}不填`);
      expect(talk.draft().subject).toMatchObject({ archiveNo: null });
      expect(talk.draft().asking).not.toContain(step.flow.subjectField);
    },
  },
  leftOut('skip', bare('skip'), '跳过'),
  leftOut('refuse', bare('cannot-handle'), '不想说'),
  leftOut('does not know', bare('cannot-handle'), '不知道'),
  {
    row: 'skip, refuse, a moment, why, repeat, back, restart',
    name: 'a moment: nothing changes, and the answer is taken when it comes',
    doesNotApply: whileOpen,
    plays: (step, talk) => {
      const before = standing(talk.draft());
      expect(talk.hear(bare('cannot-handle'), '等一下，我问问')).toContain('不急');
      expect(standing(talk.draft())).toEqual(before);
      const [field] = step.asked;
      if (!field) return;
      talk.hear(answerFor(field, step.form[field.key] ?? null), '问到了');
      expect(isFilled(talk.draft().slots[field.key])).toBe(true);
    },
  },
  {
    row: 'skip, refuse, a moment, why, repeat, back, restart',
    name: 'why: from the field’s own text, then the question again',
    doesNotApply: whileOpen,
    plays: (step, talk) => {
      const before = standing(talk.draft());
      const said = talk.hear(bare('why'), '为什么要这个');
      for (const field of step.asked) expect(said).toContain(field.why);
      if (step.kind === 'confirm') expect(said).toContain('提交以后要改');
      expectAskedAgain(step, said);
      expect(standing(talk.draft())).toEqual(before);
    },
  },
  {
    row: 'skip, refuse, a moment, why, repeat, back, restart',
    name: 'repeat: the same question',
    doesNotApply: whileOpen,
    plays: (step, talk) => {
      const before = standing(talk.draft());
      expectAskedAgain(step, talk.hear(bare('repeat'), '再说一遍'));
      expect(standing(talk.draft())).toEqual(before);
    },
  },
  {
    row: 'skip, refuse, a moment, why, repeat, back, restart',
    name: 'back: the last answer is asked for again',
    doesNotApply: (step) => (step.kind === 'subject' ? 'there is nothing before the first question' : whileOpen(step)),
    plays: (step, talk) => {
      const { slots } = talk.draft();
      const last = talk.draft().answers.findLast((keys) => keys.length > 0) ?? [];
      const said = talk.hear(bare('back'), '上一步');
      expect(said).toContain('退回一步');
      for (const key of last) {
        const field = step.flow.fields.find((one) => one.key === key);
        expect(said).toContain(field?.label);
        if (field?.default === undefined && field?.derive === undefined) expect(isFilled(talk.draft().slots[key])).toBe(false);
      }
      const kept = Object.keys(slots).filter((key) => !last.includes(key));
      if (!last.includes(step.flow.subjectField)) expect(talk.draft().subject).not.toBeNull();
      expect(kept.length).toBeGreaterThanOrEqual(0);
    },
  },
  {
    row: 'skip, refuse, a moment, why, repeat, back, restart',
    name: 'back at the first question says that there is nothing before it',
    doesNotApply: (step) => (step.kind === 'subject' ? null : 'something was said before'),
    plays: (step, talk) => {
      const said = talk.hear(bare('back'), '上一步');
      expect(said).toContain('没有可以退回的');
      expectAskedAgain(step, said);
    },
  },
  {
    row: 'skip, refuse, a moment, why, repeat, back, restart',
    name: 'restart: from the beginning, and taken back',
    doesNotApply: whileOpen,
    plays: (step, talk) => {
      const before = standing(talk.draft());
      const said = talk.hear(bare('restart'), '重来');
      expect(said).toContain('从头来');
      expect(talk.draft().subject).toBeNull();
      expect(talk.draft().asking).toEqual([step.flow.subjectField]);
      expect(talk.hear(bare('back'), '上一步')).toContain('已找回');
      expect(standing(talk.draft())).toEqual(before);
    },
  },
];
