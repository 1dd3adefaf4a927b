import type { CommandOf } from '../../dialogue/command.ts';
import { trimmed } from '../normalise.ts';
import type { Span } from '../phrase-table.ts';
import { compact, type Said, type Scene } from '../said.ts';
import { caseKeyIn, type IntentReader, type Reading, reading, without } from './intent.ts';

type Operation = CommandOf<'operate'>['operation'];

interface Way {
  operation: Operation;
  pattern: RegExp;
  /** Needs someone to hand it to. */
  hasReceiver?: boolean;
}

const NAMED = '[\\u3400-\\u9FFF]{1,8}';
/** The first that fits: special words before those that are also said otherwise. */
const WAYS: readonly Way[] = [
  {
    operation: 'add-signer',
    pattern:
      /加签|加个?(?:人)?会签|(?:再|还)?(?:加|拉|请|让|叫)(?:上|个)?[^,，。\s]{2,14}?(?:也|一起|一道)?(?:会签|联签|一起签|也签|签个字|共同审|一起审|也审|把把关|会审)|会签(?:再)?(?:加|给)/,
    hasReceiver: true,
  },
  {
    operation: 'copy',
    pattern: /抄送(?:一份|一下|一个)?(?:给|到)?|抄(?:一份|一个)?(?:给|送)|知会(?:一下|一声)?(?!我)|(?:发|送)一份给/,
    hasReceiver: true,
  },
  {
    operation: 'delegate',
    pattern: new RegExp(
      `(?:委托|授权|委派|协办)(?:给)?|代(?:我|为)?(?:审批?|批|办|签|处理|看)|(?:让|由|请|叫|给)${NAMED}(?:来|帮我|先|替我|暂时)?(?:代|替)(?:我|一下|批|审|办|签|管|理)*|(?:审批|待办|件|活|这几天)[^,，。]{0,6}(?:交给|托给)${NAMED}代?|我的?(?:件|审批|待办|活|单子)[^,，。]{0,4}(?:给|让|由|归)${NAMED}(?:来)?(?:审|批|办|处理|看|管|签)`,
    ),
    hasReceiver: true,
  },
  {
    operation: 'transfer',
    pattern: new RegExp(
      `转(?:交|办|派|送)?(?:给|到|去|往)${NAMED}|转交|转办|移交|改派|派给|(?:转|交|给)${NAMED}(?:去)?(?:办|处理|审|跟进|那边|那里)|转(?=[\\u3400-\\u9FFF]{1,3}(?:科长|主任|站长|局长|书记))|(?:交|推)给${NAMED}|(?:请|让|由|叫)${NAMED}(?:来)?(?:接手|接着办|接过去|接办|跟进|负责)`,
    ),
    hasReceiver: true,
  },
  {
    operation: 'urge',
    pattern:
      /催办?(?:一?下|一催|催|他们|她们|他|她)*|(?:帮我|给我)?(?:盯|跟)(?:一下|紧)|赶紧(?:给)?(?:办|批|审)|(?:让|叫)(?:他们|她们|他|她|科室)?(?:抓紧|快点|快些)(?:办|批|审|处理)?/,
  },
  { operation: 'resume', pattern: /解除?挂起?|取消挂起|恢复(?:办理|审批|流转|处理)|^恢复(?:吧|了|一下)?$/ },
  { operation: 'withdraw', pattern: /撤回来?|撤销|撤下来?|撤了|收回来?|拿回来|撤(?=$|[\s,，。])|要回来/ },
  { operation: 'terminate', pattern: /终止|作废|废掉|终结|结束掉|关掉|不用再办了|强制结束/ },
  {
    operation: 'suspend',
    pattern: /挂起(?:来)?|暂停(?:办理|处理)?|先停(?:一?停|下)?|中止|搁置|(?:先)?(?:放|压|搁)(?:一放|一压|着|一下)|暂缓|先挂/,
  },
  { operation: 'resume', pattern: /恢复(?:办理|审批|流转|处理)?|解除?挂起?|取消挂起|重新启动|继续(?:办理|流转|审批|往下走)|重启/ },
  {
    operation: 'comment',
    pattern:
      /(?:加|写|记|补|留)(?:一?[个条下句])?(?:备注|批注|说明|留言|意见|话)|备注(?:一?下|一条|上|说明)?|批注(?:一?下)?|留言|注明(?:一?下)?|标注(?:一?下)?/,
  },
];

const CASE_WORDS =
  /(?:这|那|该|此)(?:一)?(?:件|个|单|笔|份|张|几件|些)|的(?:件|单子?|申请|审批|办件)|刚才|刚刚|办件|待办|审批|件(?=$|[\s,，。])|申请/;
const ABSENT = /请假|休假|休息|出差|外出|不在|年假|产假|病假|培训|学习|开会|值班换|休年假/;
const ASKING = /吗|怎么|能不能|可以.{0,4}吗|多久|什么时候|有没有|是什么|哪些|多少|了没/;
const FLOWING =
  /(?:保险|社保|关系|档案|户口|医保|年金)[^,，。]{0,8}转|恢复(?:户口|登记)|停发|转学|转递|转接|转业|转移|转到.{0,12}(?:小学|中学|初中|幼儿园)|代办(?:人)?[:：]/;
