import type { NoticeKind } from './engine/act.ts';
import type { Notice } from './notice.ts';
import { dayText } from './texts.ts';

export interface NoticeMessage {
  title: string;
  markdown: string;
  /** What pressing a button says, as if typed. */
  buttons: { label: string; says: string }[];
}

/** A notice in the words that its recipient reads 1:1: the name and the case, never more of the person. */
export function noticeMessage(notice: Notice): NoticeMessage {
  const { title, line } = phrases[notice.kind](notice);
  const head = `### ${title}\n\n**${notice.flowName}** · ${notice.subjectName}\n\n${notice.caseNo}`;
  return { title: `${title}：${notice.subjectName}`, markdown: `${head}\n\n${line}`, buttons: buttonsOf(notice) };
}

type Phrase = (notice: Notice) => { title: string; line: string };

const due = ({ dueAt }: Notice) => (dueAt ? `，请在${dayText(dueAt)}前办理` : '');
const because = ({ text }: Notice) => (text ? `：${text}` : '。');

const phrases: Record<NoticeKind, Phrase> = {
  'task-opened': (notice) => ({ title: '有件要您办', line: `到了“${notice.stepName ?? '下一步'}”${due(notice)}。` }),
  accepted: () => ({ title: '已受理', line: '您发起的办件已经受理，正在往下办。' }),
  returned: (notice) => ({
    title: '退回补正',
    line: `${notice.byName}退回，请补正${because(notice)}\n\n补正后请重新提交，之前填的都还在。`,
  }),
  approved: () => ({ title: '已审批通过', line: '审批已经通过，等最后一步落实。' }),
  done: () => ({ title: '已办结', line: '办件已经办结，结果已写入档案。请告诉本人。' }),
  rejected: (notice) => ({ title: '不予办理', line: `${notice.byName}不同意${because(notice)}` }),
  withdrawn: (notice) => ({ title: '已撤回', line: `${notice.byName}撤回了这件，不用再办${because(notice)}` }),
  terminated: (notice) => ({ title: '已终止', line: `${notice.byName}终止了这件${because(notice)}` }),
  suspended: (notice) => ({ title: '已挂起', line: `${notice.byName}挂起了这件，时限暂停计算${because(notice)}` }),
  resumed: (notice) => ({ title: '已恢复', line: `这件恢复办理，时限继续计算${due(notice)}。` }),
  waitlisted: (notice) => ({ title: '列入候补', line: `${notice.text ?? '名额已满'}。有空出的名额会按顺序递补，到时再告诉您。` }),
  transferred: (notice) => ({
    title: '转给您办',
    line: `${notice.byName}把“${notice.stepName ?? '这一步'}”转给您${due(notice)}${because(notice)}`,
  }),
  urged: (notice) => ({ title: '催办', line: `${notice.byName}催您办理“${notice.stepName ?? '这一步'}”${due(notice)}。` }),
  reminded: (notice) => ({ title: '快到期了', line: `“${notice.stepName ?? '这件'}”还没有办${due(notice)}。` }),
  overdue: (notice) => ({
    title: '已超期',
    line: `这件已经超过承诺时限${notice.stepName ? `，现在在“${notice.stepName}”` : ''}，请尽快跟进。`,
  }),
  escalated: (notice) => ({ title: '超时升级给您', line: `“${notice.stepName ?? '这一步'}”超过时限没有办，请您督办或直接办理。` }),
  'timed-out': (notice) => ({ title: '超时自动处理', line: `“${notice.stepName ?? '这一步'}”超过时限，系统已按流程规定自动处理。` }),
  copied: (notice) => ({ title: '抄送给您', line: `${notice.byName}把这件抄送给您，供了解，不用办理${because(notice)}` }),
  circulated: (notice) => ({ title: '请传阅', line: `${notice.byName}请您阅看这件${because(notice)}` }),
  delegated: (notice) => ({
    title: '请您出意见',
    line: `${notice.byName}请您就“${notice.stepName ?? '这一步'}”出个意见${because(notice)}`,
  }),
  'signer-added': (notice) => ({ title: '请您加签', line: `${notice.byName}请您在“${notice.stepName ?? '这一步'}”加签${because(notice)}` }),
  'signer-removed': (notice) => ({ title: '不用加签了', line: `${notice.byName}取消了给您的加签任务${because(notice)}` }),
  'taken-back': (notice) => ({ title: '上一步取回了', line: `${notice.byName}取回了刚才的决定，这件暂时不用您办${because(notice)}` }),
  reopened: (notice) => ({ title: '已重启', line: `${notice.byName}重启了这件${because(notice)}` }),
  'jump-asked': (notice) => ({ title: '请确认跳转', line: `${notice.byName}提出跳转步骤${because(notice)}` }),
  jumped: (notice) => ({ title: '已跳转', line: `这件跳到了“${notice.stepName ?? '另一步'}”${because(notice)}` }),
  paid: () => ({ title: '已拨付', line: '款项已经拨付，请告诉本人查收。' }),
  stay: ({ text }) => ({ title: '疗养安排', line: text ?? '' }),
  commented: (notice) => ({ title: '有人留言', line: `${notice.byName}${because(notice)}` }),
};

const workKinds: ReadonlySet<NoticeKind> = new Set([
  'task-opened',
  'transferred',
  'urged',
  'resumed',
  'reminded',
  'escalated',
  'delegated',
  'signer-added',
]);

function buttonsOf({ kind, caseNo, taskId }: Notice): NoticeMessage['buttons'] {
  const look = { label: '查看办件', says: `查看 ${caseNo}` };
  if (kind === 'returned') return [{ label: '补正', says: `继续补正 ${caseNo}` }, look];
  if (!workKinds.has(kind) || (taskId === null && kind !== 'transferred')) return [look];
  return [{ label: '同意', says: `同意 ${caseNo}` }, { label: '退回', says: `退回 ${caseNo}` }, look];
}
