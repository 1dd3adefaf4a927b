import type { FieldDefinition } from '../../flows/flow-definition.ts';
import type { Span } from '../phrase-table.ts';

/** Words next to a value that say which field it is for. */
export interface FieldCue {
  before: string[];
  after: string[];
  /** Measure words of a number; `年→月` style changes are in `factor`. */
  units: string[];
  /** Unit → what it is multiplied by (months out of years). */
  factor?: Record<string, number>;
}

const CHILD = ['孩子', '小孩', '儿子', '女儿', '子女', '小朋友', '娃', '学生', '学员', '孙子', '孙女', '小家伙', '闺女', '囡', '宝宝'];
const SPOUSE = ['老婆', '老公', '老伴', '爱人', '妻子', '丈夫', '媳妇'];
const YEARS_OF_SERVICE = {
  before: ['当了', '当过', '当兵', '服役', '服了', '军龄', '干了', '兵龄', '部队'],
  after: ['兵', '军龄', '役'],
  units: ['年', ''],
};

/** By field key, for all flows that use it. Only what staff say: the field's own label is a cue anyway. */
const CUES: Record<string, Partial<FieldCue>> = {
  applicant: {
    before: [
      '监护人',
      '申请人',
      '报名人',
      '家长',
      '爸爸',
      '妈妈',
      '父亲',
      '母亲',
      '本人',
      '老兵',
      '来办',
      '机主',
      '负责人',
      '帮',
      '给',
      '替',
    ],
    after: ['来办', '来申请'],
  },
  applicant_phone: { before: ['电话', '手机', '联系方式', '号码'] },
  child: { before: CHILD },
  child_idcard: { before: CHILD },
  child_birth: { before: ['出生', '生日', '生于', ...CHILD], after: ['生', '出生'] },
  companion_name: {
    before: ['陪同', '陪护', '陪', ...SPOUSE, '带上', '家属', '儿子', '女儿'],
    after: ['陪', '一起去', '跟着去', '也去', '同去', '一道去'],
  },
  emergency: { before: ['紧急联系人', '紧急联系', '紧急', '有事找', '有事联系', '联系人', '出事找', '急事找'] },
  family_phone: { before: ['家里联系人', '家庭联系人', '家里电话', '联系人'] },
  emergency_phone: { before: ['紧急联系电话', '紧急联系人', '紧急电话', '紧急联系', '紧急', '联系人'] },
  proxy: { before: ['代办', '代办人', '儿媳', '侄子', '儿子', '女儿', '邻居'], after: ['代办', '来办', '帮他办', '帮她办', '代领'] },
  contact: { before: ['联系老师', '联系人', '联络员', '联络人', '找', '老板', '负责人', '店长'] },
  contact_phone: { before: ['联系人', '联络员', '电话'] },
  soldier: { before: ['义务兵', '他儿子', '她儿子', '儿子', '军人', '战士'] },
  serviceman: { before: ['军人', '老公', '丈夫', '爱人', '儿子', '女儿', '现役'] },
  deceased: { before: ['逝者', '死者', '去世的', '过世的', '老兵', '给'], after: ['去世', '过世', '走了'] },
  martyr: { before: ['烈士'] },
  dead_soldier: { before: ['烈士', '牺牲的', '病故的'] },
  guardian: { before: ['监护人', '联系人', '侄子', '家长'] },
  guardian_phone: { before: ['监护人', '联系人', '侄子'] },
  household_head: { before: ['户主', '落户在', '落在', '上在', '落户到'], after: ['名下', '户头', '户口本'] },
  family_contact: { before: ['家里联系人', '家庭联系人', '家里', '联系人'] },
  family_member: { before: ['家里', '接收人'], after: ['收', '接', '在家'] },
  helper: { before: ['孙女', '孙子', '儿子', '女儿', '协助'], after: ['帮他', '帮她', '帮忙弄'] },
  student: { before: [...CHILD, '大学生'] },
  discharge_date: { before: ['退役命令', '退役', '退伍', '命令'], after: ['退役', '退伍', '退的', '退'] },
  enlist_date: { before: ['入伍', '当兵', '批准入伍'], after: ['入伍', '当兵', '去当兵'] },
  death_date: { before: ['去世', '过世'], after: ['去世', '过世', '走的', '走了'] },
  days: { before: ['天数', '疗养', '去', '住'], after: [], units: ['天', '日'] },
  months: { before: ['发', '发放'], units: ['个月'] },
  base_year: { before: ['年度'], units: ['年', ''] },
  tuition: { before: ['学费', '培训费', '资助', '学费报'] },
  deduct_per_person: { before: ['每人每年', '每人', '每人扣', '扣减', '扣'] },
  local_bonus: { before: ['一人', '奖补每人', '奖补', '补'] },
  other_aid: { before: ['救助', '领过', '领了', '另外领'] },
  monthly_benefit: { before: ['每月补助', '每月', '原来每月', '一个月'] },
  funeral_amount: { before: ['丧葬', '丧葬补助'] },
  subsidy_month: { before: ['一月', '每月', '一个月', '每个月', '补贴'] },
  bonus: { before: ['奖励', '奖金', '奖'] },
  reward: { before: ['奖金', '奖励', '奖', '发'] },
  monthly_fee: { before: ['每月', '月费', '一个月', '费用'] },
  living_month: { before: ['生活补助', '生活费', '每月'] },
  deduct_year: { before: ['减', '一年', '一年大概减', '减免'] },
  transfer_amount: { before: ['转移金额', '转', '转了', '转移'] },
  jobs: { before: ['带动'], units: ['人', '个人', '个', '名'] },
  discount: { before: ['打'], units: ['折'] },
  headcount: { before: ['人数', '一共', '观众'], units: ['人', '口', '号人', '个人', '个', '位', '名'] },
  companions: { before: ['随行', '同行', '带', '跟去'], units: ['个', '人', '个人', '位', '名'] },
  age: { before: ['年龄', '今年'], units: ['岁', '周岁', ''] },
  family_size: { before: ['家里', '家庭', '一家'], units: ['口人', '口', '个人', '人'] },
  service_years: YEARS_OF_SERVICE,
  serve_years: YEARS_OF_SERVICE,
  last_year: { before: ['上次', '上一次', '上回', '去过', '疗养过'], after: ['去过', '疗养过', '疗养的', '去的'], units: ['年', ''] },
  area: { before: ['面积'], units: ['平', '平方', '平米', '平方米', '㎡'] },
  term_months: { before: ['期限', '贷', '借'], units: ['个月', '月', '年'], factor: { 年: 12 } },
  unemployed_months: { before: ['失业', '没工作', '待业'], units: ['个月', '年'], factor: { 年: 12 } },
  subsidy_months: { before: ['补贴'], units: ['个月'] },
  audience_count: { before: ['听众', '人数', '大概'], units: ['人', '号人', '个人', '个', '名'] },
  hire_count: { before: ['招', '招了', '招用', '用了'], units: ['人', '个人', '个', '名'] },
  post_count: { before: ['招', '招聘'], after: [], units: ['人', '个人', '个', '名'] },
  team: { before: ['团队'], units: ['人', '个人'] },
  score: { before: ['赋分', '分数', '量化', '量化分', '考分', '得分'], units: ['分', ''] },
  volume: { before: ['档案'], units: ['卷'] },
  cost: { before: ['费用', '人均', '每人', '每个人', '按'], after: ['一个人', '每人', '一人'] },
  amount: { before: ['申请', '想申', '申', '补助', '借', '贷', '要', '金额', '发'], after: [] },
  amount_month: { before: ['一个月', '每月', '月标准', '每个月', '月'] },
  self_paid: {
    before: [
      '自己付',
      '自己付了',
      '自己花',
      '自己花了',
      '自负',
      '自掏',
      '掏了',
      '出了',
      '自付',
      '自费',
      '自己出',
      '自己出了',
      '自己掏',
      '花了',
      '损失',
    ],
  },
  income_month: { before: ['月入', '月收入', '收入', '一个月'] },
  total: { before: ['总费用', '一共', '总共', '总共花了', '花了', '花掉', '花去'] },
  award_date: { before: ['表彰', '立功'], after: ['表彰', '立的', '授'] },
  deliver_date: { before: ['送达', '送'], after: ['送', '去送', '上门'] },
  hang_date: { before: ['挂'], after: ['去挂', '上门', '挂', '来挂'] },
  approve_date: { before: ['批准', '批'], after: ['批', '批准'] },
  join_party_date: { before: ['入党'], after: ['入党', '入的党'] },
  last_rating_date: { before: ['上次', '评'], after: ['评', '评定', '评的'] },
  deadline: { before: ['时效', '到期', '截止'], after: ['到期', '截止', '到'] },
  reimbursed: { before: ['报掉', '医保报了', '医保报掉', '报了', '报销', '医保报', '已报'] },
  budget: { before: ['预算', '经费'] },
  gift_amount: { before: ['慰问金', '红包', '现金', '给了'] },
  rent_waiver: { before: ['租金', '减', '免'] },
  expect_pay: { before: ['月薪', '工资', '期望', '想要'] },
  from_school: {
    before: ['原来在', '原先在', '之前在', '现在在', '从', '原学校', '原就读', '原来读', '现在读', '目前在', '原来是', '原校'],
  },
  first_choice: {
    before: ['第一志愿', '一志愿', '首选', '转到', '转去', '想去', '想上', '想进', '想读', '去', '到', '上', '读', '报', '进'],
  },
  second_choice: { before: ['第二志愿', '二志愿', '备选', '其次', '不行就', '第二'] },
  basis_address: { before: ['地址', '户口在', '户籍在', '房子在', '住在', '家在', '房产在', '驻地在', '位于'] },
};

