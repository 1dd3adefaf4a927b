import type { CommandOf } from './command.ts';

const decisionNames: Record<CommandOf<'decide'>['decision'], string> = { approve: '同意', return: '退回', reject: '不同意' };

const operationNames: Record<CommandOf<'operate'>['operation'], string> = {
  urge: '催办',
  withdraw: '撤回',
  transfer: '转办',
  delegate: '委派',
  'add-signer': '加签',
  suspend: '挂起',
  resume: '恢复',
  terminate: '终止',
  copy: '抄送',
  comment: '评论',
  deputise: '代理',
};

/** What people read about approvals, operations and looking things up. */
export const caseTexts = {
  decisionName: (decision: CommandOf<'decide'>['decision']) => decisionNames[decision],
  operationName: (operation: CommandOf<'operate'>['operation']) => operationNames[operation],
  byNumber: '正在填表。要审批别的件，请带上编号，例如“同意 YZ20261123-0001”。',
  noTodo: '您现在没有待办。',
  noSuchCase: (said: string) => `没有找到${said ? `“${said}”的` : ''}办件，或者不在您能看的范围内。请核对编号或姓名。`,
  noSuchTodo: (said: string) => `您的待办里没有${said ? `“${said}”` : '这一件'}。说“我的待办”看看现在有哪些。`,
  whichCase: (verb: string) => `要${verb}哪一件？`,
  showVerb: '看',
  askOpinion: (decision: 'return' | 'reject', no: string) =>
    decision === 'return' ? `退回${no}要写明理由：缺什么、要补什么？` : `不同意${no}要写明理由，请说一下。`,
  sureNext: (label: string, verb: string) => `刚才那件已经办好。要${verb}的是这一件吗？\n\n${label}`,
  sureTerminate: (no: string) => `终止后这件就不再往下办了，确定终止${no}吗？`,
  next: (label: string, left: number) => `下一件（还有${left}件）：${label}`,
  sureButtons: [
    { label: '确定', says: '确认' },
    { label: '取消', says: '取消' },
  ],
  withdrawButton: (no: string) => ({ label: '撤回', says: `撤回 ${no}` }),
  viewButton: (no: string) => ({ label: '看这件', says: `${no} 到哪一步了` }),
  approveButton: (no: string) => ({ label: '同意', says: `同意 ${no}` }),
  returnButton: (no: string) => ({ label: '退回', says: `退回 ${no}` }),
  rejectButton: (no: string) => ({ label: '不同意', says: `不同意 ${no}` }),
  urgeButton: (no: string) => ({ label: '催办', says: `催办 ${no}` }),
  correctButton: { label: '补正', says: '继续刚才的' },
  needTo: (verb: string) => `${verb}给谁？请连姓名一起说，例如“${verb}给王敏”。`,
  needPeriod: '代理要说清楚给谁、从哪天到哪天，例如“下周一到周五请王敏代理”。',
};
