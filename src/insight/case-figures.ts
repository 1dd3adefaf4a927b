import type { Tx } from '../platform/database.ts';
import { type CaseCounts, readCaseMonths, readCaseParts } from './case-figures-store.ts';
import type { FigureArea } from './figure-scope.ts';
import { hideFew } from './hide-few.ts';

/** Counts of which small ones may be withheld. */
export type ToldCounts = { [Key in keyof CaseCounts]: number | null };

export interface CaseFigures {
  total: CaseCounts;
  byFlow: (ToldCounts & { flow: string })[];
  byPlace: (ToldCounts & { place: string | null })[];
  byMonth: { month: string; started: number | null; completed: number | null }[];
}

const keys = ['open', 'suspended', 'overdue', 'completed', 'onTime', 'ended'] as const;

/** How the cases of an area stand: in all, by service, by town or village, by month. `hidesFew`: small counts of the parts are not told. */
export async function caseFigures(
  tx: Tx,
  { area, hidesFew, now }: { area: FigureArea; hidesFew: boolean; now: Date },
): Promise<CaseFigures> {
  const { total, byFlow, byPlace } = await readCaseParts(tx, area, now);
  const byMonth = await readCaseMonths(tx, area, now);
  return {
    total,
    byFlow: hidesFew ? hideFew(byFlow, ...keys) : byFlow,
    byPlace: hidesFew ? hideFew(byPlace, ...keys) : byPlace,
    byMonth: hidesFew ? hideFew(byMonth, 'started', 'completed') : byMonth,
  };
}
