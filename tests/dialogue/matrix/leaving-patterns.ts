import { expect } from 'vitest';
import { openDialogue } from '../../../src/dialogue/dialogue-state.ts';
import { idleAt, keptNotice } from '../../../src/dialogue/idle.ts';
import { quotable } from '../../../src/dialogue/turn.ts';
import { applicableFields, brokenChecks } from '../../../src/flows/applicable-fields.ts';
import { checkValue } from '../../../src/flows/field-value.ts';
import type { FieldDefinition, FlowBook } from '../../../src/flows/flow-definition.ts';
import { versionOf } from '../../../src/flows/flow-version.ts';
import { flowBook, withEarlier } from '../../../src/flows/load-flows.ts';
import { addDays } from '../../../src/platform/calendar/day.ts';
import { TODAY } from '../../flows/form-maker.ts';
import { answerFor, type MatrixStep } from './matrix-steps.ts';
import { flows, type Matter, matrixTalk } from './matrix-talk.ts';
import { bare, expectAskedAgain, type Pattern, standing, whileOpen } from './pattern.ts';

const begun = (step: MatrixStep) => (step.kind === 'subject' ? 'nothing was said yet, so there is nothing to keep' : whileOpen(step));

/** Two months later a check of the form would not hold any more. */
function isOver({ flow, form }: MatrixStep): boolean {
  const later = addDays(TODAY, 60);
  const isGone = (field: FieldDefinition) => !checkValue(field, form[field.key] ?? null, { slots: form, today: later }).ok;
  return brokenChecks(flow, form, later).length > 0 || applicableFields(flow, form).some((field) => field.required && isGone(field));
}

const DAY_MINUTES = 24 * 60;

/** Says all that is still asked for, and hands it in. */
function finish(step: MatrixStep, talk: Matter): void {
  for (let turns = 0; turns < 20 && talk.draft().phase === 'collecting'; turns += 1) {
    const { asking } = talk.draft();
    const fields = step.flow.fields.filter((field) => asking.includes(field.key));
    talk.hear(fields.map((field) => answerFor(field, step.form[field.key] ?? null)));
  }
  talk.hear(bare('confirm'), '确认');
}

/** The book after an upgrade: the form of the step's service asks otherwise and for one thing more. */
function upgraded(step: MatrixStep): { today: FlowBook; version: string } {
  const definition = {
    ...step.flow,
    name: `${step.flow.name}（新）`,
    fields: [
      ...step.flow.fields.map((field) => ({ ...field, question: `新版：${field.question}` })),
      { key: 'added_later', label: '新加的一项', type: 'text' as const, required: true, question: '新加的一项是什么？', why: '新版要的。' },
    ],
  };
  const version = versionOf(definition);
  return { today: flowBook([...flows.list().filter((flow) => flow.definition.id !== step.flow.id), { definition, version }]), version };
}

