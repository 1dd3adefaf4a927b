import { isOutside, reachOf, type Viewer } from '../people/access/access.ts';

/** An area that figures are about; both null: the whole district. */
export interface FigureArea {
  town: string | null;
  village: string | null;
}

/** `forbidden`: counts nobody, or only the people of their own cases. `outside`: the area asked for is not covered. */
export type FigureScope = { ok: true; area: FigureArea; seesFiguresOnly: boolean } | { ok: false; code: 'forbidden' | 'outside' };

/**
 * Of which area a viewer may be given figures: the one asked for where they cover it, else their own (rules.yaml visibility, archive_basic).
 * `seesFiguresOnly`: they may not look at the people themselves, so figures that point at somebody are not for them. Pure.
 */
export function figureScope(viewer: Viewer, asked: { town?: string | undefined }): FigureScope {
  const reach = reachOf(viewer, 'count');
  if (reach === null || (!reach.isEverywhere && reach.areas.length === 0)) return { ok: false, code: 'forbidden' };
  const town = asked.town ?? null;
  if (isOutside(reach, town, null)) return { ok: false, code: 'outside' };
  const [own] = reach.areas;
  const area = reach.isEverywhere || !own ? { town, village: null } : { town: own.town, village: own.village };
  return { ok: true, area, seesFiguresOnly: reachOf(viewer) === null };
}
