import { expect } from 'vitest';
import type { Command } from '../../../src/dialogue/command.ts';
import { quotable } from '../../../src/dialogue/turn.ts';
import { type MatrixStep, set } from './matrix-steps.ts';
import { CASE_NO, flows, type Matter } from './matrix-talk.ts';
import { bare, expectAskedAgain, type Pattern, standing, whileOpen } from './pattern.ts';

const others: readonly (readonly [string, Command, string])[] = [
  ['查档案', { type: 'find-person', by: { name: '冯秀珍' }, show: ['basic'] }, '档案卡'],
  ['我的待办', { type: 'list-tasks', which: 'todo' }, '清单'],
  ['办事指南', { type: 'ask-guide', flow: 'short-sanatorium', about: 'materials' }, '要带什么'],
  ['看办件', { type: 'show-case', by: { no: '0001' } }, `办件 ${CASE_NO}`],
  ['数人', { type: 'count-people', filter: { town: '姜山镇' } }, '清单'],
  ['走访名单', { type: 'list-visits', which: 'todo' }, '清单'],
  ['走访进度', { type: 'visit-progress' }, '清单'],
  ['统计', { type: 'show-stats', topic: 'overview' }, '清单'],
  ['记走访', { type: 'record-visit', person: '冯秀珍', note: '身体好' }, '已记下走访'],
  ['催办', { type: 'operate', operation: 'urge', case: CASE_NO }, '已催办'],
  ['同意一件', { type: 'decide', decision: 'approve', case: CASE_NO }, '已同意'],
  ['你会什么', { type: 'help' }, '我能查档案'],
  ['谢谢', { type: 'thanks' }, '不客气'],
];

const somebody = { archiveNo: 'YZ-0000008', name: '冯秀珍', town: '东柳街道', village: '安居社区' };

function digress(step: MatrixStep, talk: Matter, command: Command, served: string): void {
  talk.outside.people.push(somebody);
  const before = standing(talk.draft());
  const said = talk.hear(command, '等下，先办个别的');
  expect(said).toContain(served);
  expect(said).toMatch(/回到“/);
  expectAskedAgain(step, said);
  expect(standing(talk.draft())).toEqual(before);
}

/** Begins another service for somebody else and returns what was said. */
export function beginOther(step: MatrixStep, talk: Matter): string {
  talk.outside.people.push(somebody);
  const flow = step.flow.id === 'living-subsidy' ? 'honour-plaque' : 'living-subsidy';
  const subject = flows.get(flow)?.definition.subjectField ?? '';
  return talk.hear([{ type: 'start-flow', flow }, set(subject, '冯秀珍')], '再给冯秀珍办一个');
}

const isUntouched = (step: MatrixStep) => (step.kind === 'subject' ? 'nothing was said yet, so there is nothing to keep' : whileOpen(step));

export const digressionPatterns: readonly Pattern[] = [
  ...others.map(
    ([name, command, served]): Pattern => ({
      row: 'digression',
      name: `${name}, then back in one line`,
      doesNotApply: (step) => {
        // A name that is said while it is asked whom the case is for answers that.
        if (step.kind === 'subject' && command.type === 'find-person' && !command.show?.length) return 'answers the question';
        return whileOpen(step);
      },
      plays: (step, talk) => digress(step, talk, command, served),
    }),
  ),
  {
    row: 'digression',
    name: 'somebody of whom there are two is looked up, chosen, then back',
    doesNotApply: whileOpen,
    plays: (step, talk) => {
      talk.outside.people.push(somebody, { ...somebody, archiveNo: 'YZ-0000007', town: '横溪镇', village: '梅岭村' });
      const before = standing(talk.draft());
      expect(talk.hear({ type: 'find-person', by: { name: '冯秀珍' }, show: ['basic'] }, '查下冯秀珍电话')).toContain('有2位');
      const said = talk.hear(set('choice', 2), '第二个');
      expect(said).toContain('档案卡 YZ-0000007');
      expectAskedAgain(step, said);
      expect(standing(talk.draft())).toEqual(before);
    },
  },
  {
    row: 'digression',
    name: 'an answer and a question in one message',
    doesNotApply: (step) => (step.kind === 'field' || step.kind === 'group' ? null : 'no answer of the form is asked for'),
    plays: (step, talk) => {
      const [field] = step.asked;
      if (!field) throw new Error('nothing is asked');
      const value = field.choices ? '1' : (step.form[field.key] ?? null);
      const said = talk.hear(
        [set(field.key, value), { type: 'ask-guide', flow: step.flow.id, about: 'materials' }],
        '就这个，对了要带什么',
      );
      expect(said).toContain('要带什么');
      expect(talk.draft().slots[field.key] ?? null).toEqual(step.form[field.key] ?? null);
    },
  },
  {
    row: 'digression',
    name: 'another service in the middle, then resumed where it was',
    doesNotApply: isUntouched,
    plays: (step, talk) => {
      const before = standing(talk.draft());
      expect(beginOther(step, talk)).toMatch(/先放着，草稿保留30天/);
      expect(talk.hear(bare('cancel'), '这个算了')).toContain('草稿保留30天');
      expect(talk.hear(bare('resume'), `继续${step.flow.name}`)).toContain('接着办“');
      expect(standing(talk.draft())).toEqual(before);
    },
  },
  {
    row: 'digression',
    name: 'several open drafts are listed, and resumed by name or number',
    doesNotApply: isUntouched,
    plays: (step, talk) => {
      const before = standing(talk.draft());
      beginOther(step, talk);
      talk.hear(bare('cancel'), '先放着');
      const listed = talk.hear(bare('resume'), '继续刚才的');
      expect(listed).toContain('要接着办哪一件？');
      expect(listed).toContain(`2. ${quotable(step.flow.name)}`);
      const byNumber = talk.fork();
      byNumber.hear(set('choice', 2), '第二个');
      expect(standing(byNumber.draft())).toEqual(before);
      talk.hear(bare('cannot-handle'), step.flow.name);
      expect(standing(talk.draft())).toEqual(before);
    },
  },
  {
    row: 'digression',
    name: 'the same service once more goes on with the open draft',
    doesNotApply: whileOpen,
    plays: (step, talk) => {
      const before = standing(talk.draft());
      const said = talk.hear({ type: 'start-flow', flow: step.flow.id }, step.flow.name);
      expect(said).toContain('正在办');
      expect(standing(talk.draft())).toEqual(before);
    },
  },
];
