import type { ReadRow } from '../../platform/row-reading.ts';
import type { Sealer } from '../../platform/seal.ts';
import type { TableFault } from '../../platform/table-row.ts';
import { type NewPerson, newPerson } from '../new-person.ts';
import { importTexts as t } from '../texts.ts';
import { differencesOf, type Facts, givenFacts } from './differences.ts';
import type { FieldHands, ListedField } from './field-hands.ts';
import type { StoredPerson } from './import-people-store.ts';
import type { PersonRow } from './read-person-row.ts';
import type { SeenLines } from './seen-lines.ts';

/** What is to be decided by a person: the list's value against the archive's, in clear. */
export interface FoundConflict {
  archiveNo: string;
  field: ListedField;
  listValue: string;
  archiveValue: string | null;
  line: number;
  changedBy: string | null;
  changedAt: Date | null;
}

/** What a list's rows come to, against what is stored. */
export interface Matched {
  created: NewPerson[];
  updated: { person: NewPerson; before: Record<string, unknown>; after: Record<string, unknown> }[];
  unchanged: number;
  faults: TableFault[];
  conflicts: FoundConflict[];
}

/** Which files the rows before have already spoken of, over the whole list. */
export interface SeenFiles {
  /** Archive number, or the blind index of the identity number, → line. */
  lines: SeenLines;
  nextNumber: number;
}

/** Which stored file each row of a batch means, before anything is decided. */
export interface RowMatch {
  row: ReadRow<PersonRow>;
  index: string | null;
  found: StoredPerson | undefined;
  holder: StoredPerson | undefined;
}

/** Finds rows' files by archive number, then by identity number. */
export function pairRows(rows: readonly ReadRow<PersonRow>[], stored: readonly StoredPerson[], sealer: Sealer): RowMatch[] {
  const byArchive = new Map(stored.map((one) => [one.archiveNo, one]));
  const byIdcard = new Map(stored.map((one) => [one.idcardIndex, one]));
  return rows.map((row) => {
    const { archiveNo, idcard } = row.value;
    const index = idcard ? sealer.index('idcard', idcard) : null;
    const holder = index === null ? undefined : byIdcard.get(index);
    return { row, index, holder, found: archiveNo === null ? holder : byArchive.get(archiveNo) };
  });
}

/** Files of which a row says something else than what is on file: only of these the history is needed. */
export function differingFiles(pairs: readonly RowMatch[]): string[] {
  return pairs.flatMap(({ row, found }) => {
    if (found === undefined) return [];
    const facts = found.facts as Facts;
    const given = givenFacts(row.value, facts);
    return (Object.keys(given) as ListedField[]).some((field) => given[field] !== facts[field]) ? [found.archiveNo] : [];
  });
}

/**
 * Decides what each row comes to. Two rows of one file: the first counts. A row that contradicts what is stored about who is who is
 * refused; what a person must decide is left as it is and comes back as conflicts.
 */
export function matchRows(pairs: readonly RowMatch[], handsOfFile: (archiveNo: string) => FieldHands, seen: SeenFiles): Matched {
  const matched: Matched = { created: [], updated: [], unchanged: 0, faults: [], conflicts: [] };
  for (const pair of pairs) matchRow(pair, handsOfFile, seen, matched);
  return matched;
}

function matchRow(pair: RowMatch, handsOfFile: (archiveNo: string) => FieldHands, seen: SeenFiles, matched: Matched): void {
  const { value, row } = pair.row;
  const { found, index } = pair;
  const keys = [found?.archiveNo ?? value.archiveNo, index].filter((key) => key !== null);
  const earlier = keys.map((key) => seen.lines.get(key)).find((line) => line !== undefined);
  if (earlier !== undefined) {
    matched.faults.push({ line: row.line, column: '档案号', reason: t.duplicateArchive(earlier) });
    return;
  }
  if (pair.holder !== undefined && pair.holder.archiveNo !== found?.archiveNo) {
    matched.faults.push({ line: row.line, column: '身份证号', reason: t.otherArchive });
    return;
  }
  const hands = found === undefined ? new Map() : handsOfFile(found.archiveNo);
  if (found?.facts.idcard && value.idcard && found.facts.idcard !== value.idcard) {
    // Under this archive number it may be another person's row: nothing of it is taken, and it takes no key.
    const given = givenFacts(value, found.facts as Facts);
    for (const field of differencesOf(given, found, hands).held) matched.conflicts.push(conflictOf(field, given, found, hands, row.line));
    matched.faults.push({ line: row.line, column: '身份证号', reason: t.otherIdcard });
    return;
  }
  for (const key of keys) seen.lines.set(key, row.line);
  if (found === undefined) matched.created.push(create(value, seen));
  else update(pair, found, hands, matched);
}

function create(value: PersonRow, seen: SeenFiles): NewPerson {
  const { archiveNo, name, categories, ...facts } = value;
  const number = archiveNo ?? `YZ-${String(seen.nextNumber++).padStart(7, '0')}`;
  return newPerson({ archiveNo: number, name, ...present(facts), categories: categories.map((category) => ({ category })) });
}

function update(pair: RowMatch, found: StoredPerson, hands: FieldHands, matched: Matched): void {
  const { value, row } = pair.row;
  const stored = found.facts as Facts;
  const given = givenFacts(value, stored);
  const { changed, held } = differencesOf(given, found, hands);
  matched.conflicts.push(...held.map((field) => conflictOf(field, given, found, hands, row.line)));
  const known = new Set(found.categories);
  const wanted = [...value.categories, ...(value.keyCategory && changed.includes('keyCategory') ? [value.keyCategory] : [])];
  const isHeldWhole = held.includes('name') && changed.length === 0 && (given.idcard === undefined || given.idcard !== stored.idcard);
  const added = isHeldWhole ? [] : [...new Set(wanted)].filter((category) => !known.has(category));
  if (changed.length === 0 && added.length === 0) {
    matched.unchanged += 1;
    return;
  }
  const pick = (from: Facts) => Object.fromEntries(changed.map((field) => [field, from[field] ?? null]));
  const categoriesAfter = added.length === 0 ? {} : { categories: [...found.categories, ...added] };
  const categoriesBefore = added.length === 0 ? {} : { categories: found.categories };
  matched.updated.push({
    person: newPerson({
      ...found.facts,
      ...(pick(given) as Partial<NewPerson>),
      archiveNo: found.archiveNo,
      categories: added.map((category) => ({ category })),
    }),
    before: { ...pick(stored), ...categoriesBefore },
    after: { ...pick(given), ...categoriesAfter },
  });
}

function conflictOf(field: ListedField, given: Facts, found: StoredPerson, hands: FieldHands, line: number): FoundConflict {
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  const hand = hands.get(field);
  return {
    archiveNo: found.archiveNo,
    field,
    listValue: text(given[field]) ?? '',
    archiveValue: text((found.facts as Facts)[field]),
    line,
    changedBy: hand?.by ?? null,
    changedAt: hand?.at ?? null,
  };
}

/** Only what the row says something about. */
function present<T extends object>(facts: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined)) as {
    [Key in keyof T]?: NonNullable<T[Key]>;
  };
}
