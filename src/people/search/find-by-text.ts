import { loadPlaceBook } from '../../organisation/place-book-store.ts';
import type { Viewer } from '../access/access.ts';
import { findPeople, type PersonSearch, type SearchPage } from './person-search.ts';
import type { SearchDeps } from './person-store.ts';
import { readSearchText } from './search-text.ts';

/** `findPeople` by what was typed, in any order (`readSearchText`). The caller records it. */
export async function findByText(deps: SearchDeps, viewer: Viewer, text: string, page: SearchPage = {}): Promise<PersonSearch> {
  const book = await loadPlaceBook(deps.tx);
  return findPeople(deps, viewer, readSearchText(text, book), page);
}
