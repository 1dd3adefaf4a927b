import type { Place } from '../../organisation/place-book.ts';
import { type Access, access, type Viewer } from '../access/access.ts';
import { categoryMembers, isSensitiveCategory } from '../categories.ts';
import type { Sex } from '../new-person.ts';

/** What is known of the person looked for; every given part must fit. Towns and villages are official names. */
export interface PersonQuery {
  name?: string | undefined;
  /** The beginning of a name, of its sound or of its initials, while it is typed. */
  begins?: string | undefined;
  /** What the words can mean as well: 查王强 looks up 王强, or is 查王强's own name. */
  orName?: string | undefined;
  /** Of a file that was merged into another too: it leads to the one that stands. */
  archiveNo?: string | undefined;
  sex?: Sex | undefined;
  idcard?: string | undefined;
  phone?: string | undefined;
  idcardTail?: string | undefined;
  phoneTail?: string | undefined;
  /** The end of either number, where it was not said which. */
  tail?: string | undefined;
  town?: string | undefined;
  village?: string | undefined;
  /** Any one of these: what a village's short name can mean where towns share it. */
  places?: readonly Place[] | undefined;
  birthYear?: number | undefined;
  /** In years; counted as people count, so whoever turns it within the year fits too. */
  age?: number | undefined;
  category?: string | undefined;
}

/** The same without what no stored value can hold (a database refuses NUL) and without parts that ask for nothing. */
export function cleanQuery(query: PersonQuery): PersonQuery {
  const parts = Object.entries(byFile(query)).map(([key, value]) => [key, typeof value === 'string' ? cleanText(value) : value]);
  return Object.fromEntries(parts.filter(([, value]) => value !== undefined && value !== ''));
}

/** Whoever is named by the number of their file. */
function byFile(query: PersonQuery): PersonQuery {
  const said = /^\s*YZ-?(\d+)\s*$/i.exec(query.name ?? '');
  return said ? { ...query, name: undefined, archiveNo: `YZ-${said[1]}` } : query;
}

function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .trim();
}

/** Whether anything at all is asked for. */
export function isEmptyQuery(query: PersonQuery): boolean {
  return Object.values(query).every((value) => value === undefined || value === '');
}

/**
 * A search by a class of facts tells whoever searches that the fact fits. So nobody may search by what their roles can never see:
 * by number without a right to any part of it, by a 参战 or 参试 category without the right to merit.
 */
export function mayAskBy(viewer: Viewer, query: PersonQuery): boolean {
  const atBest = bestAccess(viewer);
  if ((query.idcard ?? query.idcardTail) !== undefined && !shows(atBest.idcard)) return false;
  if ((query.phone ?? query.phoneTail) !== undefined && !shows(atBest.phone)) return false;
  if (query.tail !== undefined && !shows(atBest.idcard) && !shows(atBest.phone)) return false;
  return query.category === undefined || mayAskByCategory(viewer, query.category);
}

/** The kinds of number whose ends the viewer may search by, for an end of which it was not said what it ends. */
export function tailsFor(viewer: Viewer): readonly ('idcard' | 'phone')[] {
  const atBest = bestAccess(viewer);
  return (['idcard', 'phone'] as const).filter((kind) => shows(atBest[kind]));
}

/** `grant: 'count'`: only how many, which merit's own count grants too. */
export function mayAskByCategory(viewer: Viewer, category: string, grant: 'find' | 'count' = 'find'): boolean {
  const members = categoryMembers(category);
  if (members.length > 1 || !members.some(isSensitiveCategory)) return true;
  // Outside a case: the category must not be learnt of people of whom one only handles a form.
  const { merit } = access(viewer, viewer, { inCase: false });
  return merit === 'full' || (grant === 'count' && merit !== 'none');
}

function bestAccess(viewer: Viewer): Access {
  return access(viewer, viewer, { inCase: true });
}

function shows(level: Access[keyof Access]): boolean {
  return level === 'masked' || level === 'full';
}
