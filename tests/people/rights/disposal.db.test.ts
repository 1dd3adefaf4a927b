import { beforeAll, expect, it } from 'vitest';
import { systemActor } from '../../../src/cases/with-case.ts';
import type { Staff } from '../../../src/organisation/staff.ts';
import { confirmDisposal, type DisposalDeps, makeDisposalList, purgeList } from '../../../src/people/rights/disposal.ts';
import { retentionClasses } from '../../../src/serving/retention-classes.ts';
import { onBothDatabases } from '../../setup/test-database.ts';

const now = new Date('2026-11-25T10:00:00+08:00');
const privacy: Staff = { ...systemActor, id: 'P1', roles: ['privacy-officer'] };
const head: Staff = { ...systemActor, id: 'H1', roles: ['section-head'] };
const both: Staff = { ...systemActor, id: 'B1', roles: ['privacy-officer', 'section-head'] };

onBothDatabases('what is past its time', (db) => {
  const deps = (classes = retentionClasses): DisposalDeps => ({ db: db(), now, channel: 'cli', classes });
  const seed = (sql: string) => db().tx.$executeRawUnsafe(sql);
  const left = async (table: string, column: string) =>
    (await db().tx.$queryRawUnsafe<{ key: string }[]>(`SELECT ${column}::text AS key FROM ${table} ORDER BY 1`)).map((row) => row.key);

  beforeAll(async () => {
    await seed(`INSERT INTO person (archive_no, name, name_pinyin, name_initials) VALUES ('YZ-1', '张三', 'zhangsan', 'zs')`);
    await seed(`INSERT INTO flow_version (hash, flow, definition) VALUES ('h', 'f', '{}')`);
    const oneCase = (no: string, state: string, closed: string) =>
      seed(`INSERT INTO service_case (no, flow, flow_version, state, subject_name, started_by, started_at, closed_at, slots)
        VALUES ('${no}', 'f', 'h', '${state}', '张三', 'T1', '2010-01-01', ${closed === '' ? 'NULL' : `'${closed}'`}, '{}')`);
    await oneCase('C-refused-old', 'rejected', '2024-11-24');
    await oneCase('C-refused-young', 'rejected', '2024-11-26');
    await oneCase('C-done-old', 'completed', '2016-11-24');
    await oneCase('C-done-young', 'completed', '2016-11-26');
    await oneCase('C-paid-old', 'completed', '2010-11-24');
    await oneCase('C-open', 'open', '');
    await seed(
      `INSERT INTO payment (id, case_no, flow, kind, title, amount, year, paid_on, by_staff) VALUES ('p', 'C-paid-old', 'f', 'aid', '补助', 1, 2010, '2010-01-01', 'T1')`,
    );
    await seed(
      `INSERT INTO case_event (case_no, seq, type, at, by_staff, data_sealed) VALUES ('C-refused-old', 1, 'case-started', now(), 'T1', 'x')`,
    );
    const visit = (id: string, on: string) =>
      seed(`INSERT INTO visit_record (id, archive_no, visited_on, visitor_id, recorded_at) VALUES ('${id}', 'YZ-1', '${on}', 'V1', now())`);
    await visit('V-old', '2016-11-24');
    await visit('V-young', '2016-11-26');
    await visit('V-need', '2010-01-01');
    await seed(
      `INSERT INTO visit_need (id, record_id, archive_no, text_sealed, due_on, created_at) VALUES ('n', 'V-need', 'YZ-1', 'x', '2010-02-01', now())`,
    );
    const heard = (key: string, at: string, state = 'done') =>
      seed(
        `INSERT INTO inbound_message (channel, message_key, conversation_key, received_at, payload_sealed, state) VALUES ('d', '${key}', 'c', '${at}', 'x', '${state}')`,
      );
    await heard('old', '2026-05-28');
    await heard('young', '2026-05-30');
    await heard('pending', '2026-01-01', 'pending');
  });

  it('is listed and nothing is destroyed before two people confirmed it', async () => {
    const list = await makeDisposalList(deps(), 'system');
    expect(list?.counts).toMatchObject({ 'case-refused': { count: 1 }, case: { count: 1 }, visit: { count: 1 }, inbound: { count: 1 } });
    const id = list?.id ?? '';
    expect(await purgeList(deps(), 'operator', id)).toMatchObject({ ok: false, code: 'state' });
    expect(await confirmDisposal(deps(), { ...head, roles: ['town-head'] }, id)).toMatchObject({ code: 'forbidden' });
    expect(await confirmDisposal(deps(), privacy, id)).toEqual({ ok: true, state: 'listed' });
    expect(await purgeList(deps(), 'operator', id)).toMatchObject({ ok: false, code: 'state' });
    expect(await left('service_case', 'no')).toHaveLength(6);
    expect(await confirmDisposal(deps(), head, id)).toEqual({ ok: true, state: 'confirmed' });
  });

  it('is destroyed with a record, but for what changed since; killed, it goes on', async () => {
    const [list] = await db().tx.disposal_list.findMany();
    const id = list?.id ?? '';
    // Reopened since the list was made.
    await seed(`UPDATE service_case SET state = 'open', closed_at = NULL WHERE no = 'C-done-old'`);
    const failing = retentionClasses.map((one) =>
      one.id === 'visit' ? { ...one, destroy: () => Promise.reject(new Error('killed')) } : one,
    );
    await expect(purgeList(deps(failing), 'operator', id)).rejects.toThrow('killed');
    const purged = await purgeList(deps(), 'operator', id);
    expect(purged).toEqual({
      ok: true,
      outcome: [
        { kind: 'case', state: 'left-out', count: 1 },
        { kind: 'case-refused', state: 'destroyed', count: 1 },
        { kind: 'inbound', state: 'destroyed', count: 1 },
        { kind: 'visit', state: 'destroyed', count: 1 },
      ],
    });
    expect(await left('service_case', 'no')).toEqual(['C-done-old', 'C-done-young', 'C-open', 'C-paid-old', 'C-refused-young']);
    expect(await left('visit_record', 'id')).toEqual(['V-need', 'V-young']);
    expect(await left('inbound_message', 'message_key')).toEqual(['pending', 'young']);
    const stones = await db().tx.tombstone.findMany({ where: { count: { gt: 0 } }, orderBy: { what: 'asc' } });
    expect(stones.map((stone) => [stone.what, stone.count, stone.confirmed_by])).toEqual([
      ['case-refused', 1, 'P1、H1'],
      ['inbound', 1, 'P1、H1'],
      ['visit', 1, 'P1、H1'],
    ]);
    expect(await purgeList(deps(), 'operator', id)).toMatchObject({ ok: false, code: 'state' });
    expect(await makeDisposalList(deps(), 'system')).toBeNull();
  });

  it('cannot be confirmed twice by one person who holds both posts', async () => {
    await seed(`INSERT INTO disposal_list (id, made_by, made_at, counts) VALUES ('L2', 'system', now(), '{}')`);
    expect(await confirmDisposal(deps(), both, 'L2')).toMatchObject({ ok: true });
    expect(await confirmDisposal(deps(), { ...both, roles: ['section-head'] }, 'L2')).toMatchObject({ code: 'same-person' });
  });
});
