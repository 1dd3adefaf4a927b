import type { Tx } from '../platform/database.ts';
import { before, type RetentionClass } from '../platform/retention-class.ts';

/** Cases that ended and granted no money: those with payments are vouchers and kept (rules.yaml retention 审批与发放凭证). */
const unpaid = `NOT EXISTS (SELECT FROM payment p WHERE p.case_no = c.no)`;

interface Kind {
  id: string;
  name: string;
  keep: string;
  years: number;
  states: readonly string[];
}

const kinds: readonly Kind[] = [
  { id: 'case-refused', name: '未通过或撤回的申请', keep: '2年', years: 2, states: ['rejected', 'withdrawn', 'terminated'] },
  { id: 'case', name: '一般办件', keep: '10年', years: 10, states: ['completed'] },
];

export const caseRetention: readonly RetentionClass[] = kinds.map(({ id, name, keep, years, states }) => ({
  id,
  name,
  keep,
  basis: '个人信息保护法第十九条',
  origin: 'illustrative',
  find: (tx, now, limit) =>
    tx.$queryRawUnsafe(
      `SELECT c.no AS key, c.closed_at AS since FROM service_case c WHERE c.state = ANY($1::text[]) AND c.closed_at < $2::timestamptz AND ${unpaid}
       ORDER BY c.closed_at LIMIT $3::int`,
      states,
      before(now, { years }),
      limit,
    ),
  destroy: (tx, keys, now) => destroyCases(tx, keys, states, before(now, { years })),
}));

async function destroyCases(tx: Tx, keys: readonly string[], states: readonly string[], until: Date): Promise<string[]> {
  const due = await tx.$queryRawUnsafe<{ key: string }[]>(
    `SELECT c.no AS key FROM service_case c WHERE c.no = ANY($1::text[]) AND c.state = ANY($2::text[]) AND c.closed_at < $3::timestamptz AND ${unpaid}
     FOR UPDATE OF c`,
    [...keys],
    [...states],
    until,
  );
  const numbers = due.map((row) => row.key);
  await tx.$executeRaw`DELETE FROM case_task_assignee WHERE task_id IN (SELECT id FROM case_task WHERE case_no = ANY(${numbers}::text[]))`;
  for (const table of ['case_task', 'case_event', 'case_outcome', 'case_copy', 'case_record', 'follow_up', 'resource_hold']) {
    await tx.$executeRawUnsafe(`DELETE FROM ${table} WHERE case_no = ANY($1::text[])`, numbers);
  }
  await tx.$executeRaw`DELETE FROM service_case WHERE no = ANY(${numbers}::text[])`;
  return numbers;
}
