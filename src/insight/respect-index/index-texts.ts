import type { IndexPart } from './index-rule.ts';
import type { Grade, MissingWhy } from './index-score.ts';
import type { Entitlement } from './people-parts-store.ts';

/** Words of the index that people read (respect-index.md). */
export const indexTexts = {
  title: '尊崇指数',
  parts: {
    visit_coverage: '走访覆盖率',
    needs_closed: '需求办结率',
    case_on_time: '办件按时率',
    first_pass: '一次办成率',
    satisfaction: '满意度',
    entitlement_uptake: '应享尽享率',
    archive_quality: '档案完整与时效',
    honour_activity: '尊崇活动开展',
    appeal_response: '诉求响应率',
  } satisfies Record<IndexPart, string>,
  /** What the two figures count. */
  counts: {
    visit_coverage: ['按期上门且四要素齐全的走访', '名册应走访人次'],
    needs_closed: ['按期办结并回访确认的需求', '到期需求'],
    case_on_time: ['按时办结的办件', '到期办件'],
    first_pass: ['没有因材料退回的办件', '已办结办件'],
    satisfaction: ['评价折合（星级减1，除以4）', '有效评价'],
    entitlement_uptake: ['已享受人次', '应享受人次'],
    archive_quality: ['必填齐全且12个月内核过的档案', '在册档案'],
    honour_activity: ['开展过活动的月数', '应开展月数'],
    appeal_response: ['1个工作日内响应且30日内无重复', '登记诉求'],
  } satisfies Record<IndexPart, readonly [string, string]>,
  entitlements: { card: '优待证', plaque: '光荣牌', confirmation: '年度确认', sanatorium: '短期疗养（五年内）' } satisfies Record<
    Entitlement,
    string
  >,
  missing: {
    none: '本期没有应达标的记录',
    few: '有效评价少于5条',
    unrecorded: '系统里还没有这类记录',
  } satisfies Record<MissingWhy, string>,
  grades: { excellent: '优', good: '良', improve: '需改进', mend: '待整改' } satisfies Record<Grade, string>,
  noTotal: '样本不足，只看分项',
  redLine: '触及红线，本期不出总分，请整改',
  findings: {
    notFor: '您的岗位不能登记这类情况，没有保存。',
    badStation: '没有这个站点编码，没有保存。',
    badDay: '日期没看懂，或在今天之后，没有保存。',
    badCount: '数量应是 1 以上的整数，没有保存。',
    reason: '请写明核实情况（至少四个字），没有保存。',
  },
};