const LABEL_NOISE = /姓名|号码?$|日期$|是否|（[^）]*）|申请人|所属|情况$|^意向|金额$/g;

const prepared = new WeakMap<FieldDefinition, FieldCue>();

/** The cues of a field: from the table by key, and its own label. */
export function cueOf(field: FieldDefinition): FieldCue {
  const known = prepared.get(field);
  if (known) return known;
  const label = field.label.replace(LABEL_NOISE, '');
  const { before = [], after = [], units = [], factor } = CUES[field.key] ?? {};
  const cue: FieldCue = { before: label.length >= 2 ? [...before, label] : before, after, units, ...(factor ? { factor } : {}) };
  prepared.set(field, cue);
  return cue;
}

/** Kinship says who someone is and only then what for: 紧急联系人儿子周强 is the emergency contact. */
const KINSHIP = new Set([
  ...CHILD,
  ...SPOUSE,
  '侄子',
  '儿媳',
  '邻居',
  '家属',
  '父亲',
  '母亲',
  '爸爸',
  '妈妈',
  '帮',
  '给',
  '替',
  '叫',
  '他儿子',
  '她儿子',
]);
export const KINSHIP_PENALTY = 6;

const REACH_BEFORE = 14;
const REACH_AFTER = 5;

/**
 * How near the nearest cue of a field stands to a value: 0 right beside it, Infinity none. `from` is where the value before it ends:
 * cues of that value do not count.
 */
