import { describe, expect, it } from 'vitest';
import { chooseAuditHash, isAuditGuarded, recordAudit } from '../../src/audit/audit-store.ts';
import { verifyAudit } from '../../src/audit/verify-audit.ts';
import { APP_ROLE, becomeApp, hasAppRole, setAppRights } from '../../src/platform/app-role.ts';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import { createJobs } from '../../src/platform/jobs.ts';
import { createLog } from '../../src/platform/log.ts';
import { type DatabaseKind, freshDatabase } from '../setup/test-database.ts';

const entry = {
  at: new Date('2026-11-25T01:02:03Z'),
  actor: 'S1',
  action: 'read',
  subject: 'YZ-1',
  caseNo: null,
  channel: 'cli',
  purpose: '核对',
  outcome: 'ok',
  detail: { b: 1, a: ['x'] },
};

/** The database as the application opens it after its schema is there. */
async function asApp(kind: DatabaseKind): Promise<Database> {
  const owner = await freshDatabase(kind);
  expect(await setAppRights(owner)).toBe(true);
  if (!('pool' in owner.driver)) {
    await becomeApp(owner);
    return owner;
  }
  const { url } = owner.driver;
  await owner.close();
  return openDatabase({ url, folder: null, role: APP_ROLE });
}

describe.each(['pglite', 'postgres'] as const)('the application’s own role (%s)', (kind) => {
  it('adds to the record and reads it, and can neither change, remove, empty nor unlock it', async () => {
    const db = await asApp(kind);
    expect(await isAuditGuarded(db.tx)).toBe(true);
    await db.transaction((tx) => recordAudit(tx, [entry, entry]));
    for (const sql of [
      `UPDATE audit_record SET actor = 'x'`,
      'DELETE FROM audit_record',
      'TRUNCATE audit_record',
      'UPDATE audit_head SET seq = 0',
      'DELETE FROM audit_head',
      `INSERT INTO audit_record SELECT 9, at, actor, action, subject, case_no, channel, purpose, outcome, detail, hash, hash FROM audit_record LIMIT 1`,
      'ALTER TABLE audit_record DISABLE TRIGGER ALL',
      'DROP TABLE audit_record',
      `CREATE OR REPLACE FUNCTION audit_append(entries JSONB) RETURNS BIGINT LANGUAGE sql AS 'SELECT 1::bigint'`,
    ]) {
      await expect(db.tx.$executeRawUnsafe(sql), sql).rejects.toThrow(/permission denied|must be owner/);
    }
    expect(await verifyAudit(db.tx)).toEqual({ ok: true, checked: 2 });
    await db.close();
  });

  it('does all other work: tables, the job queue', async () => {
    const db = await asApp(kind);
    const jobs = createJobs(db, createLog('silent'), { works: true, pollSeconds: 0.5 });
    const done: object[] = [];
    jobs.define('errand', async (payload) => void done.push(payload));
    await jobs.start();
    await db.transaction((tx) => jobs.enqueue(tx, 'errand', { no: 1 }));
    jobs.nudge('errand');
    await expect.poll(() => done, { timeout: 15_000 }).toEqual([{ no: 1 }]);
    await jobs.stop();
    await db.tx.$executeRaw`INSERT INTO setting (key, value, updated_at) VALUES ('k', '{}', now())`;
    expect(await db.tx.setting.count()).toBeGreaterThan(0);
    await db.close();
  });

  it('goes on with SM3 on the same chain, and back', async () => {
    const db = await asApp(kind);
    await db.transaction((tx) => recordAudit(tx, [entry]));
    await chooseAuditHash(db.tx, 'sm3');
    await Promise.all(
      [1, 2, 3].map((n) =>
        db.transaction((tx) =>
          recordAudit(tx, [
            { ...entry, actor: `S${n}` },
            { ...entry, purpose: '汉字“引号”\\"𠮷' },
          ]),
        ),
      ),
    );
    await chooseAuditHash(db.tx, 'sha256');
    await db.transaction((tx) => recordAudit(tx, [entry]));
    expect(await verifyAudit(db.tx)).toEqual({ ok: true, checked: 8 });
    const rows = await db.tx.audit_record.findMany({ orderBy: { seq: 'asc' }, select: { hash: true } });
    expect(rows.map((row) => row.hash.startsWith('sm3:'))).toEqual([false, true, true, true, true, true, true, false]);
    await db.close();
  });
});

it('a connecting role that may not make roles is told apart', async () => {
  const owner = await freshDatabase('postgres');
  await owner.tx.$executeRawUnsafe(
    `DO $$ BEGIN CREATE ROLE plain_login LOGIN PASSWORD 'x'; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
  );
  await owner.tx.$executeRawUnsafe('GRANT ALL ON ALL TABLES IN SCHEMA public TO plain_login');
  const { url } = owner.driver as { url: string };
  const plain = await openDatabase({ url: url.replace(/\/\/[^@]*@/, '//plain_login:x@'), folder: null, poolSize: 1 });
  expect(await hasAppRole(plain)).toBe(false);
  expect(await setAppRights(plain)).toBe(false);
  expect(await isAuditGuarded(plain.tx)).toBe(false);
  await plain.close();
  await owner.close();
});
