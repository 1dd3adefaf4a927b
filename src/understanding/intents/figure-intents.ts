import type { CommandOf } from '../../dialogue/command.ts';
import { numeral } from '../readers/date-rules.ts';
import { compact, type Said, townIn, villageIn } from '../said.ts';
import { type IntentReader, reading } from './intent.ts';

type Topic = CommandOf<'show-stats'>['topic'];
type Filter = CommandOf<'count-people'>['filter'];

const TOPICS: readonly [Topic, RegExp][] = [
  ['index', /(?:尊崇)?指数|尊崇度/],
  [
    'stations',
    /(?:站点|服务站|服务站点|服务中心)[^,，。]{0,6}(?:分布|地图|统计|情况|数据|建设|多少|几个|概况|一张图|星级|示范|排名)|(?:多少|几)个?(?:服务站|站点)|服务地图|一张图|一图|一网/,
  ],
  ['visits', /走访(?:慰问)?(?:的)?(?:统计|数据|报表|图表|率|汇总|数量|次数|排名|台账|分析)|(?:统计|汇总)[^,，。]{0,6}走访/],
  [
    'cases',
    /办件(?:量|数|统计|情况|数据|分析|排名|汇总|趋势|总数)?|(?:件|事项)(?:办理)?(?:统计|数据|分析|量)|办结(?:率|量|数)|按时(?:率|办结)|受理(?:量|数)|一次办成率|(?:统计|汇总)[^,，。]{0,6}(?:办件|事项|件)|(?:办|受理)了多少(?:件|单|个件)|多少(?:件|个?办件)|逾期率|事项排名|满意(?:度|率)/,
  ],
  [
    'people',
    /(?:人员|退役军人|老兵|优抚对象?|对象|年龄|兵种|类别|人口)(?:的)?(?:结构|分布|统计|分析|占比|构成|画像|数据|报表|总体|汇总|总量|图)|(?:统计|分析)[^,，。]{0,6}(?:人员|年龄|退役军人|优抚对象)/,
  ],
  [
    'overview',
    /驾驶舱|大屏|一屏|总览|概览|概况|总体(?:情况|数据)|整体(?:情况|数据)|全区(?:情况|数据)|数据(?:总览|看板|面板)|看板|全局|今天(?:的)?(?:数据|情况)|本月(?:数据|情况)|统计(?:数据|报表|图表)?$|数据统计|报表|统计一下$|^(?:看看?|查看?|打开|出)?(?:一?下)?(?:统计|数据)$/,
  ],
];

/** 驾驶舱 · 尊崇指数 · 本月办件量. A count of people by condition is another wish. */
export const readShowStats: IntentReader = (said) => {
  const topic = TOPICS.find(([, pattern]) => pattern.test(said.text))?.[0];
  if (!topic || said.persons.length > 0 || said.caseNumbers.length > 0) return null;
  if (/怎么(?:算|来)|是(?:什么|啥)(?:意思)?|标准|要什么|申请/.test(said.text)) return null;
  if (topic === 'people' && isNarrowed(said)) return null;
  return reading(topic === 'overview' ? 0.85 : 0.9, { type: 'show-stats', topic, ...compact({ town: townIn(said) }) });
};

function isNarrowed(said: Said): boolean {
  return categoriesIn(said).length > 0 || /岁/.test(said.text) || /人数统计|统计人数/.test(said.text);
}

/** 老兵 and 退役军人 are everybody; only a narrower category narrows. */
export function categoriesIn(said: Said): string[] {
  return said.categories.map((match) => match.payload).filter((id) => id !== 'veteran');
}

const NUMERAL = '\\d{1,3}|[一二三四五六七八九十百]{1,4}';
const BETWEEN = new RegExp(`(${NUMERAL})\\s?(?:岁|周岁)?\\s?(?:到|至|-|—|~|～)\\s?(${NUMERAL})(?:周?岁|(?<=年龄.{3,9})(?!\\d))`);
const OVER = new RegExp(
  `(?:满|超过|大于|过了?|上)?(${NUMERAL})(?:周?岁)?(?:及|以及|和)?(?:以上|往上|朝上|出头|多岁)|(?:满|超过|大于|过了?)(${NUMERAL})(?:周?岁)?`,
);
const UNDER = new RegExp(`(?:小于|不到|不满|低于|没到)(${NUMERAL})(?:周?岁)?|(${NUMERAL})(?:周?岁)(?:及|以及)?(?:以下|以内|往下)`);
const EXACT = new RegExp(`(${NUMERAL})周?岁(?!以|及|的?农村)`);

/** 80岁以上, 60到70岁, 不到60. The bound itself counts. */
export function ageIn(text: string): { min?: number; max?: number } | undefined {
  const between = BETWEEN.exec(text);
  if (between) return { min: numeral(between[1]), max: numeral(between[2]) };
  const under = UNDER.exec(text);
  if (under) return { max: numeral(under[1] ?? under[2]) };
  const over = /岁|满|超过/.test(text) ? OVER.exec(text) : null;
  if (over) return { min: numeral(over[1] ?? over[2]) };
  const exact = EXACT.exec(text);
  return exact ? { min: numeral(exact[1]), max: numeral(exact[1]) } : undefined;
}

function statusIn(text: string): Filter['status'] {
  if (/去世|过世|已故|走了的|不在了|离世/.test(text)) return '去世';
  if (/迁出|搬走|迁走|转出/.test(text)) return '迁出';
  return /在世|健在|还在的|活着/.test(text) ? '在世' : undefined;
}

const COUNTING = /多少|(?<!哪)几个|(?<!哪)几户|几位|几人|几名|有几|人数|数一?下|数数|统计|总数|一共|总共|总量|共有|数量|算一?下/;
const PEOPLE = /老兵|退役|退伍|军人|优抚|对象|人员|人(?!工|武|社|民政|家|均)|烈属|遗属|三属|老战士|服务对象|党员|岁/;

/** Who is to be counted, as far as it is said. */
export function countFilter(said: Said): Filter {
  const { text } = said;
  const [category] = categoriesIn(said);
  const age = ageIn(
    category === 'rural60' || category === 'martyr_child60' ? text.replace(/60(?:周?岁)?(?:以上)?|六十(?:周?岁)?(?:以上)?/, '') : text,
  );
  return compact({ town: townIn(said), village: villageIn(said), category, age, status: statusIn(text) });
}

/** 姜山镇有多少参战老兵. Labelling rules 3 and 14. */
export const readCountPeople: IntentReader = (said) => {
  const { text } = said;
  const isPeople = PEOPLE.test(text) || categoriesIn(said).length > 0 || statusIn(text) !== undefined;
  if (!COUNTING.test(text) || !isPeople || said.persons.length > 0 || said.identities.length > 0 || said.caseNumbers.length > 0)
    return null;
  if (/多少(?:钱|元|块|天|日|岁|时间)|几(?:天|点|号)|补助(?!对象)|补贴|标准|上限|电话|手机|办件|疗养|没走|没跑|走访|慰问|待办/.test(text))
    return null;
  return reading(0.91, { type: 'count-people', filter: countFilter(said) });
};
