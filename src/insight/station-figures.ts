import type { Tx } from '../platform/database.ts';
import type { FigureArea } from './figure-scope.ts';
import { readStationFigures, readStationsByTown, type StationFigures, type TownStations } from './station-figures-store.ts';

/** The stations of an area by level, and by town with what is open there. */
export async function stationFigures(
  tx: Tx,
  { area, now }: { area: FigureArea; now: Date },
): Promise<{ levels: StationFigures[]; towns: TownStations[] }> {
  return { levels: await readStationFigures(tx, area), towns: await readStationsByTown(tx, area, now) };
}
