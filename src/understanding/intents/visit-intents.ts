import type { CommandOf } from '../../dialogue/command.ts';
import type { Span } from '../phrase-table.ts';
import { readObservation } from '../readers/observation-reader.ts';
import type { PersonSighting } from '../readers/person-reader.ts';
import { compact, type Said, townIn, villageIn } from '../said.ts';
import { type IntentReader, reading, without } from './intent.ts';

const VISITED =
  /看了|看过|看望了?|看(?=[\u3400-\u9FFF]{2,5}(?:了|家))|走访了?|慰问了?|探望了?|拜访了?|去了|去过|去看|来看|走了|跑了|到了?(?=[\u3400-\u9FFF]{2,6}家)|上门|入户|去(?=[\u3400-\u9FFF]{2,6}(?:家|那))|见了|见到|碰到|打电话给|电话联系了?|视频/;
const VISIT_LEAD = /^(?:走访|慰问|探望|家访)(?:记录|情况|反馈|登记|小结|汇报|回来|汇总|日志|完成)|^(?:记一?下|登记一?下|记个|补记|补录)/;
const NOT_PAST =
  /[吗?？]|怎么样|咋样|几户|哪些|多少|谁|没走|没去|还没|要去|准备|打算|计划|下周|明天|后天|安排|新建|发起|开个|开一个|开张|慰问单|进度|名单|完成|申请|报个|疗养|[办报]|单(?:子)?(?:新)?[开建]|走访单|慰问(?:单|登记)|啥时候|几时|什么|啥情况|上次|上回|多久没/;
const VISIT_WORDS =
  /(?:刚刚?|今天|今早|昨天|前天|上午|下午|早上|我们?|已经|已|去|到|家里?|那里|那边|坐了(?:会儿?|一会)|坐坐|一趟|一下|了|过|的|家访|走访|慰问(?![金品信])|看望|探望|看|来|记录|情况|反馈|登记|入户|上门|把|给|,|，|。|:|：|\s)+/;

function aroundVisit(said: Said, person: PersonSighting): string {
  const lead = VISIT_LEAD.exec(said.text);
  const spans: Span[] = [
    ...(lead ? [{ start: 0, end: lead[0].length }] : []),
    person,
    ...said.dates.filter((date) => !date.isFestival),
    ...said.times,
  ];
  const visited = VISITED.exec(said.text);
  if (visited) spans.push({ start: visited.index, end: visited.index + visited[0].length });
  const pieces = without(said.text, spans).split('\n');
  const edge = new RegExp(`^${VISIT_WORDS.source}|${VISIT_WORDS.source}$`, 'g');
  return pieces
    .map((piece, at) => (at < pieces.length - 1 ? piece.replace(edge, '') : piece.replace(new RegExp(`^${VISIT_WORDS.source}`), '')))
    .join('，');
}

/** The verb stands close to the name, before or after it: 看病自己出了两万 visits nobody. */
function isVisitOf(text: string, person: PersonSighting): boolean {
  // 桑师傅走了 says that he died.
  if (/^(?:前天|昨天|昨晚|今早|今天)?(?:夜里|早上|晚上)?(?:走了|没了)/.test(text.slice(person.end))) return false;
  const before = text.slice(Math.max(0, person.start - 10), person.start);
  // 崔志豪当兵去了: he went, nobody went to see him.
  const behind = text.slice(person.end, person.end + 8).replace(/^[\u3400-\u9FFF]{1,6}去了/, '');
  return VISITED.test(`${before}${person.name}${behind}`.replace(/看病|看好|看不/g, ''));
}

/** A form is asked for, not a visit told of. */
const A_FORM = /(?:开|建|做|填|弄)(?:个|一个|张|一张)(?:[^,，。\s]{0,6})(?:单子?|表)|慰问单|新建/;

/** The first clause tells of what has been, and of the person or right before. */
function opensWithVisit(text: string, person: PersonSighting): boolean {
  const [opening = ''] = text
    .replace(VISIT_LEAD, '')
    .trimStart()
    .split(/[,，。;；\n\s]/);
  if (NOT_PAST.test(opening.replace(/办事处/g, '')) || A_FORM.test(text) || /[?？]$|吗$|没$/.test(text)) return false;
  return person.start <= opening.length + 12;
}

