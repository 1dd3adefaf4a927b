import { addDays, type Day, momentOf } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import type { Reach, Viewer } from '../access/access.ts';
import { openFact, type SealedFact, sealedColumns } from '../person-seal.ts';
import { bindings } from '../search/bindings.ts';
import { categoryCondition, ownCases, placeConditions, reachCondition } from '../search/person-search-sql.ts';
import type { ExportFilter } from './export-table.ts';

const listed = ['idcard', 'phone', 'address', 'bankcard', 'emergencyName', 'emergencyPhone'] as const satisfies SealedFact[];

/** A person in clear, for the pure code that decides what leaves the house. */
export interface ExportedPerson extends Record<(typeof listed)[number], string | null> {
  archiveNo: string;
  name: string;
  sex: string | null;
  birthOn: Day | null;
  town: string | null;
  village: string | null;
  status: string;
  lifecycle: string;
  keyCategory: string | null;
  categories: string[];
  enlistedOn: Day | null;
  dischargedOn: Day | null;
  branch: string | null;
  merit: string | null;
  cardNo: string | null;
  inCase: boolean;
}

export interface PeoplePage {
  viewer: Viewer;
  reach: Reach;
  filter: ExportFilter;
  today: Day;
  /** The last archive number of the page before. */
  after: string;
  limit: number;
}

/** People whom a viewer reaches, by archive number. `from` and `to` are the days on which files were made. */
export async function peoplePage(tx: Tx, sealer: Sealer, page: PeoplePage): Promise<ExportedPerson[]> {
  const { filter } = page;
  const to = bindings();
  const own = ownCases(to, page.viewer.id);
  const conditions = [
    'p.merged_into IS NULL',
    `p.archive_no > ${to.bind(page.after)}`,
    reachCondition(to, page.reach, own),
    ...placeConditions(to, filter),
  ];
  if (filter.category !== undefined) conditions.push(categoryCondition(to, filter.category, page.today));
  if (filter.from !== undefined) conditions.push(`p.created_at >= ${to.bind(momentOf(filter.from), 'timestamptz')}`);
  if (filter.to !== undefined) conditions.push(`p.created_at < ${to.bind(momentOf(addDays(filter.to, 1)), 'timestamptz')}`);
  const today = to.bind(page.today, 'date');
  const rows = await tx.$queryRawUnsafe<ExportedPerson[]>(
    `SELECT p.archive_no AS "archiveNo", p.name, p.sex, p.birth_on::text AS "birthOn", p.town, p.village, p.status, p.lifecycle,
      p.key_category AS "keyCategory", p.enlisted_on::text AS "enlistedOn", p.discharged_on::text AS "dischargedOn", p.branch, p.merit,
      p.card_no AS "cardNo", ${listed.map((fact) => `p.${sealedColumns[fact]} AS "${fact}"`).join(', ')},
      ARRAY(SELECT k.category FROM person_category k WHERE k.archive_no = p.archive_no
        AND (k.until_on IS NULL OR k.until_on >= ${today}) ORDER BY k.category) AS categories,
      p.archive_no = ANY(${own}) AS "inCase"
    FROM person p WHERE ${conditions.join(' AND ')} ORDER BY p.archive_no LIMIT ${to.bind(page.limit, 'int')}`,
    ...to.values,
  );
  return rows.map((row) => {
    const opened = Object.fromEntries(listed.map((fact) => [fact, openFact(sealer, fact, row[fact], row.archiveNo)]));
    return { ...row, ...opened };
  });
}
