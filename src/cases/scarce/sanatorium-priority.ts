import { ageOn, type Day } from '../../platform/calendar/day.ts';

/** What the order of a sanatorium batch rests on (rules.yaml sanatorium.priority; all points illustrative). */
export interface SanatoriumClaim {
  /** Category of the entitled person; `disabled` is told apart by the grade. */
  category: string;
  disabilityGrade: number | null;
  birthOn: Day | null;
  /** Year of the last stay; null: never. */
  lastYear: number | null;
  /** 低保, 低边 …; null: no hardship on file. */
  hardship: string | null;
  /** Whether temporary hardship aid was granted in the year before. */
  hadAidLastYear: boolean;
  /** Whether a bed was given up too late in the year before (弃约). */
  gaveUpLastYear: boolean;
}

const categoryPoints: Readonly<Record<string, number>> = {
  martyr: 30,
  disabled_1_6: 28,
  sacrifice: 26,
  illness: 24,
  disabled_7_10: 22,
  old_demob: 22,
  war: 20,
  ill_return: 18,
  test: 18,
};

/** rules.yaml: 逾期取消记一次弃约，次年排序减5分. */
const GIVEN_UP = 5;

/** 类别分 + 年龄分 + 未享受年限分 + 困难分, less what a bed given up late costs; age and years count to the day on which the batch moves in. */
export function sanatoriumScore(claim: SanatoriumClaim, startsOn: Day): number {
  return (
    (categoryPoints[gradedCategory(claim)] ?? 0) +
    agePoints(claim.birthOn, startsOn) +
    yearPoints(claim.lastYear, startsOn) +
    hardshipPoints(claim) -
    (claim.gaveUpLastYear ? GIVEN_UP : 0)
  );
}

/** A disability without a grade on file counts as one of the lower grades. */
function gradedCategory({ category, disabilityGrade }: SanatoriumClaim): string {
  if (category !== 'disabled') return category;
  return disabilityGrade !== null && disabilityGrade <= 6 ? 'disabled_1_6' : 'disabled_7_10';
}

function agePoints(birthOn: Day | null, startsOn: Day): number {
  const age = birthOn === null ? 0 : ageOn(birthOn, startsOn);
  if (age >= 80) return 20;
  if (age >= 75) return 15;
  if (age >= 70) return 10;
  return age >= 60 ? 5 : 0;
}

/** 从未享受20；每间隔1年加5，上限20. */
function yearPoints(lastYear: number | null, startsOn: Day): number {
  if (lastYear === null) return 20;
  return Math.min(20, 5 * Math.max(0, Number(startsOn.slice(0, 4)) - lastYear));
}

/** One mark counts, the higher. */
function hardshipPoints({ hardship, hadAidLastYear }: SanatoriumClaim): number {
  if (hardship !== null && /低保|低边|特困/.test(hardship)) return 15;
  return hadAidLastYear ? 10 : 0;
}

/** One asker's place in a queue. `never` outranks any year. */
export interface QueuedAsk {
  score: number;
  /** Years since the last stay; null: never. */
  yearsSince: number | null;
  birthOn: Day | null;
  askedAt: Date;
  id: string;
}

/** Higher score first; then the longer without a stay, the older, the earlier (tie_break). */
export function bySanatoriumOrder(left: QueuedAsk, right: QueuedAsk): number {
  return (
    right.score - left.score ||
    longest(right.yearsSince) - longest(left.yearsSince) ||
    compare(left.birthOn ?? '9999', right.birthOn ?? '9999') ||
    left.askedAt.getTime() - right.askedAt.getTime() ||
    compare(left.id, right.id)
  );
}

const longest = (years: number | null) => years ?? 1000;
const compare = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
