import { boundFields, type FieldHands, type ListedField } from './field-hands.ts';
import type { StoredPerson } from './import-people-store.ts';
import type { PersonRow } from './read-person-row.ts';

export type Facts = Partial<Record<ListedField, unknown>>;

/** What a row says otherwise than the file: to be written, and to be decided by a person. */
export interface Differences {
  changed: ListedField[];
  held: ListedField[];
}

/** Only what the row says something about; an empty cell says nothing, and never empties what is on file. */
export function givenFacts(row: PersonRow, stored: Facts): Facts {
  const { archiveNo: _archiveNo, categories: _categories, ...facts } = row;
  const given = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined)) as Facts;
  // Somebody who moves to a town is not in the old one's village any more.
  if (given.town !== undefined && given.village === undefined && given.town !== stored.town) given.village = null;
  // A list knows 在世, 去世, 迁出; whether payments are suspended (暂停, 取消) it does not know.
  if (given.status === stored.status) delete given.lifecycle;
  return given;
}

/**
 * Parts the differences: who somebody is (name, identity number, birth), whether they live, and what a person wrote in the product
 * after the last list are for a person to decide; all else is an ordinary update.
 */
export function differencesOf(given: Facts, stored: StoredPerson, hands: FieldHands): Differences {
  const facts = stored.facts as Facts;
  const differing = (Object.keys(given) as ListedField[]).filter((field) => given[field] !== facts[field]);
  const doubtful = new Set(differing.filter((field) => isDoubtful(field, given, facts, hands)));
  const bound = boundFields.filter((group) => group.some((field) => doubtful.has(field))).flat();
  for (const field of bound) if (differing.includes(field)) doubtful.add(field);
  // Found by the archive number alone under another name: nothing shows that the row speaks of the same person.
  const isSomebodyElse = doubtful.has('name') && (given.idcard === undefined || given.idcard !== facts.idcard);
  return {
    changed: isSomebodyElse ? [] : differing.filter((field) => !doubtful.has(field)),
    held: differing.filter((field) => doubtful.has(field)),
  };
}

function isDoubtful(field: ListedField, given: Facts, facts: Facts, hands: FieldHands): boolean {
  const isKnown = facts[field] !== null && facts[field] !== undefined;
  if (['name', 'idcard', 'birthOn', 'sex'].includes(field) && isKnown) return true;
  if (field === 'status' && facts.status === '去世') return true;
  const hand = hands.get(field);
  return hand !== undefined && !hand.isImport && given[field] !== undefined;
}
