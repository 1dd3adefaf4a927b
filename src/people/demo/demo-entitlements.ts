import type { Random } from '../../organisation/demo/seeded-random.ts';
import type { NewBenefit, NewCertificate } from '../new-person.ts';
import { dayAt, demoToday, someDay, yearOf } from './demo-day.ts';
import type { DemoService } from './demo-service-years.ts';

/** What someone's benefits and papers depend on. */
export interface Entitled {
  group: string;
  archiveNo: string;
  grade: number | null;
  hardship: string | null;
  lastSanatoriumYear: number | null;
  cardNo: string | null;
  service: DemoService;
  /** The last year in which the file was followed; 2026 for who is on the roll. */
  lastYear: number;
  /** Died, moved away or struck off: papers are void. */
  isClosed: boolean;
}

/** Yuan a year. Illustrative: the amounts in force are for the section to set (rules.yaml `meta.note`). */
const yearly: Record<string, readonly [kind: string, title: string, amount: number]> = {
  martyr: ['regular_pension', '定期抚恤金', 42_000],
  sacrifice: ['regular_pension', '定期抚恤金', 36_500],
  illness: ['regular_pension', '定期抚恤金', 34_300],
  old_demob: ['living_subsidy', '定期生活补助', 25_000],
  ill_return: ['living_subsidy', '定期生活补助', 10_800],
  war: ['living_subsidy', '定期生活补助', 11_500],
  test: ['living_subsidy', '定期生活补助', 11_500],
  rural60: ['living_subsidy', '农村籍退役士兵老年生活补助', 780],
  martyr_child60: ['living_subsidy', '烈士子女定期生活补助', 8_300],
  red: ['living_subsidy', '定期生活补助', 80_000],
};
const byGrade = [0, 118_000, 107_000, 93_000, 76_500, 60_500, 47_800, 36_100, 23_300, 19_800, 13_900] as const;
const sanatoriumMonths = [4, 5, 6, 9, 10, 11] as const;

/** Benefits of the last three years, newest first; kinds are the keys of catalogue.yaml outcomes. */
export function demoBenefits(random: Random, who: Entitled): NewBenefit[] {
  const benefits: NewBenefit[] = [];
  for (let year = who.lastYear; year >= 2024; year -= 1) {
    const regular = regularBenefit(who, year);
    if (regular) benefits.push(regular);
    if (who.hardship && random.chance(0.3)) {
      const amount = random.pick([1000, 1500, 2000, 3000, 5000]);
      benefits.push({ kind: 'hardship_year', title: '临时困难补助', amount, year, grantedOn: someDay(random, year, 2, 10) });
    }
  }
  const stay = who.lastSanatoriumYear;
  if (stay !== null) {
    const grantedOn = dayAt(
      stay,
      stay === 2026 ? random.pick(sanatoriumMonths.slice(0, 5)) : random.pick(sanatoriumMonths),
      random.between(8, 19),
    );
    benefits.push({ kind: 'sanatorium', title: '短期疗养', amount: null, year: stay, grantedOn });
  }
  const left = who.service.dischargedOn;
  if (left && yearOf(left) >= 2024 && who.service.years <= 12) {
    const grantedOn = dayAt(yearOf(left), 11, random.between(1, 20));
    benefits.push({
      kind: 'lump_sum_used',
      title: '自主就业一次性经济补助',
      amount: 18_000 * who.service.years,
      year: yearOf(left),
      grantedOn,
    });
  }
  return benefits;
}

function regularBenefit(who: Entitled, year: number): NewBenefit | null {
  const grantedOn = dayAt(year, 1, 20);
  if (who.grade !== null && who.group === 'disabled')
    return { kind: 'disability_pension', title: '残疾抚恤金', amount: byGrade[who.grade] ?? 0, year, grantedOn };
  if (who.group === 'conscript-family' && year >= 2025)
    return { kind: 'conscript_allowance_year', title: '义务兵家庭优待金', amount: 32_000, year, grantedOn: dayAt(year, 7, 28) };
  const [kind, title, amount] = yearly[who.group] ?? [];
  if (!kind || !title || !amount) return null;
  return { kind, title, amount: who.group === 'rural60' ? amount * who.service.years : amount, year, grantedOn };
}

const deeds: Record<string, string> = {
  disabled: '残疾军人证',
  martyr: '烈士证明书',
  martyr_child60: '烈士证明书',
  sacrifice: '军人因公牺牲证明书',
  illness: '军人病故证明书',
  injured_police: '伤残人民警察证',
};

/** Papers carry 示 in their numbers: nothing that a counter would take for one of its own. */
export function demoCertificates(random: Random, who: Entitled): NewCertificate[] {
  const state = who.isClosed ? '已注销' : '有效';
  const certificates: NewCertificate[] = [];
  if (who.cardNo) {
    const left = who.service.dischargedOn ? yearOf(who.service.dischargedOn) : 0;
    const issuedOn =
      left >= 2022 ? dayAt(left, random.between(10, 11), random.between(1, 20)) : someDay(random, random.between(2022, 2024));
    certificates.push({ kind: '优待证', no: who.cardNo, state, issuedOn });
  } else if (!who.isClosed && mayHoldCard(who) && random.chance(0.25)) {
    certificates.push({ kind: '优待证', no: null, state: '办理中', issuedOn: null });
  }
  const deed = deeds[who.group];
  if (deed) {
    const since = who.service.dischargedOn ? Math.min(yearOf(who.service.dischargedOn) + 1, yearOf(demoToday)) : random.between(1985, 2020);
    certificates.push({ kind: deed, no: `浙示${who.archiveNo.slice(3)}`, state, issuedOn: someDay(random, since, 1, 10) });
  }
  return certificates;
}

/** Veterans and the three families are given a card (优待证); relatives of those who serve are not. */
export function mayHoldCard({ group, service }: Pick<Entitled, 'group' | 'service'>): boolean {
  return service.enlistedOn !== null || ['martyr', 'sacrifice', 'illness'].includes(group);
}
