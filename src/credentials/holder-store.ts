import { categoryMembers } from '../people/categories.ts';
import { currentNo } from '../people/file/current-no-store.ts';
import type { Day } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';

/** What of a file decides about a credential, and what a scanner may be told of its holder. */
export interface Holder {
  archiveNo: string;
  name: string;
  town: string | null;
  village: string | null;
  status: string;
  lifecycle: string;
  keyCategory: string | null;
  /** Also whose file says nothing: every file is a veteran's unless it says otherwise (categories.ts). */
  isVeteran: boolean;
  /** Of a martyr's, a fallen or a deceased soldier's family. */
  isThreeFamily: boolean;
  /** The viewer has an open case about this person. */
  inCase: boolean;
}

/** The holder as the archive has them today; a merged file stands for the one that it was merged into. Null when there is none. */
export async function readHolder(tx: Tx, archiveNo: string, viewerId: string, today: Day): Promise<Holder | null> {
  const no = await currentNo(tx, archiveNo);
  const veterans = [...categoryMembers('veteran')];
  const families = [...categoryMembers('three-family')];
  const [row] = await tx.$queryRaw<Holder[]>`
    WITH own AS (SELECT ARRAY(SELECT category FROM person_category k WHERE k.archive_no = ${no} AND (k.until_on IS NULL OR k.until_on >= ${today}::date)) AS kinds)
    SELECT p.archive_no AS "archiveNo", p.name, p.town, p.village, p.status, p.lifecycle, p.key_category AS "keyCategory",
      own.kinds = '{}' AND p.key_category IS NULL OR own.kinds && ${veterans}::text[] OR p.key_category = ANY(${veterans}::text[]) IS TRUE AS "isVeteran",
      own.kinds && ${families}::text[] OR p.key_category = ANY(${families}::text[]) IS TRUE AS "isThreeFamily",
      p.archive_no = ANY(own_cases(${viewerId}::text)) AS "inCase"
    FROM person p CROSS JOIN own WHERE p.archive_no = ${no}`;
  return row ?? null;
}
