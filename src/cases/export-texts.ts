import type { CaseState } from './engine/service-case.ts';

/** Words on an exported list of cases. */
export const exportTexts = {
  columns: ['编号', '事项', '状态', '档案号', '服务对象', '镇街', '村社', '发起人', '发起日期', '承诺期限', '办结日期'],
  states: {
    draft: '草稿',
    open: '办理中',
    suspended: '已中止',
    completed: '已办结',
    rejected: '不予办理',
    withdrawn: '已撤回',
    terminated: '已终止',
  } satisfies Record<CaseState, string>,
};
