import { type Random, weightedDraw } from '../../organisation/demo/seeded-random.ts';
import type { Day } from '../../platform/calendar/day.ts';
import { dayAt, someDay, yearOf } from './demo-day.ts';
import type { DemoGroup } from './demo-groups.ts';

export interface DemoService {
  enlistedOn: Day | null;
  dischargedOn: Day | null;
  branch: string | null;
  years: number;
}

/** Branches as the public knows them; a unit designation is a military secret and never kept (rules.yaml `military`). */
const drawBranch = weightedDraw([
  ['陆军', 60],
  ['海军', 17],
  ['空军', 12],
  ['武警', 9],
  ['火箭军', 2],
]);

const none: DemoService = { enlistedOn: null, dischargedOn: null, branch: null, years: 0 };

/** When and where someone of this birth served. Conscription was in winter until 2012, since then in September (since 2021 in March too). */
export function demoService(random: Random, group: DemoGroup, birthOn: Day): DemoService {
  const born = yearOf(birthOn);
  switch (group.served) {
    case 'none':
      return none;
    case 'red-army':
      return { enlistedOn: someDay(random, 1934, 1, 9), dischargedOn: someDay(random, 1936), branch: '陆军', years: 2 };
    case 'before-1954': {
      const joined = Math.min(1954, Math.max(1946, born + random.between(16, 19)));
      const left = random.between(Math.max(joined + 1, 1951), 1958);
      return { enlistedOn: someDay(random, joined, 1, 10), dischargedOn: someDay(random, left), branch: '陆军', years: left - joined };
    }
    case 'discharged-2026': {
      const joined = joiningYear(random, born, 2);
      return served(random, joined, 2026 - joined);
    }
    case 'conscript':
    case 'any': {
      const years = group.served === 'conscript' || random.chance(0.66) ? conscriptYears(random, born) : longService(random);
      const joined = joiningYear(random, born, years);
      return served(random, joined, Math.max(2, Math.min(years, 2026 - joined)));
    }
  }
}

function conscriptYears(random: Random, born: number): number {
  return born + 18 >= 1999 ? 2 : random.between(3, 5);
}

function longService(random: Random): number {
  return random.chance(0.7) ? random.between(5, 16) : random.between(15, 26);
}

/** At 18 to 20; earlier where the years to serve must be over by 2026. */
function joiningYear(random: Random, born: number, years: number): number {
  return Math.max(born + 18, Math.min(born + random.between(18, 20), 2026 - years));
}

function served(random: Random, joined: number, years: number): DemoService {
  const left = joined + years;
  return {
    enlistedOn: joined >= 2013 ? dayAt(joined, 9, random.between(1, 20)) : someDay(random, joined, 11, 12),
    dischargedOn: left >= 2013 ? dayAt(left, 9, 1) : someDay(random, left, 11, 12),
    branch: drawBranch(random),
    years,
  };
}
