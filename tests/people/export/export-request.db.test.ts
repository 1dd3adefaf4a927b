import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../src/audit/verify-audit.ts';
import type { StaffRoleId } from '../../../src/organisation/role.ts';
import { exportPeople } from '../../../src/people/export/export-people.ts';
import { askExport, decideExport, expireExports, fetchExport, makeExport } from '../../../src/people/export/export-request.ts';
import { insertExportPart, openRequests } from '../../../src/people/export/export-request-store.ts';
import { exportSubjects, exportsBy } from '../../../src/people/export/export-store.ts';
import type { ExportSource } from '../../../src/people/export/export-table.ts';
import { insertPeople } from '../../../src/people/import/people-bulk-store.ts';
import { staffMember } from '../../organisation/staff-member.ts';
import { onBothDatabases, testSealer } from '../../setup/test-database.ts';
import { manyPeople, towns } from '../many-people.ts';

const sealer = testSealer();
const [town = ''] = towns;
const staff = (id: string, role: StaffRoleId, where: string | null = town) => staffMember(id, [role], { name: `甲${id}`, town: where });
const asker = staff('A', 'town-officer');
const head = staff('H', 'town-head');
const now = new Date('2026-11-25T02:00:00Z');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

onBothDatabases('an export asked for from afar', (db) => {
  const at = (moment = now) => ({ db: db(), sealer, now: moment, channel: 'console' });
  const people = manyPeople(900);
  const inTown = people.filter((person) => person.town === town);
  const ask = (reason = '节前慰问核对名单') => askExport(at(), asker, { kind: 'people', format: 'csv', filter: { town }, reason });
  const asked = async () => {
    const result = await ask();
    if (result.kind !== 'asked') throw new Error('refused');
    return result.id;
  };
  const source = () => exportPeople(at(), asker, { town }) as ExportSource;
  const made = async () => {
    const id = await asked();
    await decideExport(at(), head, asker, id, { approve: true, words: '同意' });
    const result = await makeExport(at(), asker, id, source());
    if (result.kind !== 'made') throw new Error(result.why);
    return { id, ...result };
  };
  const fetched = async (token: string, moment = now, who = asker) => {
    const result = await fetchExport(at(moment), who, token);
    if (result.kind !== 'file') return result;
    const parts: Buffer[] = [];
    for await (const part of result.parts) parts.push(part);
    return { ...result, bytes: Buffer.concat(parts) };
  };

  beforeAll(async () => {
    await db().transaction((tx) => insertPeople(tx, sealer, people));
  });

  it('needs a reason, and a second person who answers for that area', async () => {
    expect(await ask('看')).toMatchObject({ kind: 'refused', why: 'reason' });
    const id = await asked();
    expect((await openRequests(db().tx, sealer, 10)).map((one) => [one.id, one.reason])).toContainEqual([id, '节前慰问核对名单']);
    const decide = (who: typeof asker) => decideExport(at(), who, asker, id, { approve: true, words: null });
    expect(await decide(asker)).toMatchObject({ kind: 'refused', why: 'self' });
    expect(await decide(staff('O', 'town-officer'))).toMatchObject({ why: 'approver' });
    expect(await decide(staff('H2', 'town-head', towns[1]))).toMatchObject({ why: 'approver' });
    expect(await decide({ ...head, isActive: false })).toMatchObject({ why: 'approver' });
    expect(await makeExport(at(), asker, id, source())).toMatchObject({ kind: 'refused', why: 'notApproved' });
    expect(await decide(head)).toEqual({ kind: 'decided', expiresAt: hours(24) });
    expect(await decide(staff('P', 'privacy-officer', null))).toMatchObject({ why: 'decided' });
  });

  it('is not made when refused', async () => {
    const id = await asked();
    expect(await decideExport(at(), head, asker, id, { approve: false, words: '范围过大' })).toEqual({ kind: 'decided', expiresAt: null });
    expect(await makeExport(at(), asker, id, source())).toMatchObject({ kind: 'refused', why: 'notApproved' });
  });

  it('comes as a zip that opens with its password alone, masked, with who is in it on record', async () => {
    const { token, password, no } = await made();
    const file = await fetched(token);
    if (!('bytes' in file)) throw new Error('refused');
    expect(file.name).toBe(`${no}.zip`);
    expect(file.bytes.toString('latin1')).not.toContain('YZ-0');
    const [entry] = await new ZipReader(new BlobReader(new Blob([file.bytes]))).getEntries();
    if (entry === undefined || entry.directory) throw new Error('empty');
    expect(entry).toMatchObject({ filename: '人员名单.csv', encrypted: true });
    await expect(entry.getData(new TextWriter(), { password: 'wrong' })).rejects.toThrow();
    const text = await entry.getData(new TextWriter(), { password });
    expect(text.trim().split('\n')).toHaveLength(inTown.length + 2);
    for (const person of inTown.slice(0, 20)) expect(text).not.toContain(person.phone);
    expect(await exportSubjects(db().tx, no, '', 1000)).toEqual(inTown.map((person) => person.archiveNo).sort());
    expect(await exportsBy(db().tx, asker.id, hours(-1), hours(1))).toContainEqual(
      expect.objectContaining({ no, rows: inTown.length, isWhole: true }),
    );
  });

  it('is fetched by the one who asked, within a day, and gone afterwards', async () => {
    const { token, id } = await made();
    expect(await fetched(token, now, head)).toMatchObject({ kind: 'refused', why: 'unknown' });
    expect(await fetched('x'.repeat(43))).toMatchObject({ kind: 'refused', why: 'expired' });
    expect(await fetched(token, hours(23.9))).toMatchObject({ kind: 'file' });
    expect(await fetched(token, hours(24))).toMatchObject({ kind: 'refused', why: 'expired' });
    expect(await expireExports(at(hours(23)))).toBe(0);
    expect(await expireExports(at(hours(25)))).toBeGreaterThan(0);
    expect(await db().tx.export_file_part.count({ where: { request_id: id } })).toBe(0);
    expect(await fetched(token)).toMatchObject({ kind: 'refused', why: 'expired' });
  });

  it('is whole when its making broke off before', async () => {
    const id = await asked();
    await decideExport(at(), head, asker, id, { approve: true, words: null });
    for (const position of [0, 1, 900]) await insertExportPart(db().tx, id, position, 'left behind');
    const result = await makeExport(at(), asker, id, source());
    expect(result.kind === 'made' && (await fetched(result.token))).toMatchObject({ kind: 'file' });
  });

  describe('in the end', () => {
    it('leaves neither reason nor token nor password in the database, and an audit chain that holds', async () => {
      const { token, password } = await made();
      const dump = JSON.stringify([await db().tx.export_request.findMany(), await db().tx.export_file_part.findMany()]);
      for (const secret of [token, password, '节前慰问']) expect(dump).not.toContain(secret);
      expect(await verifyAudit(db().tx)).toMatchObject({ ok: true });
    });
  });
});
