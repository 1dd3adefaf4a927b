import type { Tx } from '../platform/database.ts';
import { type CaseCounts, readCaseCounts } from './case-figures-store.ts';
import type { FigureArea } from './figure-scope.ts';
import { readLiving } from './people-figures-store.ts';
import { readStationFigures, type StationFigures } from './station-figures-store.ts';

/** An area in a few figures: its living people, how its cases stand, its stations. Festival visits are the visits' own to count. */
export async function overviewFigures(
  tx: Tx,
  { area, now }: { area: FigureArea; now: Date },
): Promise<{ people: { living: number }; cases: CaseCounts; stations: StationFigures[] }> {
  return {
    people: { living: await readLiving(tx, area) },
    cases: await readCaseCounts(tx, area, now),
    stations: await readStationFigures(tx, area),
  };
}
