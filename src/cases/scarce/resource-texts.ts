/** What people read about beds and school places. Rules marked illustrative in rules.yaml say so. */

function dayName(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

export const sanatoriumTexts = {
  unknownBatch: (said: string, open: readonly string[]) =>
    open.length > 0
      ? `没有“${said}”这个疗养批次，什么都没有保存。现在可以报名的有：${open.join('、')}。`
      : '现在没有可以报名的疗养批次，什么都没有保存。',
  notLiving: (name: string, status: string) => `${name}的档案状态是“${status}”，不能报名疗养，什么都没有保存。`,
  notOnRoll: (name: string, lifecycle: string) => `${name}的优抚待遇现在是“${lifecycle}”，不能报名疗养，什么都没有保存。请先到优抚科核实。`,
  excluded: (name: string) =>
    `${name}属于伤残人民警察或因公伤残人员，按规定不参加优抚对象短期疗养（浙退役军人厅发〔2022〕12号），什么都没有保存。`,
  noCategory: (name: string) =>
    `${name}的档案里没有登记可以参加疗养的优抚对象身份，不能报名疗养，什么都没有保存。可以参加的是残疾军人、烈士和因公牺牲、病故军人遗属、在乡复员、带病回乡、参战、参试退役军人（浙退役军人厅发〔2022〕12号）。身份有误的，请先更正档案。`,
  categoryNotOnFile: (name: string) =>
    `${name}的档案里没有登记这一类优抚对象身份，不能报名疗养，什么都没有保存。身份有误的，请先更正档案；可以参加的类别见浙退役军人厅发〔2022〕12号。`,
  batchClosed: (batch: string, closedOn: string) => `${batch}已于${dayName(closedOn)}截止报名（示意），什么都没有保存。请换一个批次。`,
  tooSoon: (name: string, lastYear: number, from: number) =>
    `${name}${lastYear}年已经疗养过，一般三年内不重复安排（示意），${from}年起可以再报。什么都没有保存。`,
  sameYear: (name: string, batch: string, caseNo: string) =>
    `${name}本年度已经报了${batch}（办件 ${caseNo}），同一年度只能占一个床位。什么都没有保存。`,
  waitlisted: (batch: string, place: number) => `${batch}床位已排满，现为候补第${place}位`,
  lostBed: (batch: string) => `${batch}的床位已经不在这件名下，不能办结，什么都没有改动。请退回重新排床。`,
  benefitTitle: '短期疗养',
  giveUp: '短期疗养弃约：入住前不足5个工作日取消（示意），次年排序减5分',
  giveUpBatch: '批次',
  bedOffer: (name: string, free: number, waiting: number) => `${name}，余${free}床${waiting > 0 ? `，已有${waiting}人报名待排` : ''}`,
};

/** Before and after a stay, to who brought the guest in. */
export const stayTexts = {
  confirm: (batch: string, startsOn: string) =>
    `${batch}${dayName(startsOn)}入住，请和本人确认去不去。不去的请在入住前5个工作日以前取消，过了算弃约（示意）。`,
  prepare: (batch: string, startsOn: string) => `${batch}${dayName(startsOn)}入住，请提醒本人带好身份证、优待证件和常用药，按时集合。`,
  followUp: (batch: string) => `${batch}已经结束，请回访本人：身体怎么样、满不满意，有什么要改进的。`,
};

export const schoolTexts = {
  unknownSchool: (said: string, near: readonly string[]) =>
    `学校目录里没有“${said}”，或者它不是所报的学段，什么都没有保存。${near.length > 0 ? `同学段的有：${near.join('、')}。` : ''}`,
  usedBefore: '这个孩子本学段已经享受过教育优待，每个学段享受一次，再转学请按普通转学到区教育局办理。什么都没有保存。',
  onlyWithUnit: '幼儿园转园只在部队移防、调动、随军随迁时办理（示意）。什么都没有保存。',
  outsideWindow: (next: string) =>
    `现在不在申报时间内（示意），下一次从${dayName(next)}开始。部队移防、调动、随军随迁的不受限制。什么都没有保存，可以到时再提交。`,
  orderTooOld: (ordered: string, next: string) =>
    `${dayName(ordered)}的命令已超过三个月，不再随时受理（示意），按申报时间办：下一次从${dayName(next)}开始。什么都没有保存，可以到时再提交。`,
  tooYoung: (year: number, age: number) => `到${year}年8月31日孩子还不满${age}周岁，不能申请。什么都没有保存。`,
  dischargedLongAgo: '退役命令已经超过一年，不再按“退出现役1年内”办理。什么都没有保存，请核对身份类别或日期。',
  alreadyAsked: (caseNo: string) => `这个孩子本学段已有办件 ${caseNo} 在办，没有重复提交。`,
  full: (wishes: readonly string[], others: readonly string[]) =>
    `${wishes.join('、')}学位已满。${others.length > 0 ? `同学段还有学位的：${others.join('、')}。` : '同学段的学校都没有空余学位。'}请写明就近统筹方案，退回监护人改报志愿。`,
  lostPlace: '学位已经不在这件名下，不能办结，什么都没有改动。请退回重新统筹。',
  benefitTitle: (stage: string, school: string) => `子女教育优待：${stage}，${school}`,
  placeOffer: (name: string, free: number) => (free > 0 ? `${name}，余${free}个学位` : `${name}，学位已满`),
  childKind: '子女',
};

export const reasons = { outcome: (flowName: string, caseNo: string) => `${flowName}办结 ${caseNo}` };

export const importTexts = {
  missing: '不能为空',
  duplicate: (line: number) => `与第${line}行编码相同`,
  endsEarly: '早于开始日期',
  otherKind: '与已有的同编码资源类型不同，请换一个编码',
  belowTaken: (taken: number) => `已经用掉${taken}个，名额不能比这少`,
};
