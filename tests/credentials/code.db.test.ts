import { beforeAll, describe, expect, it } from 'vitest';
import { bindByLink, endPhone, isLinkGood, makePhoneLink, showOnPhone } from '../../src/credentials/code/code-phone.ts';
import { phonesOf } from '../../src/credentials/code/code-phone-store.ts';
import { printCode, revokeSheet } from '../../src/credentials/code/print-code.ts';
import { showCode } from '../../src/credentials/code/show-code.ts';
import { changeCode, issueCode } from '../../src/credentials/code/veteran-code.ts';
import { rotateSigningKey, rotateWhenDue, withdrawSigningKey } from '../../src/credentials/signing/signing-keys.ts';
import { publishedKeys } from '../../src/credentials/verify/published-keys.ts';
import { verifyCredential } from '../../src/credentials/verify/verify-credential.ts';
import type { Tx } from '../../src/platform/database.ts';
import { onBothDatabases } from '../setup/test-database.ts';
import { at, bank, deps, elsewhere, head, later, layIn, leader, officer, scanner, sealer, viewer } from './holders.ts';

onBothDatabases('the 老兵码', (db) => {
  const act = <T>(work: (given: ReturnType<typeof deps>) => Promise<T>, now = at) => db().transaction((tx: Tx) => work(deps(tx, now)));
  const scan = (token: string, by = scanner('public'), now = at) => act((given) => verifyCredential(given, token, by), now);
  const shown = async (archiveNo = 'YZ-1', now = at) => {
    const result = await act((given) => showCode(given, officer, archiveNo), now);
    if (!result.ok) throw new Error(result.sentence);
    return result.token;
  };
  const seed = (sql: string) => db().tx.$executeRawUnsafe(sql);

  beforeAll(() => layIn(db()));

  describe('is issued', () => {
    it('by whoever keeps the file up, to veterans and families of the fallen, with their consent', async () => {
      const ask = (archiveNo: string, staff = officer, consent: 'paper' | null = 'paper') =>
        act((given) => issueCode(given, staff, { archiveNo, consent }));
      expect(await ask('YZ-1', officer, null)).toMatchObject({ ok: false, code: 'consent' });
      expect(await ask('YZ-1', elsewhere)).toMatchObject({ ok: false, code: 'not-yours' });
      expect(await ask('YZ-1', leader)).toMatchObject({ ok: false, code: 'not-yours' });
      expect(await ask('YZ-3')).toMatchObject({ ok: false, code: 'not-for' });
      expect(await ask('YZ-6')).toMatchObject({ ok: false, code: 'off-books' });
      expect(await ask('YZ-99')).toMatchObject({ ok: false, code: 'not-yours' });
      const first = await ask('YZ-1');
      expect(first).toMatchObject({ ok: true, code: { state: 'active', consent: '本人书面同意', validUntil: '2029-11-25' } });
      expect(await ask('YZ-2')).toMatchObject({ ok: true });
      expect(await ask('YZ-1')).toMatchObject({ ok: false, code: 'exists' });
    });

    it('once for a person, whoever asks at the same moment', async () => {
      const both = await Promise.all([0, 1].map(() => act((given) => issueCode(given, officer, { archiveNo: 'YZ-5', consent: 'spoken' }))));
      const [stored] = await db().tx.veteran_code.findMany({ where: { archive_no: 'YZ-5' } });
      expect(both.map((one) => (one.ok ? one.code.no : one.code)).sort()).toEqual([stored?.no, 'exists'].sort());
    });
  });

  describe('is scanned', () => {
    it('and tells each of the five levels what it may know, and no more', async () => {
      const told = async (by: ReturnType<typeof scanner>) => {
        const verdict = await scan(await shown(), by);
        expect(verdict.valid).toBe(true);
        return verdict.told;
      };
      expect(await told(scanner('public'))).toEqual({});
      expect(await told(scanner('merchant'))).toEqual({ name: '张**', identity: '退役军人' });
      const term = { name: '张**', identity: '退役军人', no: expect.stringMatching(/^LB-/), validUntil: '2029-11-25' };
      expect(await told(scanner('partner', 'bank', bank))).toEqual(term);
      expect(await told(scanner('station', 'T1', officer))).toEqual({ ...term, name: '张建国', archiveNo: 'YZ-1', town: '姜山镇' });
      expect(await told(scanner('station', 'T9', elsewhere))).toEqual({ ...term, town: '姜山镇' });
      const whole = await told(scanner('bureau', 'H1', head));
      expect(whole).toMatchObject({ name: '张建国', archiveNo: 'YZ-1', history: [{ act: '签发', by: 'T1' }] });
      expect(await told(scanner('public', 'W1', viewer))).toEqual({});
    });

    it('once: the same picture elsewhere, or half a minute later, is refused', async () => {
      const token = await shown();
      expect(await scan(token, scanner('public', 'a'))).toMatchObject({ valid: true });
      expect(await scan(token, scanner('public', 'a'), later(10))).toMatchObject({ valid: true });
      expect(await scan(token, scanner('merchant', 'b'), later(11))).toEqual({ valid: false, fault: 'replayed', told: {} });
      expect(await scan(token, scanner('public', 'a'), later(40))).toMatchObject({ fault: 'replayed' });
    });

    it('by two at the same moment: one of them is told the truth', async () => {
      const token = await shown();
      const verdicts = await Promise.all(['a', 'b'].map((mark) => scan(token, scanner('public', mark))));
      expect(verdicts.filter((one) => one.valid)).toHaveLength(1);
    });

    it('too late, or never made here', async () => {
      expect(await scan(await shown(), scanner('public'), later(91))).toMatchObject({ fault: 'expired' });
      const token = await shown();
      await seed(`DELETE FROM code_pass`);
      expect(await scan(token)).toMatchObject({ fault: 'unknown' });
    });

    it('has nothing in common with the same person’s next', async () => {
      const [first, second] = [await shown(), await shown()].map((token) => token.split('.')[1] ?? '');
      const jti = (body = '') => (JSON.parse(Buffer.from(body, 'base64url').toString()) as { jti: string }).jti;
      expect(jti(first)).not.toBe(jti(second));
      expect(`${first}${second}`).not.toContain('YZ-1');
    });

    it.each([
      [`status = '去世', lifecycle = '已故'`, '持有人已去世'],
      [`status = '迁出', lifecycle = '转出'`, '持有人已转出'],
      [`lifecycle = '取消'`, '持有人档案不在册'],
      [`lifecycle = '暂停'`, '持有人档案不在册'],
    ])('and is not valid any more when the archive says %s; only staff learn why', async (change, reason) => {
      const tokens = [await shown(), await shown()];
      await seed(`UPDATE person SET ${change} WHERE archive_no = 'YZ-1'`);
      expect(await scan(tokens[0] ?? '', scanner('merchant'))).toEqual({ valid: false, fault: 'revoked', told: {} });
      expect(await scan(tokens[1] ?? '', scanner('station', 'T1', officer))).toMatchObject({ fault: 'revoked', told: { reason } });
      expect(await act((given) => showCode(given, officer, 'YZ-1'))).toMatchObject({ ok: false, code: 'off-books' });
      await seed(`UPDATE person SET status = '在世', lifecycle = '在册' WHERE archive_no = 'YZ-1'`);
      expect(await scan(await shown())).toMatchObject({ valid: true });
    });

    it('stands for the file that its own was merged into', async () => {
      const token = await shown();
      await seed(`UPDATE person SET merged_into = 'YZ-2' WHERE archive_no = 'YZ-1'`);
      expect(await scan(token, scanner('station', 'T1', officer))).toMatchObject({ valid: true, told: { archiveNo: 'YZ-2' } });
      await seed(`UPDATE person SET merged_into = NULL WHERE archive_no = 'YZ-1'`);
    });

    it('every time on record, with who scanned at what level', async () => {
      const before = await db().tx.audit_record.count({ where: { action: 'scan' } });
      await scan(await shown(), scanner('merchant'));
      await scan('not a token', scanner('public'));
      const records = await db().tx.audit_record.findMany({ where: { action: 'scan' }, orderBy: { seq: 'desc' }, take: 2 });
      expect(await db().tx.audit_record.count({ where: { action: 'scan' } })).toBe(before + 2);
      expect(records[1]).toMatchObject({ actor: 'scanner:merchant', subject: 'YZ-1', outcome: 'valid', channel: 'scan' });
      expect(records[0]).toMatchObject({ actor: 'scanner:public', subject: null, outcome: 'malformed' });
    });
  });

  describe('is suspended and revoked', () => {
    it('with a reason, at once, and issued anew under its number', async () => {
      const change = (kind: 'suspend' | 'resume' | 'revoke', reason = '本人申请停用老兵码') =>
        act((given) => changeCode(given, officer, { archiveNo: 'YZ-2', act: kind, reason }));
      const token = await shown('YZ-2');
      expect(await change('suspend', '好')).toMatchObject({ code: 'reason' });
      expect(await change('suspend')).toMatchObject({ ok: true, state: 'suspended' });
      expect(await scan(token)).toMatchObject({ fault: 'revoked' });
      expect(await change('resume')).toMatchObject({ ok: true, state: 'active' });
      expect(await scan(token, scanner('merchant'))).toMatchObject({ valid: true, told: { identity: '烈士、因公牺牲军人、病故军人遗属' } });
      expect(await change('revoke')).toMatchObject({ ok: true, state: 'revoked' });
      expect(await change('resume')).toMatchObject({ ok: false, code: 'same' });
      expect(await act((given) => showCode(given, officer, 'YZ-2'))).toMatchObject({ ok: false, code: 'state' });
      const again = await act((given) => issueCode(given, officer, { archiveNo: 'YZ-2', consent: 'paper' }));
      expect(again).toMatchObject({ ok: true });
      const history = await db().tx.credential_event.findMany({
        where: { credential_no: again.ok ? again.code.no : '' },
        orderBy: { at: 'asc' },
      });
      expect(history.map((event) => event.act).sort()).toEqual(['issued', 'reissued', 'resume', 'revoke', 'suspend']);
      expect(history.every((event) => event.reason_sealed !== null && !event.reason_sealed.includes('本人'))).toBe(true);
    });
  });

  describe('on paper', () => {
    it('is scanned again and again, names its holder with stars, and is revoked alone', async () => {
      const print = () => act((given) => printCode(given, officer, 'YZ-1'));
      const [first, second] = [await print(), await print()];
      if (!first.ok || !second.ok) throw new Error('not printed');
      expect(first.pdf.subarray(0, 5).toString()).toBe('%PDF-');
      for (const mark of ['a', 'b', 'c']) expect(await scan(first.token, scanner('public', mark))).toMatchObject({ valid: true });
      expect(await act((given) => revokeSheet(given, elsewhere, { archiveNo: 'YZ-1', sheet: first.sheet }))).toMatchObject({ ok: false });
      expect(await act((given) => revokeSheet(given, officer, { archiveNo: 'YZ-1', sheet: first.sheet }))).toEqual({ ok: true });
      expect(await scan(first.token, scanner('station', 'T1', officer))).toMatchObject({
        fault: 'revoked',
        told: { reason: '这张纸质码已作废' },
      });
      expect(await scan(second.token)).toMatchObject({ valid: true });
      expect(await scan(await shown())).toMatchObject({ valid: true });
      expect((await publishedKeys(db().tx, at)).revoked).toContain(first.sheet);
      expect((await publishedKeys(db().tx, at)).revoked).not.toContain(second.sheet);
    });
  });

  describe('on the person’s own telephone', () => {
    it('by a link that binds once, is not used up by looking, and can be taken off', async () => {
      const made = await act((given) => makePhoneLink(given, officer, 'YZ-1'));
      const secret = made.ok ? made.secret : '';
      expect(await isLinkGood({ tx: db().tx, now: at }, secret)).toBe(true);
      expect(await isLinkGood({ tx: db().tx, now: later(1801) }, secret)).toBe(false);
      const bound = await act((given) => bindByLink(given, secret));
      expect(await act((given) => bindByLink(given, secret))).toBeNull();
      expect(await isLinkGood({ tx: db().tx, now: at }, secret)).toBe(false);
      const session = bound?.session ?? '';
      const onPhone = await act((given) => showOnPhone(given, session));
      expect(onPhone).toMatchObject({ ok: true, name: '张**' });
      expect(await scan(onPhone?.ok ? onPhone.token : '')).toMatchObject({ valid: true });
      expect(await act((given) => showOnPhone(given, `${session}x`))).toBeNull();
      const [phone] = await phonesOf(db().tx, onPhone?.ok ? onPhone.no : '');
      expect(await act((given) => endPhone(given, officer, { archiveNo: 'YZ-1', id: phone?.id ?? '' }))).toEqual({ ok: true });
      expect(await act((given) => showOnPhone(given, session))).toBeNull();
      const stored = JSON.stringify(await db().tx.code_phone.findMany());
      expect(stored).not.toContain(secret);
      expect(stored).not.toContain(session);
    });
  });

  describe('goes by keys', () => {
    it('that change while what the old one signed stays good, until it is given up', async () => {
      const token = await shown();
      const turned = await act((given) => rotateSigningKey(given));
      expect(await scan(token, scanner('public', 'k'))).toMatchObject({ valid: true });
      const next = await shown();
      expect(JSON.parse(Buffer.from(next.split('.')[0] ?? '', 'base64url').toString())).toEqual({ alg: 'EdDSA', kid: turned.to });
      expect((await publishedKeys(db().tx, at)).keys.map((key) => key.kid)).toEqual(expect.arrayContaining([turned.from, turned.to]));
      expect(await act((given) => withdrawSigningKey(given, turned.from ?? '', 'operator'))).toBe(true);
      expect(await scan(token, scanner('public', 'k'))).toMatchObject({ fault: 'withdrawn' });
      expect(await scan(next)).toMatchObject({ valid: true });
      expect((await publishedKeys(db().tx, at)).keys.map((key) => key.kid)).toEqual([turned.to]);
    });

    it('that are turned by the clock after ninety days, and lie sealed', async () => {
      expect(await act((given) => rotateWhenDue(given), later(89 * 86_400))).toBeNull();
      expect(await act((given) => rotateWhenDue(given), later(91 * 86_400))).toEqual(expect.any(String));
      const rows = await db().tx.signing_key.findMany();
      for (const row of rows) {
        const opened = sealer.open(row.private_sealed, { table: 'signing_key', column: 'private_sealed', row: row.id });
        expect(JSON.stringify(row)).not.toContain(opened);
      }
    });

    it('of which two processes that start at once make one', async () => {
      await seed('DELETE FROM signing_key');
      await Promise.all([0, 1, 2].map(() => shown()));
      expect(await db().tx.signing_key.count({ where: { state: 'active' } })).toBe(1);
    });
  });
});
