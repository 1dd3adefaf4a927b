/** Chinese of this room; message layouts are in digest-text.ts and visit-card.ts. */

/** Targets as rules.yaml names them. */
export const targetNames = {
  'key-recipient': '重点优抚对象',
  'serving-family': '现役军人家庭',
  hero: '功臣模范',
  'hardship-veteran': '困难退役军人',
  'war-or-test': '参战参试退役军人',
  'martyr-family': '烈士遗属',
  'aged-preferential': '80岁以上优抚对象',
  'lone-preferential': '独居优抚对象',
  'aged-veteran': '80岁以上退役军人',
  'bedridden-preferential': '长期卧床优抚对象',
} as const;

export const levelNames = { district: '区级', town: '镇街', village: '村社' } as const;

export const stationNames = { village: '村社站', town: '镇街站', district: '区级' } as const;

export const reasonText = {
  of: (targets: readonly (keyof typeof targetNames)[]) => targets.map((target) => targetNames[target]).join('、'),
  sameHousehold: (reason: string) => `${reason}；与配偶同户，一次走访`,
  standIn: (reason: string, from: keyof typeof stationNames) => `${reason}；${stationNames[from]}无在岗人员，由上一级走访`,
};

export const campaignName = (festival: string, year: number) => `${year}年${festival}走访`;

export const planRefusals = {
  unknownFestival: (ids: readonly string[]) => `没有这个节日编号，什么都没有改动。可用的编号：${ids.join('、')}。`,
  notVisited: (festival: string) => `${festival}只提醒、不派走访任务，什么都没有改动。`,
  badYear: '年份请填四位数字（2000—2100），什么都没有改动。',
};
