import type { Viewer } from '../people/access/access.ts';
import { categoryName } from '../people/categories.ts';
import { mayAskByCategory } from '../people/search/person-query.ts';
import { dayOf } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';
import type { FigureArea } from './figure-scope.ts';
import { hideFew } from './hide-few.ts';
import { readLiving, readLivingByCategory, readLivingByDecade, readLivingByPlace } from './people-figures-store.ts';

/** `count` null: fewer than five, not told. */
export interface PeopleFigures {
  living: number;
  byPlace: { place: string | null; count: number | null }[];
  byCategory: { category: string; name: string; count: number | null }[];
  /** `from` the lowest age of the ten years; null: no birth day on file. */
  byAge: { from: number | null; count: number | null }[];
}

/** How many living people of an area there are, in parts. Categories that the viewer may not even count are left out. `hidesFew`: small counts are not told. */
export async function peopleFigures(
  tx: Tx,
  viewer: Viewer,
  { area, hidesFew, now }: { area: FigureArea; hidesFew: boolean; now: Date },
): Promise<PeopleFigures> {
  const today = dayOf(now);
  const places = await readLivingByPlace(tx, area);
  const categories = (await readLivingByCategory(tx, area, today)).filter(({ key }) => mayAskByCategory(viewer, key ?? '', 'count'));
  const decades = await readLivingByDecade(tx, area, today);
  const shown = <Part extends { count: number }>(parts: readonly Part[]) => (hidesFew ? hideFew(parts, 'count') : [...parts]);
  return {
    living: await readLiving(tx, area),
    byPlace: shown(places).map(({ key, count }) => ({ place: key, count })),
    byCategory: shown(categories).map(({ key, count }) => ({ category: key ?? '', name: categoryName(key ?? ''), count })),
    byAge: shown(decades),
  };
}