export function cueDistance(text: string, span: Span, field: FieldDefinition, from = 0): number {
  const { before, after } = cueOf(field);
  const left = ownClause(text.slice(Math.max(from, span.start - REACH_BEFORE), span.start));
  const right = text.slice(span.end, span.end + REACH_AFTER);
  const distances = [
    // A longer cue that ends at the same place is the more certain one.
    ...before.map((word) => (KINSHIP.has(word) ? kinDistance(left, word) : wordDistance(left, word))),
    ...after.map((word) => (right.includes(word) ? right.indexOf(word) + 0.5 - word.length / 100 : Number.POSITIVE_INFINITY)),
  ];
  return Math.min(Number.POSITIVE_INFINITY, ...distances);
}

function wordDistance(left: string, word: string): number {
  const at = left.lastIndexOf(word);
  return at < 0 ? Number.POSITIVE_INFINITY : left.length - at - word.length - word.length / 100;
}

/** A word for kin says something of the name right behind it only: 军人子女转学 井国强 is no child. */
function kinDistance(left: string, word: string): number {
  return left.replace(/(?:[叫是]|名叫|名字叫|[:：，,\s])*$/, '').endsWith(word) && !/[\s]$/.test(left)
    ? KINSHIP_PENALTY - word.length / 100
    : Number.POSITIVE_INFINITY;
}

/** 孩子转学，家属董丽: a cue counts in its own clause only, unless nothing but 叫 stands between (女儿，叫小雨). */
function ownClause(left: string): string {
  const at = Math.max(...[',', '，', '。', ';', '；', '\n'].map((mark) => left.lastIndexOf(mark)));
  return at < 0 || /^(?:他|她)?(?:叫|名字叫|名叫|是)?$/.test(left.slice(at + 1).trim()) ? left : left.slice(at + 1);
}

/** Every cue, for whoever must know that they are no names. */
export const cueWords: readonly string[] = [
  ...new Set(Object.values(CUES).flatMap(({ before = [], after = [] }) => [...before, ...after])),
].filter((word) => word.length > 1);

/** The field whose cue is nearest; null when none has one. */
export function nearestField(text: string, span: Span, fields: FieldDefinition[], from = 0): FieldDefinition | null {
  const ranked = fields.map((field) => ({ field, distance: cueDistance(text, span, field, from) })).sort((a, b) => a.distance - b.distance);
  const [first] = ranked;
  return first && Number.isFinite(first.distance) ? first.field : null;
}
