import { beforeEach, describe, expect, it } from 'vitest';
import { hashOf } from '../../src/audit/audit-chain.ts';
import type { AuditEntry } from '../../src/audit/audit-entry.ts';
import { auditOfSubject, auditPage, recordAudit } from '../../src/audit/audit-store.ts';
import { verifyAudit } from '../../src/audit/verify-audit.ts';
import type { Tx } from '../../src/platform/database.ts';
import { onBothDatabases } from '../setup/test-database.ts';

function entry(facts: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: new Date('2026-11-25T01:02:03.004Z'),
    actor: 'S001',
    action: 'read',
    subject: 'YZ-0000001',
    caseNo: null,
    channel: 'dingtalk',
    purpose: '核对待遇',
    outcome: 'ok',
    detail: { classes: ['phone'] },
    ...facts,
  };
}

const nasty = [
  '汉字“引号”与\\反斜杠\\" /',
  '\u0001\u0002\u001f\u007f\u0080\u2028\u2029',
  '\b\f\n\r\t\v',
  '𠮷野家👩‍👩‍👧',
  '<script>&amp;\u00a0',
  '\u0000nul',
  'half \ud800 pair',
  '\ufffe\uffff',
  '', // empty
  '  leading and trailing  ',
  'null',
  '[1, 2]',
];

