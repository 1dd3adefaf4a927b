import type { Day } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { QualityRule } from './quality-rules.ts';

/** Recomputes one rule: new findings come, those that hold no more go, an accepted one stays accepted while its data is the same. */
export async function sweepRule(tx: Tx, rule: QualityRule, today: Day, now: Date): Promise<number> {
  const uses = rule.sql.includes('$1');
  const found = `WITH found AS (${rule.sql})`;
  const at = uses ? '$3' : '$2';
  await tx.$executeRawUnsafe(
    `${found} DELETE FROM quality_finding f WHERE f.rule = ${uses ? '$2' : '$1'}
       AND NOT EXISTS (SELECT FROM found n WHERE n.archive_no = f.archive_no AND n.fingerprint = f.fingerprint)`,
    ...(uses ? [today] : []),
    rule.id,
  );
  return tx.$executeRawUnsafe(
    `${found} INSERT INTO quality_finding (rule, archive_no, fingerprint, found_at)
       SELECT ${uses ? '$2' : '$1'}, archive_no, fingerprint, ${at}::timestamptz FROM found ON CONFLICT (rule, archive_no) DO NOTHING`,
    ...(uses ? [today] : []),
    rule.id,
    now,
  );
}

export interface QualityArea {
  town: string | null;
  village: string | null;
}

export interface FindingRow {
  rule: string;
  archiveNo: string;
  name: string;
  town: string | null;
  village: string | null;
  foundAt: Date;
  /** Who should mend it: the village's liaison, else the town's officer; by name. */
  mender: string | null;
}

/** Findings that nobody accepted, of an area (null: all), a page at a time. */
export async function findFindings(
  tx: Tx,
  area: QualityArea,
  rule: string | null,
  page: { limit: number; offset: number },
): Promise<FindingRow[]> {
  return tx.$queryRaw<FindingRow[]>`
    SELECT f.rule, f.archive_no AS "archiveNo", p.name, p.town, p.village, f.found_at AS "foundAt",
      coalesce((SELECT s.name FROM staff s JOIN staff_role r ON r.staff_id = s.id WHERE s.is_active AND r.role = 'village-liaison'
          AND s.town = p.town AND s.village = p.village ORDER BY s.id LIMIT 1),
        (SELECT s.name FROM staff s JOIN staff_role r ON r.staff_id = s.id WHERE s.is_active AND r.role = 'town-officer'
          AND s.town = p.town ORDER BY s.id LIMIT 1)) AS mender
    FROM quality_finding f JOIN person p USING (archive_no)
    WHERE f.accepted_at IS NULL AND (${area.town}::text IS NULL OR p.town = ${area.town}) AND (${area.village}::text IS NULL OR p.village = ${area.village})
      AND (${rule}::text IS NULL OR f.rule = ${rule})
    ORDER BY f.rule, p.town, p.village, f.archive_no LIMIT ${page.limit}::int OFFSET ${page.offset}::int`;
}

export async function countFindings(tx: Tx, area: QualityArea): Promise<{ rule: string; count: number }[]> {
  return tx.$queryRaw<{ rule: string; count: number }[]>`
    SELECT f.rule, count(*)::int AS count FROM quality_finding f JOIN person p USING (archive_no)
    WHERE f.accepted_at IS NULL AND (${area.town}::text IS NULL OR p.town = ${area.town}) AND (${area.village}::text IS NULL OR p.village = ${area.village})
    GROUP BY f.rule ORDER BY count(*) DESC, f.rule`;
}

export async function acceptFinding(tx: Tx, rule: string, archiveNo: string, by: string, why: string, now: Date): Promise<boolean> {
  const accepted = await tx.$executeRaw`
    UPDATE quality_finding SET accepted_by = ${by}, accepted_at = ${now}, accepted_why = ${why}
    WHERE rule = ${rule} AND archive_no = ${archiveNo} AND accepted_at IS NULL`;
  return accepted > 0;
}

export interface StationCompleteness {
  town: string | null;
  village: string | null;
  people: number;
  /** 0 to 100: the share of what should be on file that is. */
  percent: number;
  /** Key recipients who must be confirmed this year, and how many are. */
  toConfirm: number;
  confirmed: number;
}

/**
 * Completeness by village: every file should have an identity number, a telephone, an address, a birth day, a village and a category; a key
 * recipient's also a card, an emergency contact and a bank card. Each counts alike.
 */
export async function completeness(tx: Tx, area: QualityArea, year: number): Promise<StationCompleteness[]> {
  return tx.$queryRaw<StationCompleteness[]>`
    SELECT p.town, p.village, count(*)::int AS people,
      round(100.0 * sum(had) / nullif(sum(due), 0), 1)::float8 AS percent,
      count(*) FILTER (WHERE p.key_category IS NOT NULL)::int AS "toConfirm",
      count(*) FILTER (WHERE p.key_category IS NOT NULL AND c.year IS NOT NULL)::int AS confirmed
    FROM person p
    LEFT JOIN person_confirmation c ON c.archive_no = p.archive_no AND c.year = ${year}::int
    CROSS JOIN LATERAL (SELECT
      (p.idcard_sealed IS NOT NULL)::int + (p.phone_sealed IS NOT NULL)::int + (p.address_sealed IS NOT NULL)::int + (p.birth_on IS NOT NULL)::int
        + (p.village IS NOT NULL)::int + (EXISTS (SELECT FROM person_category k WHERE k.archive_no = p.archive_no))::int
        + CASE WHEN p.key_category IS NULL THEN 0 ELSE (p.card_no IS NOT NULL)::int + (p.emergency_phone_sealed IS NOT NULL)::int
          + (p.bankcard_sealed IS NOT NULL)::int END AS had,
      CASE WHEN p.key_category IS NULL THEN 6 ELSE 9 END AS due) parts
    WHERE p.status = '在世' AND p.lifecycle = '在册' AND p.merged_into IS NULL
      AND (${area.town}::text IS NULL OR p.town = ${area.town}) AND (${area.village}::text IS NULL OR p.village = ${area.village})
    GROUP BY p.town, p.village ORDER BY percent NULLS FIRST, p.town, p.village`;
}

/** Key recipients of an area who are not confirmed for a year (条例第八条), with who should do it. */
export async function unconfirmed(
  tx: Tx,
  area: QualityArea,
  year: number,
  page: { limit: number; offset: number },
): Promise<Omit<FindingRow, 'rule' | 'foundAt'>[]> {
  return tx.$queryRaw<Omit<FindingRow, 'rule' | 'foundAt'>[]>`
    SELECT p.archive_no AS "archiveNo", p.name, p.town, p.village,
      (SELECT s.name FROM staff s JOIN staff_role r ON r.staff_id = s.id WHERE s.is_active AND r.role = 'village-liaison'
        AND s.town = p.town AND s.village = p.village ORDER BY s.id LIMIT 1) AS mender
    FROM person p WHERE p.key_category IS NOT NULL AND p.status = '在世' AND p.lifecycle = '在册' AND p.merged_into IS NULL
      AND NOT EXISTS (SELECT FROM person_confirmation c WHERE c.archive_no = p.archive_no AND c.year = ${year}::int)
      AND (${area.town}::text IS NULL OR p.town = ${area.town}) AND (${area.village}::text IS NULL OR p.village = ${area.village})
    ORDER BY p.town, p.village, p.archive_no LIMIT ${page.limit}::int OFFSET ${page.offset}::int`;
}
