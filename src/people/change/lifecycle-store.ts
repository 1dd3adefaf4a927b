import type { Day } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';

export async function writeLifecycle(
  tx: Tx,
  archiveNo: string,
  to: { lifecycle: string; status: string; on: Day; reason: string; diedOn: Day | null; now: Date },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE person SET lifecycle = ${to.lifecycle}, status = ${to.status}, lifecycle_on = ${to.on}::date, lifecycle_reason = ${to.reason},
      died_on = ${to.diedOn}::date, version = version + 1, updated_at = ${to.now}
    WHERE archive_no = ${archiveNo}`;
}

/** Moves a person's place; the caller has judged it. */
export async function writePlace(
  tx: Tx,
  move: {
    id: string;
    archiveNo: string;
    from: { town: string | null; village: string | null };
    to: { town: string; village: string | null };
    reason: string;
    by: string;
    now: Date;
  },
): Promise<void> {
  const { id, archiveNo, from, to, reason, by, now } = move;
  await tx.$executeRaw`
    UPDATE person SET town = ${to.town}, village = ${to.village}, version = version + 1, updated_at = ${now} WHERE archive_no = ${archiveNo}`;
  await tx.$executeRaw`
    INSERT INTO person_move (id, archive_no, from_town, from_village, to_town, to_village, reason, by_staff, moved_at)
    VALUES (${id}, ${archiveNo}, ${from.town}, ${from.village}, ${to.town}, ${to.village}, ${reason}, ${by}, ${now})`;
}
