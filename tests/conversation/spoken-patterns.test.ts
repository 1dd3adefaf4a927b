import { expect, test } from 'vitest';
import { readMessage } from '../../src/conversation/read-message.ts';
import { createRulesUnderstander } from '../../src/understanding/rules-understander.ts';
import { type MatrixStep, stepsOf } from '../dialogue/matrix/matrix-steps.ts';
import { flows, type Matter } from '../dialogue/matrix/matrix-talk.ts';
import { expectAskedAgain, standing } from '../dialogue/matrix/pattern.ts';
import { demoDistrict } from '../understanding/district.ts';

/** The patterns once more, as they are said: the words are read by the real reader and met by the dialogue, at every step of every service. */

const understander = createRulesUnderstander(await demoDistrict());

interface Spoken {
  name: string;
  /** Several ways of saying it; each step takes the next. */
  says: readonly string[];
  expects(said: string, step: MatrixStep, talk: Matter): void;
}

/** Served, and then the question again with all that was said. */
const servedWith =
  (fragment: string): Spoken['expects'] =>
  (said, step, talk) => {
    expect(said).toContain(fragment);
    expectAskedAgain(step, said);
    expect(standing(talk.draft())).toEqual(standing(step.talk.draft()));
  };

const mayLeaveOut: Spoken['expects'] = (said, step) => {
  const [field] = step.asked;
  if (!field) expect(said).toMatch(/说“确认”提交|请核对/);
  else expect(said).toContain(field.required ? `${field.label}必须填` : field.label);
};

const spoken: readonly Spoken[] = [
  {
    name: 'cancel',
    says: ['算了不办了', '先放着', '这个不弄了', '不报了', '今天先不弄'],
    expects: (said) => expect(said).toMatch(/草稿保留30天|没有保存内容/),
  },
  {
    name: 'back',
    says: ['上一步', '退回去一步', '回到上一个', '退一步', '前一个问题'],
    expects: (said) => expect(said).toMatch(/退回一步|没有可以退回/),
  },
  { name: 'skip', says: ['跳过', '先不填', '这个先空着', '过'], expects: mayLeaveOut },
  { name: 'refuse', says: ['不想说', '不方便讲', '人家不愿意透露', '这个保密的'], expects: mayLeaveOut },
  { name: 'unknown', says: ['不知道', '记不得了', '我也不清楚', '说不准', '忘记了'], expects: mayLeaveOut },
  {
    name: 'a moment',
    says: ['等一下', '我去问问他', '稍等', '等我找一下材料', '我先接个电话', '我查查看'],
    expects: (said, step, talk) => {
      expect(said).toContain('不急');
      expect(standing(talk.draft())).toEqual(standing(step.talk.draft()));
    },
  },
  {
    name: 'why',
    says: ['为什么要这个', '问这个干嘛', '为啥要填'],
    expects: (said, step) => {
      for (const field of step.asked) expect(said).toContain(field.why);
    },
  },
  { name: 'repeat', says: ['再说一遍', '没听清', '刚才问什么'], expects: (said, step) => expectAskedAgain(step, said) },
  { name: 'restart', says: ['重来', '从头来', '全部重填'], expects: (said) => expect(said).toContain('从头来') },
  {
    name: 'hand-off',
    says: ['找人工', '我要找个人问问', '转人工', '有没有真人'],
    expects: (said) => expect(said).toContain('已请值班同事'),
  },
  { name: 'help', says: ['你会什么', '怎么用'], expects: servedWith('我能查档案') },
  { name: 'thanks', says: ['谢谢', '辛苦了'], expects: servedWith('不客气') },
  { name: 'greeting', says: ['你好', '在吗'], expects: servedWith('回到“') },
  { name: 'somebody looked up', says: ['等下，先查下李秀英的电话', '先帮我查一下李秀英档案'], expects: servedWith('档案卡') },
  { name: 'tasks', says: ['我的待办', '我还有哪些要审的'], expects: servedWith('清单') },
  { name: 'guide', says: ['疗养要什么材料', '等下，军人子女转学要带什么'], expects: servedWith('要带什么') },
  { name: 'progress', says: ['春节走访进度怎么样'], expects: servedWith('清单') },
  { name: 'counting', says: ['姜山镇有多少参战老兵'], expects: servedWith('清单') },
  {
    name: 'out of scope',
    says: ['今天天气怎么样', '😊', '讲个笑话', '股票能买吗'],
    expects: (said, step, talk) => {
      expect(said).toMatch(/没对上|没听懂/);
      expect(standing(talk.draft())).toEqual(standing(step.talk.draft()));
    },
  },
];

const all = flows
  .list()
  .flatMap(({ definition }) => stepsOf(definition).filter((step) => step.kind !== 'submitted' && step.kind !== 'group'));
const speaker = { role: 'village-liaison', town: '姜山镇', village: '走马塘村' };

test.each(spoken.map((one) => [one.name, one] as const))('%s, said at every step', { timeout: 120_000 }, async (_, { says, expects }) => {
  const failed: string[] = [];
  for (const [index, step] of all.entries()) {
    const text = says[index % says.length] ?? '';
    const talk = step.talk.fork();
    talk.outside.people.push({ archiveNo: 'YZ-0000008', name: '李秀英', town: '东柳街道', village: '安居社区' });
    const commands = await readMessage(understander, { text, now: talk.now(), speaker }, talk.state(), flows);
    try {
      expects(talk.hear(commands, text), step, talk);
    } catch (error) {
      failed.push(`${step.name} “${text}” ${JSON.stringify(commands)}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    }
  }
  expect(failed).toEqual([]);
  expect(all.length).toBeGreaterThan(750);
});
