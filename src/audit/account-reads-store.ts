import type { Tx } from '../platform/database.ts';

/** One person whose file an account looked into within a time, with how often, when, and what of it. */
export interface AffectedPerson {
  archiveNo: string;
  looks: number;
  firstAt: string;
  lastAt: string;
  /** Field classes seen: `idcard:masked`, `phone:whole`. */
  classes: string[];
}

/** Everybody whose file one account read between two moments (rules.yaml privacy.incident): those affected when an account leaked. */
export async function affectedBy(tx: Tx, account: string, from: Date, to: Date): Promise<AffectedPerson[]> {
  return tx.$queryRaw<AffectedPerson[]>`
    SELECT subject AS "archiveNo", count(DISTINCT seq)::int AS looks, min(at) AS "firstAt", max(at) AS "lastAt",
      coalesce(jsonb_agg(DISTINCT class) FILTER (WHERE class IS NOT NULL), '[]'::jsonb) AS classes
    FROM (SELECT r.seq, r.subject, r.at, c.class FROM audit_record r
      LEFT JOIN LATERAL jsonb_array_elements_text(CASE WHEN r.detail LIKE '%"classes"%' THEN r.detail::jsonb->'classes' ELSE '[]'::jsonb END) AS c(class) ON true
      WHERE r.actor = ${account} AND r.at >= ${from.toISOString()} AND r.at <= ${to.toISOString()}
        AND r.subject IS NOT NULL AND r.outcome IN ('ok', 'found', 'done')) looks
    GROUP BY subject ORDER BY min(at), subject`;
}
