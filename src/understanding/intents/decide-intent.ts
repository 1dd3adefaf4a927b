import type { CommandOf } from '../../dialogue/command.ts';
import { trimmed } from '../normalise.ts';
import { compact, observe, type Said, type Scene } from '../said.ts';
import { caseKeyIn, caseSpans, type IntentReader, type Reading, reading, without } from './intent.ts';

type Decision = CommandOf<'decide'>['decision'];

const AROUND = '(?:我|本人|予以|给予|给他|给她|把它|就|先|都|也|可以|直接|审批|审核|这边)*';
const AFTER = '(?:的话|回去|掉|他|它|办理|申请|处理|意见|吧|了|呀|啊|哈|一下|下)*';
const WORDS: readonly [Decision, RegExp][] = [
  [
    'reject',
    new RegExp(
      `${AROUND}(?:不同意|不予(?:同意|通过|批准|受理|办理|支持)?|拒绝|拒了|拒掉|不批准?|不通过|不给(?:批|过|通过)|否决|驳回|不受理|不准|否了|不让过|不能批|批不了|不能同意)${AFTER}`,
    ),
  ],
  [
    'return',
    new RegExp(
      `${AROUND}(?:退回补正|退回去?(?!来)|退件|打回去?|补正|退给他?|退还|退一下|退了|退掉|(?<=^|[\\s,，。])退(?=$|[\\s,，。])|发回|返回补正|让(?:他|她|他们|她们|经办|申请人|本人)(?:再|先)?补|让补)${AFTER}`,
    ),
  ],
  [
    'approve',
    new RegExp(
      `${AROUND}(?:同意|准予|通过|批准|批了|批掉|(?<![那这哪每几一二三四五六七八九十两首上下本同该月\\d])批(?=$|[\\s,，。])|准了|(?<=^|[\\s,，。])准(?=$|[\\s,，。])|放行|受理|(?<=^|[\\s,，。]|可以|我)过了|给过(?!世|他|她)|准许|(?<=^|[\\s,，。\\d]|可以|给他|给她|让他)过(?=$|[\\s,，。]))${AFTER}`,
    ),
  ],
];

/** Asked, told of the past, wished for: not a decision. */
const NOT_DECIDING =
  /(?:同意|通过|批准?|受理|过|退回?|驳回)(?:了)?(?:没有?|吗|么|了没|没得|没有呢)|有没有|是不是|是否|能不能|多久|什么时候|几时|为什么|为啥|哪些|哪一步|谁(?:批|审)|怎么|多少|批下来|(?:通过|同意|批)(?:率|的有|过的)|要什么|什么条件|条件是/;
const CASE_WORDS = /(?:这|那|该|此)(?:一)?(?:件|个|单|笔|份|张)|(?:的|那|这)(?:件|单子?|申请)|刚才那|第[一二三\d]件|上一件|申请|办件/;
/** Left over when the decision and the case are taken out. */
const FILLER =
  /^(?:的?那?这?[一]?(?:件|个|单子?|笔|份|张|项)?(?:的)?(?:申请|办件|事项?|单子?)?|我|我看|我觉得|把|将|请|帮我|麻烦|就|都|和|跟|与|、|了|吧|这边|意见|审批|审核|审批意见|刚才|刚才那|先|全部)+$/;
const REASON_LEAD = /^(?:因为|由于|原因是?|理由是?|意见是?|审批意见|备注|说明|主要是|就是|的|我看|我觉得|觉得)[:：]?\s*/;

export function decisionIn(text: string): { decision: Decision; start: number; end: number } | null {
  for (const [decision, pattern] of WORDS) {
    const match = pattern.exec(text);
    if (match) return { decision, start: match.index, end: match.index + match[0].length };
  }
  return null;
}

