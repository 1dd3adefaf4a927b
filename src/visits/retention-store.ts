import { before, type RetentionClass } from '../platform/retention-class.ts';

const KEEP = { years: 10 };

/** Visits: ten years from the day (rules.yaml retention 走访记录). One with a need that is still open stays. */
export const visitRetention: readonly RetentionClass[] = [
  {
    id: 'visit',
    name: '走访记录',
    keep: '10年',
    basis: '个人信息保护法第十九条',
    origin: 'illustrative',
    find: (tx, now, limit) => tx.$queryRaw`
      SELECT r.id AS key, r.visited_on::timestamptz AS since FROM visit_record r WHERE r.visited_on < ${before(now, KEEP)}::date
        AND NOT EXISTS (SELECT FROM visit_need n WHERE n.record_id = r.id AND n.state <> 'closed') ORDER BY r.visited_on LIMIT ${limit}`,
    destroy: async (tx, keys, now) => {
      const due = await tx.$queryRaw<{ key: string }[]>`
        SELECT r.id AS key FROM visit_record r WHERE r.id = ANY(${[...keys]}::text[]) AND r.visited_on < ${before(now, KEEP)}::date
          AND NOT EXISTS (SELECT FROM visit_need n WHERE n.record_id = r.id AND n.state <> 'closed')`;
      const ids = due.map((row) => row.key);
      await tx.$executeRaw`DELETE FROM visit_need WHERE record_id = ANY(${ids}::text[])`;
      await tx.$executeRaw`DELETE FROM visit_record WHERE id = ANY(${ids}::text[])`;
      return ids;
    },
  },
];
