import { mkdtempSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Jimp, JimpMime } from 'jimp';
import { beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '../../../src/cases/with-case.ts';
import type { Staff } from '../../../src/organisation/staff.ts';
import { cleanFile } from '../../../src/people/documents/clean-file.ts';
import { addDocument, type DocumentDeps, listDocuments, openDocument, removeDocument } from '../../../src/people/documents/documents.ts';
import { insertPeople } from '../../../src/people/import/people-bulk-store.ts';
import { newPerson } from '../../../src/people/new-person.ts';
import type { Tx } from '../../../src/platform/database.ts';
import { createFileVault } from '../../../src/platform/file-vault.ts';
import { onBothDatabases, testSealer } from '../../setup/test-database.ts';

const now = new Date('2026-11-25T10:00:00+08:00');
const sealer = testSealer();
const officer: Staff = { ...systemActor, id: 'T1', roles: ['town-officer'], level: 'town', town: '姜山镇' };
const elsewhere: Staff = { ...officer, id: 'T9', town: '东柳街道' };
const PLACE = 'GPSLatitude-29.8N';

async function picture(width = 40, height = 30): Promise<Buffer> {
  return new Jimp({ width, height, color: 0x336699ff }).getBuffer(JimpMime.jpeg);
}

/** A picture that carries its place, as a telephone writes it. */
async function placed(): Promise<Buffer> {
  const plain = await picture();
  const exif = Buffer.from(`Exif\0\0${PLACE}`, 'latin1');
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, exif.length + 2]), exif]);
  return Buffer.concat([plain.subarray(0, 2), segment, plain.subarray(2)]);
}

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');

describe('a file that is to be kept', () => {
  it('is drawn anew when it is a picture: nothing that hid in it comes along', async () => {
    const given = await placed();
    expect(given.includes(PLACE)).toBe(true);
    const cleaned = await cleanFile(given);
    expect(cleaned).toMatchObject({ ok: true, extension: 'jpg' });
    expect(cleaned.ok && cleaned.content.includes(PLACE)).toBe(false);
    const trailing = await cleanFile(Buffer.concat([await picture(), Buffer.from('<script>alert(1)</script>')]));
    expect(trailing.ok && trailing.content.includes('<script>')).toBe(false);
  });

  it('is made smaller where its edge is longer than is needed', async () => {
    const cleaned = await cleanFile(await picture(3000, 20));
    expect(cleaned.ok && (await Jimp.read(cleaned.content)).width).toBe(2400);
  });

  it('is told by its content, whatever it calls itself', async () => {
    expect(await cleanFile(pdf)).toMatchObject({ ok: true, extension: 'pdf' });
    const bomb = Buffer.from('89504e470d0a1a0a0000000d494844520000ffff0000ffff0806000000', 'hex');
    const cases: [Buffer, string][] = [
      [Buffer.from('MZ\u0090\0 this is a program'), 'type'],
      [Buffer.from('<html>'), 'type'],
      [Buffer.from('GIF89a'), 'type'],
      [Buffer.alloc(0), 'type'],
      [Buffer.from('%PDF-1.4 cut off'), 'broken'],
      [(await picture()).subarray(0, 120), 'broken'],
      [bomb, 'broken'],
      [Buffer.concat([await picture(), Buffer.alloc(11 * 1024 * 1024)]), 'too-large'],
      [Buffer.concat([pdf, Buffer.alloc(21 * 1024 * 1024)]), 'too-large'],
    ];
    for (const [content, why] of cases) expect(await cleanFile(content), why).toMatchObject({ ok: false, why });
  });
});

onBothDatabases('the documents of a file', (db) => {
  const folder = join(mkdtempSync(join(tmpdir(), 'yinling-documents-')), 'files');
  const vault = createFileVault(folder, sealer);
  const act = <T>(work: (deps: DocumentDeps) => Promise<T>) =>
    db().transaction((tx: Tx) => work({ tx, sealer, now, channel: 'cli', vault }));
  const add = (who: Staff, kind: string, content: Buffer, title = kind) =>
    act((deps) => addDocument(deps, who, { archiveNo: 'YZ-0000001', kind, title, content }));

  beforeAll(async () => {
    const facts = { archiveNo: 'YZ-0000001', name: '张建国', town: '姜山镇', village: '走马塘村', categories: [] };
    await db().transaction((tx) => insertPeople(tx, sealer, [newPerson(facts)]));
  });

  it('are kept sealed with their hash and who added them, and open for whom the matrix grants their class', async () => {
    const added = await add(officer, '退役证', await placed());
    expect(added).toMatchObject({
      ok: true,
      document: { fileType: 'jpg', addedBy: 'T1', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const id = added.ok ? added.document.id : '';
    const [name = ''] = await readdir(folder);
    expect((await readFile(join(folder, name), 'latin1')).startsWith('a1.')).toBe(true);
    expect(await act((deps) => openDocument(deps, officer, { id, reason: '核对' }))).toMatchObject({ ok: true });
    expect(await act((deps) => openDocument(deps, elsewhere, { id, reason: '核对' }))).toMatchObject({ ok: false, code: 'gone' });
    const actions = await db().tx.audit_record.findMany({
      where: { subject: 'YZ-0000001' },
      orderBy: { seq: 'asc' },
      select: { action: true },
    });
    expect(actions.map((one) => one.action)).toEqual(['write', 'read', 'read-refused']);
  });

  it('of a class that is not granted are neither listed nor opened', async () => {
    const added = await add(officer, '残疾证', pdf);
    const id = added.ok ? added.document.id : '';
    expect((await act((deps) => listDocuments(deps, officer, 'YZ-0000001')))?.map((one) => one.kind)).toEqual(['退役证']);
    expect(await act((deps) => openDocument(deps, officer, { id, reason: '核对' }))).toMatchObject({ ok: false });
    expect(await act((deps) => listDocuments(deps, elsewhere, 'YZ-0000001'))).toBeNull();
  });

  it('are not kept twice, nor when they are no documents, nor by whom it is not for', async () => {
    expect(await add(officer, '其他', pdf)).toMatchObject({ code: 'known', sentence: expect.stringContaining('残疾证') });
    expect(await add(officer, '其他', Buffer.from('hello'))).toMatchObject({ code: 'type' });
    expect(await add(officer, '不是种类', await picture(7, 7))).toMatchObject({ code: 'value' });
    expect(await add(officer, '其他', await picture(8, 8), '73011部队合影')).toMatchObject({ code: 'value' });
    expect(await add(elsewhere, '其他', await picture(9, 9))).toMatchObject({ code: 'not-yours' });
  });

  it('go with a reason, and stay kept until retention ends', async () => {
    const [document] = (await act((deps) => listDocuments(deps, officer, 'YZ-0000001'))) ?? [];
    const id = document?.id ?? '';
    expect(await act((deps) => removeDocument(deps, officer, { id, reason: '。' }))).toMatchObject({ code: 'reason' });
    expect(await act((deps) => removeDocument(deps, officer, { id, reason: '传错了人的材料' }))).toEqual({ ok: true });
    expect(await act((deps) => removeDocument(deps, officer, { id, reason: '传错了人的材料' }))).toMatchObject({ code: 'gone' });
    expect(await vault.open(document?.keptName ?? '')).not.toBeNull();
  });
});
