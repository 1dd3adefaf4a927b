import type { Day } from '../platform/calendar/day.ts';
import type { FestivalLevel } from '../platform/calendar/festivals.ts';
import {
  hasCategory,
  isAged,
  isFirstClassHero,
  isHero,
  isInSpecialHardship,
  isKeyRecipient,
  isPreferential,
  isServingFamily,
  isVeteran,
  type Recipient,
} from './recipient.ts';
import type { targetNames } from './texts.ts';

/** Rules of rules.yaml section 5 (走访慰问) as data. Amounts and targets there are marked illustrative where the bureau must still confirm them. */

export type TargetId = keyof typeof targetNames;

const targets: Record<TargetId, (person: Recipient, on: Day) => boolean> = {
  'key-recipient': isKeyRecipient,
  'serving-family': isServingFamily,
  hero: isHero,
  'hardship-veteran': (person) => person.hardship !== null && isVeteran(person),
  'war-or-test': (person) => hasCategory(person, 'war', 'test'),
  // Children on the list of their own are a martyr's family too (烈士褒扬条例).
  'martyr-family': (person) => hasCategory(person, 'martyr', 'martyr_child60'),
  'aged-preferential': (person, on) => isPreferential(person) && isAged(person, 80, on),
  'lone-preferential': (person) => isPreferential(person) && person.livesAlone,
  'aged-veteran': (person, on) => isVeteran(person) && isAged(person, 80, on),
  'bedridden-preferential': (person) => isPreferential(person) && person.isBedridden,
};

const targetsByFestival: Record<string, readonly TargetId[]> = {
  spring_festival: ['key-recipient', 'serving-family', 'hero', 'hardship-veteran'],
  army_day: ['key-recipient', 'serving-family', 'war-or-test', 'hardship-veteran'],
  qingming: ['martyr-family'],
  martyrs_day: ['martyr-family'],
  dragon_boat: ['aged-preferential', 'hardship-veteran'],
  mid_autumn: ['aged-preferential', 'hardship-veteran', 'lone-preferential'],
  double_ninth: ['aged-veteran', 'bedridden-preferential'],
};

/** Why a person is visited at a festival; empty when they are not. */
export function reasonsToVisit(person: Recipient, festivalId: string, on: Day): TargetId[] {
  return (targetsByFestival[festivalId] ?? []).filter((target) => targets[target](person, on));
}

/** Whether a festival visits people for their age alone; those are many more to look at. */
export function asksForAgeAlone(festivalId: string): boolean {
  return (targetsByFestival[festivalId] ?? []).includes('aged-veteran');
}

/** Yuan that a gift may cost, by who brings it. */
export const giftLimits: Record<FestivalLevel, number> = { district: 1000, town: 500, village: 300 };

/** How many households the district itself should visit at least (`count_hint`). */
export const districtVisitsHint = 20;

const order: readonly FestivalLevel[] = ['village', 'town', 'district'];

/** Who visits: the level that the person's case asks for, kept within the levels that visit at this festival. */
export function levelOfVisit(person: Recipient, festivalLevels: readonly FestivalLevel[]): FestivalLevel {
  const fitting = order.filter((level) => festivalLevels.includes(level));
  const wanted = order.indexOf(levelAskedFor(person));
  const best = fitting.findLast((level) => order.indexOf(level) <= wanted) ?? fitting[0];
  return best ?? 'village';
}

function levelAskedFor(person: Recipient): FestivalLevel {
  const { disabilityGrade } = person;
  const isGravelyDisabled = disabilityGrade !== null && disabilityGrade <= 4;
  if (hasCategory(person, 'martyr') || isGravelyDisabled || isFirstClassHero(person) || isInSpecialHardship(person)) return 'district';
  const isDisabled = disabilityGrade !== null || hasCategory(person, 'disabled');
  return isDisabled || hasCategory(person, 'sacrifice', 'illness', 'war') ? 'town' : 'village';
}
