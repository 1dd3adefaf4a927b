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
}

interface FactsRow extends Omit<SubjectFacts, 'birthOn'> {
  birthOn: Date | null;
}

export async function subjectFacts(tx: Tx, archiveNo: string): Promise<SubjectFacts | null> {
  const [row] = await tx.$queryRaw<FactsRow[]>`
    SELECT p.archive_no AS "archiveNo", p.name, p.town, p.village, p.status, p.lifecycle, p.birth_on AS "birthOn",
      p.key_category AS "keyCategory", p.disability_grade AS "disabilityGrade", p.hardship, p.last_sanatorium_year AS "lastSanatoriumYear",
      coalesce((SELECT jsonb_agg(c.category ORDER BY c.category) FROM person_category c
        WHERE c.archive_no = p.archive_no AND c.until_on IS NULL), '[]'::jsonb) AS categories,
      coalesce((SELECT jsonb_agg(jsonb_build_object('kind', b.kind, 'year', b.year, 'detail', b.detail)) FROM benefit b
        WHERE b.archive_no = p.archive_no), '[]'::jsonb) AS benefits
    FROM person p WHERE p.archive_no = ${archiveNo}`;
  return row ? { ...row, birthOn: row.birthOn && fromDateColumn(row.birthOn) } : null;
}