onBothDatabases('the audit record', (db) => {
  const tamper = (sql: string) =>
    db().transaction(async (tx) => {
      await tx.$executeRawUnsafe('ALTER TABLE audit_record DISABLE TRIGGER ALL');
      await tx.$executeRawUnsafe(sql);
      await tx.$executeRawUnsafe('ALTER TABLE audit_record ENABLE TRIGGER ALL');
    });
  const record = (entries: AuditEntry[]) => db().transaction((tx: Tx) => recordAudit(tx, entries));

  beforeEach(async () => {
    await tamper(`DELETE FROM audit_record`);
    await db().tx.$executeRawUnsafe(`UPDATE audit_head SET seq = 0, hash = repeat('0', 64)`);
  });

  it('recomputes outside the database the hash that the database made, whatever was written', async () => {
    await record(nasty.map((text) => entry({ purpose: text, actor: text, detail: { text, n: 1.5, deep: [text, null, true] } })));
    const page = await auditPage(db().tx, 0n, 100);
    expect(page).toHaveLength(nasty.length);
    for (const one of page) expect(hashOf(one)).toBe(one.hash);
    expect(await verifyAudit(db().tx)).toEqual({ ok: true, checked: nasty.length });
  });

  it('is whole when it is empty', async () => {
    expect(await verifyAudit(db().tx)).toEqual({ ok: true, checked: 0 });
  });

  it('goes with the transaction that it belongs to', async () => {
    await expect(
      db().transaction(async (tx) => {
        await recordAudit(tx, [entry()]);
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(await auditPage(db().tx, 0n, 10)).toEqual([]);
  });

  it('is one chain however many write at once', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, i) => record([entry({ actor: `S${i}` }), entry({ actor: `S${i}` })])));
    expect(await verifyAudit(db().tx)).toEqual({ ok: true, checked: 16 });
  });

  it('tells who looked into a file, newest first', async () => {
    await record([entry({ actor: 'a' }), entry({ actor: 'b', subject: 'YZ-0000002' }), entry({ actor: 'c' })]);
    expect((await auditOfSubject(db().tx, 'YZ-0000001', 10)).map((one) => one.actor)).toEqual(['c', 'a']);
  });

  it('lets nobody change or remove a record', async () => {
    await record([entry()]);
    await expect(db().tx.$executeRawUnsafe(`UPDATE audit_record SET actor = 'x'`)).rejects.toThrow('append-only');
    await expect(db().tx.$executeRawUnsafe(`DELETE FROM audit_record`)).rejects.toThrow('append-only');
    await expect(db().tx.$executeRawUnsafe(`TRUNCATE audit_record`)).rejects.toThrow('append-only');
  });

  it('checks more than one page and says how far it is', async () => {
    await record(Array.from({ length: 4100 }, (_, i) => entry({ actor: `S${i}` })));
    const seen: number[] = [];
    expect(await verifyAudit(db().tx, (checked, total) => seen.push(checked, total))).toEqual({ ok: true, checked: 4100 });
    expect(seen).toEqual([2000, 4100, 4000, 4100, 4100, 4100]);
  });

  describe('that somebody tampered with behind the application', () => {
    const columns = ['at', 'actor', 'action', 'subject', 'case_no', 'channel', 'purpose', 'outcome', 'detail', 'previous_hash', 'hash'];
    beforeEach(async () => {
      await record(Array.from({ length: 6 }, (_, i) => entry({ actor: `S${i}`, caseNo: 'YZ20261123-0001' })));
    });

    it.each(columns)('shows an edited %s', async (column) => {
      await tamper(`UPDATE audit_record SET ${column} = ${column} || ' ' WHERE seq = 3`);
      expect(await verifyAudit(db().tx)).toMatchObject({ ok: false, firstBad: { seq: '3' } });
    });

    it('shows a value taken out', async () => {
      await tamper(`UPDATE audit_record SET purpose = NULL WHERE seq = 2`);
      expect(await verifyAudit(db().tx)).toEqual({ ok: false, checked: 1, firstBad: { seq: '2', fault: 'wrong-hash' } });
    });

    it.each([1, 3])('shows that record %i was deleted', async (seq) => {
      await tamper(`DELETE FROM audit_record WHERE seq = ${seq}`);
      expect(await verifyAudit(db().tx)).toMatchObject({ ok: false, firstBad: { seq: String(seq + 1), fault: 'gap' } });
    });

    it('shows that a record was deleted and the rest moved up', async () => {
      await tamper(`DELETE FROM audit_record WHERE seq = 3; UPDATE audit_record SET seq = seq - 1 WHERE seq > 3`.split(';')[0] ?? '');
      await tamper(`UPDATE audit_record SET seq = seq - 1 WHERE seq > 3`);
      expect(await verifyAudit(db().tx)).toMatchObject({ ok: false, firstBad: { seq: '3', fault: 'broken-link' } });
    });

    it('shows that two records changed places', async () => {
      await tamper(`UPDATE audit_record SET seq = CASE seq WHEN 2 THEN 102 ELSE 103 END WHERE seq IN (2, 3)`);
      await tamper(`UPDATE audit_record SET seq = CASE seq WHEN 102 THEN 3 ELSE 2 END WHERE seq IN (102, 103)`);
      expect(await verifyAudit(db().tx)).toMatchObject({ ok: false, firstBad: { seq: '2' } });
    });

    it('shows that the tail was cut off', async () => {
      await tamper(`DELETE FROM audit_record WHERE seq > 4`);
      expect(await verifyAudit(db().tx)).toEqual({ ok: false, checked: 4, firstBad: { seq: '5', fault: 'head-ahead' } });
    });

    it('shows that everything was thrown away', async () => {
      await tamper(`DELETE FROM audit_record`);
      expect(await verifyAudit(db().tx)).toMatchObject({ ok: false, checked: 0, firstBad: { seq: '1' } });
    });

    it('shows a record put behind the head, even one that fits the chain', async () => {
      await tamper(`INSERT INTO audit_record SELECT 7, at, actor, action, subject, case_no, channel, purpose, outcome, detail, hash,
        encode(sha256(convert_to(audit_text(7, at, actor, action, subject, case_no, channel, purpose, outcome, detail, hash), 'UTF8')), 'hex')
        FROM audit_record WHERE seq = 6`);
      expect(await verifyAudit(db().tx)).toMatchObject({ ok: false, checked: 6, firstBad: { seq: '7', fault: 'head-behind' } });
    });

    it('shows a head that was set back', async () => {
      await tamper(`DELETE FROM audit_record WHERE seq = 6`);
      await db().tx.$executeRawUnsafe(`UPDATE audit_head SET seq = 5`);
      expect(await verifyAudit(db().tx)).toMatchObject({ ok: false, checked: 5, firstBad: { seq: '5', fault: 'head-differs' } });
    });

    it('shows that the head is gone', async () => {
      await db().tx.$executeRawUnsafe(`DELETE FROM audit_head`);
      expect(await verifyAudit(db().tx)).toMatchObject({ ok: false, firstBad: { fault: 'head-missing' } });
      await db().tx.$executeRawUnsafe(`INSERT INTO audit_head VALUES (1, 0, repeat('0', 64))`);
    });
  });
});
