import type { Hono } from 'hono';
import { beforeAll, expect, it } from 'vitest';
import { codeRoutes } from '../../src/api/code-routes.tsx';
import { verifyRoutes } from '../../src/api/verify-routes.tsx';
import { makePhoneLink } from '../../src/credentials/code/code-phone.ts';
import { showCode } from '../../src/credentials/code/show-code.ts';
import { issueCode } from '../../src/credentials/code/veteran-code.ts';
import { registerScanner } from '../../src/credentials/scanner/scanners.ts';
import { createScanRate } from '../../src/credentials/verify/scan-rate.ts';
import type { Staff } from '../../src/organisation/staff.ts';
import { manualClock } from '../../src/platform/clock.ts';
import { signLink } from '../../src/platform/signed-link.ts';
import { at, deps, head, later, layIn, officer, sealer } from '../credentials/holders.ts';
import { onBothDatabases } from '../setup/test-database.ts';

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const json = { accept: 'application/json' };

onBothDatabases('the public verification', (db) => {
  const clock = manualClock(at);
  let signedIn: Staff | null = null;
  const secret = 'a secret of the session';
  const publicUrl = 'https://yl.example';
  const routes = () => {
    const given = { db: db(), sealer, clock, publicUrl };
    return {
      verify: verifyRoutes({ ...given, rate: createScanRate(), staffOf: async () => signedIn }) as Hono,
      code: codeRoutes({ ...given, secret }) as Hono,
    };
  };
  const shown = async () => {
    const result = await db().transaction((tx) => showCode(deps(tx, clock.now()), officer, 'YZ-1'));
    return result.ok ? result.token : '';
  };
  const as = (agent: string, more: Record<string, string> = json) => ({ headers: { 'user-agent': agent, ...more } });

  beforeAll(async () => {
    await layIn(db());
    await db().tx.$executeRaw`INSERT INTO staff (id, name, level, town) VALUES ('T1', '王敏', 'town', '姜山镇')`;
    await db().tx.$executeRaw`INSERT INTO staff_role (staff_id, role) VALUES ('T1', 'town-officer')`;
    await db().transaction((tx) => issueCode(deps(tx), officer, { archiveNo: 'YZ-1', consent: 'paper' }));
  });

  it('tells a browser and a program the same: valid, and nothing of whom', async () => {
    const { verify } = routes();
    const page = await verify.request(`/verify/${await shown()}`, { headers: html });
    const text = await page.text();
    expect(page.status).toBe(200);
    expect(text).toContain('优待对象');
    expect(text).not.toMatch(/张|YZ-1|退役军人(?!事务)|<script|style="/);
    const answer = await verify.request(`/verify/${await shown()}`, as('a'));
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(await answer.json()).toEqual({ valid: true, what: 'code', kind: '优待对象', sentence: '有效，优待对象', at: at.toISOString() });
  });

  it('lets nothing run or load beside it, and leaves nothing behind', async () => {
    const answer = await routes().verify.request('/verify/x', { headers: html });
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it.each([
    ['x', 400, 'malformed', '不是老兵码'],
    ['eyJhbGciOiJFZERTQSIsImtpZCI6ImsifQ.eyJpc3MiOiJ5aW5saW5nLXlpbnpob3UifQ.AAAA', 404, 'foreign', '不是鄞州区'],
    ['2222-2222-2222', 404, 'unknown', '没有这个码'],
  ])('says in one sentence what is wrong with %s', async (token, status, code, sentence) => {
    const { verify } = routes();
    const answer = await verify.request(`/verify/${token}`, as('b'));
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status, code, valid: false, title: '无效', detail: expect.stringContaining(sentence) });
    expect(await (await verify.request(`/verify/${token}`, { headers: html })).text()).toContain(sentence);
  });

  it('tells of a picture taken elsewhere, one that is over and one that was changed', async () => {
    const { verify } = routes();
    const token = await shown();
    const codeOf = async (text: string, agent: string) =>
      ((await (await verify.request(`/verify/${text}`, as(agent))).json()) as { code?: string }).code;
    expect(await codeOf(`${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`, 'c')).toBe('altered');
    expect(await codeOf(token, 'c')).toBeUndefined();
    expect(await codeOf(token, 'd')).toBe('replayed');
    const late = await shown();
    clock.set(later(100));
    expect(await codeOf(late, 'c')).toBe('expired');
    clock.set(at);
  });

  it('counts neither a look at the head nor a fetch ahead of a click as a scan', async () => {
    const { verify } = routes();
    const token = await shown();
    expect((await verify.request(`/verify/${token}`, { method: 'HEAD' })).status).toBe(204);
    expect((await verify.request(`/verify/${token}`, as('robot', { 'sec-purpose': 'prefetch' }))).status).toBe(204);
    expect((await verify.request(`/verify/${token}`, as('e'))).status).toBe(200);
  });

  it('grows deaf to who guesses, before it looks anything up', async () => {
    const { verify } = routes();
    const before = await db().tx.audit_record.count();
    const statuses: number[] = [];
    for (let tries = 0; tries < 33; tries += 1) statuses.push((await verify.request('/verify/guess', as('f'))).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(3);
    expect(await db().tx.audit_record.count()).toBe(before + 30);
    expect((await verify.request('/verify/guess', as('someone else'))).status).toBe(400);
    clock.set(later(61));
    expect((await verify.request('/verify/guess', as('f'))).status).toBe(400);
    clock.set(at);
  });

  it('knows an enrolled merchant by its device, which enrols once', async () => {
    const { verify } = routes();
    const made = await db().transaction((tx) => registerScanner(deps(tx), head, { name: '老兵面馆', level: 'merchant' }));
    const enrolment = made.ok ? made.enrolment : '';
    expect(await (await verify.request(`/verify/enrol/${enrolment}`, { headers: html })).text()).toContain('老兵面馆');
    const bound = await verify.request(`/verify/enrol/${enrolment}`, { method: 'POST', headers: html });
    const cookie = bound.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/Secure/);
    expect((await verify.request(`/verify/enrol/${enrolment}`, { method: 'POST', headers: html })).status).toBe(410);
    const [pair = ''] = cookie.split(';');
    const answer = await verify.request(`/verify/${await shown()}`, as('phone', { ...json, cookie: pair }));
    expect(await answer.json()).toMatchObject({ valid: true, name: '张**', identity: '退役军人' });
    const bearer = await verify.request(`/verify/${await shown()}`, as('till', { ...json, authorization: `Bearer ${pair.split('=')[1]}` }));
    expect(await bearer.json()).toMatchObject({ name: '张**' });
    await db().tx.$executeRaw`UPDATE scanner SET ended_at = now()`;
    expect(await (await verify.request(`/verify/${await shown()}`, as('phone', { ...json, cookie: pair }))).json()).not.toHaveProperty(
      'name',
    );
    const unsigned = await db().transaction((tx) => registerScanner(deps(tx), officer, { name: '老兵面馆', level: 'merchant' }));
    expect(unsigned).toMatchObject({ ok: false, code: 'role' });
  });

  it('knows staff who are signed in', async () => {
    signedIn = officer;
    const answer = await routes().verify.request(`/verify/${await shown()}`, as('g'));
    signedIn = null;
    expect(await answer.json()).toMatchObject({ name: '张建国', archiveNo: 'YZ-1', town: '姜山镇' });
  });

  it('publishes its keys to whoever verifies without a connection', async () => {
    const answer = await routes().verify.request('/verify/keys');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const set = (await answer.json()) as { keys: Record<string, unknown>[]; revoked: string[] };
    expect(set.keys[0]).toEqual({ kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: expect.any(String), alg: 'EdDSA', use: 'sig' });
    expect(JSON.stringify(set)).not.toMatch(/"d"|private|YZ-/);
  });

  it('is held out by staff through the link of their chat, for as long as it is good', async () => {
    const { code } = routes();
    const link = signLink(secret, { code: 'YZ-1', staff: 'T1' }, later(300));
    const page = await code.request(`/code/show/${link}`);
    const text = await page.text();
    expect(page.status).toBe(200);
    expect(text).toMatch(/http-equiv="refresh" content="45"/);
    expect(text).toMatch(/<path d="M/);
    expect(text).not.toMatch(/style="|<script/);
    clock.set(later(301));
    expect((await code.request(`/code/show/${link}`)).status).toBe(410);
    clock.set(at);
    expect((await code.request(`/code/show/${link}x`)).status).toBe(410);
    // A link for something else opens nothing here.
    expect((await code.request(`/code/show/${signLink(secret, { sheet: 'YZ-1', staff: 'T1' }, later(300))}`)).status).toBe(410);
  });

  it('is bound to the person’s telephone by a press, not by opening the link', async () => {
    const { code } = routes();
    const made = await db().transaction((tx) => makePhoneLink(deps(tx), officer, 'YZ-1'));
    const path = `/code/bind/${made.ok ? made.secret : ''}`;
    expect((await code.request(path)).status).toBe(200);
    expect((await code.request(path)).status).toBe(200);
    const bound = await code.request(path, { method: 'POST' });
    expect([bound.status, bound.headers.get('location')]).toEqual([303, '/code/me']);
    const [cookie = ''] = (bound.headers.get('set-cookie') ?? '').split(';');
    expect(await (await code.request('/code/me', { headers: { cookie } })).text()).toContain('张**');
    expect((await code.request('/code/me')).status).toBe(410);
    expect((await code.request(path, { method: 'POST' })).status).toBe(410);
  });
});
