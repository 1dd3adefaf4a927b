import type { Tx } from '../platform/database.ts';
import { createPlaceBook, type PlaceBook } from './place-book.ts';

/** Reads the station table into a place book. Stations change rarely: load at start and after an import. */
export async function loadPlaceBook(tx: Tx): Promise<PlaceBook> {
  return createPlaceBook(await tx.station.findMany({ select: { town: true, village: true }, orderBy: { code: 'asc' } }));
}
