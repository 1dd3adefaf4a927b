import type { CommandOf } from '../../dialogue/command.ts';
import { compact, type Said, type Scene } from '../said.ts';
import { categoriesIn } from './figure-intents.ts';
import { type IntentReader, reading, surelyNamed } from './intent.ts';

type About = CommandOf<'ask-guide'>['about'];

/** Labelling rule 13; the first that fits. */
const TOPICS: readonly [About, RegExp][] = [
  [
    'materials',
    /(?:要|需要|带|准备|交|提供|备|拿|提交|附)(?:些|点|齐|哪些|什么|啥|几样)*(?:什么|啥|哪些)?(?:材料|资料|证件|东西|证明|手续|表格|附件)|(?:什么|哪些|啥|几样)(?:材料|资料|证件|证明|手续)|材料(?:清单|有哪些|要求|是什么|呢)|(?:带|准备|交|备)(?:点|些)?(?:啥|什么|哪些)/,
  ],
  [
    'ceiling',
    /多少钱|上限|封顶|最多(?:能|可以|可)?(?:给|补|报|拿|发|贷|减|几|多少|住|去|申|领|要|借|享受)|标准(?:是|多少|呢|$|有)|额度|补(?:助)?多少|给多少|发多少|奖多少|奖金多少|报多少|贷多少|能(?:拿|补|贷|报|领|给|减)(?:到)?多少|补助标准|金额|一个月(?:有)?多少|限额|最高|几档|免费(?:的)?(?:吗|么|不)|要钱(?:吗|么|不)|收(?:不收)?费|花钱(?:吗|么|不)|要自己出钱|几(?:块|百|千|万)/,
  ],
  [
    'deadline',
    /(?:要|需要|得)?(?:几天|多久|多长时间|几个工作日|多少天|多少个?工作日)|截止|什么时候|啥时候|几时|几号(?:前|开始|截止)?|时限|期限|到哪天|哪天(?:前|截止|开始)|最晚|何时|哪个月|时间(?:段|安排)|还来得及|过期/,
  ],
  [
    'eligibility',
    /(?:谁|哪些人|什么人|哪类人|哪种人|啥人)(?:可以|能|有资格|才能|好|符合)?|条件|资格|符合(?:不符合|吗|要求)?|能不能(?:报|办|申|享|去|领)|(?:能|可以)(?:报|办|申请|享受|去|领|参加)吗|(?:都|也)?(?:能|可以|好)(?:不能)?(?:拿|领|享受|报|办|申|去|参加|评|住|贷|买|补|用)[^,，。]{0,8}(?:吗|么|[?？])|够不够|(?<!没啥|没什么|没有|没)要求(?:是|有|$)|(?:范围|对象)(?:是|有|包括)|哪些(?:对象|人员|家庭)|算不算|有没有资格|什么情况(?:能|可以|才)/,
  ],
  ['basis', /依据|文件|政策(?:是|依据|文件|规定|原文)|哪条|规定(?:是|在|有)|法规|条例|文号|出处|根据什么/],
  [
    'where',
    /在哪(?:里|儿|办|个部门|申请|报|交)?|去哪|到哪(?:里|儿)?(?:办|去|交|报|申请|领)|哪里(?:办|报|交|申请|领)?|哪个部门|哪个(?:科|窗口|地方|单位|局)|找谁(?:办|报)?|归谁|归哪|谁(?:管|负责|受理)|什么地方/,
  ],
  [
    'steps',
    /怎么(?:办|补|换|改|调|转|续|接|挂|开|用|贷|加入|进|住|报|申请|弄|走|操作|申|领|去|搞|预约|弄法|个流程|申报|参加)|流程|步骤|如何(?:办|申|报|操作|领|预约)|咋(?:办|弄|报|申请|搞)|程序|手续(?:怎么|如何)|怎样(?:办|申|报)|几步|要哪些(?:步骤|环节)|谁审批|要经过/,
  ],
  [
    'overview',
    /干(?:什么|啥|嘛)(?:的|用)|是(?:什么|啥|干嘛|干啥|做什么|怎么回事|个啥|咋回事)|介绍(?!信|人)(?:一?下)?|有(?:什么|啥)用|什么意思|啥意思|说明(?:一?下)?$|了解(?:一?下)?|讲讲|说说|科普|解释(?:一?下)?|怎么回事|政策(?:$|[吗呢])|(?:包含|包括|涵盖|都管|有)哪些(?:事|内容|项目|东西|服务)?$|啥叫|什么叫/,
  ],
];

export function topicIn(text: string): About | undefined {
  return TOPICS.find(([, pattern]) => pattern.test(text))?.[0];
}

const STARTING =
  /^(?:帮|给|替|为)(?!我(?:看|查|问|介绍|说))(?!.*(?:多少|几|什么|啥|吗|怎么|哪))|(?:报个|报一个|办个|办一个|申请一下|开个|发起|要报|要办|来办|登记一下)(?!.*(?:什么|啥|吗|怎么|多少|几|谁|哪))/;
/** Asked of one person's case, not of the rule. */
const OF_A_CASE = /到哪一?步|哪一步了|批了没|办好没|好了没|进度/;

/** 军人子女转学要什么材料. Inside a flow the question may be about that one. Labelling rules 13 and 15. */
export const readGuide: IntentReader = (said, scene) => {
  const about = topicIn(said.text);
  if (!about || said.caseNumbers.length > 0 || STARTING.test(said.text) || OF_A_CASE.test(said.text)) return null;
  const flow = flowAsked(said, scene);
  if (flow === undefined) return null;
  const isGeneral = said.persons.length === 0 && said.identities.length === 0;
  return reading(isGeneral ? 0.9 : 0.7, { type: 'ask-guide', ...compact({ flow, about }) });
};

/** The service that is asked about: named, or the one under way. */
export function flowAsked(said: Said, scene: Scene): string | undefined {
  const named = surelyNamed(said.flow, 0.45);
  // A category or a place asks after people (带病回乡的有哪些人), unless a service is named.
  const isOfPeople = said.flow?.mentions.length === 0 && (categoriesIn(said).length > 0 || said.places.length > 0);
  if (named !== undefined && !isOfPeople) return named;
  const under = scene.context !== null && 'flow' in scene.context ? scene.context.flow : undefined;
  const isShort = said.text.length <= 24 && said.persons.length === 0 && !scene.world.classifier.isElsewhere(said.text);
  return isShort ? under : undefined;
}
