import type { PlaceNames } from '../flows/field-value.ts';
import type { FlowBook } from '../flows/flow-definition.ts';
import type { PlaceBook } from '../organisation/place-book.ts';
import { loadPlaceBook } from '../organisation/place-book-store.ts';
import { categories } from '../people/categories.ts';
import { festivalDay, findFestival } from '../platform/calendar/festivals.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { createRulesUnderstander, type RulesUnderstander } from '../understanding/rules-understander.ts';
import type { Understander } from '../understanding/understander.ts';

const FRESH_MS = 60_000;

/** The rules understander of a district. */
export function rulesUnderstander(flows: FlowBook, places: PlaceBook): RulesUnderstander {
  return createRulesUnderstander({
    flows,
    places: {
      towns: [...places.towns],
      villages: places.places.flatMap(({ town, village }) => (village === null ? [] : [{ town, village }])),
    },
    festivalDates: (id, year) => {
      const festival = findFestival(id);
      return festival ? festivalDay(festival, year) : null;
    },
    categories: categories.map(({ id, name, words }) => ({ id, name, words: [...words] })),
  });
}

/** What is read from the station table while the product runs. */
export interface District {
  understander(): Promise<Understander>;
  /** Official names, for checking forms; as of the last look, and lenient while no station is known. */
  places: PlaceNames;
}

/** Built at first use and anew when the stations have changed; looked at once a minute. */
export function districtOf(
  deps: { db: Database; flows: FlowBook; clock: Clock },
  wrap: (rules: RulesUnderstander) => Understander,
): District {
  let built: { understander: Understander; book: PlaceBook; places: string; readAt: number } | null = null;
  return {
    understander: async () => {
      const now = deps.clock.now().getTime();
      if (built && now - built.readAt < FRESH_MS) return built.understander;
      const book = await loadPlaceBook(deps.db.tx);
      const places = JSON.stringify(book.places);
      if (built?.places !== places) built = { understander: wrap(rulesUnderstander(deps.flows, book)), book, places, readAt: now };
      else built.readAt = now;
      return built.understander;
    },
    places: {
      isTown: (name) => !built || built.book.towns.length === 0 || built.book.hasTown(name),
      isVillage: (name, town) =>
        !built ||
        built.book.places.length === 0 ||
        (town === null ? built.book.villages(name).length > 0 : built.book.hasVillage(town, name)),
    },
  };
}
