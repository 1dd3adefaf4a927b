import { dayOf, minuteOfDay } from '../platform/calendar/day.ts';
import type { CaseTask, Decision, ServiceCase } from './engine/service-case.ts';
import type { Operation } from './operations.ts';

/** What people read of this room: refusals and states. Notices are in notice-text.ts, progress in case-progress.ts. */

export const stateNames: Record<ServiceCase['state'], string> = {
  draft: '草稿',
  open: '办理中',
  suspended: '已暂停',
  completed: '已办结',
  rejected: '不予办理',
  withdrawn: '已撤回',
  terminated: '已终止',
};

export const operationNames: Readonly<Record<Operation, string>> = {
  urge: '催办',
  withdraw: '撤回',
  transfer: '转办',
  delegate: '委派',
  'add-signer': '加签',
  'remove-signer': '减签',
  'name-handlers': '指定办理人',
  claim: '认领',
  'give-back': '退回待领',
  'take-back': '取回',
  suspend: '挂起',
  resume: '恢复',
  terminate: '终止',
  reopen: '重启',
  jump: '提出跳转，等另一位确认',
  'confirm-jump': '确认跳转',
  escalate: '升级到上一级',
  copy: '抄送',
  circulate: '传阅',
  comment: '留言',
};

export const decisionNames: Record<Decision, string> = { approve: '同意', return: '退回补正', reject: '不同意' };

