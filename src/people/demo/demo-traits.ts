import { demoGivenName, demoSurname } from '../../organisation/demo/demo-name.ts';
import { type Random, weightedDraw } from '../../organisation/demo/seeded-random.ts';
import type { Day } from '../../platform/calendar/day.ts';
import type { Lifecycle, NewCategory, PersonStatus, Sex } from '../new-person.ts';
import { someDay, yearOf } from './demo-day.ts';
import { type DemoGroup, demoGroups } from './demo-groups.ts';
import type { DemoSeat } from './demo-roll.ts';
import type { DemoService } from './demo-service-years.ts';
import { ailmentText, disabilityText, remarkText } from './demo-words.ts';

export interface Particulars {
  sex: Sex;
  birthOn: Day;
  surname: string;
  name: string;
}

const drawSpan = new Map(
  demoGroups.map(({ id, count, born }) => [`${id} ${count}`, weightedDraw(born.map((span) => [span, span[2]] as const))]),
);

/** Sex, birth and a name in the fashion of that year. */
export function particularsOf(random: Random, { group, character }: DemoSeat): Particulars {
  const sex = character?.sex ?? (random.chance(group.women) ? '女' : '男');
  const [from, to] = character?.born ?? drawSpan.get(`${group.id} ${group.count}`)?.(random) ?? [1960, 1960];
  // Recruits come in September: whoever must have turned 18 by then was born before it.
  const birthOn = someDay(random, random.between(from, to), 1, group.served === 'discharged-2026' ? 8 : 12);
  const surname = character?.surname ?? demoSurname(random);
  return { sex, birthOn, surname, name: surname + (character?.givenName ?? demoGivenName(random, sex, yearOf(birthOn))) };
}

export interface Condition {
  grade: number | null;
  hardship: string | null;
  livesAlone: boolean;
  isBedridden: boolean;
  age: number;
}

/** Grades one to ten; the gravest are few. */
const drawGrade = weightedDraw([1, 1, 2, 4, 12, 22, 40, 60, 70, 88].map((weight, index) => [index + 1, weight] as const));

export function conditionOf(random: Random, group: DemoGroup, birthOn: Day): Condition {
  const age = 2026 - yearOf(birthOn);
  const grade = group.id === 'disabled' || group.id === 'injured_police' ? drawGrade(random) : null;
  const isPoor = random.chance(group.isKey ? 0.07 : 0.006);
  return {
    grade,
    hardship: isPoor ? random.pick(['低保', '低保', '低边', '低边', '低边', '特困']) : null,
    livesAlone: age >= 70 && random.chance(0.13),
    isBedridden: (grade !== null && grade <= 2) || (age >= 82 && random.chance(0.09)),
    age,
  };
}

export interface Standing {
  lifecycle: Lifecycle;
  status: PersonStatus;
  /** Died, moved away or struck off. */
  isClosed: boolean;
  lastYear: number;
}

/** Whether the file is still followed; what the roll leaves open is a matter of age. */
export function standingOf(random: Random, { group, lifecycle: given }: DemoSeat, age: number): Standing {
  const lifecycle = given ?? lifecycleAt(random, age);
  const isClosed = lifecycle === '已故' || lifecycle === '转出' || lifecycle === '取消';
  const lastYear = lifecycle === '在册' ? 2026 : random.between(2023, 2025);
  return { lifecycle, status: statusOf(lifecycle), isClosed, lastYear: group.id === 'red' ? random.between(2009, 2016) : lastYear };
}

function lifecycleAt(random: Random, age: number): Lifecycle {
  const luck = random.next();
  if (luck < 0.0002) return '暂停';
  if (luck < 0.006) return '转出';
  const mortality = age > 75 ? 0.07 : age > 60 ? 0.015 : 0.002;
  return luck > 1 - mortality ? '已故' : '在册';
}

function statusOf(lifecycle: Lifecycle): PersonStatus {
  if (lifecycle === '已故') return '去世';
  return lifecycle === '转出' ? '迁出' : '在世';
}

/** The group's own category, and how a veteran left the forces since the present ways of placement exist (2011). */
export function categoriesOf(random: Random, group: DemoGroup, service: DemoService, birthOn: Day): NewCategory[] {
  const sinceOn = service.dischargedOn ?? (group.isKey ? `${Math.max(1981, yearOf(birthOn) + 20)}-01-01` : null);
  const isAccompanying = group.id === 'serving-family' && yearOf(birthOn) >= 1985 && random.chance(0.25);
  const also = isAccompanying ? 'accompanying-spouse' : group.id === 'ordinary_veteran' ? placementOf(service) : null;
  return [group.id, ...(also ? [also] : [])].map((category) => ({ category, sinceOn }));
}

function placementOf({ dischargedOn, years }: DemoService): string | null {
  if (dischargedOn === null || yearOf(dischargedOn) < 2011) return null;
  if (years > 16) return 'transfer-officer';
  return years >= 12 ? 'assigned-job-veteran' : 'self-employed-veteran';
}

/** About one in twelve brought a citation home; a first-class merit is a matter of a handful. */
export function meritOf(random: Random, { enlistedOn, years }: DemoService): string | null {
  if (enlistedOn === null) return null;
  const luck = random.next() * (years > 5 ? 0.5 : 1);
  if (luck < 0.0004) return '一等功';
  if (luck < 0.004) return '二等功';
  return luck < 0.06 ? '三等功' : null;
}

const withoutStays: readonly string[] = ['rural60', 'martyr_child60', 'red'];

/** Stays go round every three to five years (rules.yaml `sanatorium.frequency`); the characters of the manual have not been yet. */
export function sanatoriumYear(random: Random, { group, character }: DemoSeat, lastYear: number): number | null {
  if (!group.isKey || withoutStays.includes(group.id) || character !== null || random.chance(0.28)) return null;
  const year = random.between(2021, 2026);
  return year <= lastYear ? year : null;
}

export function healthOf(random: Random, group: DemoGroup, { grade, isBedridden, age }: Condition): string | null {
  if (grade !== null) return disabilityText(random, grade);
  if (isBedridden) return `长期卧床，${ailmentText(random)}`;
  return age >= 72 && random.chance(group.isKey ? 0.5 : 0.06) ? ailmentText(random) : null;
}

export function noteOf(random: Random, group: DemoGroup, tie: string | null): string | null {
  const remark = group.isKey && random.chance(0.15) ? remarkText(random) : null;
  return [tie, remark].filter((text) => text !== null).join('；') || null;
}