/** Whether the case is named at all, or the decision is all that is said. */
function isAboutCase(said: Said, scene: Scene, { start, end }: { start: number; end: number }): boolean {
  const hasOpenCase = scene.context !== null && 'case' in scene.context;
  if (hasOpenCase || said.caseNumbers.length > 0) return true;
  if (CASE_WORDS.test(said.text)) return true;
  // 羿秀芳乘车卡同意: the word stands right behind the service.
  const mention = said.flow?.mentions.at(-1);
  if (said.persons.length > 0 && mention && start >= mention.end && start - mention.end <= 2) return true;
  // 把陈国平的贷款退回, 地址对不上
  if (/(?:把|将)/.test(said.text) && said.persons.length > 0 && namesFlow(said)) return true;
  // 宫小宝上大学，同意公开 agrees to something else: without a case the word stands at an end of the message.
  const isAlone = /^(?:$|[\s,，。;；!！])/.test(said.text.slice(end));
  return start <= 1 || (isAlone && (said.flow === null || said.flow.confidence < 0.6) && /[\s,，。]$/.test(said.text.slice(0, start)));
}

/** The reason beside a decision: what is left without the case and the deciding word. */
export function opinionIn(said: Said, found: { start: number; end: number }): string | undefined {
  const spans = [found, ...said.caseNumbers];
  const hasReference = said.caseNumbers.length === 0 && CASE_WORDS.test(said.text);
  const rest = without(said.text, hasReference ? [...spans, ...caseSpans(said)] : spans);
  const pieces = rest
    .split('\n')
    .map((piece) =>
      trimmed(
        trimmed(piece)
          .replace(/^(?:的)?(?:那|这)(?:一)?(?:件|个|单|笔|份)(?:的)?(?:申请)?/, '')
          .replace(REASON_LEAD, ''),
      ),
    )
    .filter((piece) => piece.length >= 2 && !FILLER.test(piece));
  return pieces.length > 0 ? pieces.join('，') : undefined;
}

/** 同意，情况属实 · 退回 YZ…，缺病历 · 张建国疗养那件不批. Labelling rules 10 and 11. */
export const readDecide: IntentReader = (said, scene) => {
  if (said.text.length > 120) return null;
  // 家属同意书没签字 speaks of another consent.
  const plain = said.text.replace(/同意书|(?:家属|家里人?|监护人|本人)(?:已经?|都)?(?:不)?同意/g, (other) => '　'.repeat(other.length));
  const found = decisionIn(plain);
  if (!found || NOT_DECIDING.test(plain) || !isAboutCase(said, scene, found)) return null;
  const opinion = opinionIn(said, found);
  const { decision } = found;
  if (said.caseNumbers.length > 1) {
    return readApart(said, scene) ?? readTogether(said, decision, opinion);
  }
  const hasOpenCase = scene.context !== null && 'case' in scene.context;
  const isNamed =
    said.caseNumbers.length > 0 || (CASE_WORDS.test(said.text) && !hasOpenCase) || (said.persons.length > 0 && namesFlow(said));
  const key = isNamed ? caseKeyIn(said) : undefined;
  return reading(hasOpenCase || key !== undefined ? 0.95 : 0.88, { type: 'decide', ...compact({ decision, case: key, opinion }) });
};

/** YZ…0002同意，YZ…0003退回缺照片: each case has its own decision. */
function readApart(said: Said, scene: Scene): Reading | null {
  const clauses = said.text.split(/[,，;；\s]+(?=YZ|\d{8}-)/i).map((clause) => observe(clause, scene));
  if (clauses.length !== said.caseNumbers.length || clauses.some(({ text }) => decisionIn(text) === null)) return null;
  const readings = clauses.flatMap((clause) => readDecide(clause, scene) ?? []);
  return readings.length === clauses.length ? reading(0.95, ...readings.flatMap((one) => one.commands)) : null;
}

function readTogether(said: Said, decision: Decision, opinion: string | undefined): Reading {
  return reading(0.95, ...said.caseNumbers.map(({ no }) => ({ type: 'decide' as const, ...compact({ decision, case: no, opinion }) })));
}

function namesFlow(said: Said): boolean {
  return (said.flow?.mentions.length ?? 0) > 0;
}
