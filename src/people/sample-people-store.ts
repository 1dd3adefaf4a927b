import type { Tx } from '../platform/database.ts';

/** What somebody may be looked up by. */
export interface SampledPerson {
  archiveNo: string;
  name: string;
  pinyin: string;
  town: string | null;
  village: string | null;
  birthYear: number | null;
}

/** Some people as they stand in the archive, spread over it, and how many there are; for measuring searches. */
export async function samplePeople(tx: Tx, count: number): Promise<{ sampled: SampledPerson[]; people: number }> {
  const [{ people }] = await tx.$queryRaw<[{ people: number }]>`SELECT count(*)::int AS people FROM person`;
  const step = Math.max(1, Math.floor(people / count));
  const sampled = await tx.$queryRaw<SampledPerson[]>`
    SELECT archive_no AS "archiveNo", name, name_pinyin AS pinyin, town, village, date_part('year', birth_on)::int AS "birthYear"
    FROM (SELECT *, row_number() OVER (ORDER BY archive_no) AS n FROM person) AS numbered WHERE n % ${step}::int = 0 LIMIT ${count}::int`;
  return { sampled, people };
}

/** Living priority recipients who may go to a sanatorium for the first time, with where they belong; for measuring cases. */
export async function sanatoriumCandidates(
  tx: Tx,
  count: number,
): Promise<{ archiveNo: string; name: string; town: string; village: string }[]> {
  return tx.$queryRaw`
    SELECT archive_no AS "archiveNo", name, town, village FROM person
    WHERE key_category IN ('disabled', 'martyr', 'sacrifice', 'illness', 'old_demob', 'ill_return', 'war', 'test') AND status = '在世' AND lifecycle = '在册'
      AND last_sanatorium_year IS NULL AND town IS NOT NULL AND village IS NOT NULL ORDER BY archive_no LIMIT ${count}::int`;
}
