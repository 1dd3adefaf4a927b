import { categoryMembers, keyCategoryIds } from '../people/categories.ts';
import { ageOn, type Day } from '../platform/calendar/day.ts';

/** What decides whether, why and by whom a person is visited. Read from the archive by campaign-store.ts. */
export interface Recipient {
  archiveNo: string;
  birthOn: Day | null;
  town: string | null;
  village: string | null;
  keyCategory: string | null;
  /** Ids of rules.yaml and of the catalogue's audiences. */
  categories: readonly string[];
  isDischarged: boolean;
  disabilityGrade: number | null;
  merit: string | null;
  hardship: string | null;
  livesAlone: boolean;
  isBedridden: boolean;
  /** Archive number of the spouse, where the archive links the two files. */
  spouseNo: string | null;
}

const veteranCategories = categoryMembers('veteran');
const servingFamilyCategories = ['serving-family', 'conscript-family', 'accompanying-spouse'];
const preferentialCategories = [...keyCategoryIds, 'injured_police', ...servingFamilyCategories];

/** Categories for which alone a person may be due; of everybody else something more must be known. */
export const visitedCategories: readonly string[] = preferentialCategories;

export function hasCategory(person: Recipient, ...wanted: readonly string[]): boolean {
  return wanted.some((category) => person.keyCategory === category || person.categories.includes(category));
}

/** 重点优抚对象: on the books of the pension system, not merely entitled to it. */
export function isKeyRecipient(person: Recipient): boolean {
  return person.keyCategory !== null;
}

/** 优抚对象 in the wider sense of terms.md. */
export function isPreferential(person: Recipient): boolean {
  return isKeyRecipient(person) || hasCategory(person, ...preferentialCategories);
}

/** A file is a veteran's unless it says that it is somebody else's (people/categories.ts). */
export function isVeteran(person: Recipient): boolean {
  const saysNothing = person.keyCategory === null && person.categories.length === 0;
  return person.isDischarged || saysNothing || hasCategory(person, ...veteranCategories);
}

export function isServingFamily(person: Recipient): boolean {
  return hasCategory(person, ...servingFamilyCategories);
}

/** 功臣模范: second class merit and above, or a title of honour. */
export function isHero(person: Recipient): boolean {
  return person.merit !== null && /勋章|荣誉称号|英雄|模范|特等功|一等功|二等功/.test(person.merit);
}

/** 特等、一等功臣 and holders of titles: visited by the district itself. */
export function isFirstClassHero(person: Recipient): boolean {
  return person.merit !== null && /勋章|荣誉称号|特等功|一等功/.test(person.merit);
}

export function isInSpecialHardship(person: Recipient): boolean {
  return person.hardship !== null && /特困|特别困难/.test(person.hardship);
}

export function isAged(person: Recipient, years: number, on: Day): boolean {
  return person.birthOn !== null && ageOn(person.birthOn, on) >= years;
}
