import { isOutside, reachOf, type Viewer } from './access/access.ts';
import { type CountFilter, countPeopleWithin } from './count-people-store.ts';
import { mayAskByCategory } from './search/person-query.ts';
import type { SearchDeps } from './search/person-store.ts';

/** From so many people on a figure tells nothing of any one of them. */
export const FEWEST = 5;

/** `few`: fewer than `FEWEST`, told to whoever may see figures only. */
export type PeopleCount =
  | { kind: 'count'; count: number }
  | { kind: 'few' }
  | { kind: 'outside' }
  | { kind: 'forbidden'; why: 'role' | 'field' };

/** Counts within what the viewer may see or count; a figure for an area they do not cover is refused, not given as zero; one so small that it points at somebody is not told to those who see figures only. */
export async function countPeople(deps: Pick<SearchDeps, 'tx' | 'now'>, viewer: Viewer, filter: CountFilter): Promise<PeopleCount> {
  const reach = reachOf(viewer, 'count');
  if (reach === null) return { kind: 'forbidden', why: 'role' };
  if (filter.category !== undefined && !mayAskByCategory(viewer, filter.category, 'count')) return { kind: 'forbidden', why: 'field' };
  if (isOutside(reach, filter.town ?? null, filter.village ?? null)) return { kind: 'outside' };
  const count = await countPeopleWithin(deps.tx, viewer.id, reach, filter, deps.now);
  const seesFiguresOnly = reachOf(viewer) === null;
  return seesFiguresOnly && count < FEWEST ? { kind: 'few' } : { kind: 'count', count };
}
