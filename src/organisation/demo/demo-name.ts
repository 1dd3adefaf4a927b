import { nameCohorts, surnameWeights } from './demo-name-tables.ts';
import { type Random, weightedDraw } from './seeded-random.ts';

const drawSurname = weightedDraw(surnameWeights);

interface Fashion {
  whole: (random: Random) => string;
  first: string[];
  second: string[];
}

/** Real names thin out as one over the rank, so that a district this large has dozens of 张建国 and many who share no name. */
const fashions = nameCohorts.map((cohort) => ({ until: cohort.until, 男: fashionOf(cohort.男), 女: fashionOf(cohort.女) }));

function fashionOf({ whole, first, second }: { whole: string; first: string; second: string }): Fashion {
  return {
    whole: weightedDraw(whole.split(' ').map((name, rank) => [name, 1 / (rank + 3)] as const)),
    first: [...first],
    second: [...second],
  };
}

export function demoSurname(random: Random): string {
  return drawSurname(random);
}

/** A given name in the fashion of the year of birth. */
export function demoGivenName(random: Random, sex: '男' | '女', birthYear: number): string {
  const cohort = fashions.find(({ until }) => birthYear <= until) ?? fashions.at(-1);
  if (!cohort) throw new RangeError('no name cohort');
  const fashion = cohort[sex];
  return random.chance(0.3) ? fashion.whole(random) : random.pick(fashion.first) + random.pick(fashion.second);
}

export function demoName(random: Random, sex: '男' | '女', birthYear: number): string {
  return demoSurname(random) + demoGivenName(random, sex, birthYear);
}