const UNIT =
  /(?:转给|转到|转交给?|抄送给?|抄给|交给|送到|给|由|请|让|去|到|转)((?:区|镇|市)?[\u3400-\u9FFF]{2,10}?(?:科|局|站|中心|办公室|人武部|武装部|双拥办|分局|街道|镇))(?!长)/;

function wayIn(text: string): { way: Way; span: Span } | null {
  for (const way of WAYS) {
    const match = way.pattern.exec(text);
    if (match) return { way, span: { start: match.index, end: match.index + match[0].length } };
  }
  return null;
}

/** Who is to have it: the person nearest after 给, 让, 由, 请; else a section or a station. */
export function receiverIn(said: Said): { name: string; span: Span } | null {
  const near = said.persons.find((person) =>
    /(?:给|让|由|请|叫|到|转|交|托|送|加|拉|知会|上|委托|授权|委派)(?:一下|一份|一声|个)?(?:[\u3400-\u9FFF]{1,8}[科局站中心部办镇村])?的?$/.test(
      said.text.slice(0, person.start),
    ),
  );
  const person = near ?? said.persons.at(-1);
  if (near && person) return { name: person.name, span: person };
  const unit = UNIT.exec(said.text);
  if (unit?.[1]) return { name: unit[1], span: { start: unit.index + unit[0].length - unit[1].length, end: unit.index + unit[0].length } };
  return person ? { name: person.name, span: person } : null;
}

const NOTE_FILLER =
  /^(?:刚|刚刚|报|交|发|提|把|将|请|帮我|麻烦|帮忙|给我|我|我的|给|到|让|由|去|来|办|处理|一下|下|吧|了|那边|那里|这边|先|都|就|也|这|那|这件|那件|这个|那个|件|的|单子?|的?那?件事?|申请|的申请|审批|刚才|刚才那个|刚才交上去那个|刚刚|交上去|报上去|提交的?|代|代理|代审|期间|待办|会签|签|审|看看|看|跟进|一份|上|赶紧|尽快|抓紧|也|抄|快点|快些)+$/;

/** The reason beside an operation: what is left without the places that say which operation, case and receiver. */
export function noteIn(said: Said, spans: Span[]): string | undefined {
  const pieces = without(said.text, [...spans, ...said.caseNumbers])
    .split(/[\n,，。;；\s]+/)
    .map((piece) => trimmed(piece).replace(/^(?:原因是?|理由是?|因为|备注|说明)[:：]?/, ''))
    .filter((piece) => piece.length >= 2 && !NOTE_FILLER.test(piece));
  return pieces.length > 0 ? pieces.join('，') : undefined;
}

/** 我12月1日到5日请假，由王敏代理: a deputy for days that are said. Without the days it is 代审 (delegate). */
function readDeputise(said: Said): Reading | null {
  if (!ABSENT.test(said.text) && !/代理/.test(said.text)) return null;
  const [range] = said.ranges;
  const days = range?.resolve('future');
  const to = receiverIn(said)?.name;
  if (!to || !/代|替|顶|交给/.test(said.text)) return null;
  const single = said.dates.length === 1 ? said.dates[0]?.resolve('future') : null;
  // 我明天请假，待办让谈小军代审 hands over what is open now: delegate, as in shared/eval/understanding-sample.jsonl.
  if (!days && !(single && /代理|顶班|顶替/.test(said.text))) return null;
  return reading(0.95, {
    type: 'operate',
    operation: 'deputise',
    to,
    from: days?.from ?? single ?? undefined,
    until: days?.to ?? single ?? undefined,
  });
}

function isAboutCase(said: Said, scene: Scene, way: Way): boolean {
  if (said.caseNumbers.length > 0 || (scene.context !== null && 'case' in scene.context)) return true;
  if (FLOWING.test(said.text)) return false;
  if (way.operation === 'delegate') return ABSENT.test(said.text) || /审批|待办|的件|这几天|我(?:来)?(?:批|审)|委派|协办/.test(said.text);
  if (CASE_WORDS.test(said.text)) return true;
  // 把糜芳疗养撤了
  if (said.persons.length > 0 && (said.flow?.mentions.length ?? 0) > 0 && /撤|催|挂起|作废|终止/.test(said.text)) return true;
  return (
    /^(?:帮我|请|麻烦|赶紧)?(?:催|撤|抄送|知会|加签|挂起|作废|终止|转交|转给|备注)/.test(said.text) ||
    (way.operation === 'urge' && caseKeyIn(said) !== undefined)
  );
}

/** 催一下 · 转给王敏办 · 撤回来，填错了 … on a case. Labelling rules 10 and 11. */
export const readOperate: IntentReader = (said, scene) => {
  if (said.text.length > 120) return null;
  const deputise = readDeputise(said);
  if (deputise) return deputise;
  const found = wayIn(said.text);
  if (!found || !isAboutCase(said, scene, found.way) || (ASKING.test(said.text) && found.way.operation !== 'comment')) return null;
  const { way, span } = found;
  const receiver = way.hasReceiver ? receiverIn(said) : null;
  if (way.hasReceiver && !receiver) return null;
  const key = caseKeyIn(said, receiver?.name);
  const references = key !== undefined && typeof key === 'object' ? [...said.persons, ...(said.flow?.mentions ?? [])] : [];
  const note = noteIn(said, [span, ...(receiver ? [receiver.span] : []), ...references]);
  return reading(0.93, { type: 'operate', operation: way.operation, ...compact({ case: key, to: receiver?.name, note }) });
};
