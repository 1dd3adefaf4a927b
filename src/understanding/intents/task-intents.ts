import type { CommandOf } from '../../dialogue/command.ts';
import { compact, type Said } from '../said.ts';
import { caseKeyIn, type IntentReader, namedFlow, type Reading, reading } from './intent.ts';

type Which = CommandOf<'list-tasks'>['which'];

const ITEMS = '(?:件|事项?|单子?|任务|申请|案子|办件|审批|待办|活|流程|工单|东西)';
const LISTS: readonly [Which, RegExp][] = [
  ['copied', /抄送(?:给)?我|抄给我|抄送(?:件|的|列表|箱)|知会(?:给)?我|我的抄送|抄送过来/],
  [
    'overdue',
    new RegExp(
      `拖了?期|(?:逾期|超期|过期|超时|过了时限|红灯|亮红)[^,，。]{0,8}${ITEMS}|${ITEMS}[^,，。]{0,6}(?:逾期|超期|超时|过期)|逾期(?:没办|未办|的)|(?:有没有|哪些)(?:逾期|超期|超时)`,
    ),
  ],
  [
    'started',
    /我(?:自己)?(?:发起|提交|报(?:上去)?|申请|起草|交(?:上去)?|送|录|经手(?:报)?|开)(?:过)?的(?!走访)|我的申请|我发起|我提交(?:了|过)(?:哪些|什么|几)/,
  ],
  [
    'done',
    new RegExp(
      `(?:我)?经手(?:办结|办完|办好)|(?:我)?(?:已经?|都)?(?:办|审|批|处理|签)(?:过|完|结|好|掉)了?的?(?:有)?(?:哪些|${ITEMS}|几|什么|列表|记录)|已办|办结的|我(?:今天|昨天|本周|这周|上周|本月|这个月)?(?:办|审|批|处理)(?:过|了|完)(?:的|哪些|几|多少|什么)|已审|已批|我(?:办|审|批|处理)过的?$`,
    ),
  ],
  [
    'todo',
    new RegExp(
      `待办|待审|(?:等|要|轮到|该)我(?:来)?(?:办|审|批|处理|签|干)|待批|待处理|待签|要我?(?:办|审|批|处理|签)(?:的|哪|几|什么)|(?:还有|有)?(?:什么|哪些|几个|几件|多少|啥)(?:${ITEMS})?(?:要|等|需要|轮到|该)(?:着)?(?:我|我来)?(?:办|审|批|处理|签)|等(?:着)?我(?:办|审|批|处理|签)?|该我(?:办|审|批|处理)|轮到我|手头(?:上)?(?:还)?(?:有|的)|我(?:手上|手里|名下|这边|这)(?:还)?(?:有)?(?:哪些|什么|几|多少|啥|没办|没审)|没(?:办|审|批|处理)(?:完)?的|(?:还有|有)(?:哪些|什么|几个|几件|多少|啥)没(?:办|审|批|处理)|今天(?:要|该)(?:办|干|做|审)(?:些)?(?:什么|啥|哪些)|我的(?:任务|工作|审批)|^下一(?:个|件|条)$|任务列表`,
    ),
  ],
];

/** 我的待办 · 我发起的 · 抄送我的 · 逾期的件. */
export const readListTasks: IntentReader = (said) => {
  if (/走访|慰问|户没|没走|没跑/.test(said.text) || said.festivals.length > 0 || said.caseNumbers.length > 0) return null;
  const which = LISTS.find(([, pattern]) => pattern.test(said.text))?.[0];
  if (!which || said.persons.length > 0) return null;
  return reading(0.93, { type: 'list-tasks', which });
};

const PROGRESS =
  /到哪|哪一?[步个](?:环节|步骤|了)?|哪个环节|哪个(?:科|部门|人)(?:手)?(?:里|上|那)?|走到|审到|卡在|卡(?:到)?哪|进度|进展|(?:办|批|审|弄|搞|处理|上报|报|发|打|下|下来|通过|过|回复|到账|受理|出来|安排|定|拿到|办下来|批下来|结|办结|寄|做)(?:好|完|下来|出来|出去|出|走|到|上去|上|掉)?了?(?:没有?|吗|么)(?:[呀啊呢哦]|$|[\s,，。?？])|好了?(?:没|伐|哇|未|不|吗|么)|成了没|有(?:没有)?(?:回复|结果|消息|进展|下文|音信)|怎么样了|咋样了?|啥情况|什么情况|什么状态|状态|批下来|下来没|有着落|(?:打|发|拨|转)到[^,，。]{0,6}(?:没|吗)|到(?:卡|账)(?:了)?(?:没|吗)|到谁|在谁|谁在办|谁手|查(?:一?下)?(?:这|那)?(?:件|单|个件)|结果(?:出来|怎|如何)|多久能(?:好|办|批)|(?:啥时候|什么时候|几时|多久|哪天)(?:能|才能?|会|可以)?(?:给)?(?:弄|办|批|审|下来|好|到账|发|拿到|出来|寄)|办得怎/;
const PROGRESS_VERB_ONLY = /怎么样了|咋样了?|好了?没|啥情况|什么情况/;

/** Asked whether somebody ever had something is asked of the file. */
const EVER = /(?:去|享受|用|领|拿|办|补|立|打|参加|申请)过(?:没|吗|没有|哇|伐|[?？])/;

/** Said of a case: 李秀英的困难补助到哪一步了; a case number by itself too. */
export const readShowCase: IntentReader = (said) => {
  const [number] = said.caseNumbers;
  if (/走访|慰问.{0,4}(?:走|跑|进度)|走得|跑得/.test(said.text) && !number) return null;
  const isAsked = PROGRESS.test(said.text);
  if (number) return reading(isAsked ? 0.94 : 0.75, { type: 'show-case', by: { no: number.no } });
  return isAsked && !EVER.test(said.text) ? readUnnumbered(said) : null;
};

function readUnnumbered(said: Said): Reading | null {
  const key = caseKeyIn(said);
  if (typeof key === 'string') return reading(0.93, { type: 'show-case', by: { no: key } });
  const by = caseAskedIn(said);
  if (!by) return null;
  const isCertain = by.flow !== undefined || /件|单|申请|办|批|审/.test(said.text);
  if (!isCertain && PROGRESS_VERB_ONLY.test(said.text)) return null;
  return reading(isCertain ? 0.93 : 0.7, { type: 'show-case', by });
}

/** Whose case or which service's is asked about; null when neither is said. */
export function caseAskedIn(said: Said): { person?: string; flow?: string } | null {
  const key = caseKeyIn(said);
  if (key === undefined || typeof key === 'string') return null;
  const guess = said.flow;
  const flow = namedFlow(said) ?? (guess && said.persons.length > 0 && guess.confidence >= 0.34 ? guess.flow : undefined);
  const person = said.persons[0]?.name;
  // A service alone is asked about as a policy (疗养批下来要多久), unless it is plainly one case.
  if (person === undefined && !/我(?:报|交|申请)|那(?:件|单)|到哪|哪一步|批了没|好了?没|下来没|进度/.test(said.text)) return null;
  return compact({ person, flow });
}

/** 继续补正 YZ…: a returned case is opened and taken up again where it was; the notice's button says so. */
export const readTakeUp: IntentReader = (said) => {
  const [number] = said.caseNumbers;
  if (!number || !/^\s*(?:继续|接着|去)(?:办|做)?补正/.test(said.text)) return null;
  return reading(0.97, { type: 'show-case', by: { no: number.no } }, { type: 'resume' });
};
