import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BatchRequest, makeBatch, runBatches, signBatch } from '../../src/credentials/certificate/certificate-batch.ts';
import { batchesWithProgress, batchFaults } from '../../src/credentials/certificate/certificate-batch-store.ts';
import { listCertificates } from '../../src/credentials/certificate/certificate-list.ts';
import { certificatePaper } from '../../src/credentials/certificate/certificate-paper.ts';
import { certificatePicture } from '../../src/credentials/certificate/certificate-picture.ts';
import { changeCertificate, renewCertificate } from '../../src/credentials/certificate/change-certificate.ts';
import { issueCertificate } from '../../src/credentials/certificate/issue-certificate.ts';
import { openCertificate } from '../../src/credentials/certificate/open-certificate.ts';
import { readToken } from '../../src/credentials/signing/token.ts';
import { publishedKeys } from '../../src/credentials/verify/published-keys.ts';
import { verifyCredential } from '../../src/credentials/verify/verify-credential.ts';
import type { Tx } from '../../src/platform/database.ts';
import { onBothDatabases } from '../setup/test-database.ts';
import { at, bank, clerk, deps, elsewhere, head, later, layIn, officer, scanner, sealer, secondHead } from './holders.ts';

const consent = '本人书面同意，存镇街站';
const YEAR = 365 * 86_400;

