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
  /** A reason as it may be shown: what is too sensitive for the reader becomes the general word. */
  shown: (reason: string, sees: { merit: boolean; health: boolean }) => {
    const hidden = [
      ...(sees.merit ? [] : [targetNames.hero, targetNames['war-or-test']]),
      ...(sees.health ? [] : [targetNames['bedridden-preferential']]),
    ];
    const names = reason.split('、').map((part) => hidden.reduce((text, name) => text.replace(name, '优抚对象'), part));
    return [...new Set(names)].join('、');
  },
  sameHousehold: (reason: string) => `${reason}；与配偶同户，一次走访`,
  standIn: (reason: string, from: keyof typeof stationNames) => `${reason}；${stationNames[from]}无在岗人员，由上一级走访`,
};

export const campaignName = (festival: string, year: number) => `${year}年${festival}走访`;

export const planRefusals = {
  unknownFestival: (ids: readonly string[]) => `没有这个节日编号，什么都没有改动。可用的编号：${ids.join('、')}。`,
  notVisited: (festival: string) => `${festival}只提醒、不派走访任务，什么都没有改动。`,
  badYear: '年份请填四位数字（2000—2100），什么都没有改动。',
};

export const recordRefusals = {
  'bad-day': '走访日期没看懂，没有登记。请再说一次哪天去的，例如“昨天看了…”。',
  future: '走访日期在今天之后，没有登记。走访完再告诉我，或者改一下日期。',
  'too-long': '内容太长或需求太多（每条最多2000字，需求最多10条），没有登记。请分开说。',
  outside: '没有登记：这位服务对象不在您的辖区或走访名单内。请核对姓名和村社，或联系所在镇街站。',
  dead: '档案显示这位服务对象已去世，没有登记走访。如果档案有误，请先更正档案再登记。',
} as const;

export const correctionRefusals = {
  ...recordRefusals,
  'not-yours': '没有更正：只能更正自己登记的走访记录。',
  'need-in-case': '没有更正：有一项需求已经转为办件，请在办件里处理。',
} as const;

export const needRefusals = {
  gone: '没有这条需求，或不在您的辖区，没有改动。',
  closed: '这条需求已经办结，没有改动。',
  open: '这条需求还没有办结，办结以后再登记回访，没有改动。',
  confirmed: '这条需求已经回访确认，没有改动。',
} as const;
export const listPurpose = '走访名单';

export const listRefusals = {
  forbidden: '您的岗位不能查看走访情况。如有需要请联系区退役军人事务局。',
  'counts-only': '您的岗位只能看汇总，不能看名单。可以问“走访进度”。',
  outside: '只能查看本辖区的走访情况。请换成自己的镇街或村社再问。',
  'no-campaign': '还没有这个节日的走访计划。到了制定方案的日子会自动生成，也可以请区局先行制定。',
} as const;
