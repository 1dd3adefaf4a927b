import { recordAudit } from '../../src/audit/audit-store.ts';
import { verifyAudit } from '../../src/audit/verify-audit.ts';
import type { Database } from '../../src/platform/database.ts';

const columns = [
  'at',
  'actor',
  'action',
  'subject',
  'case_no',
  'channel',
  'purpose',
  'outcome',
  'detail',
  'previous_hash',
  'hash',
] as const;

/** Small repeatable numbers from 0 up to `below`. */
export function drawer(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const ROWS = 40;

/** Ways in which somebody with the owner's rights might alter the record; each gives the statements. */
const ways: ((draw: (below: number) => number) => string[])[] = [
  (draw) => {
    const column = columns[draw(columns.length)];
    return [`UPDATE audit_record SET ${column} = coalesce(${column}, '') || chr(${33 + draw(90)}) WHERE seq = ${1 + draw(ROWS)}`];
  },
  (draw) => [`DELETE FROM audit_record WHERE seq = ${1 + draw(ROWS)}`],
  (draw) => {
    const [a, b] = [1 + draw(ROWS - 1), 0];
    const other = a + 1 + draw(ROWS - a) + b;
    return [
      `UPDATE audit_record SET seq = seq + 1000000 WHERE seq IN (${a}, ${other})`,
      `UPDATE audit_record SET seq = CASE seq WHEN ${1_000_000 + a} THEN ${other} ELSE ${a} END WHERE seq > 1000000`,
    ];
  },
  (draw) => [`DELETE FROM audit_record WHERE seq > ${draw(ROWS)}`],
  (draw) => {
    const at = 1 + draw(ROWS);
    return [
      `UPDATE audit_record SET seq = seq + 1000000 WHERE seq >= ${at}`,
      `UPDATE audit_record SET seq = seq - 999999 WHERE seq > 1000000`,
      `INSERT INTO audit_record SELECT ${at}, at, 'forged', action, subject, case_no, channel, purpose, outcome, detail, previous_hash, hash FROM audit_record WHERE seq = ${at === 1 ? 2 : at - 1}`,
    ];
  },
  (draw) => [
    `INSERT INTO audit_record SELECT ${ROWS + 1}, at, 'forged', action, subject, case_no, channel, purpose, outcome, detail, hash, hash FROM audit_record WHERE seq = ${1 + draw(ROWS)}`,
  ],
  (draw) => [`UPDATE audit_head SET seq = ${draw(ROWS)}`],
  (draw) => [`UPDATE audit_head SET hash = md5('${draw(1_000_000)}') || md5('x')`],
  // An edited record hashed anew by itself: the next one still names the old hash.
  (draw) => {
    const seq = 1 + draw(ROWS);
    return [
      `UPDATE audit_record SET actor = 'forged' WHERE seq = ${seq}`,
      `UPDATE audit_record SET hash = encode(sha256(convert_to(audit_text(seq, at, actor, action, subject, case_no, channel, purpose, outcome, detail, previous_hash), 'UTF8')), 'hex') WHERE seq = ${seq}`,
    ];
  },
];

/**
 * Alters a record of forty entries in `count` random ways, one at a time, as the owner of the tables and with the triggers off, and counts the
 * ways that `verifyAudit` does not notice.
 */
export async function tamper(db: Database, count: number, seed: number): Promise<{ tried: number; unnoticed: string[] }> {
  const draw = drawer(seed);
  const entry = {
    actor: 'S1',
    action: 'read',
    caseNo: 'YZ20261123-0001',
    channel: 'cli',
    purpose: '核对',
    outcome: 'ok',
    detail: { n: 1 },
  };
  const all = (work: string[]) =>
    db.transaction(async (tx) => {
      for (const sql of ['ALTER TABLE audit_record DISABLE TRIGGER ALL', ...work, 'ALTER TABLE audit_record ENABLE TRIGGER ALL'])
        await tx.$executeRawUnsafe(sql);
    });
  await db.transaction((tx) =>
    recordAudit(
      tx,
      Array.from({ length: ROWS }, (_, n) => ({ ...entry, at: new Date(Date.UTC(2026, 10, 1, 8, n)), subject: `YZ-${n}` })),
    ),
  );
  await all(['CREATE TABLE kept_record AS TABLE audit_record', 'CREATE TABLE kept_head AS TABLE audit_head']);
  const unnoticed: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const statements = ways[n % ways.length]?.(draw) ?? [];
    await all(statements);
    if ((await verifyAudit(db.tx)).ok) unnoticed.push(statements.join('; '));
    await all([
      'DELETE FROM audit_record',
      'INSERT INTO audit_record SELECT * FROM kept_record',
      'UPDATE audit_head h SET seq = k.seq, hash = k.hash FROM kept_head k WHERE k.id = h.id',
    ]);
  }
  const untouched = await verifyAudit(db.tx);
  if (!untouched.ok) throw new Error('the record was not put back whole');
  return { tried: count, unnoticed };
}
