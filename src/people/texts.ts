import type { DataClass } from './access/visibility.ts';
import type { FileSectionId } from './file/file-view.ts';

/** Words of this room that people read. */
export const searchTexts = {
  born: (year: number) => `${year}年生`,
  choice: (name: string, parts: readonly string[]) => (parts.length === 0 ? name : `${name}（${parts.join('，')}）`),
  deceased: '已去世',
  movedAway: '已迁出',
};

const caseStates: Record<string, string> = {
  open: '办理中',
  suspended: '已中止',
  completed: '已办结',
  rejected: '不予办理',
  withdrawn: '已撤回',
  terminated: '已终止',
};

const visitWays: Record<string, string> = { home: '上门走访', phone: '电话联系', entrusted: '委托走访' };

export const fileTexts = {
  sections: {
    basic: '基本信息',
    service: '服役情况',
    family: '家庭成员',
    benefits: '待遇',
    visits: '走访',
    cases: '办件',
    certificates: '证照',
  } satisfies Record<FileSectionId, string>,
  labels: {
    name: '姓名',
    sex: '性别',
    birth: '出生日期',
    idcard: '身份证号',
    phone: '手机号',
    area: '居住地',
    address: '户籍地址',
    category: '人员类别',
    status: '状态',
    hardship: '困难情况',
    disability: '残疾等级',
    health: '健康与照顾',
    bankcard: '银行卡',
    emergencyName: '紧急联系人',
    emergencyPhone: '紧急联系电话',
    note: '备注',
    enlisted: '入伍日期',
    discharged: '退役日期',
    branch: '军种',
    merit: '立功受奖',
    lastSanatorium: '上次疗养',
    benefitCount: '待遇记录',
    visitCount: '走访记录',
    openNeeds: '未办结需求',
    caseCount: '办件记录',
  },
  classes: {
    archive_basic: '基本信息',
    idcard: '身份证号',
    phone: '电话',
    address: '地址',
    bankcard: '银行卡',
    health: '健康与残情',
    merit: '立功与参战参试',
    minor: '未成年人',
    payment: '待遇',
    visit_record: '走访',
    appeal_text: '诉求',
    psych_text: '心理服务',
    military_unit: '部队',
  } satisfies Record<DataClass, string>,
  age: '年龄',
  alive: '在世',
  bedridden: '长期卧床',
  alone: '独居',
  grade: (grade: number) => `${'一二三四五六七八九十'[grade - 1] ?? grade}级`,
  year: (year: string) => `${year}年`,
  count: (count: number) => `${count}条`,
  benefit: (year: number, title: string) => `${year}年 ${title}`,
  visit: (visitor: string | null, way: string) => [visitor, visitWays[way] ?? way].filter((part) => part !== null).join('，'),
  case: (title: string, state: string, startedOn: string) => `${title}，${caseStates[state] ?? state}，${startedOn}发起`,
  certificate: (state: string, no: string | null, issuedOn: string | null) =>
    [state, ...(no === null ? [] : [`编号${no}`]), ...(issuedOn === null ? [] : [`${issuedOn}核发`])].join('，'),
};

export const cardTexts = {
  title: (name: string) => `${name}的档案`,
  archiveNo: '档案号',
  nothing: '没有可显示的内容。',
  noneIn: (sections: readonly string[]) => `没有${sections.join('、')}记录。`,
  withheld: (labels: readonly string[]) => `按权限未显示：${labels.join('、')}`,
  masked: '带 * 的内容已脱敏。本次查阅已留痕。',
  recorded: '本次查阅已留痕。',
};

/** Why a row of the people list was left out; never what stood in it. */
export const importTexts = {
  missing: '不能为空',
  noKeyColumn: '档案号和身份证号两列至少要有一列',
  noKey: '档案号和身份证号至少填一项',
  duplicateArchive: (line: number) => `与第${line}行是同一份档案，只采用前一行`,
  badName: '姓名应为2个以上的文字，不含数字和符号',
  privateCharacter: '有本机自造的字，别处无法显示，请换成国家标准字库（GB18030）中的字',
  badArchiveNo: '档案号只能由字母、数字和短横线组成',
  badCardNo: '优待证号只能由字母、数字和短横线组成',
  impossibleBirth: '身份证号中的出生日期不可能',
  impossibleDay: '日期不可能，请核对',
  sexMismatch: '与身份证号不一致',
  unknownTown: '没有这个镇街',
  unknownVillage: '没有这个村社',
  villageNotInTown: '所填镇街没有这个村社',
  ambiguousVillage: '有几个镇街都有这个村社，请填写居住镇街',
  dischargedBefore: '早于入伍日期',
  unit: '不得登记部队番号（军事秘密），请改用对外简称或删去',
  unknownCategory: '没有这个人员类别',
  unknownKeyCategory: '不是重点优抚类别',
  tooLong: (longest: number) => `超过${longest}字`,
  otherArchive: '这个身份证号已在另一份档案中，未改动',
  otherIdcard: '与档案中已有的身份证号不一致，未改动',
};