export const leavingPatterns: readonly Pattern[] = [
  {
    row: 'cancel, undo',
    name: 'cancelled: what is kept is said, and it is resumed as it was',
    doesNotApply: begun,
    plays: (step, talk) => {
      const before = standing(talk.draft());
      const said = talk.hear(bare('cancel'), '算了不办了');
      expect(said).toContain(`“${quotable(step.flow.name)}`);
      expect(said).toContain('草稿保留30天');
      expect(talk.state().active).toBeNull();
      const resumed = talk.hear(bare('resume'), '继续刚才的');
      expectAskedAgain(step, resumed);
      expect(standing(talk.draft())).toEqual(before);
    },
  },
  {
    row: 'cancel, undo',
    name: 'cancelled before anything was said: nothing is kept, and that is said',
    doesNotApply: (step) => (step.kind === 'subject' ? null : 'something was said'),
    plays: (_, talk) => {
      expect(talk.hear(bare('cancel'), '算了')).toContain('没有保存内容');
      expect(talk.state()).toMatchObject({ active: null, left: [] });
    },
  },
  ...(['上一步', '撤销'] as const).map(
    (words): Pattern => ({
      row: 'cancel, undo',
      name: `taken back with ${words} within ten minutes`,
      doesNotApply: begun,
      plays: (_, talk) => {
        const before = standing(talk.draft());
        talk.hear(bare('cancel'), '不办了');
        talk.passMinutes(9);
        const said = talk.hear(words === '撤销' ? { type: 'operate', operation: 'withdraw' } : bare('back'), words);
        expect(said).toContain('已找回');
        expect(standing(talk.draft())).toEqual(before);
        expect(talk.state().left).toEqual([]);
      },
    }),
  ),
  {
    row: 'cancel, undo',
    name: 'not taken back after ten minutes, but still resumed',
    doesNotApply: begun,
    plays: (_, talk) => {
      talk.hear(bare('cancel'), '不办了');
      talk.passMinutes(11);
      expect(talk.hear(bare('back'), '上一步')).toContain('没有可以退回的');
      expect(talk.hear(bare('resume'), '继续刚才的')).toContain('接着办“');
    },
  },
  {
    row: 'cancel, undo',
    name: 'cancelled after it was handed in: how to withdraw',
    doesNotApply: (step) => (step.kind === 'submitted' ? null : 'not handed in yet'),
    plays: (_, talk) => expect(talk.hear(bare('cancel'), '算了不办了')).toContain('要撤回请说“撤回 '),
  },
  {
    row: 'time-out',
    name: 'after thirty minutes it is said that the draft is kept',
    doesNotApply: begun,
    plays: (step, talk) => {
      // The last thing said was this minute.
      talk.hear(bare('repeat'), '再说一遍');
      expect(idleAt(talk.state(), talk.now())?.getTime()).toBe(talk.now().getTime() + 30 * 60_000);
      const said = keptNotice(talk.state(), talk.outside.flows) ?? '';
      expect(said).toContain(quotable(step.flow.name));
      expect(said).toContain('保留30天');
      talk.passMinutes(45);
      const before = standing(talk.draft());
      expectAskedAgain(step, talk.hear(bare('greet'), '在吗'));
      expect(standing(talk.draft())).toEqual(before);
    },
  },
  {
    row: 'time-out',
    name: 'nothing is said of what was not begun',
    doesNotApply: (step) => (step.kind === 'subject' || step.kind === 'submitted' ? null : 'something is kept'),
    plays: (_, talk) => expect(idleAt(talk.state(), talk.now())).toBeNull(),
  },
  {
    row: 'time-out',
    name: 'kept for thirty days from what was said last, and then gone',
    doesNotApply: (step) => begun(step) ?? (isOver(step) ? 'a day in the form is past by then' : null),
    plays: (step, talk) => {
      const late = talk.fork();
      talk.passMinutes(29 * DAY_MINUTES);
      expectAskedAgain(step, talk.hear(bare('greet'), '你好'));
      talk.passMinutes(29 * DAY_MINUTES);
      expect(talk.hear(bare('greet'), '你好')).toContain('回到“');
      late.passMinutes(31 * DAY_MINUTES);
      expect(late.hear(bare('greet'), '你好')).toContain('草稿放了30天，已经清除');
      expect(late.state().active).toBeNull();
    },
  },
  {
    row: 'restart, upgrade, redelivery',
    name: 'restart: the saved state opens where it was',
    doesNotApply: whileOpen,
    plays: (step, talk) => {
      const opened = openDialogue(JSON.parse(JSON.stringify(talk.state())));
      const again = matrixTalk(talk.outside, opened, talk.now());
      expect(standing(again.draft())).toEqual(standing(talk.draft()));
      expectAskedAgain(step, again.hear(bare('repeat'), '再说一遍'));
    },
  },
  {
    row: 'restart, upgrade, redelivery',
    name: 'upgrade: goes on with the version that it began with, and is handed in on it',
    doesNotApply: whileOpen,
    plays: (step, talk) => {
      const { today } = upgraded(step);
      const began = talk.draft().flowVersion;
      const earlier = flows.get(step.flow.id);
      if (!earlier) throw new Error('no such flow');
      const outside = { ...talk.outside, flows: withEarlier(today, [earlier]) };
      const again = matrixTalk(outside, talk.state(), talk.now());
      const said = again.hear(bare('greet'), '在吗');
      expect(said).not.toContain('新版：');
      expect(said).not.toContain('表单有更新');
      if (step.kind === 'subject') return;
      finish(step, again);
      expect(again.wished('submit-case')[0]?.submission).toMatchObject({ flowVersion: began });
      expect(again.wished('submit-case')[0]?.submission.slots).not.toHaveProperty('added_later');
    },
  },
  {
    row: 'restart, upgrade, redelivery',
    name: 'upgrade with the earlier version lost: goes on with today’s, and says so',
    doesNotApply: whileOpen,
    plays: (step, talk) => {
      const { today, version } = upgraded(step);
      const again = matrixTalk({ ...talk.outside, flows: today }, talk.state(), talk.now());
      expect(again.hear(bare('repeat'), '再说一遍')).toContain('表单有更新');
      expect(again.draft().flowVersion).toBe(version);
    },
  },
  {
    row: 'hand-off',
    name: 'given to the duty officer with what was open, and the question is kept',
    doesNotApply: whileOpen,
    plays: (step, talk) => {
      const before = standing(talk.draft());
      const said = talk.hear(bare('hand-off'), '找人工');
      expect(said).toContain('已请值班同事');
      const [wish] = talk.wished('hand-off');
      expect(wish?.about).toContain(quotable(step.flow.name));
      if (step.asked.length > 0) expect(wish?.asked).toContain(step.asked[0]?.label);
      expect(talk.state().handOff).not.toBeNull();
      expect(standing(talk.draft())).toEqual(before);
      expect(idleAt(talk.state(), talk.now())).toBeNull();
      expectAskedAgain(step, talk.hear(bare('repeat'), '再说一遍'));
    },
  },
];
