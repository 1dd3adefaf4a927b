import { describe, expect, test } from 'vitest';
import { credentials } from './local-setup.ts';
import { type Call, callWire, callWithToken, useWireClient } from './wire-client.ts';

const client = useWireClient();
const call = (path: string, options?: Call) => callWire(client, path, options);
const withToken = (path: string, body: unknown, more?: Call) => callWithToken(client, path, body, more);

const BATCH = '/v1.0/robot/oToMessages/batchSend';
const send = { robotCode: credentials.robotCode, userIds: ['zhang'], msgKey: 'sampleText', msgParam: '{"content":"你好"}' };

describe('the new API', () => {
  test('knows the application by its id and secret', async () => {
    const good = { appKey: credentials.clientId, appSecret: credentials.clientSecret };
    expect(await call('/v1.0/oauth2/accessToken', { body: good })).toMatchObject({
      status: 200,
      accessToken: client.token,
      expireIn: 7200,
    });
    for (const body of [{ ...good, appSecret: 'x' }, {}, 'nonsense']) {
      const answer = await call('/v1.0/oauth2/accessToken', { body });
      expect(answer).toMatchObject({ status: 400, code: 'invalidClientIdOrSecret', requestid: expect.any(String) });
    }
  });

  test('wants the token in its own header, nowhere else', async () => {
    const missing = { status: 400, code: 'AuthenticationFailed.MissingParameter' };
    expect(await call(BATCH, { body: send })).toMatchObject(missing);
    expect(await call(`${BATCH}?access_token=${client.token}`, { body: send })).toMatchObject(missing);
    expect(await call(BATCH, { body: send, headers: { authorization: `Bearer ${client.token}` } })).toMatchObject(missing);
    expect(await withToken(BATCH, send, { headers: { 'x-acs-dingtalk-access-token': 'old' } })).toMatchObject({
      status: 400,
      code: 'InvalidAuthentication',
    });
  });

  test.each([
    ['no body', undefined, 'application/json'],
    ['a body that is no JSON', '{', 'application/json'],
    ['a body of another type', JSON.stringify(send), 'text/plain'],
  ])('refuses %s', async (_, body, type) => {
    expect(await withToken(BATCH, body, { type })).toMatchObject({ status: 400, code: 'Missingbody' });
  });

  test.each([
    ['miss.param.robotCode', { robotCode: '' }],
    ['invalidParameter.robotCode.notExsit', { robotCode: 'other' }],
    ['invalidParameter.userIds.empty', { userIds: [] }],
    ['invalidParameter.userIds.empty', { userIds: 'zhang' }],
    ['invalidParameter.userIds.overMax', { userIds: Array.from({ length: 21 }, (_, index) => `u${index}`) }],
    ['invalidParameter.msgKey.invalid', { msgKey: 'sampleTable' }],
    ['invalidParameter.msgKey.invalid', { msgKey: 'constructor' }],
    ['invalidParameter.msgParam.invalid', { msgParam: { content: '你好' } }],
    ['invalidParameter.msgParam.invalid', { msgParam: '{}' }],
    ['invalidParameter.msgParam.invalid', { msgParam: 'no json' }],
    ['invalidParameter.msgParam.tooLong', { msgParam: JSON.stringify({ content: '长'.repeat(5_001) }) }],
    [
      'invalidParameter.msgParam.invalid',
      { msgKey: 'sampleActionCard2', msgParam: JSON.stringify({ title: 't', text: 'x', actionTitle1: 'a', actionURL1: 'https://x.cn' }) },
    ],
    [
      'invalidParameter.msgParam.invalid',
      {
        msgKey: 'sampleActionCard',
        msgParam: JSON.stringify({ title: 't', text: 'x', singleTitle: 'a', singleURL: 'javascript:alert(1)' }),
      },
    ],
  ])('answers %s', async (code, changes) => {
    expect(await withToken(BATCH, { ...send, ...changes })).toMatchObject({ status: 400, code });
    expect(client.open.local.state.chat.direct('zhang').messages).toEqual([]);
  });

  test('names the receivers it does not know', async () => {
    const answer = await withToken(BATCH, { ...send, userIds: ['zhang', 'ghost'] });
    expect(answer).toMatchObject({ status: 200, invalidStaffIdList: ['ghost'], flowControlledStaffIdList: [] });
    expect(client.open.local.state.chat.direct('zhang').messages).toHaveLength(1);
  });

  test('throttles with a 403', async () => {
    client.open.local.state.settings.qps = 3;
    const answers = await Promise.all(Array.from({ length: 5 }, () => withToken(BATCH, send)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 403, 403]);
    expect(answers.find((answer) => answer.status === 403)).toMatchObject({ code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' });
  });

  test('tells who has read a message', async () => {
    const { processQueryKey } = await withToken(BATCH, send);
    const path = `/v1.0/robot/oToMessages/readStatus?robotCode=${credentials.robotCode}&processQueryKey=${encodeURIComponent(String(processQueryKey))}`;
    const ask = () => withToken(path, undefined, { method: 'GET' });
    expect(await ask()).toMatchObject({
      sendStatus: 'SUCCESS',
      messageReadInfoList: [{ name: '张建国', userId: 'zhang', readStatus: 'UNREAD' }],
    });
    client.open.local.state.chat.markRead(client.open.local.state.chat.direct('zhang').id, 'zhang');
    expect(await ask()).toMatchObject({ messageReadInfoList: [{ readStatus: 'READ' }] });
    // Unencoded, the `+` of the key becomes a blank.
    expect(await withToken(path.replaceAll('%2B', '+'), undefined, { method: 'GET' })).toMatchObject({ status: 400 });
  });

  test('has no path that DingTalk has not', async () => {
    expect(await withToken('/v1.0/robot/never', {})).toMatchObject({ status: 404 });
    expect(await call('/v1.0/never', { body: {} })).toMatchObject({ status: 404 });
  });
});

describe('a stream ticket', () => {
  const OPEN = '/v1.0/gateway/connections/open';
  const good = {
    clientId: credentials.clientId,
    clientSecret: credentials.clientSecret,
    subscriptions: [{ type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' }],
    ua: 'test-sdk-nodejs/1.0.0',
  };

  test('names the endpoint under the address that was called', async () => {
    const answer = await call(OPEN, { body: good });
    expect(answer).toMatchObject({
      status: 200,
      endpoint: `${client.open.base.replace('http', 'ws')}/connect`,
      ticket: expect.any(String),
    });
    expect(await call(OPEN, { body: { ...good, ua: '' } })).toMatchObject({ status: 200 });
  });

  test.each([
    [401, 'authFailed', { clientSecret: 'wrong' }],
    [401, 'authFailed', { clientId: 'wrong' }],
    [400, 'invalidParameter', { subscriptions: [] }],
    [400, 'invalidParameter', { subscriptions: [{ type: 'CALLBACKS', topic: 'x' }] }],
    [400, 'invalidParameter', { ua: 'no version' }],
  ])('%i %s for %j', async (status, code, changes) => {
    expect(await call(OPEN, { body: { ...good, ...changes } })).toMatchObject({ status, code });
  });

  test('the secret is not kept in the log of calls', async () => {
    await call(OPEN, { body: good });
    await call('/v1.0/oauth2/accessToken', { body: { appKey: credentials.clientId, appSecret: credentials.clientSecret } });
    expect(client.open.local.state.wire.calls()).toHaveLength(2);
    expect(JSON.stringify(client.open.local.state.wire.calls())).not.toContain(credentials.clientSecret);
  });
});
