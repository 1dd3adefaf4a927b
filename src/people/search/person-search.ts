import { access, isOutside, reachOf, type Viewer } from '../access/access.ts';
import { maskName } from '../access/masking.ts';
import { searchTexts } from '../texts.ts';
import { cleanQuery, isEmptyQuery, mayAskBy, type PersonQuery } from './person-query.ts';
import { type FoundPerson, type SearchDeps, searchPeople } from './person-store.ts';

/** One of several, with as much as the viewer may know to choose by. */
export interface PersonChoice {
  archiveNo: string;
  /** Whole within the viewer's area or case, else starred. */
  name: string;
  town: string | null;
  village: string | null;
  /** Null where it is unknown or the viewer sees the file masked only. */
  birthYear: number | null;
  status: string;
  /** Ready to be shown: 张建国（东柳街道某某社区，1948年生）. */
  label: string;
}

export type PersonSearch =
  | { kind: 'found'; person: PersonChoice }
  /** `isMore`: `total` is as far as was counted. */
  | { kind: 'several'; choices: PersonChoice[]; total: number; isMore: boolean }
  /** Nobody within reach. `nearest`: names within reach that may have been meant. Says nothing about who lives elsewhere. */
  | { kind: 'none'; nearest: string[] }
  /** The question names an area that the viewer does not cover, and nobody in their cases fits. Says nothing about who lives there. */
  | { kind: 'outside' }
  /** `role`: finds nobody at all; `field`: may not search by that fact. */
  | { kind: 'forbidden'; why: 'role' | 'field' }
  | { kind: 'unclear' };

export interface SearchPage {
  limit?: number;
  offset?: number;
  /** A question that asks for nothing lists whoever is within reach, instead of being unclear. */
  listsAll?: boolean;
}

/** Finds people for a viewer; what comes back is masked. The caller records it (`searchAudit`). */
export async function findPeople(deps: SearchDeps, viewer: Viewer, asked: PersonQuery, page: SearchPage = {}): Promise<PersonSearch> {
  const query = cleanQuery(asked);
  const reach = reachOf(viewer);
  if (reach === null) return { kind: 'forbidden', why: 'role' };
  if (isEmptyQuery(query) && !page.listsAll) return { kind: 'unclear' };
  if (!mayAskBy(viewer, query)) return { kind: 'forbidden', why: 'field' };
  const { limit = 8, offset = 0 } = page;
  const found = await searchPeople(deps, viewer, reach, query, { limit, offset });
  const choices = found.people.map((person) => choiceOf(viewer, person));
  const [only] = choices;
  // Looked for all the same: somebody of elsewhere may be in a case of the viewer's.
  if (only === undefined && isOutside(reach, query.town ?? null, query.village ?? null)) return { kind: 'outside' };
  if (only === undefined) return { kind: 'none', nearest: [...new Set(found.nearest.map((person) => choiceOf(viewer, person).name))] };
  return found.total === 1 ? { kind: 'found', person: only } : { kind: 'several', choices, total: found.total, isMore: found.isMore };
}

const SUGGESTIONS = 8;

/**
 * Who may be meant while a name is still typed: by its beginning, its sound or its initials, within reach, own area first, masked as any
 * search. Empty where the viewer may find nobody, and for what begins no name.
 */
export async function suggestPeople(deps: SearchDeps, viewer: Viewer, typed: string): Promise<PersonChoice[]> {
  const { name } = cleanQuery({ name: typed });
  const reach = reachOf(viewer);
  if (reach === null || name === undefined) return [];
  const found = await searchPeople(deps, viewer, reach, { begins: name }, { limit: SUGGESTIONS, offset: 0 });
  return found.people.map((person) => choiceOf(viewer, person));
}

/** What a list of people, a question which one is meant and a suggestion while typing say of one of them. */
export function choiceOf(viewer: Viewer, person: FoundPerson): PersonChoice {
  const { archive_basic: level } = access(viewer, person, { inCase: person.inCase });
  const isKnown = level === 'full';
  const name = maskName(person.name, 'private_chat', isKnown) ?? '';
  const birthYear = isKnown && person.birthOn !== null ? Number(person.birthOn.slice(0, 4)) : null;
  const { archiveNo, town, village, status } = person;
  return { archiveNo, name, town, village, birthYear, status, label: labelOf(name, { town, village, birthYear, status }) };
}

function labelOf(name: string, facts: Pick<PersonChoice, 'town' | 'village' | 'birthYear' | 'status'>): string {
  const place = `${facts.town ?? ''}${facts.village ?? ''}`;
  const state = { 去世: searchTexts.deceased, 迁出: searchTexts.movedAway }[facts.status];
  const born = facts.birthYear === null ? [] : [searchTexts.born(facts.birthYear)];
  return searchTexts.choice(name, [...(place === '' ? [] : [place]), ...born, ...(state === undefined ? [] : [state])]);
}
