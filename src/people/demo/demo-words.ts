import type { Random } from '../../organisation/demo/seeded-random.ts';

/** What the files of the demo district say in words. */
const injuries = ['右下肢活动受限', '左手功能障碍', '腰椎陈旧性损伤', '听力下降', '右眼视力下降', '左膝关节旧伤'] as const;
const causes = ['因公', '因公', '因公', '因战', '因病'] as const;
const gradeNames = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'] as const;
const ailments = [
  '高血压，长期服药',
  '糖尿病，饮食需低糖',
  '冠心病，随身带药',
  '膝关节不便，行走需拐杖',
  '慢性支气管炎，冬季加重',
  '听力差',
] as const;
const remarks = [
  '耳背，联系时请打给家属',
  '上午在村老年活动室，宜下午上门',
  '子女在外地，逢年过节回来',
  '不会用手机，通知请上门',
  '热心村里事务，可做政策宣讲',
] as const;

/** Illness counts for a grade down to the sixth only (rules.yaml `disabled`). */
export function disabilityText(random: Random, grade: number): string {
  const cause = grade > 6 ? random.pick(causes.slice(0, 4)) : random.pick(causes);
  return `${cause}${gradeNames[grade] ?? ''}级残疾，${random.pick(injuries)}`;
}

export function ailmentText(random: Random): string {
  return random.pick(ailments);
}

export function remarkText(random: Random): string {
  return random.pick(remarks);
}

/** An invented house number in a real village; communities have blocks, villages numbers. */
export function addressText(random: Random, area: { town: string; village: string; isRural: boolean }): string {
  const house = area.isRural
    ? `${random.between(1, 380)}号`
    : `${random.between(1, 68)}幢${random.between(1, 4)}单元${random.between(1, 18)}${String(random.between(1, 4)).padStart(2, '0')}室`;
  return `浙江省宁波市鄞州区${area.town}${area.village}${house}`;
}
