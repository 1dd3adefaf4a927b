import { randomUUID } from 'node:crypto';
import { addDays, type Day, dayOf, momentOf } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { CountedKind } from './ceilings.ts';
import { type RevealField, revealFields } from './reveal-field.ts';

/** What stands between a viewer and a file beside the matrix. */
export interface Standing {
  revealed: ReadonlySet<RevealField>;
  /** The viewer opened this file in an emergency that still holds. */
  isEmergency: boolean;
  /** How often the viewer did each today, and by how much each ceiling was raised. */
  done: Record<CountedKind, number>;
  extra: Record<CountedKind, number>;
}

interface StandingRow {
  fields: string[];
  isEmergency: boolean;
  looks: number;
  reveals: number;
  exports: number;
  extra: Partial<Record<CountedKind, number>>;
}

/** One round trip. The day's counts come from the audit record itself: whatever path a look took, it is counted. */
export async function standingOf(tx: Tx, viewerId: string, archiveNo: string, now: Date): Promise<Standing> {
  const today = dayOf(now);
  const since = momentOf(today).toISOString();
  const until = momentOf(addDays(today, 1)).toISOString();
  const [row] = await tx.$queryRaw<StandingRow[]>`
    SELECT coalesce((SELECT jsonb_agg(field) FROM reveal WHERE staff_id = ${viewerId} AND archive_no = ${archiveNo} AND until_at > ${now}), '[]') AS fields,
      EXISTS (SELECT FROM break_glass WHERE staff_id = ${viewerId} AND archive_no = ${archiveNo} AND until_at > ${now}) AS "isEmergency",
      t.looks, t.reveals, t.exports,
      coalesce((SELECT jsonb_object_agg(kind, extra) FROM ceiling_raise WHERE staff_id = ${viewerId} AND on_day = ${today}::date), '{}') AS extra
    FROM (SELECT count(*) FILTER (WHERE action = 'read')::int AS looks, count(*) FILTER (WHERE action = 'unmask')::int AS reveals,
        count(*) FILTER (WHERE action = 'export')::int AS exports
      FROM audit_record WHERE actor = ${viewerId} AND at >= ${since} AND at < ${until} AND outcome = 'ok') t`;
  const { fields = [], isEmergency = false, looks = 0, reveals = 0, exports = 0, extra = {} } = row ?? {};
  return {
    revealed: new Set(revealFields.filter((field) => fields.includes(field))),
    isEmergency,
    done: { looks, reveals, exports },
    extra: { looks: extra.looks ?? 0, reveals: extra.reveals ?? 0, exports: extra.exports ?? 0 },
  };
}

export interface NewReveal {
  staffId: string;
  archiveNo: string;
  field: RevealField;
  grantedAt: Date;
  untilAt: Date;
}

/** Puts a reveal down under `id`, which its sealed reason is bound to. */
export async function insertReveal(tx: Tx, id: string, reveal: NewReveal, reasonSealed: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO reveal (id, staff_id, archive_no, field, reason_sealed, granted_at, until_at)
    VALUES (${id}, ${reveal.staffId}, ${reveal.archiveNo}, ${reveal.field}, ${reasonSealed}, ${reveal.grantedAt}, ${reveal.untilAt})`;
}

/** Ends what a person may see whole, at once. Returns how many fields that were. */
export async function endReveals(tx: Tx, staffId: string, now: Date): Promise<number> {
  return tx.$executeRaw`UPDATE reveal SET until_at = ${now} WHERE staff_id = ${staffId} AND until_at > ${now}`;
}

/** Raises one person's ceiling for a day; a second time adds to it. */
export async function raiseCeiling(
  tx: Tx,
  raise: { staffId: string; onDay: Day; kind: CountedKind; extra: number; by: string; reasonSealed: string; now: Date },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO ceiling_raise (staff_id, on_day, kind, extra, raised_by, reason_sealed, raised_at)
    VALUES (${raise.staffId}, ${raise.onDay}::date, ${raise.kind}, ${raise.extra}::int, ${raise.by}, ${raise.reasonSealed}, ${raise.now})
    ON CONFLICT (staff_id, on_day, kind) DO UPDATE SET extra = ceiling_raise.extra + excluded.extra, raised_by = excluded.raised_by,
      reason_sealed = excluded.reason_sealed, raised_at = excluded.raised_at`;
}

export const newId = (): string => randomUUID();
