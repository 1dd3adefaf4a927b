import type { SubCaseBacklog } from './sub-case-store.ts';

/** What people read when they ask how far a case is. */
export const progressTexts = {
  title: (flowName: string, subject: string) => `### ${flowName} · ${subject}`,
  number: (no: string, state: string) => `${no}　${state}`,
  state: (name: string, light: string) => `${light} ${name}`,
  lights: { green: '🟢', yellow: '🟡', red: '🔴', overdue: '⛔已超期' },
  started: (who: string, when: string) => `\n${who} ${when} 发起`,
  paused: (reason: string) => `\n时限暂停计算：${reason}`,
  due: (day: string, left: number) => `\n${day}前办结，${left >= 0 ? `还有${left}个工作日` : `已超期${-left}个工作日`}`,
  heldBy: '**现在谁在办**',
  people: (names: readonly string[]) => {
    if (names.length === 0) return '暂无在岗人员';
    return names.length > 3 ? `${names.slice(0, 3).join('、')}等${names.length}人` : names.join('、');
  },
  until: (day: string) => `（${day}前）`,
  /** 子办件：共365件，已办结120件，未办245件（东柳街道12件、…）. */
  parts: ({ total, closed, open }: SubCaseBacklog) => {
    const left = open.reduce((sum, { count }) => sum + count, 0);
    const towns = open.slice(0, 5).map(({ town, count }) => `${town ?? '区级'}${count}件`);
    const where = towns.length > 0 ? `（${towns.join('、')}${open.length > 5 ? '等' : ''}）` : '';
    return `\n子办件：共${total}件，已办结${closed}件，未办${left}件${where}`;
  },
  passed: '**已经办过**',
  asDeputy: '（代理）',
  outcome: '**办理结果**',
  /** What was granted, where the outcome says more than its definition. */
  granted: (data: Record<string, unknown>): string | null => {
    if (typeof data['batchName'] === 'string')
      return `${data['batchName']}，${data['bed']}号床，${data['checkIn']}入住，${data['checkOut']}离院`;
    return typeof data['schoolName'] === 'string' ? `学位：${data['schoolName']}` : null;
  },
};
