import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { affectedBy } from '../../src/audit/account-reads-store.ts';
import { auditOlderThan, auditStart, cutAudit, cutLimit } from '../../src/audit/audit-cut-store.ts';
import type { AuditEntry } from '../../src/audit/audit-entry.ts';
import { findAudit } from '../../src/audit/audit-query-store.ts';
import { recordAudit } from '../../src/audit/audit-store.ts';
import { addCheckpoint, verifyCheckpoints } from '../../src/audit/checkpoint.ts';
import { verifyAudit } from '../../src/audit/verify-audit.ts';
import { mayAsk, whoLooked } from '../../src/audit/who-looked.ts';
import { systemActor } from '../../src/cases/with-case.ts';
import { onBothDatabases } from '../setup/test-database.ts';

const day = (on: string) => new Date(`${on}T08:00:00+08:00`);
const look = (facts: Partial<AuditEntry>): AuditEntry => ({
  at: day('2026-11-20'),
  actor: 'S1',
  action: 'read',
  subject: 'YZ-1',
  caseNo: null,
  channel: 'dingtalk',
  purpose: '上门前核对',
  outcome: 'ok',
  detail: { classes: ['phone:whole', 'idcard:masked'] },
  ...facts,
});
const privacy = { ...systemActor, id: 'P1', name: '个保', roles: ['privacy-officer' as const] };
const officer = { ...systemActor, id: 'T1', name: '王敏', roles: ['town-officer' as const], town: '姜山镇' };
const head = { ...officer, id: 'T9', roles: ['town-head' as const] };

it('who may ask: those who watch over privacy, heads of the bureau, and the town’s head about their own town', () => {
  expect(mayAsk(privacy, { town: null })).toBe(true);
  expect(mayAsk(head, { town: '姜山镇' })).toBe(true);
  expect(mayAsk(head, { town: '东柳街道' })).toBe(false);
  expect(mayAsk(head, { town: null })).toBe(false);
  expect(mayAsk(officer, { town: '姜山镇' })).toBe(false);
});

onBothDatabases('asking the audit record', (db) => {
  it('tells who looked, when, at what and why, a page at a time, and records the question', async () => {
    await db().transaction((tx) =>
      recordAudit(tx, [
        look({}),
        look({ actor: 'S2', at: day('2026-11-21'), purpose: '办件' }),
        look({ subject: 'YZ-2' }),
        look({ action: 'read-refused', outcome: 'unreachable', detail: {} }),
      ]),
    );
    const ask = { now: day('2026-11-25'), channel: 'cli', purpose: '本人要求', limit: 2 };
    const first = await db().transaction((tx) => whoLooked(tx, privacy, { archiveNo: 'YZ-1', town: null }, ask));
    expect(first).toMatchObject({
      kind: 'looks',
      looks: [
        { staffId: 'S1', what: '想查看，被拒绝' },
        { staffId: 'S2', why: '办件' },
      ],
    });
    const before = first.kind === 'looks' ? first.before : null;
    const rest = await db().transaction((tx) => whoLooked(tx, privacy, { archiveNo: 'YZ-1', town: null }, { ...ask, before }));
    expect(rest).toMatchObject({ looks: [{ what: '查看：手机号、身份证号（打码）', why: '上门前核对' }] });
    const refused = await db().transaction((tx) => whoLooked(tx, officer, { archiveNo: 'YZ-1', town: '姜山镇' }, ask));
    expect(refused).toEqual({ kind: 'refused' });
    const { records } = await findAudit(db().tx, { actor: 'T1' }, { limit: 5 });
    expect(records).toMatchObject([{ action: 'read-audit-refused', subject: 'YZ-1', outcome: 'role' }]);
  });

  it('lists everybody whose file one account read within a time, with what was seen', async () => {
    await db().transaction((tx) =>
      recordAudit(tx, [
        look({ actor: 'S7', subject: 'YZ-7' }),
        look({ actor: 'S7', subject: 'YZ-7', at: day('2026-11-21'), detail: { classes: ['bankcard:masked'] } }),
        look({ actor: 'S7', subject: 'YZ-8', action: 'search', outcome: 'found', detail: {} }),
        look({ actor: 'S7', subject: 'YZ-9', action: 'read-refused', outcome: 'unreachable', detail: {} }),
        look({ actor: 'S7', subject: 'YZ-6', at: day('2026-12-01') }),
      ]),
    );
    expect(await affectedBy(db().tx, 'S7', day('2026-11-19'), day('2026-11-22'))).toEqual([
      {
        archiveNo: 'YZ-7',
        looks: 2,
        firstAt: day('2026-11-20').toISOString(),
        lastAt: day('2026-11-21').toISOString(),
        classes: ['bankcard:masked', 'idcard:masked', 'phone:whole'],
      },
      { archiveNo: 'YZ-8', looks: 1, firstAt: day('2026-11-20').toISOString(), lastAt: day('2026-11-20').toISOString(), classes: [] },
    ]);
  });

  it('notices a chain that was rewritten as a whole, by the checkpoints kept outside', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'yinling-audit-')), 'checkpoints.jsonl');
    expect(await addCheckpoint(db().tx, path, 'secret', day('2026-11-25'))).not.toBeNull();
    await db().transaction((tx) => recordAudit(tx, [look({ actor: 'later' })]));
    expect(await verifyCheckpoints(db().tx, path, 'secret')).toEqual({ ok: true, checked: 1 });
    const whole = await readFile(path, 'utf8');
    await writeFile(path, whole.replace(/"hash":"../, '"hash":"00'));
    expect(await verifyCheckpoints(db().tx, path, 'secret')).toMatchObject({ ok: false, fault: 'altered' });
    await writeFile(path, whole);
    await db().transaction(async (tx) => {
      await tx.$executeRaw`ALTER TABLE audit_record DISABLE TRIGGER ALL`;
      await tx.$executeRaw`UPDATE audit_record SET hash = 'new' WHERE seq = (SELECT max(seq) - 1 FROM audit_record)`;
      await tx.$executeRaw`ALTER TABLE audit_record ENABLE TRIGGER ALL`;
    });
    expect(await verifyCheckpoints(db().tx, path, 'secret')).toMatchObject({ ok: false, fault: 'rewritten' });
  });
});

onBothDatabases('the end of three years', (db) => {
  it('lets two people cut off what is older, and the rest is still proven', async () => {
    const now = day('2026-11-25');
    await db().transaction((tx) =>
      recordAudit(tx, [look({ at: day('2023-01-01') }), look({ at: day('2023-11-24') }), look({ at: day('2023-11-26') }), look({})]),
    );
    const due = await auditOlderThan(db().tx, cutLimit(now));
    expect(due).toMatchObject({ upTo: 2n, records: 2 });
    const cut = (confirmedBy: string, upTo: bigint) => db().transaction((tx) => cutAudit(tx, { upTo, by: 'P1', confirmedBy, now }));
    await expect(cut('P1', 2n)).rejects.toMatchObject({ code: 'audit-kept' });
    await expect(cut('H1', 3n)).rejects.toMatchObject({ code: 'audit-kept' });
    expect(await cut('H1', 2n)).toBe(2);
    expect(await auditStart(db().tx)).toMatchObject({ seq: 2n });
    await db().transaction((tx) => recordAudit(tx, [look({})]));
    expect(await verifyAudit(db().tx)).toEqual({ ok: true, checked: 3 });
    expect(await auditOlderThan(db().tx, cutLimit(now))).toBeNull();
  });
});
