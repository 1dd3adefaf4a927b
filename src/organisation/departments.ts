import { isRoleId, roleOf } from './role.ts';

/** A body outside the stations that takes part in cases; ids of catalogue.yaml. */
export interface Body {
  id: string;
  name: string;
  short: string;
}

/** The 20 departments of the district that countersign. */
export const departments: readonly Body[] = [
  { id: 'vab', name: '区退役军人事务局', short: '退役局' },
  { id: 'paf', name: '区人民武装部', short: '人武部' },
  { id: 'hrss', name: '区人力资源和社会保障局', short: '人社局' },
  { id: 'civil', name: '区民政局', short: '民政局' },
  { id: 'edu', name: '区教育局', short: '教育局' },
  { id: 'psb', name: '宁波市公安局鄞州分局', short: '公安分局' },
  { id: 'medins', name: '宁波市医疗保障局鄞州分局', short: '医保分局' },
  { id: 'health', name: '区卫生健康局', short: '卫健局' },
  { id: 'housing', name: '区住房和城乡建设局', short: '住建局' },
  { id: 'finance', name: '区财政局', short: '财政局' },
  { id: 'org', name: '区委组织部', short: '组织部' },
  { id: 'publicity', name: '区委宣传部', short: '宣传部' },
  { id: 'bianban', name: '区委机构编制委员会办公室', short: '编办' },
  { id: 'justice', name: '区司法局', short: '司法局' },
  { id: 'market', name: '区市场监督管理局', short: '市场监管局' },
  { id: 'tax', name: '国家税务总局宁波市鄞州区税务局', short: '税务局' },
  { id: 'culture', name: '区文化和广电旅游体育局', short: '文广旅体局' },
  { id: 'dpf', name: '区残疾人联合会', short: '残联' },
  { id: 'youth', name: '共青团鄞州区委', short: '团区委' },
  { id: 'transport', name: '区交通运输局', short: '交通局' },
];

/** The 11 kinds of enterprises and organisations that report back. */
export const industries: readonly Body[] = [
  { id: 'bank', name: '银行', short: '银行' },
  { id: 'hospital', name: '医院', short: '医院' },
  { id: 'insurance', name: '保险', short: '保险' },
  { id: 'telecom', name: '通信运营商', short: '通信' },
  { id: 'tourism', name: '文旅景区与场馆', short: '文旅' },
  { id: 'transit', name: '公共交通企业', short: '公交' },
  { id: 'hr-agency', name: '人力资源机构', short: '人力资源' },
  { id: 'training', name: '培训机构', short: '培训' },
  { id: 'care-home', name: '疗养康养机构', short: '疗养机构' },
  { id: 'ngo', name: '社会组织与慈善', short: '社会组织' },
  { id: 'legal', name: '律师事务所', short: '律所' },
];

/** The bureau's own sections, and its service centre. */
export const sections: readonly Body[] = [
  { id: 'office', name: '办公室', short: '办公室' },
  { id: 'rights', name: '思想政治和权益维护科', short: '权益科' },
  { id: 'placement', name: '移交安置和就业创业科', short: '安置科' },
  { id: 'pension', name: '拥军优抚科（褒扬纪念）', short: '优抚科' },
  { id: 'center', name: '区退役军人服务中心', short: '服务中心' },
];

/** The bureau's section, department or industry that text names: by id, name, short name, or name without its leading 区. */
export function readBody(among: readonly Body[], text: string): Body | null {
  const wanted = plain(text);
  if (wanted === '') return null;
  return among.find((body) => [body.id, body.name, body.short].some((name) => plain(name) === wanted)) ?? null;
}

export function bodyName(among: readonly Body[], id: string): string {
  return among.find((body) => body.id === id)?.name ?? id;
}

function plain(text: string): string {
  return text
    .trim()
    .replace(/（.*?）|\(.*?\)/g, '')
    .replace(/^(宁波市)?鄞州区|^区(?=.{2})/, '');
}

/** What people call a department, section, industry or role by its id; the id itself where there is none. */
export function nameOfBodyOrRole(id: string): string {
  const body = [...departments, ...sections, ...industries].find((one) => one.id === id);
  return body?.short ?? (isRoleId(id) ? roleOf(id).name : id);
}
