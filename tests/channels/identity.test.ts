import { describe, expect, test } from 'vitest';
import { createDingtalkIdentity } from '../../src/channels/dingtalk/dingtalk-identity.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { credentials } from './local-setup.ts';
import { callWire, useWireClient } from './wire-client.ts';

const client = useWireClient();
const identity = (more: Partial<Parameters<typeof createDingtalkIdentity>[0]> = {}) => {
  const { base } = client.open;
  return createDingtalkIdentity({ ...credentials, apiBase: base, oapiBase: base, loginBase: base, clock: systemClock, ...more });
};
const back = 'http://127.0.0.1:9/return';

async function pageCode(userId: string): Promise<string> {
  const response = await fetch(`${identity().loginPage(back, 's1')}&login_as=${userId}`, { redirect: 'manual' });
  const address = new URL(response.headers.get('location') ?? '');
  expect([address.origin + address.pathname, address.searchParams.get('state')]).toEqual([back, 's1']);
  return address.searchParams.get('authCode') ?? '';
}

describe('who signs in through DingTalk', () => {
  test('by the code of the login page, once', async () => {
    const code = await pageCode('zhang');
    expect(await identity().byLoginCode(code)).toEqual({ ok: true, userId: 'zhang' });
    expect(await identity().byLoginCode(code)).toMatchObject({ ok: false, why: 'refused' });
  });

  test('by the code of a page inside, once; the one is not good for the other', async () => {
    const { access } = client.open.local.state;
    const code = access.loginCode('chen');
    expect(await identity().byLoginCode(code)).toMatchObject({ ok: false, why: 'refused' });
    expect(await identity().byInsideCode(code)).toEqual({ ok: true, userId: 'chen' });
    expect(await identity().byInsideCode(code)).toMatchObject({ ok: false, why: 'refused', code: '40078' });
    expect(await identity().byInsideCode(await pageCode('zhang'))).toMatchObject({ ok: false, why: 'refused' });
  });

  test('with one renewal of a token that DingTalk no longer likes', async () => {
    const { access } = client.open.local.state;
    const one = identity();
    expect(await one.byInsideCode(access.loginCode('zhang'))).toMatchObject({ ok: true });
    access.revokeTokens();
    expect(await one.byInsideCode(access.loginCode('zhang'))).toMatchObject({ ok: true });
  });

  test('is not to blame when DingTalk does not answer', async () => {
    const off = 'http://127.0.0.1:1';
    const code = await pageCode('zhang');
    expect(await identity({ apiBase: off }).byLoginCode(code)).toMatchObject({ ok: false, why: 'upstream' });
    expect(await identity({ oapiBase: off }).byInsideCode('x')).toMatchObject({ ok: false, why: 'upstream' });
    client.open.local.state.faults.next('/v1.0/contact/users/me', { kind: 'answer', status: 503, body: '<html>busy</html>' });
    expect(await identity().byLoginCode(code)).toMatchObject({ ok: false, why: 'upstream' });
  });

  test('never shows its secret or a code on the wire log', async () => {
    const code = await pageCode('zhang');
    await identity().byLoginCode(code);
    const noted = JSON.stringify(client.open.local.state.wire.calls());
    expect(noted).not.toContain(credentials.clientSecret);
    expect(noted).not.toContain(code);
  });
});

describe('the local login page', () => {
  const ask = (query: Record<string, string>) =>
    fetch(`${client.open.base}/oauth2/auth?${new URLSearchParams(query)}`, { redirect: 'manual' });
  const whole = { redirect_uri: back, response_type: 'code', client_id: credentials.clientId, scope: 'openid', state: 's' };

  test('asks who one is, and finds people', async () => {
    const page = await (await ask({ ...whole, q: '陈敏' })).text();
    expect(page).toContain('陈敏');
    expect(page).not.toContain('张建国');
    expect(await (await ask({ ...whole, login_as: 'nobody' })).text()).toContain('没有这个人');
  });

  test.each([
    ['another client', { ...whole, client_id: 'other' }],
    ['another machine', { ...whole, redirect_uri: 'https://evil.example.com/' }],
    ['no address to go back to', { ...whole, redirect_uri: '' }],
  ])('refuses %s', async (_, query) => {
    expect((await ask({ ...query, login_as: 'zhang' })).status).toBe(400);
  });

  test('gives nobody’s token for a wrong secret', async () => {
    const body = { clientId: credentials.clientId, clientSecret: 'wrong', code: await pageCode('zhang'), grantType: 'authorization_code' };
    expect(await callWire(client, '/v1.0/oauth2/userAccessToken', { body })).toMatchObject({
      status: 400,
      code: 'invalidClientIdOrSecret',
    });
    expect(
      await callWire(client, '/v1.0/contact/users/me', { method: 'GET', headers: { 'x-acs-dingtalk-access-token': 'x' } }),
    ).toMatchObject({
      status: 400,
    });
  });
});
