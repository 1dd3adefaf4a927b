/** One way in which a file contradicts itself, others or the rules. */
export interface QualityRule {
  id: string;
  /** What is wrong, and what to do. */
  sentence: string;
  /** Which files, with the data that was judged: a finding that was accepted comes back only when that changes. `$1` is today. */
  sql: string;
}

const living = `p.merged_into IS NULL AND p.status = '在世' AND p.lifecycle IN ('在册', '暂停')`;
const anyone = `p.merged_into IS NULL`;

function where(id: string, sentence: string, fingerprint: string, condition: string, whom = anyone): QualityRule {
  return { id, sentence, sql: `SELECT p.archive_no, ${fingerprint} AS fingerprint FROM person p WHERE ${whom} AND ${condition}` };
}

/** Every rule in one table (issue: impossible dates, one phone for many, deceased with payments …). */
export const qualityRules: readonly QualityRule[] = [
  where(
    'enlisted-before-birth',
    '入伍日期不晚于出生日期，请核对两个日期。',
    `concat(p.birth_on, p.enlisted_on)`,
    'p.enlisted_on <= p.birth_on',
  ),
  where(
    'enlisted-too-young',
    '入伍时不满16周岁，请核对出生日期和入伍日期。',
    `concat(p.birth_on, p.enlisted_on)`,
    `p.enlisted_on > p.birth_on AND p.enlisted_on < p.birth_on + interval '16 years'`,
  ),
  where(
    'discharged-before-enlisted',
    '退役日期早于入伍日期，请核对。',
    `concat(p.enlisted_on, p.discharged_on)`,
    'p.discharged_on < p.enlisted_on',
  ),
  where('discharged-in-future', '退役日期是将来的日期，请核对。', 'p.discharged_on::text', 'p.discharged_on > $1::date'),
  where('too-old', '超过110岁仍登记在世，请上门核实。', 'p.birth_on::text', `p.birth_on <= $1::date - interval '110 years'`, living),
  {
    id: 'phone-of-many',
    sentence: '同一个手机号登记在三份以上档案，请核对本人号码。',
    sql: `SELECT p.archive_no, p.phone_index AS fingerprint FROM person p JOIN (SELECT phone_index FROM person
      WHERE phone_index IS NOT NULL AND merged_into IS NULL GROUP BY phone_index HAVING count(*) > 3) m USING (phone_index) WHERE ${living}`,
  },
  {
    id: 'card-of-many',
    sentence: '同一张银行卡登记在不同人的档案，请核对，避免发错。',
    sql: `SELECT p.archive_no, p.bankcard_index AS fingerprint FROM person p JOIN (SELECT bankcard_index FROM person
      WHERE bankcard_index IS NOT NULL AND merged_into IS NULL GROUP BY bankcard_index HAVING count(*) > 1) m USING (bankcard_index) WHERE ${anyone}`,
  },
  {
    id: 'paid-after-death',
    sentence: '去世以后还有待遇发放，请核对并办理停发、追回。',
    sql: `SELECT p.archive_no, concat(p.died_on, max(b.granted_on)) AS fingerprint FROM person p JOIN benefit b USING (archive_no)
      WHERE p.died_on IS NOT NULL AND b.granted_on > p.died_on GROUP BY p.archive_no, p.died_on`,
  },
  {
    id: 'visit-after-death',
    sentence: '已去世但还有没走访的任务，请取消。',
    sql: `SELECT DISTINCT p.archive_no, 'todo' AS fingerprint FROM person p JOIN visit_task v USING (archive_no)
      WHERE p.status = '去世' AND v.state = 'todo'`,
  },
  where('no-village', '没有所属村社，不知道由谁联系，请补上。', `concat(p.town, '')`, 'p.village IS NULL', living),
  where(
    'unknown-place',
    '所属镇街、村社不在服务站名录里，请改为正式名称。',
    `concat(p.town, p.village)`,
    `p.town IS NOT NULL AND NOT EXISTS (SELECT FROM station s WHERE s.town = p.town AND s.village IS NOT DISTINCT FROM p.village)`,
    living,
  ),
  where(
    'disabled-without-grade',
    '残疾军人没有残疾等级，请按残疾军人证补上。',
    `concat(p.key_category, '')`,
    `p.key_category = 'disabled' AND p.disability_grade IS NULL`,
    living,
  ),
  where(
    'grade-without-category',
    '有残疾等级但人员类别不是残疾军人，请核对。',
    'p.disability_grade::text',
    `p.disability_grade IS NOT NULL AND NOT EXISTS (SELECT FROM person_category c WHERE c.archive_no = p.archive_no AND c.category IN ('disabled', 'injured_police'))`,
    living,
  ),
  where(
    'old-demob-too-late',
    '在乡复员军人应在1954年10月31日前入伍，入伍日期对不上，请核对类别。',
    'p.enlisted_on::text',
    `p.key_category = 'old_demob' AND p.enlisted_on > '1954-10-31'`,
    living,
  ),
  where(
    'sixty-too-young',
    '类别要求年满60周岁，按出生日期还不到，请核对。',
    'p.birth_on::text',
    `p.key_category IN ('rural60', 'martyr_child60') AND p.birth_on > $1::date - interval '60 years'`,
    living,
  ),
  {
    id: 'same-person',
    sentence: '和另一份档案同名同生日，可能是同一个人，请核对后合并。',
    sql: `SELECT p.archive_no, concat(p.name, p.birth_on) AS fingerprint FROM person p WHERE ${anyone} AND EXISTS (SELECT FROM person q
      WHERE q.name = p.name AND q.birth_on = p.birth_on AND q.archive_no <> p.archive_no AND q.merged_into IS NULL
        AND (q.idcard_index IS NULL OR p.idcard_index IS NULL))`,
  },
];