/** 11月23日 14:05, in Shanghai. */
export function momentText(moment: Date): string {
  const minutes = minuteOfDay(moment);
  return `${dayText(moment)} ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** 11月23日, in Shanghai. */
export function dayText(moment: Date): string {
  const [, month, day] = dayOf(moment).split('-');
  return `${Number(month)}月${Number(day)}日`;
}

function whoDecided(task: CaseTask): string {
  const who = task.decidedByName ?? task.decidedBy ?? '同事';
  const what = task.decision ? decisionNames[task.decision] : '处理';
  return `${who}已于${task.decidedAt ? momentText(task.decidedAt) : '刚才'}${what}`;
}

export const texts = {
  correction: '发起人补正',
  unknownStep: '办件所在的步骤在流程定义里找不到，办件没有改动。请联系系统管理员。',
  unknownFlow: '没有这个事项，什么都没有保存。请换个说法，或者问“能办哪些事”。',
  notFound: (no: string) => `没有找到办件 ${no}，或者它不在您能看的范围内。请核对编号。`,
  alreadySubmitted: (no: string) => `办件 ${no} 已经提交过了，没有重复提交。`,
  closed: (current: ServiceCase) => `办件 ${current.no} ${stateNames[current.state]}，不能再操作。`,
  suspended: (current: ServiceCase) =>
    `办件 ${current.no} 现在暂停${current.run.pause?.reason ? `（${current.run.pause.reason}）` : ''}，恢复以后才能继续办理。`,
  notReturned: (no: string) => `办件 ${no} 没有被退回，不用重新提交。`,
  onlyStarterResubmits: '只有发起人可以补正并重新提交。',
  onlyStarterWithdraws: '只有发起人可以撤回。需要停办的，请科室终止。',
  correctFirst: (current: ServiceCase) => `办件 ${current.no} 退回给您补正：${current.run.corrections.join('；')}。补正后请重新提交。`,
  notYours: (current: ServiceCase) => `办件 ${current.no} 现在不在您手里，没有改动。`,
  alreadyDecided: (current: ServiceCase, task: CaseTask) =>
    task.decidedAt
      ? `${whoDecided(task)}办件 ${current.no} 的这一步，您的操作没有生效。`
      : `办件 ${current.no} 的这一步已经有人处理，您的任务已取消。`,
  alreadyActed: (task: CaseTask) => `${whoDecided(task)}，不能再撤回。需要停办的，请联系现在的办理人退回，或请科室终止。`,
  separation: '受理人与审批人不得为同一人。这件是您受理的，请转办给其他审批人。',
  oneVoice: (no: string) => `办件 ${no} 的这次表决您已经投过一票，一人一票。请转办给另一位评审。`,
  hasSeat: (name: string) => `${name}在这次表决里已有一席，一人一票，不能再接一席。请换一位。`,
  voteFailed: (approvals: number, rejections: number) => `表决未通过：同意${approvals}票，不同意${rejections}票`,
  opinionNeeded: (decision: Decision) => `${decisionNames[decision]}要写明理由，请说一下为什么。`,
  noSuchStep: (names: readonly string[]) =>
    names.length > 0 ? `只能退回给发起人，或退回到：${names.join('、')}。` : '这是第一步，只能退回给发起人。',
  stepOpen: '这一步还有人没有办完。',
  onlySectionGoverns: (what: string) => `只有业务科室、局领导或系统管理员可以${what}办件。`,
  onlyHolderSuspends: '只有现在的办理人或业务科室可以挂起、恢复办件。',
  reasonNeeded: (what: string) => `${what}要写明原因，请说一下为什么。`,
  notSuspended: (current: ServiceCase) => `办件 ${current.no} 没有挂起，不用恢复。`,
  leftPost: (name: string) => `${name}已经离岗，不能转办给他。请换一位同事。`,
  samePerson: (name: string) => `这件本来就在${name}手里。`,
  wrongBody: (name: string) => `${name}不是这一步的岗位，也不是您的同事，不能转办给他。请转给同岗位或本单位的人。`,
  nobodyToUrge: '这件现在没有别人在办，不用催。',
  urgedLately: '一小时内已经催过，请稍后再催。',
  commentNeeded: '留言是空的，请写一句话。',
  noSuchStaff: (name: string) => `没有找到叫“${name}”的在岗同事，请说全名或工号。`,
  severalStaff: (name: string, found: readonly string[]) => `叫“${name}”的有${found.length}位：${found.join('、')}。请说工号。`,
  notAllowedToStart: '您的岗位不能发起这个事项，什么都没有保存。请由村社站、镇街站或区中心的同事发起。',
  outsideArea: (name: string) => `${name}不在您的辖区，不能替他发起办件，什么都没有保存。请转给所在镇街的服务站。`,
  formFaults: (sentences: readonly string[]) => `还不能提交，请先改好：\n${sentences.map((sentence) => `- ${sentence}`).join('\n')}`,
  editFaults: (sentences: readonly string[]) => `没有改，也没有办。请先改好：\n${sentences.map((sentence) => `- ${sentence}`).join('\n')}`,
  subjectDied: (name: string, service: string) =>
    `${name}的档案登记为已去世，不能再申请“${service}”。登记有误的，请先更正档案；要办身后事，请说“退役军人身后礼遇”。`,
  subjectMoved: (name: string, service: string) => `${name}的档案已经转出，“${service}”由转入地办理。登记有误的，请先更正档案。`,
  notForThem: (name: string, service: string, audience: readonly string[], basis: string | null) =>
    `按档案里的类别，${name}不在“${service}”的范围内：这项面向${audience.join('、')}${basis === null ? '' : `（《${basis}》）`}。类别登记有误的，请先更正档案再办。`,
  unknownPerson: '没有找到这个人的档案，什么都没有保存。请先建档。',
  personGone: (name: string, status: string) => `${name}的档案状态是“${status}”，不能办理，什么都没有保存。`,
  waitsUntil: (until: Date) => `等到${dayText(until)}自动继续`,
  waitsForSubCases: (count: number) => `等${count}件子办件办结`,
  endedWithParent: (no: string, state: string) => `主办件 ${no} ${state}，随之终止`,
  waitsForSigner: (no: string) => `办件 ${no} 正在等您请的同事出意见，对方办完会回到您手里。`,
  noSignerOnSide: '这是加给您的任务，只能再并列加一位，不能再请人先签。',
  signerThere: (name: string) => `${name}已经在这一步里了，不用再加。`,
  noSuchSigner: '没有这位还没办理的加签人，已经办过的不能减。',
  onlyAdderRemoves: '只有加签的人或业务科室可以减签。',
  opinionOnly: '您这里只是出意见，不能退回或不同意。请写明意见后提交，由原办理人决定。',
  badPaper: '补录要有纸面日期（不晚于今天）和签批人姓名，没有保存。',
  noFieldRight: (labels: readonly string[]) => `这一步不能改：${labels.join('、')}。内容没有改动。`,
  alreadyYoursAlone: (no: string) => `办件 ${no} 的这一步只有您一个人在办，不用认领。`,
  notClaimed: (no: string) => `办件 ${no} 的这一步不是认领来的，不能退回待领。可以转办。`,
  nobodyAbove: '上一级没有在岗的人可以升级，办件没有改动。请联系业务科室。',
  onlyLaterSteps: (names: readonly string[]) =>
    names.length > 0 ? `只能给还没到的步骤指定办理人：${names.join('、')}。` : '后面没有步骤了，不用指定办理人。',
  wrongPost: (name: string, step: string) => `${name}不是“${step}”这一步的岗位，不能指定。`,
  copiedAlready: (names: readonly string[]) => `已经抄送过${names.join('、')}，不重复抄送。`,
  nothingToTakeBack: (no: string) => `办件 ${no} 没有您刚办过、可以取回的步骤。`,
  alreadyGiven: '这一步已经分出了床位或学位，不能取回。需要改的，请下一步退回。',
  notClosed: (current: ServiceCase) => `办件 ${current.no} ${stateNames[current.state]}，不用重启。`,
  anyStep: (names: readonly string[]) => `请说清从哪一步开始：${names.join('、')}。`,
  onlyAdministrator: '跳转只能由系统管理员提出，再由另一位管理员或科室负责人确认。',
  noJumpAsked: (no: string) => `办件 ${no} 没有待确认的跳转。`,
  secondPersonNeeded: '跳转要由另一个人确认，您是提出人。',
  sameVersion: (no: string) => `办件 ${no} 已经是这个流程版本。`,
  stepChanged: (no: string, step: string) => `办件 ${no} 正停在“${step}”，新版本里这一步的会签方式不同，不能升级。请办完这一步再升级。`,
  notByNewVersion: (sentence: string) => `按新版本：${sentence}`,
  stepGone: (no: string) => `新版本里没有办件 ${no} 现在所在的步骤，不能升级。请办完这一步再升级，或者跳转。`,
  nothingDue: '现在没有到时间的事。',
  timedOut: '超时自动处理',
  agreedBefore: '审批去重：上一步已同意，不再重复审批',
  whichPart: (no: string, names: readonly string[]) =>
    `您手里有办件 ${no} 的${names.length}项：${names.join('、')}。请说清哪一项，例如“同意 ${no} ${names[0]}”。没有改动。`,
  oneOpen: (service: string, no: string) => `“${service}”已有一件在办：${no}。同一个人不能同时办两件，请在那一件里补充或等它办结。`,
  sameReason: (service: string, no: string, isGranted: boolean, same: readonly string[]) =>
    `同一事由（${same.join('、')}相同）的“${service}”已经${isGranted ? '办过' : '在办'}：${no}。没有新情况不能重复申请。`,
  partTwice: (part: string) => `${part}写了两遍，每个月只发一次，请核对。`,
  partGranted: (part: string, no: string) => `${part}已经在办件 ${no} 里发过或正在办，不能重复发，请去掉这个月。`,
  sameExpense: (spent: number, others: number, left: number) =>
    `自付或损失共${spent}元，其他帮扶今年已发${others}元，最多还能补${left}元。同一支出不重复补，请改金额。`,
  overTimes: (max: number, had: number, scope: string | null) =>
    `${scope ?? ''}${scope ? '' : '本人'}按规定最多${max}次，已经享受${had}次，不能再发。没有改动。`,
  overAmount: (max: number, had: number, left: number, scope: string | null) =>
    `${scope ?? '本人'}累计上限${max}元，已发${had}元，还能发${left}元。请改金额后再试。`,
  noColleague: (name: string) => `没有找到叫“${name}”的在岗同事，没有登记。`,
  manyColleagues: (name: string) => `叫“${name}”的同事不止一位，请说工号，没有登记。`,
  longPeriod: (from: string, until: string, days: number) =>
    `读到${from}至${until}，一共${days}天，太长了，没有登记。请核对起止日期再说一遍，确要这么久请分几次登记。`,
  badPeriod: '代理的结束日期早于开始日期，没有登记。请重新说一遍。',
  noMaterial: '没有这份材料，或者它不在您能看的范围内。',
  whoTo: '请说清给谁：同事的全名或工号。',
  notSupported: (operation: string) => `还不支持“${operation}”这个操作，办件没有改动。`,
};
