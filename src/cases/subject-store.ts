import { type Day, fromDateColumn } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';

/** What the rules of scarce things ask of a person's file. Numbers and marks only, nothing sealed. */
export interface SubjectFacts {
  archiveNo: string;
  name: string;
  town: string | null;
  village: string | null;
  status: string;
  lifecycle: string;
  birthOn: Day | null;
  keyCategory: string | null;
  categories: string[];
  disabilityGrade: number | null;
  hardship: string | null;
  lastSanatoriumYear: number | null;
  benefits: { kind: string; year: number; detail: Record<string, unknown> }[];
  /** Years in which a sanatorium bed was given up too late. */
  giveUpYears: number[];
}

interface FactsRow extends Omit<SubjectFacts, 'birthOn'> {
  birthOn: Date | null;
}

/** Key of the record that a bed was given up too late (弃约). */
export const GIVE_UP = 'sanatorium_give_up';

/** The spouse whose file is known, seen from either side; null where the files know none. */
export async function spouseOf(tx: Tx, archiveNo: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ no: string }[]>`
    SELECT no FROM (
      SELECT related_archive_no AS no FROM person_relation WHERE archive_no = ${archiveNo} AND kind = '配偶' AND related_archive_no IS NOT NULL
      UNION SELECT archive_no AS no FROM person_relation WHERE related_archive_no = ${archiveNo} AND kind = '配偶') spouses
    ORDER BY no LIMIT 1`;
  return row?.no ?? null;
}

export async function subjectFacts(tx: Tx, archiveNo: string): Promise<SubjectFacts | null> {
  const [row] = await tx.$queryRaw<FactsRow[]>`
    SELECT p.archive_no AS "archiveNo", p.name, p.town, p.village, p.status, p.lifecycle, p.birth_on AS "birthOn",
      p.key_category AS "keyCategory", p.disability_grade AS "disabilityGrade", p.hardship, p.last_sanatorium_year AS "lastSanatoriumYear",
      coalesce((SELECT jsonb_agg(c.category ORDER BY c.category) FROM person_category c
        WHERE c.archive_no = p.archive_no AND c.until_on IS NULL), '[]'::jsonb) AS categories,
      coalesce((SELECT jsonb_agg(jsonb_build_object('kind', b.kind, 'year', b.year, 'detail', b.detail)) FROM benefit b
        WHERE b.archive_no = p.archive_no), '[]'::jsonb) AS benefits,
      coalesce((SELECT jsonb_agg(DISTINCT extract(year FROM e.recorded_on)::int) FROM archive_entry e
        WHERE e.archive_no = p.archive_no AND e.key = ${GIVE_UP}), '[]'::jsonb) AS "giveUpYears"
    FROM person p WHERE p.archive_no = ${archiveNo}`;
  return row ? { ...row, birthOn: row.birthOn && fromDateColumn(row.birthOn) } : null;
}
