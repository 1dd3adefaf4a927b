import { demoGivenName, demoName, demoSurname } from '../../organisation/demo/demo-name.ts';
import type { Random } from '../../organisation/demo/seeded-random.ts';
import { ageOn, type Day } from '../../platform/calendar/day.ts';
import type { NewRelation, Sex } from '../new-person.ts';
import { demoToday, someDay, yearOf } from './demo-day.ts';

/** Who someone is, as far as their family depends on it. */
export interface FamilyHead {
  group: string;
  isKey: boolean;
  surname: string;
  sex: Sex;
  birthOn: Day;
}

export interface DemoFamily {
  relations: NewRelation[];
  /** Who is called in an emergency: one of them who lives, and not in barracks. */
  contact: string | null;
  /** What binds a relative to someone in service or fallen; null for veterans themselves. */
  tie: string | null;
}

/** Spouse and children; for families the one through whom they are entitled. */
export function demoFamily(random: Random, head: FamilyHead): DemoFamily {
  switch (head.group) {
    case 'martyr':
    case 'sacrifice':
    case 'illness':
    case 'martyr_child60':
      return bereaved(random, head);
    case 'serving-family':
      return yearOf(head.birthOn) >= 1985 ? servingSpouse(random, head) : servingChild(random, head, '现役军人', [2, 12]);
    case 'conscript-family':
      return servingChild(random, head, '义务兵', [0, 2]);
    default: {
      const relations = head.isKey || random.chance(0.28) ? household(random, head) : [];
      return { relations, contact: relations.findLast(({ isMinor }) => !isMinor)?.name ?? null, tie: null };
    }
  }
}

const fallenNames: Record<string, string> = { martyr: '烈士', martyr_child60: '烈士', sacrifice: '因公牺牲军人', illness: '病故军人' };

function bereaved(random: Random, head: FamilyHead): DemoFamily {
  const born = yearOf(head.birthOn);
  const fallen = fallenNames[head.group] ?? '';
  const isSpouse = head.group !== 'martyr_child60' && head.sex === '女' && random.chance(0.5);
  const surname = isSpouse || head.sex === '女' ? demoSurname(random) : head.surname;
  const relative = isSpouse
    ? relation('配偶', surname + demoGivenName(random, '男', born), someDay(random, born - random.between(0, 4)))
    : relation('父母', head.surname + demoGivenName(random, '男', born - 26), someDay(random, born - random.between(22, 32)));
  const children = random.chance(0.7) && born < 1999 ? [child(random, surname, born + random.between(22, 27))] : [];
  const contact = children[0]?.name ?? surname + demoGivenName(random, '女', born + 25);
  return { relations: [relative, ...children], contact, tie: `${isSpouse ? '丈夫' : '父亲'}为${fallen}` };
}

function servingSpouse(random: Random, head: FamilyHead): DemoFamily {
  const born = yearOf(head.birthOn);
  const surname = demoSurname(random);
  const serving: Sex = head.sex === '女' ? '男' : '女';
  const spouse = relation('配偶', surname + demoGivenName(random, serving, born), someDay(random, born - random.between(-1, 4)));
  const count = born <= 1997 ? random.between(0, 2) : random.between(0, 1);
  const children = Array.from({ length: count }, () =>
    child(random, serving === '男' ? surname : head.surname, random.between(Math.max(born + 25, 2011), 2025)),
  );
  return { relations: [spouse, ...children], contact: head.surname + demoGivenName(random, '男', born - 27), tie: '配偶为现役军人' };
}

/** Parents of someone in service who is of age; `since` is how many years ago the child turned 18. */
function servingChild(random: Random, head: FamilyHead, kind: string, since: readonly [number, number]): DemoFamily {
  const surname = head.sex === '男' ? head.surname : demoSurname(random);
  const born = Math.max(2026 - 18 - random.between(...since), yearOf(head.birthOn) + 20);
  const serving = relation('子女', surname + demoGivenName(random, '男', born), someDay(random, Math.min(born, 2007)));
  const contact = demoName(random, head.sex === '男' ? '女' : '男', yearOf(head.birthOn));
  return { relations: [serving], contact, tie: `儿子为${kind}` };
}

function household(random: Random, head: FamilyHead): NewRelation[] {
  const born = yearOf(head.birthOn);
  if (born > 1998) return [];
  const other: Sex = head.sex === '男' ? '女' : '男';
  const spouse = relation('配偶', demoName(random, other, born), someDay(random, born + random.between(-2, 4)));
  const count = born > 1955 && born < 1985 ? 1 : random.between(0, 2);
  const surname = head.sex === '男' ? head.surname : demoSurname(random);
  return [spouse, ...Array.from({ length: count }, () => child(random, surname, Math.min(born + random.between(24, 31), 2025)))];
}

function child(random: Random, surname: string, born: number): NewRelation {
  return relation('子女', surname + demoGivenName(random, random.chance(0.5) ? '女' : '男', born), someDay(random, born));
}

function relation(kind: string, name: string, birthOn: Day): NewRelation {
  return { kind, name, birthOn, isMinor: ageOn(birthOn, demoToday) < 18 };
}
