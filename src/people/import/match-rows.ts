import type { ReadRow } from '../../platform/row-reading.ts';
import type { TableFault } from '../../platform/table-row.ts';
import { type NewPerson, newPerson } from '../new-person.ts';
import { importTexts as t } from '../texts.ts';
import { differencesOf, type Facts, givenFacts } from './differences.ts';
import type { FieldHands, ListedField } from './field-hands.ts';
import type { StoredPerson } from './import-people-store.ts';
import { newFile } from './new-file.ts';
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

/** What a row says, made ready while the database has the rows before. */
export interface PreparedRow {
  said: PersonRow;
  /** Blind index of the identity number. */
  index: string | null;
  /** The file that it makes if it is new; null until it has a number. */
  draft: NewPerson | null;
}

/** Which stored file each row of a batch means, before anything is decided. */
export interface RowMatch extends PreparedRow {
  line: number;
  found: StoredPerson | undefined;
  holder: StoredPerson | undefined;
}

/** Finds rows' files by archive number, then by identity number. */
export function pairRows(rows: readonly ReadRow<PreparedRow>[], stored: readonly StoredPerson[]): RowMatch[] {
  const byArchive = new Map(stored.flatMap((one) => [one.archiveNo, ...one.formerNos].map((no) => [no, one] as const)));
  const byIdcard = new Map(stored.map((one) => [one.idcardIndex, one]));
  return rows.map(({ row, value }) => {
    const { archiveNo } = value.said;
    const holder = value.index === null ? undefined : byIdcard.get(value.index);
    return { ...value, line: row.line, holder, found: archiveNo === null ? holder : byArchive.get(archiveNo) };
  });
}

/** Files of which a row says something else than what is on file: only of these the history is needed. */
export function differingFiles(pairs: readonly RowMatch[]): string[] {
  return pairs.flatMap(({ said, found }) => {
    if (found === undefined) return [];
    const facts = found.facts as Facts;
    const given = givenFacts(said, facts);
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
  const { said, line, index, found } = pair;
  const keys = [found?.archiveNo ?? said.archiveNo, index].filter((key) => key !== null);
  const fault = refusal(pair, keys, seen);
  const hands = found === undefined ? new Map() : handsOfFile(found.archiveNo);
  if (fault !== null) {
    matched.faults.push({ line, ...fault });
    if (fault.reason === t.otherIdcard && found !== undefined) matched.conflicts.push(...conflictsOf(pair, found, hands));
    return;
  }
  for (const key of keys) seen.lines.set(key, line);
  if (found === undefined) matched.created.push(pair.draft ?? newFile(said, `YZ-${String(seen.nextNumber++).padStart(7, '0')}`));
  else update(pair, found, hands, matched);
}

/** Another identity number under an archive number may be another person's row: nothing of it is taken, and it takes no key. */
function refusal({ said, found, holder }: RowMatch, keys: readonly string[], seen: SeenFiles): Omit<TableFault, 'line'> | null {
  const earlier = keys.map((key) => seen.lines.get(key)).find((line) => line !== undefined);
  if (earlier !== undefined) return { column: '档案号', reason: t.duplicateArchive(earlier) };
  if (holder !== undefined && holder.archiveNo !== found?.archiveNo) return { column: '身份证号', reason: t.otherArchive };
  const known = found?.facts.idcard ?? null;
  return known !== null && said.idcard && known !== said.idcard ? { column: '身份证号', reason: t.otherIdcard } : null;
}

function update(pair: RowMatch, found: StoredPerson, hands: FieldHands, matched: Matched): void {
  const { said } = pair;
  const stored = found.facts as Facts;
  const given = givenFacts(said, stored);
  const { changed, held } = differencesOf(given, found, hands);
  matched.conflicts.push(...conflictsOf(pair, found, hands));
  const known = new Set(found.categories);
  const wanted = [...said.categories, ...(said.keyCategory && changed.includes('keyCategory') ? [said.keyCategory] : [])];
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

function conflictsOf({ said, line }: RowMatch, found: StoredPerson, hands: FieldHands): FoundConflict[] {
  const given = givenFacts(said, found.facts as Facts);
  return differencesOf(given, found, hands).held.map((field) => conflictOf(field, given, found, hands, line));
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
