import { bodyName, departments, sections } from '../organisation/departments.ts';
import { roleOf } from '../organisation/role.ts';
import type { Staff } from '../organisation/staff.ts';

const actions: Record<string, string> = {
  read: '查看',
  'read-refused': '想查看，被拒绝',
  search: '查找到',
  count: '统计',
  call: '通过接口办理',
  write: '办理、修改',
  export: '导出',
  exported: '导出的名单中有',
  unmask: '查看完整内容',
  'unmask-refused': '想查看完整内容，被拒绝',
  'break-glass': '紧急查看',
  'break-glass-refused': '想紧急查看，被拒绝',
  'read-audit': '查询“谁看过”',
  'read-audit-refused': '想查询“谁看过”，被拒绝',
  'show-code': '出示老兵码',
  'show-code-refused': '想出示老兵码，没有出示',
  'bind-phone': '绑定手机上的老兵码',
  scan: '扫码核验',
};

const classes: Record<string, string> = {
  archive_basic: '基本信息',
  idcard: '身份证号',
  phone: '手机号',
  address: '住址',
  bankcard: '银行卡',
  health: '健康',
  merit: '立功',
  minor: '未成年子女',
  payment: '待遇金额',
  visit_record: '走访记录',
  appeal_text: '诉求',
  psych_text: '心理',
  military_unit: '部队',
};

const known: Record<string, string> = { system: '系统自动', operator: '系统管理员（命令行）', 'scanner:public': '公众扫码' };

/** Words of this room that people read. */
export const auditTexts = {
  who: (staff: Staff) => {
    const body = staff.department ? bodyName(departments, staff.department) : staff.section ? bodyName(sections, staff.section) : null;
    const place = [staff.town, staff.village, body].filter(Boolean).join('');
    const post = staff.roles.map((role) => roleOf(role).name).join('、');
    return `${staff.name}（${[place, post].filter(Boolean).join(' ')}）`;
  },
  others: (actor: string) => known[actor] ?? (actor.startsWith('phone:') ? '本人手机' : actor.startsWith('scanner:') ? '扫码设备' : actor),
  what: (action: string, seen: readonly string[]) => {
    const named = seen.map((one) => {
      const [name = '', how] = one.split(':');
      return `${classes[name] ?? name}${how === 'masked' ? '（打码）' : ''}`;
    });
    const act = actions[action] ?? action;
    return `${act}${named.length > 0 ? `：${named.join('、')}` : ''}`;
  },
};
