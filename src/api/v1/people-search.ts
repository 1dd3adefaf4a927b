import type { AuditEntry } from '../../audit/audit-entry.ts';
import { recordAudit } from '../../audit/audit-store.ts';
import { loadPlaceBook } from '../../organisation/place-book-store.ts';
import { readCategory } from '../../people/categories.ts';
import { isEmptyQuery, type PersonQuery } from '../../people/search/person-query.ts';
import { findPeople, type PersonChoice, type PersonSearch, suggestPeople } from '../../people/search/person-search.ts';
import { readSearchText } from '../../people/search/search-text.ts';
import type { Tx } from '../../platform/database.ts';
import { type ApiDeps, type Caller, CHANNEL } from './api-deps.ts';
import { PAGE_SIZE } from './calls.ts';
import { ApiProblem, type FieldFault, unfit } from './problem.ts';
import { apiTexts as say } from './texts.ts';

export interface PeopleQuestion {
  q?: string | undefined;
  town?: string | undefined;
  category?: string | undefined;
  /** From 1. */
  page: number;
}

export interface PeoplePage {
  items: PersonChoice[];
  total: number;
  /** More fit than `total`; how many is not counted. */
  isMore: boolean;
  /** Names that may have been meant, where nobody fits. */
  nearest: string[];
}

/** The same search as in chat, a page at a time, within what the caller's viewer may see; recorded with whom it showed. */
export async function searchPage(deps: ApiDeps, caller: Caller, asked: PeopleQuestion): Promise<PeoplePage> {
  return deps.db.transaction(async (tx) => {
    const query = await queryOf(tx, asked);
    const found = query === null ? empty : pageOf(await find(deps, tx, caller, query, asked.page));
    await recordAudit(tx, [searchEntry(deps, caller, say.looks.search, Object.keys(query ?? {}), found.items)]);
    return found;
  });
}

const empty: PeoplePage = { items: [], total: 0, isMore: false, nearest: [] };

async function find(deps: ApiDeps, tx: Tx, { viewer, staff }: Caller, query: PersonQuery, page: number): Promise<PersonSearch> {
  const searching = { tx, sealer: deps.sealer, now: deps.clock.now() };
  const found = await findPeople(searching, viewer, query, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE, listsAll: true });
  if (found.kind === 'forbidden') {
    const why = found.why === 'role' ? say.noRole : staff ? say.notByThis : say.tokenNotByThis;
    throw new ApiProblem(403, found.why === 'role' ? 'role' : 'field', why);
  }
  if (found.kind === 'outside') throw new ApiProblem(403, 'outside-area', say.outsideArea);
  // Past the last page: how many there are is still said.
  return found.kind === 'none' && page > 1 ? emptied(await findPeople(searching, viewer, query, { limit: 1, listsAll: true })) : found;
}

function emptied(first: PersonSearch): PersonSearch {
  if (first.kind === 'several') return { ...first, choices: [] };
  return first.kind === 'found' ? { kind: 'several', choices: [], total: 1, isMore: false } : first;
}

function pageOf(found: PersonSearch): PeoplePage {
  switch (found.kind) {
    case 'found':
      return { ...empty, items: [found.person], total: 1 };
    case 'several':
      return { ...empty, items: found.choices, total: found.total, isMore: found.isMore };
    case 'none':
      return { ...empty, nearest: found.nearest };
    default:
      return empty;
  }
}

/** Null: what is asked for contradicts itself, so nobody fits. */
async function queryOf(tx: Tx, asked: PeopleQuestion): Promise<PersonQuery | null> {
  const book = await loadPlaceBook(tx);
  const query = asked.q === undefined ? {} : readSearchText(asked.q, book);
  const town = asked.town === undefined ? undefined : book.town(asked.town);
  const category = asked.category === undefined ? undefined : readCategory(asked.category);
  const faults: [boolean, FieldFault][] = [
    [asked.q !== undefined && isEmptyQuery(query), { field: 'q', detail: say.nothingRead }],
    [town === null, { field: 'town', detail: say.unknownTown }],
    [category === null, { field: 'category', detail: say.unknownCategory }],
  ];
  const found = faults.flatMap(([isThere, fault]) => (isThere ? [fault] : []));
  if (found.length > 0) throw unfit(found);
  const isContrary = differ(query.town, town) || differ(query.category, category);
  return isContrary ? null : { ...query, ...(town ? { town } : {}), ...(category ? { category } : {}) };
}

const differ = (one: string | undefined, other: string | null | undefined) => one !== undefined && other != null && one !== other;

/** Who may be meant while a name is typed; by the same rights. */
export async function suggestions(deps: ApiDeps, caller: Caller, typed: string): Promise<PersonChoice[]> {
  return deps.db.transaction(async (tx) => {
    const found = await suggestPeople({ tx, sealer: deps.sealer, now: deps.clock.now() }, caller.viewer, typed);
    await recordAudit(tx, [searchEntry(deps, caller, say.looks.suggest, ['begins'], found)]);
    return found;
  });
}

/** What was asked by and whom it showed, never the words. */
function searchEntry(deps: ApiDeps, { viewer, token }: Caller, what: string, by: string[], items: readonly PersonChoice[]): AuditEntry {
  const [only] = items;
  return {
    at: deps.clock.now(),
    actor: viewer.id,
    action: 'search',
    subject: only && items.length === 1 ? only.archiveNo : null,
    caseNo: null,
    channel: CHANNEL,
    purpose: say.purpose(token, what),
    outcome: items.length === 0 ? 'none' : items.length === 1 ? 'found' : 'several',
    detail: { by, archiveNos: items.map((one) => one.archiveNo) },
  };
}
