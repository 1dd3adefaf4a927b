import type { Tx } from '../platform/database.ts';
import type { CaseState } from './engine/service-case.ts';

/** Ended cases whose running parent was not told, because the process died in between. */
export async function endedUntold(tx: Tx): Promise<{ no: string; parent: string; state: string }[]> {
  return tx.$queryRaw<{ no: string; parent: string; state: string }[]>`
    SELECT c.no, p.no AS parent, c.state FROM service_case c JOIN service_case p ON p.no = c.parent_no
    WHERE c.closed_at IS NOT NULL AND p.closed_at IS NULL AND EXISTS (
      SELECT FROM jsonb_array_elements(p.run->'children') AS child WHERE child->>'no' = c.no AND child->>'closed' = 'false')
    ORDER BY c.no`;
}

/** Running parts of cases that ended without their outcome; `of`: of this one only. */
export async function orphans(tx: Tx, of: string | null = null): Promise<{ no: string; parent: string; state: CaseState }[]> {
  return tx.$queryRaw<{ no: string; parent: string; state: CaseState }[]>`
    SELECT c.no, p.no AS parent, p.state FROM service_case c JOIN service_case p ON p.no = c.parent_no
    WHERE c.closed_at IS NULL AND p.state IN ('rejected', 'withdrawn', 'terminated') AND (${of}::text IS NULL OR p.no = ${of}) ORDER BY c.no`;
}

/** How far the parts of a case are. */
export interface SubCaseBacklog {
  total: number;
  closed: number;
  /** What is open by town (null: the district's own), the most first. */
  open: { town: string | null; count: number }[];
}

export async function backlogOf(tx: Tx, no: string): Promise<SubCaseBacklog> {
  const rows = await tx.$queryRaw<{ town: string | null; open: number; closed: number }[]>`
    SELECT town, count(*) FILTER (WHERE closed_at IS NULL)::int AS open, count(*) FILTER (WHERE closed_at IS NOT NULL)::int AS closed
    FROM service_case WHERE parent_no = ${no} GROUP BY town ORDER BY open DESC, town`;
  const closed = rows.reduce((sum, row) => sum + row.closed, 0);
  const open = rows.filter((row) => row.open > 0).map(({ town, open: count }) => ({ town, count }));
  return { total: closed + open.reduce((sum, row) => sum + row.count, 0), closed, open };
}
