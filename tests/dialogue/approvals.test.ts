import { expect, test } from 'vitest';
import type { Command } from '../../src/dialogue/command.ts';
import { understandingContext } from '../../src/dialogue/understanding-context.ts';
import { bare, flows, rehearse, set, start } from './rehearsal.ts';

const first = { caseNo: 'YZ20270301-0001', label: 'YZ20270301-0001 短期疗养 张建国', step: 'accept' };
const second = { caseNo: 'YZ20270301-0012', label: 'YZ20270301-0012 短期疗养 李秀英', step: 'accept' };
const approve: Command = { type: 'decide', decision: 'approve' };

test('The only task is decided without a number', () => {
  const talk = rehearse({ todo: [first] });
  expect(talk.hear({ ...approve, opinion: '情况属实' }, '同意，情况属实')).toContain('YZ20270301-0001 approve 情况属实');
});

test('With several tasks the bot asks which, by number or words', () => {
  for (const [command, text] of [
    [set('choice', 2), '2'],
    [bare('cannot-handle'), '李秀英那个'],
  ] as const) {
    const talk = rehearse({ todo: [first, second] });
    expect(talk.hear(approve, '同意')).toContain('要同意哪一件');
    expect(talk.hear(command, text)).toContain('YZ20270301-0012 approve');
  }
});

test('A partial number is enough; one that fits nothing decides nothing', () => {
  const talk = rehearse({ todo: [first, second] });
  expect(talk.hear({ ...approve, case: '0012' }, '同意0012')).toContain('YZ20270301-0012 approve');
  expect(talk.hear({ ...approve, case: '9999' })).toContain('您的待办里没有“9999”');
  expect(talk.wished('decide')).toHaveLength(1);
});

test('A person names the case', () => {
  const talk = rehearse({ todo: [first] });
  talk.hear({ ...approve, case: { person: '张建国', flow: 'short-sanatorium' } });
  expect(talk.wished('find-cases')[0]?.by).toEqual({ person: '张建国', flow: 'short-sanatorium' });
});

test('The open case is decided; it is closed afterwards and the next is offered by number', () => {
  const talk = rehearse({ todo: [first, second] });
  talk.hear({ type: 'show-case', by: { no: 'YZ20270301-0012' } });
  expect(talk.buttons().map((button) => button.says)).toEqual(['同意 YZ20270301-0012', '退回 YZ20270301-0012', '不同意 YZ20270301-0012']);
  expect(understandingContext(talk.state(), flows)).toEqual({ case: 'YZ20270301-0012', step: 'accept' });
  const said = talk.hear(approve, '同意');
  expect(said).toContain('YZ20270301-0012 approve');
  expect(said).toContain('下一件（还有1件）：YZ20270301-0001');
  expect(talk.buttons().map((button) => button.says)).toContain('同意 YZ20270301-0001');
  expect(talk.state().openCase).toBeNull();
});

test('A second bare 同意 right after a decision does not fall on the next case unseen', () => {
  const talk = rehearse({ todo: [first, second] });
  talk.hear({ ...approve, case: '0001' });
  expect(talk.hear(approve, '同意')).toContain('要同意的是这一件吗');
  expect(talk.wished('decide')).toHaveLength(1);
  talk.hear(bare('confirm'), '确认');
  expect(talk.wished('decide')).toHaveLength(2);
});

test('A return without a reason asks for it; whatever is said next is the reason', () => {
  for (const [commands, text] of [
    [bare('cannot-handle'), '少一张近期病历'],
    [set('diet', '少一张近期病历'), '少一张近期病历'],
    [start('school-transfer'), '少一张近期病历'],
    [{ type: 'decide', decision: 'return', opinion: '少一张近期病历' } as const, '退回，少一张近期病历'],
  ] as const) {
    const talk = rehearse({ todo: [first] });
    expect(talk.hear({ type: 'decide', decision: 'return' }, '退回')).toContain('退回YZ20270301-0001要写明理由');
    expect(talk.hear(commands, text)).toContain('return 少一张近期病历');
  }
});

test('While a reason is awaited another request is served and the reason asked for again', () => {
  const talk = rehearse({ todo: [first] });
  talk.hear({ type: 'decide', decision: 'reject' }, '不同意');
  const said = talk.hear({ type: 'find-person', by: { name: '张建国' } });
  expect(said).toContain('档案卡');
  expect(said).toContain('不同意YZ20270301-0001要写明理由');
  expect(talk.hear(bare('cancel'))).not.toContain('要写明理由');
  expect(talk.wished('decide')).toHaveLength(0);
});

test('No task: said so', () => {
  expect(rehearse().hear(approve)).toContain('您现在没有待办');
});

test('An operation needs its receiver; a termination is asked back', () => {
  const talk = rehearse({ todo: [first] });
  expect(talk.hear({ type: 'operate', operation: 'transfer', case: '0001' })).toContain('转办给谁');
  expect(talk.hear({ type: 'operate', operation: 'transfer', case: '0001', to: '王敏' })).toContain('已transfer YZ20270301-0001');
  expect(talk.hear({ type: 'operate', operation: 'terminate', case: '0001', note: '本人去世' })).toContain('确定终止YZ20270301-0001吗');
  expect(talk.wished('operate')).toHaveLength(1);
  expect(talk.hear(bare('confirm'), '确认')).toContain('已terminate');
});

test('A termination not confirmed is not carried out', () => {
  const talk = rehearse({ todo: [first] });
  talk.hear({ type: 'operate', operation: 'terminate', case: '0001' });
  expect(talk.hear(bare('cancel'), '取消')).toContain('不选了');
  expect(talk.wished('operate')).toHaveLength(0);
});

test('Withdraw without a number means the case just submitted', () => {
  const talk = rehearse();
  talk.hear([start(), set('applicant', '张建国'), set('batch', '4月'), set('days', 5), set('cost', 2000)]);
  talk.hear(bare('confirm'));
  talk.hear(bare('confirm'));
  expect(talk.hear({ type: 'operate', operation: 'withdraw' }, '撤回')).toContain('已withdraw YZ20270301-0001');
});

test('A visit is recorded for the person found, chosen when there are several', () => {
  const talk = rehearse();
  expect(talk.hear({ type: 'record-visit', person: '李秀英', note: '身体挺好', needs: ['轮椅'] })).toContain('已记下走访 YZ-0000003');
  expect(talk.wished('record-visit')[0]?.command).toMatchObject({ note: '身体挺好', needs: ['轮椅'] });
});

test('Two commands of one message are done in the order said', () => {
  const talk = rehearse({ todo: [first, second] });
  const said = talk.hear(
    [
      { ...approve, case: '0001' },
      { type: 'list-tasks', which: 'todo' },
    ],
    '同意0001，再看看待办',
  );
  expect(said.indexOf('approve')).toBeLessThan(said.indexOf('清单 list-tasks'));
});
