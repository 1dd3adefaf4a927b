/** Levels of the three-storey network: district, town or subdistrict, village or community. */
export type Level = 'district' | 'town' | 'village';

/** Whose files a role's work covers (organisation.yaml `data_scope`). */
export type DataScope = 'none' | 'village' | 'town' | 'all' | 'case' | 'team' | 'aggregate' | 'masked';

export interface RoleDefinition {
  id: string;
  name: string;
  level: Level;
  dataScope: DataScope;
  duty: string;
}

const table = [
  { id: 'system', name: '系统自动', level: 'district', dataScope: 'none', duty: '规则校验、派单、计时、提醒，不作行政决定' },
  {
    id: 'village-liaison',
    name: '村社站联络员',
    level: 'village',
    dataScope: 'village',
    duty: '村社服务站日常联系人，录档、走访、受理、回告',
  },
  { id: 'village-head', name: '村社站站长', level: 'village', dataScope: 'village', duty: '由村（社）党组织书记担任，签署、组织走访' },
  {
    id: 'rotating-head',
    name: '轮值站长',
    level: 'village',
    dataScope: 'village',
    duty: '退役军人骨干轮流值守，接待、调解、联络，不审批、不看证件号',
  },
  { id: 'town-officer', name: '镇街站专职人员', level: 'town', dataScope: 'town', duty: '武装部副部长等专职，统一受理、派单、核对' },
  { id: 'town-head', name: '镇街站站长（武装部部长）', level: 'town', dataScope: 'town', duty: '镇街审核、先行救助一档、抽查、督办' },
  { id: 'center-officer', name: '区退役军人服务中心经办', level: 'district', dataScope: 'all', duty: '综合受理、培训、志愿、心理、回访' },
  { id: 'section-officer', name: '局科室经办', level: 'district', dataScope: 'all', duty: '按科室职责初审、造册、排床' },
  { id: 'section-head', name: '局科室负责人', level: 'district', dataScope: 'all', duty: '复核、确认、公示、签发' },
  { id: 'bureau-leader', name: '分管局领导', level: 'district', dataScope: 'all', duty: '审批分管事项与资金，接收升级催办' },
  { id: 'bureau-chief', name: '局主要领导', level: 'district', dataScope: 'all', duty: '重大事项、大额资金、方案审定' },
  { id: 'dept-officer', name: '区级部门经办', level: 'district', dataScope: 'case', duty: '限期核验、会签，只看办件必要字段' },
  { id: 'dept-leader', name: '区级部门分管负责人', level: 'district', dataScope: 'case', duty: '部门终审、学位统筹、岗位统筹' },
  { id: 'industry-contact', name: '行业单位联络人', level: 'district', dataScope: 'case', duty: '银行、医院、疗养机构等反馈结果' },
  { id: 'volunteer-lead', name: '志愿队伍负责人', level: 'town', dataScope: 'team', duty: '接单、派员、登记时长' },
  { id: 'fund-reviewer', name: '基金评审', level: 'district', dataScope: 'case', duty: '“老兵关爱”基金、慈善救助评审，利益回避' },
  { id: 'leadership-viewer', name: '区领导、双拥办看板', level: 'district', dataScope: 'aggregate', duty: '只看汇总，不看个人' },
  { id: 'auditor', name: '纪检与内审', level: 'district', dataScope: 'masked', duty: '抽查资金、流程、导出，留痕' },
  { id: 'privacy-officer', name: '个人信息保护负责人', level: 'district', dataScope: 'masked', duty: '授权审核、影响评估、泄露处置' },
  { id: 'system-admin', name: '系统管理员', level: 'district', dataScope: 'none', duty: '配置与账号，不接触个人信息正文' },
] as const satisfies readonly RoleDefinition[];

export type RoleId = (typeof table)[number]['id'];
/** A role that a person can hold; `system` is the machine itself. */
export type StaffRoleId = Exclude<RoleId, 'system'>;

/** The roles of organisation.yaml: 19 that people hold, and `system`. */
export const roles: readonly (RoleDefinition & { id: RoleId })[] = table;

const byId = new Map<string, RoleDefinition & { id: RoleId }>(roles.map((role) => [role.id, role]));
const byName = new Map<string, RoleId>(roles.map((role) => [role.name, role.id]));
// How staff write these in lists: without what stands in brackets, or by the office.
for (const [name, id] of [
  ['镇街站站长', 'town-head'],
  ['武装部部长', 'town-head'],
  ['区领导看板', 'leadership-viewer'],
  ['双拥办看板', 'leadership-viewer'],
  ['区级服务中心经办', 'center-officer'],
] as const) {
  byName.set(name, id);
}

export function roleOf(id: RoleId): RoleDefinition & { id: RoleId } {
  const role = byId.get(id);
  if (!role) throw new Error(`unknown role ${id}`);
  return role;
}

export function isRoleId(text: string): text is RoleId {
  return byId.has(text);
}

/** Reads a role as staff lists give it: its id or its Chinese name. Null when it is neither, or `system`. */
export function readRole(text: string): StaffRoleId | null {
  const trimmed = text.trim();
  const id = isRoleId(trimmed) ? trimmed : byName.get(trimmed);
  return id === undefined || id === 'system' ? null : id;
}

const levels: readonly Level[] = ['village', 'town', 'district'];

export function highestLevel(of: readonly RoleId[]): Level {
  const ranks = of.map((id) => levels.indexOf(roleOf(id).level));
  return levels[Math.max(0, ...ranks)] ?? 'village';
}
