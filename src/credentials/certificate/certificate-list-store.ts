import type { Reach } from '../../people/access/access.ts';
import { bindings } from '../../people/search/bindings.ts';
import { ownCases, reachCondition } from '../../people/search/person-search-sql.ts';
import type { Day } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { CertificateState } from './certificate-store.ts';

export interface CertificateFilter {
  town?: string | undefined;
  village?: string | undefined;
  template?: string | undefined;
  /** A stored state; `over`: valid until a day that has passed; `gone`: the holder is no longer on the books. */
  state?: CertificateState | 'over' | 'gone' | undefined;
  archiveNo?: string | undefined;
  no?: string | undefined;
}

export interface CertificateLine {
  no: string;
  archiveNo: string;
  name: string;
  town: string | null;
  village: string | null;
  template: string;
  state: CertificateState;
  issuedOn: Day;
  validUntil: Day;
  isOnBooks: boolean;
  inCase: boolean;
}

const ON_BOOKS = `(p.status = '在世' AND p.lifecycle = '在册')`;

export async function selectCertificates(
  tx: Tx,
  who: { reach: Reach; viewerId: string; today: Day },
  filter: CertificateFilter,
  page: { limit: number; offset: number },
): Promise<{ rows: CertificateLine[]; total: number }> {
  const to = bindings();
  const own = ownCases(to, who.viewerId);
  const conditions = [reachCondition(to, who.reach, own)];
  const equal = { 'p.town': filter.town, 'p.village': filter.village, 'e.template': filter.template, 'e.archive_no': filter.archiveNo };
  for (const [column, value] of Object.entries({ ...equal, 'e.no': filter.no }))
    if (value !== undefined) conditions.push(`${column} = ${to.bind(value)}`);
  if (filter.state === 'over') conditions.push(`e.state IN ('valid', 'suspended') AND e.valid_until < ${to.bind(who.today, 'date')}`);
  else if (filter.state === 'gone') conditions.push(`e.state IN ('valid', 'suspended') AND NOT ${ON_BOOKS}`);
  else if (filter.state !== undefined) conditions.push(`e.state = ${to.bind(filter.state)}`);
  const rows = await tx.$queryRawUnsafe<(CertificateLine & { total: number })[]>(
    `SELECT e.no, e.archive_no AS "archiveNo", p.name, p.town, p.village, e.template, e.state, e.issued_on::text AS "issuedOn",
       e.valid_until::text AS "validUntil", ${ON_BOOKS} AS "isOnBooks", p.archive_no = ANY(${own}) AS "inCase", count(*) OVER ()::int AS total
     FROM e_certificate e JOIN person p USING (archive_no) WHERE ${conditions.join(' AND ')}
     ORDER BY e.issued_at DESC, e.no DESC LIMIT ${to.bind(page.limit, 'int')} OFFSET ${to.bind(page.offset, 'int')}`,
    ...to.values,
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}
