import { type DecideRequest, decideTask } from '../../cases/decide-task.ts';
import type { Decision } from '../../cases/engine/service-case.ts';
import { showCase } from '../../cases/show-case.ts';
import { shownValue } from '../../dialogue/shown-value.ts';
import type { FlowDefinition } from '../../flows/flow-definition.ts';
import { isFilled, type SlotValue } from '../../flows/slot-value.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { Speaking } from '../conversation-deps.ts';
import { standing } from '../standing.ts';
import { caseMeant, splitCaseNo } from './case-meant.ts';
import { caseTexts as say } from './case-request-texts.ts';
import { filledBy, readCommands, readPastDay } from './read-words.ts';
import { type Answered, type Near, plain, type TypedRequest } from './typed-request.ts';

type Beside = Pick<DecideRequest, 'returnTo' | 'afterReturn' | 'paper' | 'edits'>;

const words: Readonly<Record<Decision, string>> = { approve: '同意', return: '退回', reject: '不同意' };

async function decide(
  speaking: Speaking,
  caseNo: string,
  decision: Decision,
  opinion: string | null,
  beside: Beside,
  done: string,
): Promise<Answered> {
  const { deps, staff, now, channel, key } = speaking;
  const result = await decideTask(deps.cases, { caseNo, actor: staff, decision, opinion, ...beside, now, channel, requestKey: key });
  return plain(result.ok ? [done, standing(result)].filter((part) => part !== '').join('\n\n') : result.sentence);
}

const STRAIGHT = /[，,。；;\s]*(?:改好|补好|补正)(?:以?后|了)?(?:就|请)?直接(?:回|退|交|报)?(?:到|给)?(?:我这里|这里|本步|这一?步|我)?/u;
const AGAIN = /[，,。；;\s]*(?:改好|补好|补正)(?:以?后|了)?(?:就|请)?(?:重新走一?遍|从头再?来|重走流程)/u;
const RETURNS =
  /^(?:请|我)?退回(?:到|给|至)?\s*(?:(?<previous>上一?步|上一?环节|上一?级)|(?<applicant>发起人|申请人|经办人?)|(?<step>[^，,。：:；;\s]{2,14}?)(?:这一?步|环节)?(?=[，,。：:；;\s]|$))?[，,。：:；;\s]*(?<opinion>.*)$/su;

/** 退回上一步：…, 退回到镇街审核：…, 退回补正：…，改好直接回到我这里 (case-operations.md 9 to 12). */
export const returnRequest: TypedRequest = {
  read: (text) => {
    const { words: all, no } = splitCaseNo(text);
    const said = all.replace(STRAIGHT, '').replace(AGAIN, '');
    const match = RETURNS.exec(said);
    const isPlain = match?.groups?.previous === undefined && !/^(?:请|我)?退回(?:到|至)/u.test(said);
    if (!match || (isPlain && said === all) || /待领|池/u.test(said)) return null;
    const { previous, step, opinion = '' } = match.groups ?? {};
    const isNamed = !isPlain && step !== undefined;
    const beside: Beside = {
      returnTo: previous === undefined ? (isNamed ? step : undefined) : 'previous',
      afterReturn: STRAIGHT.test(all) ? 'straight' : 'again',
    };
    const why = isPlain ? said.replace(/^(?:请|我)?退回(?:给)?(?:补正|发起人|申请人|经办人?)?[，,。：:；;\s]*/u, '') : opinion;
    return async (speaking, near) => {
      const caseNo = await caseMeant(speaking, no, near.caseNo, (one) => `${all} ${one}`);
      if (typeof caseNo !== 'string') return caseNo;
      return decide(speaking, caseNo, 'return', why.trim() || null, beside, say.returned(caseNo));
    };
  },
};

const PAPER = /^补录\s*[，,：:]?\s*(?<decision>不同意|同意|通过|批准|退回)?(?<rest>.*)$/su;
const SIGNER = /(?:签批人|签字人?|签名|由)\s*[：:是]?\s*(?<signer>[\u3400-\u9FFF·]{2,12}?)(?:签批|签字|签)?(?=[，,。；;\s]|\d|$)/u;

