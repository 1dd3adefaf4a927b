import { expect, test } from 'vitest';
import { atSummary, bare, rehearse, set, start, zhang, zhangOther } from './rehearsal.ts';

test('A booking takes four turns: whom, what is missing, what must be attested, the confirmation', () => {
  const talk = rehearse();
  const first = talk.hear([start(), set('applicant', '张建国')]);
  expect(first).toContain('找到张建国（东柳街道 安居社区）');
  expect(first).toContain('意向批次、疗养天数（最多5）、人均费用（最多2000）');
  expect(first).toContain('1. 2027年4月批');
  const second = talk.hear([set('batch', '4月那批'), set('days', 5), set('cost', 2000)]);
  expect(second).toContain('生活能自理、无传染病和危急重病、家属同意、同意疗养机构和保险机构处理必要健康信息，都符合吗');
  const third = talk.hear(bare('confirm'), '都符合');
  expect(third).toContain('请核对');
  expect(talk.hear(bare('confirm'), '确认')).toContain('YZ20270301-0001');
  const [wish] = talk.wished('submit-case');
  expect(wish?.submission).toMatchObject({
    flow: 'short-sanatorium',
    subject: zhang,
    submissionKey: 'msg-1',
    slots: { batch: 'LY2027-04', days: 5, cost: 2000, companion: false, consent: true, emergency: '张小红' },
  });
  expect(talk.state().active).toBeNull();
});

test('All facts in one sentence lead to the confirmation at once', () => {
  const talk = rehearse();
  const said = talk.hear([
    start(),
    set('applicant', '张建国'),
    set('batch', '4月'),
    set('days', 5),
    set('cost', 2000),
    set('self_care', true),
    set('no_infectious', true),
    set('family_agree', true),
    set('consent', true),
  ]);
  expect(said).toContain('请核对');
  expect(talk.state().active?.phase).toBe('confirming');
});

test('The summary masks identity number and phone and marks what came from the archive', () => {
  const summary = atSummary().summary.replace(/\\(.)/g, '$1');
  expect(summary).toContain('3302**********001X（档案）');
  expect(summary).toContain('199****1234（档案）');
  expect(summary).not.toContain('33029919520307001X');
  expect(summary).not.toContain('19900001234');
  expect(summary).toContain('意向批次：2027年4月批');
  expect(summary).toContain('饮食与用药注意');
});

test('What the archive knows is not asked, what it does not know is', () => {
  const talk = rehearse({ facts: { name: '张建国', town: '东柳街道', village: '安居社区' } });
  expect(talk.hear([start(), set('applicant', '张建国')])).toContain('请说一下：申请人身份证号、联系电话');
});

test('What was said stands against the archive', () => {
  const talk = rehearse();
  talk.hear([start(), set('applicant', '张建国'), set('applicant_phone', '13800138000')]);
  expect(talk.slots()['applicant_phone']).toBe('13800138000');
  expect(talk.state().active?.prefilled).not.toContain('applicant_phone');
});

test('An invalid value is told with its reason and asked again; the rest is kept', () => {
  const talk = rehearse();
  talk.hear([start(), set('applicant', '张建国')]);
  const said = talk.hear([set('days', 8), set('cost', 2000)]);
  expect(said).toContain('“疗养天数”最多5');
  expect(talk.slots()).toMatchObject({ cost: 2000 });
  expect(talk.slots()['days']).toBeUndefined();
  expect(talk.state().active?.asking).toContain('days');
});

test('An identity number with a wrong check digit is named and asked for again', () => {
  const talk = rehearse();
  talk.hear([start('school-transfer'), set('applicant', '张建国')]);
  const said = talk.hear({ type: 'set-slot', slot: 'child_idcard', value: null, invalid: '330299201503070011' });
  expect(said).toContain('不是有效的身份证号');
  expect(said).not.toContain('330299201503070011');
});

test('An attestation denied says why it is needed and keeps the draft', () => {
  const talk = rehearse();
  talk.hear([start(), set('applicant', '张建国')]);
  talk.hear([set('batch', '4月'), set('days', 5), set('cost', 2000)]);
  expect(talk.hear(bare('deny'), '不是')).toContain('哪一条不符合');
  const said = talk.hear(set('choice', 1), '第一条');
  expect(said).toContain('“生活能否自理”必须为“是”');
  expect(talk.slots()).toMatchObject({ days: 5 });
});

test('Several persons of one name are offered with village; the number, a word or 选2 picks one', () => {
  for (const [command, text] of [
    [set('choice', 2), '2'],
    [bare('cannot-handle'), '走马塘那个'],
    [set('town', '姜山镇'), '姜山'],
  ] as const) {
    const talk = rehearse({ people: [zhang, zhangOther] });
    expect(talk.hear([start(), set('applicant', '张建国'), set('days', 5)])).toContain('有2位，是哪一位');
    talk.hear(command, text);
    expect(talk.state().active?.subject).toEqual(zhangOther);
    expect(talk.slots()).toMatchObject({ days: 5, applicant: '张建国' });
  }
});

test('Of two namesakes the one whose number is said is meant, and the buttons say what tells them apart', () => {
  const talk = rehearse({ people: [zhang, { ...zhangOther, town: zhang.town }] });
  talk.hear({ type: 'find-person', by: { name: '张建国' } }, '查一下张建国');
  expect(talk.buttons().map((button) => button.label)).toEqual(['1. 安居社区', '2. 走马塘村']);
  expect(talk.hear({ type: 'find-person', by: { name: zhangOther.archiveNo } }, `看看${zhangOther.archiveNo}`)).toContain(
    '档案卡 YZ-0000002',
  );
});

