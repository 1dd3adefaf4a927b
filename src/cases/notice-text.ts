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
  commented: (notice) => ({ title: '有人留言', line: `${notice.byName}${because(notice)}` }),
};

const workKinds: ReadonlySet<NoticeKind> = new Set(['task-opened', 'transferred', 'urged', 'resumed']);

function buttonsOf({ kind, caseNo, taskId }: Notice): NoticeMessage['buttons'] {
  const look = { label: '查看办件', says: `查看 ${caseNo}` };
  if (kind === 'returned') return [{ label: '补正', says: `继续补正 ${caseNo}` }, look];
  if (!workKinds.has(kind) || (taskId === null && kind !== 'transferred')) return [look];
  return [{ label: '同意', says: `同意 ${caseNo}` }, { label: '退回', says: `退回 ${caseNo}` }, look];
}