/** 补录 YZ… 同意，签批人王敏，11月20日，意见：属实: a decision that stands on paper since an earlier day (43). */
export const paperRequest: TypedRequest = {
  read: (text) => {
    const { words: all, no } = splitCaseNo(text);
    const match = PAPER.exec(all);
    if (!match?.groups) return null;
    const { decision: said, rest = '' } = match.groups;
    return (speaking, near) => enterPaper(speaking, near, { no, all, said, rest });
  },
};

async function enterPaper(
  speaking: Speaking,
  near: Near,
  { no, all, said, rest }: { no: string | null; all: string; said: string | undefined; rest: string },
): Promise<Answered> {
  const caseNo = await caseMeant(speaking, no, near.caseNo, (one) => `${all} ${one}`);
  if (typeof caseNo !== 'string') return caseNo;
  const signer = SIGNER.exec(rest)?.groups?.signer;
  const on = readPastDay(rest, speaking.now);
  if (said === undefined || signer === undefined || on === null) return plain(say.badDay);
  const decision: Decision = said === '不同意' ? 'reject' : said === '退回' ? 'return' : 'approve';
  const opinion = /(?:意见|理由|因为|原因)[：:是]?\s*(.+)$/su.exec(rest)?.[1]?.trim() ?? null;
  return decide(speaking, caseNo, decision, opinion, { paper: { on, signer } }, say.onPaper(words[decision], caseNo, signer, on));
}

const EDITS =
  /^(?:请?把|将)\s*(?:的)?(?<label>[^，,。]{2,16}?)(?:改成|改为|核定为|定为|调为)\s*(?<value>[^，,。]+)[，,。；;\s]*(?:然后)?(?:我)?同意(?:了)?[，,。：:；;\s]*(?<opinion>.*)$/su;

/** 把 YZ… 的申请金额改成3000，同意: a decision with a value that this step may write (40). */
export const editRequest: TypedRequest = {
  read: (text) => {
    const { words: all, no } = splitCaseNo(text);
    const match = no === null ? null : EDITS.exec(all);
    if (!match?.groups) return null;
    const { label = '', value = '', opinion = '' } = match.groups;
    return (speaking, near) => editAndApprove(speaking, near, { no, all, label: label.replace(/^的/u, '').trim(), value, opinion });
  },
};

async function editAndApprove(
  speaking: Speaking,
  near: Near,
  { no, all, label, value, opinion }: { no: string | null; all: string; label: string; value: string; opinion: string },
): Promise<Answered> {
  const caseNo = await caseMeant(speaking, no, near.caseNo, (one) => `${all} ${one}`);
  if (typeof caseNo !== 'string') return caseNo;
  const shown = await showCase(speaking.deps.cases, caseNo, { now: speaking.now });
  const definition = shown ? speaking.deps.flows.get(shown.flow)?.definition : undefined;
  const field = definition?.fields.find((one) => one.label === label);
  if (!definition || !field) return plain(say.noSuchField(label, writableLabels(definition)));
  const read = filledBy(await readCommands(speaking, value, { flow: definition.id, asking: field.key, slots: {} }));
  const said: SlotValue = read[field.key] ?? null;
  if (!isFilled(said)) return plain(say.unread(label, value));
  const done = [say.edited(label, shownValue(field, said, dayOf(speaking.now))), say.decided(words.approve, caseNo)].join('\n\n');
  return decide(speaking, caseNo, 'approve', opinion.trim() || null, { edits: { [field.key]: said } }, done);
}

function writableLabels(definition: FlowDefinition | undefined): string[] {
  const keys = new Set(
    definition?.steps.flatMap((step) => Object.entries(step.fieldRights ?? {}).flatMap(([key, right]) => (right === 'edit' ? [key] : []))),
  );
  return definition?.fields.filter((field) => keys.has(field.key)).map((field) => field.label) ?? [];
}
