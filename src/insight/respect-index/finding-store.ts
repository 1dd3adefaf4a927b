import type { Day } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { IndexWindow } from './index-window.ts';

export type FindingKind = 'privacy-leak' | 'false-visit' | 'spot-check';

export interface FindingRow {
  id: string;
  kind: FindingKind;
  stationCode: string;
  foundOn: Day;
  /** How many visits: false ones, or ones that were checked; 1 for a leak. */
  count: number;
  /** People whom a leak touched. */
  people: number;
}

export async function insertFinding(
  tx: Tx,
  one: FindingRow & { noteSealed: string | null; enteredBy: string; enteredAt: Date },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO respect_finding (id, kind, station_code, found_on, count, people, note_sealed, entered_by, entered_at)
    VALUES (${one.id}, ${one.kind}, ${one.stationCode}, ${one.foundOn}::date, ${one.count}::int, ${one.people}::int, ${one.noteSealed},
      ${one.enteredBy}, ${one.enteredAt})`;
}

export interface StationFindings {
  station: string;
  leaks: number;
  leakedPeople: number;
  falseVisits: number;
  spotChecks: number;
}

/** Verified findings of the window by station. */
export async function findingsWithin(tx: Tx, { from, to }: IndexWindow): Promise<StationFindings[]> {
  return tx.$queryRaw<StationFindings[]>`
    SELECT station_code AS station, (count(*) FILTER (WHERE kind = 'privacy-leak'))::int AS leaks,
      coalesce(max(people) FILTER (WHERE kind = 'privacy-leak'), 0)::int AS "leakedPeople",
      coalesce(sum(count) FILTER (WHERE kind = 'false-visit'), 0)::int AS "falseVisits",
      coalesce(sum(count) FILTER (WHERE kind = 'spot-check'), 0)::int AS "spotChecks"
    FROM respect_finding WHERE found_on BETWEEN ${from}::date AND ${to}::date GROUP BY station_code`;
}