/** 今天看了陈阿婆，身体挺好，想要个轮椅: a visit that took place. Labelling rules 4 and 12. */
export const readRecordVisit: IntentReader = (said, scene) => {
  const [person] = said.persons;
  const isLead = VISIT_LEAD.test(said.text);
  if (!person || !(isLead || isVisitOf(said.text, person))) return null;
  if (!opensWithVisit(said.text, person)) return null;
  // 上午到了某家: today, unless a day is said.
  const today = said.times.some(({ start }) => start < person.start) ? scene.today : undefined;
  const date = said.dates.find((one) => !one.isFestival)?.resolve('past') ?? today;
  const { note, needs } = readObservation(aroundVisit(said, person));
  const command = {
    type: 'record-visit' as const,
    person: person.name,
    ...compact({ date, note, needs: needs.length > 0 ? needs : undefined }),
  };
  if (!isLead && namesOther(said)) return reading(0.6, command);
  return reading(isLead || Object.keys(command).length > 2 ? 0.92 : 0.72, command);
};

/** 年度认证，打视频 is another service, done by visiting. */
function namesOther(said: Said): boolean {
  return said.flow !== null && said.flow.flow !== 'festival-visit' && said.flow.mentions.length > 0;
}

const VISITS =
  /走访|慰问|探望|看望|去看|(?:几|多少|哪几|哪些)(?:户|家)|走(?:得|完|了|过|到)|跑(?:得|完|了|过|到)|没(?:走|跑|看(?!清|懂|见|明|到|出))|(?:走|跑)没/;
const PROGRESS =
  /进度|进展|完成率|覆盖率|完成(?:得|了|多少|情况|怎么样)|(?:走|跑|到)了?几成|(?:走|跑|看|搞|弄|做|进行|完成|访)得?(?:怎么样|咋样|如何|怎样|咋)|怎么样了|咋样了?|走了多少|跑了多少|走了几成|百分之|走到哪|情况(?:怎么样|如何|咋样)|多少了/;
const LEFT =
  /(?:还|剩|没|未)[^,，。]{0,8}(?:没|未)?(?:走|跑|去|看(?!清|懂|见|明|到|出)|访|慰问|完成|探望)|还(?:有|剩)[^,，。]{0,6}(?:户|家|个|位|谁|哪些)|没(?:走|跑|去|看(?!清|懂|见|明|到|出)|慰问)(?:的|过|完|到)?|未(?:走访|慰问|完成)|剩(?:下|余)|待走访|该(?:走|去|看)|要(?:走访?|慰问|看|跑|去看)(?:的|哪|谁|几|多少)|(?:走访|慰问|看望|去看)(?:的)?(?:任务|清单|名单|计划|安排|对象|名册)|(?:走访|慰问)(?:谁|哪些人?|哪几户)/;
const DONE =
  /(?:走|跑|看|访|慰问)(?:完|过|好)(?:了|的|哪)?|已(?:经)?(?:走|跑|看|慰问|完成|访)|(?:走|跑|看|访|慰问)了(?:哪|谁|几|那)|完成的|走访过/;
const LATE = /逾期|超期|过期|超时|拖着|拖了|误期|到期没|晚了没/;

function whichVisits(text: string): CommandOf<'list-visits'>['which'] | null {
  if (LATE.test(text)) return 'overdue';
  if (LEFT.test(text)) return 'todo';
  return DONE.test(text) ? 'done' : null;
}

/** 春节还有几户没走 · 八一走完的有哪些 · 走访逾期的. */
export const readListVisits: IntentReader = (said) => {
  const isVisit = VISITS.test(said.text) || said.festivals.length > 0;
  const which = isVisit && !isCreating(said.text) ? whichVisits(said.text) : null;
  if (which === null || (which !== 'todo' && said.persons.length > 0)) return null;
  const isProgress = PROGRESS.test(said.text) && !/还有|没走|没跑/.test(said.text);
  if (which !== 'overdue' && isProgress) return null;
  return reading(0.92, {
    type: 'list-visits',
    which,
    ...compact({ festival: said.festivals[0], town: townIn(said), village: villageIn(said) }),
  });
};

/** 八一走访进度怎么样. */
export const readVisitProgress: IntentReader = (said) => {
  const isVisit =
    /走访|慰问|探望/.test(said.text) ||
    (said.festivals.length > 0 && /走|跑|看|户/.test(said.text)) ||
    (VISITS.test(said.text) && /进度|完成/.test(said.text));
  if (!isVisit || !PROGRESS.test(said.text) || isCreating(said.text) || said.persons.length > 0) return null;
  if (/(?:还有|剩)[^,，。]{0,6}(?:几|多少|哪)/.test(said.text)) return null;
  return reading(0.92, { type: 'visit-progress', ...compact({ festival: said.festivals[0], town: townIn(said) }) });
};

function isCreating(text: string): boolean {
  return /新建|发起|开(?:个|一个|张|一张)|慰问单|建(?:个|一个|张)/.test(text);
}