test('The number of a file stands for the name of whom a case is for', () => {
  const talk = rehearse({ people: [zhang, zhangOther] });
  talk.hear([start(), set('applicant', zhangOther.archiveNo), set('days', 5)], `给${zhangOther.archiveNo}报个疗养，5天`);
  expect(talk.state().active?.subject).toEqual(zhangOther);
  expect(talk.slots()).toMatchObject({ days: 5, applicant: '张建国' });
});

test('None of them: the name is asked again', () => {
  const talk = rehearse({ people: [zhang, zhangOther] });
  talk.hear([start(), set('applicant', '张建国')]);
  expect(talk.hear(bare('deny'), '都不是')).toContain('请再说一次姓名');
  talk.world.people = [{ ...zhang, name: '张卫国' }];
  expect(talk.hear(set('applicant', '张卫国'))).toContain('找到张卫国');
});

test('Nobody of that name: the nearest are offered', () => {
  const talk = rehearse();
  const said = talk.hear([start(), set('applicant', '张建业')]);
  expect(said).toContain('没有找到“张建业”');
  expect(said).toContain('1. 张建国 东柳街道 安居社区');
  talk.hear(set('choice', 1), '1');
  expect(talk.state().active?.subject).toEqual(zhang);
});

test('A name said as a search while the person is asked for answers the question', () => {
  const talk = rehearse({ people: [zhang, zhangOther] });
  talk.hear(start());
  talk.hear({ type: 'find-person', by: { name: '张建国', town: '姜山镇' } }, '姜山的张建国');
  expect(talk.state().active?.subject).toEqual(zhangOther);
  expect(talk.wished('open-file')).toEqual([]);
});

test('A batch that is not on the list is said so, and the list is shown again', () => {
  const talk = rehearse();
  const said = talk.hear([start(), set('applicant', '张建国'), set('batch', '12月')]);
  expect(said).toContain('可选的里面没有“12月”');
  expect(said).toContain('2. 2027年5月批');
  talk.hear(set('batch', '2'));
  expect(talk.slots()['batch']).toBe('LY2027-05');
});

test('No batch with free beds: the draft is kept and said so', () => {
  const talk = rehearse({ batches: [] });
  expect(talk.hear([start(), set('applicant', '张建国')])).toContain('没有可以报的名额');
  expect(talk.state().active).toBeNull();
  expect(talk.state().left).toHaveLength(1);
});

test('A single question offers its options as buttons that can be typed', () => {
  const talk = rehearse();
  talk.hear([start(), set('applicant', '张建国')]);
  talk.hear([set('days', 5), set('cost', 2000)]);
  expect(talk.buttons()[0]).toEqual({ label: '1. 2027年4月批（剩36张床）', says: '选1' });
  talk.hear(set('choice', 1), '选1');
  expect(talk.slots()['batch']).toBe('LY2027-04');
});

test('A bare number below a list picks from it, though it reads as yes', () => {
  const talk = rehearse();
  talk.hear([start(), set('applicant', '张建国'), set('days', 5), set('cost', 2000)]);
  talk.hear(bare('confirm'), '1');
  expect(talk.slots()['batch']).toBe('LY2027-04');
});

test('都符合 answers all claims at once', () => {
  const talk = rehearse();
  talk.hear([start(), set('applicant', '张建国'), set('batch', '4月'), set('days', 5), set('cost', 2000)]);
  expect(talk.hear(bare('cannot-handle'), '都符合')).toContain('请核对');
});

test('After three answers that cannot be used a person is offered', () => {
  const talk = rehearse();
  talk.hear([start(), set('applicant', '张建国')]);
  talk.hear(bare('cannot-handle'), '嗯哪');
  talk.hear(bare('cannot-handle'), '啊');
  expect(talk.hear(bare('cannot-handle'), '这个')).toContain('找人工');
});

test('A refusal at submission keeps the draft for correction', () => {
  const talk = atSummary({ submitRefusal: '张建国2025年疗养过，三年内不重复安排。' });
  expect(talk.hear(bare('confirm'), '确认')).toContain('三年内不重复安排');
  expect(talk.state().active?.slots).toMatchObject({ days: 5 });
});

test('A birth day follows from the identity number, a default is filled in', () => {
  const talk = rehearse();
  talk.hear([start('school-transfer'), set('applicant', '张建国'), set('child_idcard', '330299201603070017')]);
  expect(talk.slots()).toMatchObject({ child_birth: '2016-03-07', used_before: false });
});

test('A file that is asked for is taken, one that is not is declined', () => {
  const talk = rehearse();
  talk.hear([start('school-transfer'), set('applicant', '张建国')]);
  expect(talk.hear([], '', ['file-1'])).toContain('收到1个文件，作为资格证明信');
  expect(talk.slots()['proof_letter']).toEqual(['file-1']);
  const other = rehearse();
  expect(other.hear([], '', ['file-1'])).toContain('没有要上传文件的事');
});

test('同意 said to the summary confirms it', () => {
  const talk = atSummary();
  talk.hear({ type: 'decide', decision: 'approve' }, '同意');
  expect(talk.wished('submit-case')).toHaveLength(1);
  expect(talk.wished('decide')).toHaveLength(0);
});

test('Who may not have the service is told so as soon as they are known, and nothing is asked or kept', () => {
  const sentence = '张建国不是优抚对象，不能报名疗养，什么都没有保存。';
  const talk = rehearse({ answer: (wish) => (wish.type === 'load-facts' ? { type: 'ineligible', sentence } : null) });
  expect(talk.hear([start(), set('applicant', '张建国'), set('days', 4)])).toBe(sentence);
  expect(talk.state()).toMatchObject({ active: null, left: [], choice: null });
  expect(talk.wished('list-offers')).toEqual([]);
  expect(talk.hear(bare('resume'), '继续刚才的')).toContain('没有放着的草稿');
});
