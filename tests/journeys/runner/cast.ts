import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { RoleId } from '../../../src/organisation/role.ts';
import { roleOf } from '../../../src/organisation/role.ts';
import type { Staff } from '../../../src/organisation/staff.ts';
import { type NewPerson, newPerson } from '../../../src/people/new-person.ts';
import { idcardOf } from '../../people/many-people.ts';

interface StaffRow {
  姓名: string;
  工号: string;
  角色: RoleId;
  镇街?: string;
  村社?: string;
  科室?: string;
  部门?: string;
  行业?: string;
  离岗?: boolean;
}

interface PersonRow {
  姓名: string;
  档案号: string;
  性别: '男' | '女';
  出生: string;
  镇街: string;
  村社: string;
  重点?: string;
  伤残?: number;
  类别?: string[];
  /** With everything that forms ask for. */
  齐全?: boolean;
  独居?: boolean;
  入伍?: string;
  退役?: string;
  状态?: '去世' | '迁出';
}

export interface ResourceRow {
  类型: string;
  编码: string;
  名称: string;
  开始?: string;
  结束?: string;
  名额: number;
  学段?: string;
}

interface CastFile {
  同事: StaffRow[];
  档案: PersonRow[];
  资源: ResourceRow[];
  走访: { 节日: string; 年: number }[];
}

const file = parse(readFileSync(new URL('../cast.yaml', import.meta.url), 'utf8')) as CastFile;

export const staff: readonly Staff[] = file.同事.map((row) => ({
  id: row.工号,
  name: row.姓名,
  roles: [row.角色],
  level: roleOf(row.角色).level,
  stationCode: null,
  town: row.镇街 ?? null,
  village: row.村社 ?? null,
  department: row.部门 ?? null,
  section: row.科室 ?? null,
  industry: row.行业 ?? null,
  dingtalkUserId: `u-${row.工号}`,
  zzdAccountId: null,
  isActive: row.离岗 !== true,
}));

export const staffByName: ReadonlyMap<string, Staff> = new Map(staff.map((one) => [one.name, one]));

/** What forms ask for of somebody, made up by place in the list: numbers of the unassigned region, phones that nobody has. */
function wholeOf(row: PersonRow, index: number) {
  return {
    idcard: idcardOf(row.出生, 2 * index + (row.性别 === '女' ? 2 : 1)),
    phone: `1990000${String(1001 + index)}`,
    address: `${row.镇街}${row.村社}${index + 1}号`,
    emergencyName: '张小红',
    emergencyPhone: `1990001${String(1001 + index)}`,
  };
}

const lifecycles = { 去世: '已故', 迁出: '转出', 在世: '在册' } as const;

export const people: readonly NewPerson[] = file.档案.map((row, index) => {
  const { 状态: status = '在世', 类别: categories = [] } = row;
  return newPerson({
    archiveNo: row.档案号,
    name: row.姓名,
    sex: row.性别,
    birthOn: row.出生,
    town: row.镇街,
    village: row.村社,
    keyCategory: row.重点 ?? null,
    categories: categories.map((category) => ({ category })),
    disabilityGrade: row.伤残 ?? null,
    livesAlone: row.独居 ?? false,
    enlistedOn: row.入伍 ?? null,
    dischargedOn: row.退役 ?? null,
    status,
    lifecycle: lifecycles[status],
    ...(row.齐全 ? wholeOf(row, index) : {}),
  });
});

export const { 资源: resources, 走访: campaigns } = file;

/** {何德明的身份证号}: facts of the cast that a writer may put into a sentence; of two of one name the first. */
export function factOf(name: string, what: string): string | null {
  const person = people.find((one) => one.name === name || one.archiveNo === name);
  if (!person) return null;
  if (what === '身份证号') return person.idcard;
  if (what === '手机号') return person.phone;
  return what === '档案号' ? person.archiveNo : null;
}