onBothDatabases('electronic certificates', (db) => {
  const act = <T>(work: (given: ReturnType<typeof deps>) => Promise<T>, now = at) => db().transaction((tx: Tx) => work(deps(tx, now)));
  const issue = (archiveNo: string, staff = head, words = consent) =>
    act((given) => issueCertificate(given, staff, { archiveNo, consent: words }));
  const open = async (no: string, staff = officer, now = at) => {
    const opened = await act((given) => openCertificate(given, staff, { no }), now);
    if (!opened.ok) throw new Error(opened.code);
    return opened;
  };
  const change = (no: string, what: 'suspend' | 'resume' | 'revoke', staff = head, reason = '残疾等级正在复核') =>
    act((given) => changeCertificate(given, staff, { no, act: what, reason }));
  const scan = (text: string, by = scanner('public'), now = at) => act((given) => verifyCredential(given, text, by), now);
  let no = '';
  beforeAll(() => layIn(db()));

  it('are signed by the pension section’s head alone, for key recipients on the books who agreed', async () => {
    expect(await issue('YZ-4', officer)).toMatchObject({ ok: false, code: 'role' });
    expect(await issue('YZ-4', clerk)).toMatchObject({ ok: false, code: 'role' });
    expect(await issue('YZ-4', { ...head, section: 'rights' })).toMatchObject({ ok: false, code: 'role' });
    expect(await issue('YZ-4', head, '同意')).toMatchObject({ ok: false, code: 'consent' });
    expect(await issue('YZ-1')).toMatchObject({ ok: false, code: 'not-for' });
    expect(await issue('YZ-6')).toMatchObject({ ok: false, code: 'not-for' });
    const issued = await issue('YZ-4');
    expect(issued).toMatchObject({ ok: true, certificate: { no: 'ZZ2026-000001', template: 'disabled', validUntil: '2028-11-24' } });
    no = issued.ok ? issued.certificate.no : '';
    expect(await issue('YZ-4')).toMatchObject({ ok: false, code: 'exists' });
  });

  it('name what the form asks for, and neither grade nor identity number; the content lies sealed', async () => {
    const { content, text } = await open(no);
    expect(content).toMatchObject({ title: '残疾军人电子证照', issuer: '宁波市鄞州区退役军人事务局' });
    expect(Object.fromEntries(content.lines)).toEqual({
      姓名: '欧阳长根',
      性别: '男',
      出生日期: '1950-03-02',
      身份类别: '残疾军人',
      原证件号: '浙示0004',
      所在村社: '姜山镇走马塘村',
    });
    const stored = JSON.stringify(await db().tx.e_certificate.findMany());
    expect(stored).not.toContain('欧阳');
    expect(text).toContain('欧阳长根');
  });

  it('stand in the person’s file', async () => {
    const [kept] = await db().tx.certificate.findMany({ where: { no } });
    expect(kept).toMatchObject({ archive_no: 'YZ-4', kind: '残疾军人电子证照', state: '有效' });
  });

  it('are opened by whom the file is open to; every look is recorded', async () => {
    expect(await act((given) => openCertificate(given, elsewhere, { no }))).toMatchObject({ ok: false, code: 'gone' });
    expect(await act((given) => openCertificate(given, bank, { no }))).toMatchObject({ ok: false });
    const records = await db().tx.audit_record.findMany({
      where: { subject: 'YZ-4', actor: { in: ['T9', 'T1'] } },
      orderBy: { seq: 'asc' },
    });
    expect(records.map((record) => [record.actor, record.action])).toEqual(
      expect.arrayContaining([
        ['T9', 'read-refused'],
        ['T1', 'read'],
      ]),
    );
    const listed = await act((given) => listCertificates(given, officer, {}, { limit: 10, offset: 0 }));
    expect(listed).toMatchObject({ total: 1, lines: [{ no, name: '欧阳长根', isOpen: true, state: 'valid' }] });
    expect(await act((given) => listCertificates(given, elsewhere, {}, { limit: 10, offset: 0 }))).toMatchObject({ total: 0 });
  });

  it('are verified without a connection from the PDF alone: the content’s hash, the token, the published key', async () => {
    const pdf = await certificatePaper(await open(no), at, 'https://yl.example/verify/');
    const parts = embedded(pdf);
    const content = parts.find((part) => part.startsWith('{"no"')) ?? '';
    const token = parts.find((part) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(part)) ?? '';
    const { keys } = await publishedKeys(db().tx, at);
    const keyOf = (kid: string) => {
      const found = keys.find((key) => key.kid === kid);
      return found ? { id: kid, algorithm: found.alg, publicJwk: found, isWithdrawn: false } : null;
    };
    const read = readToken(token, keyOf, at);
    expect(read).toMatchObject({ ok: true, claims: { id: no, use: 'certificate' } });
    expect(createHash('sha256').update(content).digest('base64url')).toBe(read.claims?.digest);
    expect(createHash('sha256').update(content.replace('欧阳长根', '欧阳长庚')).digest('base64url')).not.toBe(read.claims?.digest);
  });

  it('are drawn as a picture in which what stands on them cannot become markup', async () => {
    const certificate = await open(no);
    const strange = { ...certificate.content, lines: [['姓名', '<script>&"']] as const };
    const svg = certificatePicture({ ...certificate, content: strange }, 'https://yl.example/verify/');
    expect(svg).toMatch(/^<svg .*<\/svg>$/s);
    expect(svg).not.toMatch(/<script|style=/);
    expect(svg).toContain('&#60;script&#62;&#38;&#34;');
  });

  describe('are checked', () => {
    it('by their token, and by the code that is typed in, in either case and with blanks', async () => {
      const { row, checkCode } = await open(no);
      expect(await scan(row.token)).toEqual({ valid: true, what: 'certificate', told: {} });
      expect(await scan(checkCode)).toMatchObject({ valid: true });
      expect(await scan(` ${checkCode.toLowerCase().replaceAll('-', ' ')} `)).toMatchObject({ valid: true });
      expect(await scan('2222-2222-2222')).toMatchObject({ fault: 'unknown' });
      expect(await scan(row.token, scanner('merchant'))).toEqual({ valid: true, what: 'certificate', told: {} });
      expect(await scan(row.token, scanner('station', 'T1', officer))).toMatchObject({ told: { name: '欧阳长根', no } });
    });

    it('and are not valid while suspended, once revoked, or when their holder is gone', async () => {
      const { row, checkCode } = await open(no);
      expect(await change(no, 'suspend', officer)).toMatchObject({ code: 'role' });
      expect(await change(no, 'suspend', clerk)).toMatchObject({ ok: true });
      expect(await scan(row.token)).toMatchObject({ fault: 'revoked', told: {} });
      expect(await scan(checkCode, scanner('bureau', 'H1', head))).toMatchObject({ fault: 'revoked', told: { reason: '已暂停' } });
      expect(await db().tx.certificate.findFirst({ where: { no } })).toMatchObject({ state: '暂停' });
      expect((await publishedKeys(db().tx, at)).revoked).toContain(no);
      expect(await change(no, 'resume', clerk)).toMatchObject({ code: 'role' });
      expect(await change(no, 'resume')).toMatchObject({ ok: true });
      expect(await scan(row.token)).toMatchObject({ valid: true });
      await db().tx.$executeRaw`UPDATE person SET status = '去世', lifecycle = '已故' WHERE archive_no = 'YZ-4'`;
      expect(await scan(row.token, scanner('station', 'T1', officer))).toMatchObject({
        fault: 'revoked',
        told: { reason: '持有人已去世' },
      });
      expect((await open(no)).state).toBe('holder-gone');
      await db().tx.$executeRaw`UPDATE person SET status = '在世', lifecycle = '在册' WHERE archive_no = 'YZ-4'`;
      expect(await scan(row.token, scanner('public'), later(3 * YEAR))).toMatchObject({ fault: 'expired' });
    });
  });

  it('are renewed from the file as it is now, under a new number; the old one is good no more', async () => {
    const old = await open(no);
    await db().tx.$executeRaw`UPDATE person SET village = '顾家村' WHERE archive_no = 'YZ-4'`;
    const renewed = await act((given) => renewCertificate(given, head, { no, reason: '住址变更，换发新证' }));
    expect(renewed).toMatchObject({ ok: true, certificate: { renews: no, state: 'valid' } });
    const fresh = await open(renewed.ok ? renewed.certificate.no : '');
    expect(Object.fromEntries(fresh.content.lines)).toMatchObject({ 所在村社: '姜山镇顾家村' });
    expect(await scan(old.row.token)).toMatchObject({ fault: 'revoked' });
    expect(await scan(fresh.row.token)).toMatchObject({ valid: true });
    expect((await open(no)).events.map((event) => event.act)).toEqual(['issued', 'suspend', 'resume', 'renewed-by']);
    expect(await change(fresh.row.no, 'revoke')).toMatchObject({ ok: true });
    expect(await change(fresh.row.no, 'resume')).toMatchObject({ code: 'state' });
    expect(await act((given) => renewCertificate(given, head, { no: fresh.row.no, reason: '换发新证看看' }))).toMatchObject({
      code: 'state',
    });
  });

  describe('many at once', () => {
    const list: BatchRequest = { template: 'key-recipient', town: null, consent: '同意书原件存优抚科', archiveNos: null };
    const make = (request: BatchRequest, staff = clerk) => act((given) => makeBatch(given, staff, request));

    it('are listed by one and signed by another', async () => {
      expect(await make(list, officer)).toMatchObject({ code: 'role' });
      expect(await make({ ...list, template: 'none' })).toMatchObject({ code: 'template' });
      expect(await make({ ...list, town: '东柳街道' })).toMatchObject({ code: 'empty' });
      const made = await make(list, head);
      expect(made).toMatchObject({ ok: true, people: 1 });
      const id = made.ok ? made.id : '';
      expect(await act((given) => signBatch(given, clerk, id))).toMatchObject({ code: 'role' });
      expect(await act((given) => signBatch(given, head, id))).toMatchObject({ code: 'same-person' });
      expect(await runBatches({ db: db(), sealer }, at)).toBe(0);
      expect(await act((given) => signBatch(given, secondHead, id))).toEqual({ ok: true });
      expect(await act((given) => signBatch(given, secondHead, id))).toMatchObject({ code: 'state' });
    });

    it('are issued one by one, with what could not be and why, once whoever runs it', async () => {
      const made = await make({ ...list, template: 'three-family', archiveNos: ['YZ-2', 'YZ-5'] });
      const id = made.ok ? made.id : '';
      await act((given) => signBatch(given, head, id));
      await db().tx.$executeRaw`UPDATE person SET lifecycle = '暂停' WHERE archive_no = 'YZ-2'`;
      const run = () => runBatches({ db: db(), sealer }, at);
      const settled = await Promise.all([run(), run()]);
      expect(settled[0] + settled[1]).toBe(2);
      const all = await batchesWithProgress(db().tx, { limit: 10, offset: 0 });
      expect(all.map(({ state, total, issued, faults }) => ({ state, total, issued, faults }))).toEqual(
        expect.arrayContaining([
          { state: 'finished', total: 1, issued: 1, faults: 0 },
          { state: 'finished', total: 1, issued: 0, faults: 1 },
        ]),
      );
      expect(await batchFaults(db().tx, id)).toEqual([{ archiveNo: 'YZ-2', fault: '这位同志不是在册的重点优抚对象，没有签发。' }]);
      const war = await act((given) => listCertificates(given, officer, { archiveNo: 'YZ-5' }, { limit: 5, offset: 0 }));
      expect(war?.lines[0]).toMatchObject({ template: 'key-recipient', state: 'valid' });
    });

    it('a certificate that names a sensitive category opens only to those who may see merit', async () => {
      const war = await act((given) => listCertificates(given, officer, { archiveNo: 'YZ-5' }, { limit: 5, offset: 0 }));
      const warNo = war?.lines[0]?.no ?? '';
      expect((await open(warNo)).content.lines).toContainEqual(['身份类别', '参战退役军人']);
      const volunteer = { ...officer, id: 'VL', roles: ['volunteer-lead' as const] };
      expect(await act((given) => openCertificate(given, volunteer, { no: warNo }))).toMatchObject({ ok: false });
    });
  });
});

/** The files embedded in a PDF, as text. */
function embedded(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/\/EmbeddedFile[\s\S]*?stream\n/g)].map((match) => {
    const start = match.index + match[0].length;
    const body = pdf.subarray(start, text.indexOf('endstream', start));
    return (/FlateDecode/.test(match[0]) ? inflateSync(body) : body).toString('utf8').trim();
  });
}
