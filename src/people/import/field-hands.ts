import type { NewPerson } from '../new-person.ts';

/** What a list can say of a person, by the names of `NewPerson`; categories, which a list only adds to, apart. */
export type ListedField = Exclude<keyof NewPerson, 'archiveNo' | 'categories' | 'relations' | 'benefits' | 'certificates' | 'demo'>;

/** Who touched a field of a file last, and when. */
export interface Hand {
  by: string;
  at: Date;
  /** By another list: the next list may overwrite it. */
  isImport: boolean;
}

/** The last hand at each field of a file; a field that nobody touched since the file was made is missing. */
export type FieldHands = ReadonlyMap<string, Hand>;

/** A change as the file's history has it. */
export interface PastChange {
  by: string;
  at: Date;
  reason: string;
  before: unknown;
  after: unknown;
  what: string;
}

/** The reason that lists' changes are put down with. */
export const IMPORT_REASON = 'import';

/** Fields that are always decided together: half of either would be wrong. */
export const boundFields: readonly (readonly ListedField[])[] = [
  ['town', 'village'],
  ['status', 'lifecycle'],
  ['idcard', 'birthOn', 'sex'],
];

/** From the history, newest first. A change that does not list fields is named after the one it touched. */
export function handsOf(changes: readonly PastChange[]): FieldHands {
  const hands = new Map<string, Hand>();
  for (const { by, at, reason, before, after, what } of changes) {
    const touched = [...new Set([...keysOf(before), ...keysOf(after), camel(what)])];
    for (const field of touched) if (!hands.has(field)) hands.set(field, { by, at, isImport: reason === IMPORT_REASON });
  }
  return hands;
}

/** What has an id is a row of its own (a relative, a benefit), whose fields are not the person's. */
function keysOf(side: unknown): string[] {
  const isFacts = typeof side === 'object' && side !== null && !Array.isArray(side) && !('id' in side);
  return isFacts ? Object.keys(side) : [];
}

function camel(what: string): string {
  return what.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
