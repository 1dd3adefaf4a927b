import { dayOf } from '../../platform/calendar/day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database.ts';
import { pastMonths, type WallFigures, wallFigures } from './wall-figures.ts';
import { changeMark, type MonthFigures } from './wall-figures-store.ts';

/** How old what is shown may be; nothing is counted while nobody asks. */
const FRESH_MS = 1_000;
/** Time itself makes things overdue: then it is counted anew although nobody did anything. */
const STALE_MS = 30_000;
/** Months that are over hardly change: a case is reopened, a visit is entered late. */
const PAST_STALE_MS = 600_000;

export interface WallBook {
  /** The figures, at most a second behind what is stored, and a mark that changes with them. */
  now(): Promise<{ figures: WallFigures; mark: string }>;
}

/** Counts for however many screens look on: once a second at most, and only when something was done. */
export function createWallBook({ db, clock }: { db: Database; clock: Clock }): WallBook {
  let shown: { figures: WallFigures; mark: string; seen: string } | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let past: { months: MonthFigures[]; at: number; month: string } | null = null;
  let looking: Promise<{ figures: WallFigures; mark: string }> | null = null;

  const look = async (): Promise<{ figures: WallFigures; mark: string }> => {
    const at = clock.now();
    const seen = await changeMark(db.tx);
    const age = shown ? at.getTime() - shown.figures.countedAt.getTime() : Number.POSITIVE_INFINITY;
    if (!shown || seen !== shown.seen || age < 0 || age >= STALE_MS) {
      const month = dayOf(at).slice(0, 7);
      if (past?.month !== month || at.getTime() - past.at >= PAST_STALE_MS)
        past = { months: await pastMonths(db.tx, at), at: at.getTime(), month };
      const figures = await wallFigures(db.tx, at, past.months);
      shown = { figures, seen, mark: markOf(figures) };
    }
    lookedAt = at.getTime();
    return shown;
  };
  return {
    now: () => {
      const age = clock.now().getTime() - lookedAt;
      if (shown && age >= 0 && age < FRESH_MS) return Promise.resolve(shown);
      looking ??= look().finally(() => {
        looking = null;
      });
      return looking;
    },
  };
}

/** Equal figures, equal mark, whenever they were counted. */
function markOf({ countedAt: _, ...figures }: WallFigures): string {
  return JSON.stringify(figures);
}
