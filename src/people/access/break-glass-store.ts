import type { Day } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';

export interface BreakGlassRow {
  id: string;
  staffId: string;
  archiveNo: string;
  name: string;
  town: string | null;
  village: string | null;
  reasonSealed: string;
  openedAt: Date;
  untilAt: Date;
  reviewDueOn: Day;
  verdict: string | null;
}

export async function insertBreakGlass(
  tx: Tx,
  one: { id: string; staffId: string; archiveNo: string; reasonSealed: string; openedAt: Date; untilAt: Date; reviewDueOn: Day },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO break_glass (id, staff_id, archive_no, reason_sealed, opened_at, until_at, review_due_on)
    VALUES (${one.id}, ${one.staffId}, ${one.archiveNo}, ${one.reasonSealed}, ${one.openedAt}, ${one.untilAt}, ${one.reviewDueOn}::date)`;
}

const COLUMNS = `b.id, b.staff_id AS "staffId", b.archive_no AS "archiveNo", p.name, p.town, p.village, b.reason_sealed AS "reasonSealed",
  b.opened_at AS "openedAt", b.until_at AS "untilAt", b.review_due_on::text AS "reviewDueOn", b.verdict`;

/** Those not reviewed yet, the oldest first. */
export async function openBreakGlass(tx: Tx, limit: number): Promise<BreakGlassRow[]> {
  return tx.$queryRawUnsafe<BreakGlassRow[]>(
    `SELECT ${COLUMNS} FROM break_glass b JOIN person p ON p.archive_no = b.archive_no WHERE b.verdict IS NULL ORDER BY b.opened_at LIMIT $1::int`,
    limit,
  );
}

/** One by its id or the beginning of it, locked for the review. */
export async function lockBreakGlass(tx: Tx, id: string): Promise<BreakGlassRow | null> {
  const rows = await tx.$queryRawUnsafe<BreakGlassRow[]>(
    `SELECT ${COLUMNS} FROM break_glass b JOIN person p ON p.archive_no = b.archive_no WHERE b.id LIKE $1 || '%' ORDER BY b.id LIMIT 2 FOR UPDATE OF b`,
    id.replace(/[^a-f0-9-]/g, '!'),
  );
  return rows.length === 1 ? (rows[0] ?? null) : null;
}

/** Writes the second person's finding; what was found improper ends at once. */
export async function settleBreakGlass(
  tx: Tx,
  id: string,
  review: { by: string; at: Date; verdict: 'proper' | 'improper'; wordsSealed: string | null },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE break_glass SET reviewed_by = ${review.by}, reviewed_at = ${review.at}, verdict = ${review.verdict}, words_sealed = ${review.wordsSealed},
      until_at = CASE WHEN ${review.verdict} = 'improper' THEN least(until_at, ${review.at}) ELSE until_at END
    WHERE id = ${id}`;
}

/** Those whose review is due or late and of which nobody was reminded today; marks them. */
export async function takeUnreviewed(tx: Tx, today: Day): Promise<{ id: string; isLate: boolean }[]> {
  return tx.$queryRaw<{ id: string; isLate: boolean }[]>`
    UPDATE break_glass SET reminded_on = ${today}::date WHERE verdict IS NULL AND opened_at::date < ${today}::date
      AND (reminded_on IS NULL OR reminded_on < ${today}::date)
    RETURNING id, review_due_on < ${today}::date AS "isLate"`;
}
