import type { ReadRow } from '../../platform/row-reading.ts';
import type { Sealer } from '../../platform/seal.ts';
import type { TableFault } from '../../platform/table-file.ts';
import { type NewPerson, newPerson } from '../new-person.ts';
import { importTexts as t } from '../texts.ts';
import type { StoredPerson } from './import-people-store.ts';
import type { PersonRow } from './read-person-row.ts';

/** What a list's rows come to, against what is stored. */
export interface Matched {
  created: NewPerson[];
  updated: { person: NewPerson; before: Record<string, unknown>; after: Record<string, unknown> }[];
  unchanged: number;
  faults: TableFault[];
}

/** Which files the rows before have already spoken of, over the whole list. */
export interface SeenFiles {
  /** Archive number, or the blind index of the identity number, → line. */
  lines: Map<string, number>;
  nextNumber: number;
}

/**
 * Matches rows by archive number, then by identity number. Two rows of one file: the first counts. A row that contradicts what is
 * stored about who is who is refused; an empty cell never empties a stored fact.
 */
export function matchRows(rows: readonly ReadRow<PersonRow>[], stored: readonly StoredPerson[], sealer: Sealer, seen: SeenFiles): Matched {
  const files = fileIndex(stored);
  const matched: Matched = { created: [], updated: [], unchanged: 0, faults: [] };
  for (const row of rows) matchRow(row, files, sealer, seen, matched);
  return matched;
}

function fileIndex(stored: readonly StoredPerson[]) {
  return {
    byArchive: new Map(stored.map((one) => [one.archiveNo, one])),
    byIdcard: new Map(stored.map((one) => [one.idcardIndex, one])),
  };
}

function matchRow(
  { row, value }: ReadRow<PersonRow>,
  files: ReturnType<typeof fileIndex>,
  sealer: Sealer,
  seen: SeenFiles,
  matched: Matched,
): void {
  const index = value.idcard ? sealer.index('idcard', value.idcard) : null;
  const holder = index === null ? undefined : files.byIdcard.get(index);
  const found = value.archiveNo === null ? holder : files.byArchive.get(value.archiveNo);
  const keys = [found?.archiveNo ?? value.archiveNo, index].filter((key) => key !== null);
  const fault = seenFault(keys, seen) ?? contradiction(value, found, holder);
  if (fault !== null) {
    matched.faults.push({ line: row.line, ...fault });
    return;
  }
  for (const key of keys) seen.lines.set(key, row.line);
  if (found === undefined) matched.created.push(create(value, seen));
  else update(value, found, matched);
}

function seenFault(keys: readonly string[], seen: SeenFiles): Omit<TableFault, 'line'> | null {
  const line = keys.map((key) => seen.lines.get(key)).find((one) => one !== undefined);
  return line === undefined ? null : { column: '档案号', reason: t.duplicateArchive(line) };
}

function contradiction(
  value: PersonRow,
  found: StoredPerson | undefined,
  holder: StoredPerson | undefined,
): Omit<TableFault, 'line'> | null {
  if (holder !== undefined && holder.archiveNo !== found?.archiveNo) return { column: '身份证号', reason: t.otherArchive };
  const known = found?.facts.idcard ?? null;
  return value.idcard && known !== null && known !== value.idcard ? { column: '身份证号', reason: t.otherIdcard } : null;
}

function create(value: PersonRow, seen: SeenFiles): NewPerson {
  const { archiveNo, name, categories, ...facts } = value;
  const number = archiveNo ?? `YZ-${String(seen.nextNumber++).padStart(7, '0')}`;
  return newPerson({ archiveNo: number, name, ...present(facts), categories: categories.map((category) => ({ category })) });
}

function update(value: PersonRow, found: StoredPerson, matched: Matched): void {
  const { archiveNo: _archiveNo, categories, ...facts } = value;
  const given = present(facts) as Record<string, unknown>;
  const stored = found.facts as Record<string, unknown>;
  // Somebody who moves to a town is not in the old one's village any more.
  if (given['town'] !== undefined && given['village'] === undefined && given['town'] !== stored['town']) given['village'] = null;
  const changed = Object.keys(given).filter((key) => given[key] !== stored[key]);
  const known = new Set(found.categories);
  const wanted = [...categories, ...(value.keyCategory ? [value.keyCategory] : [])];
  const added = [...new Set(wanted)].filter((category) => !known.has(category));
  if (changed.length === 0 && added.length === 0) {
    matched.unchanged += 1;
    return;
  }
  const pick = (from: Record<string, unknown>) => Object.fromEntries(changed.map((key) => [key, from[key] ?? null]));
  const person = newPerson({
    ...found.facts,
    ...(given as Partial<NewPerson>),
    name: value.name,
    archiveNo: found.archiveNo,
    categories: added.map((category) => ({ category })),
  });
  const categoriesAfter = added.length === 0 ? {} : { categories: [...found.categories, ...added] };
  const categoriesBefore = added.length === 0 ? {} : { categories: found.categories };
  matched.updated.push({ person, before: { ...pick(stored), ...categoriesBefore }, after: { ...pick(given), ...categoriesAfter } });
}

/** Only what the row says something about. */
function present<T extends object>(facts: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined)) as {
    [Key in keyof T]?: NonNullable<T[Key]>;
  };
}
