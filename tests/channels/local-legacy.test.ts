import { describe, expect, test } from 'vitest';
import { credentials, zhang } from './local-setup.ts';
import { type Call, callWire, callWithToken, useWireClient } from './wire-client.ts';

const client = useWireClient();
const call = (path: string, options?: Call) => callWire(client, path, options);
const _withToken = (path: string, body: unknown, more?: Call) => callWithToken(client, path, body, more);

describe('the legacy host answers failures with HTTP 200', () => {
  const session = () =>
    `/robot/sendBySession?session=${client.open.local.state.sessions.open(client.open.local.state.chat.direct('zhang').id).id}`;
  const markdown = { msgtype: 'markdown', markdown: { title: 't', text: '你好' } };

  test('a session takes what the documents list', async () => {
    const button = { title: '同意', actionURL: 'dtmd://dingtalkclient/sendMessage?content=x' };
    const bodies = [
      markdown,
      { msgtype: 'text', text: { content: '你好' }, at: { atUserIds: ['zhang'], isAtAll: false } },
      { msgtype: 'actionCard', actionCard: { title: 't', text: 'x', singleTitle: '看', singleURL: 'https://x.cn' } },
      { msgtype: 'actionCard', actionCard: { title: 't', text: 'x', btnOrientation: '1', btns: [button, button] } },
      { msgtype: 'link', link: { title: 't', text: 'x', messageUrl: 'https://x.cn' } },
    ];
    for (const body of bodies) expect(await call(session(), { body })).toMatchObject({ status: 200, errcode: 0, errmsg: 'ok' });
    expect(client.open.local.state.chat.direct('zhang').messages).toHaveLength(bodies.length);
  });

  test.each([
    [40_035, { msgtype: 'markdown', markdown: { title: 't' } }],
    [40_035, { msgtype: 'image', image: {} }],
    [40_035, { msgtype: 'actionCard', actionCard: { title: 't', text: 'x', btns: [] } }],
    [
      40_035,
      {
        msgtype: 'actionCard',
        actionCard: { title: 't', text: 'x', btns: Array.from({ length: 6 }, () => ({ title: 'a', actionURL: 'https://x.cn' })) },
      },
    ],
    [460_101, { msgtype: 'text', text: { content: '长'.repeat(7_000) } }],
  ])('errcode %i', async (errcode, body) => {
    expect(await call(session(), { body })).toMatchObject({ status: 200, errcode });
  });

  test('an unknown or expired session is 300001', async () => {
    expect(await call('/robot/sendBySession?session=never', { body: markdown })).toMatchObject({
      status: 200,
      errcode: 300_001,
      errmsg: 'session 不存在',
    });
    const path = session();
    client.open.local.state.sessions.expireAll();
    expect(await call(path, { body: markdown })).toMatchObject({ errcode: 300_001 });
  });

  test('a wrong token is 88 with the true code in a text', async () => {
    const path = '/topapi/v2/user/get';
    expect(await call(`${path}?access_token=old`, { body: { userid: 'zhang' } })).toMatchObject({
      status: 200,
      errcode: 88,
      sub_code: '40014',
    });
    expect(await call(path, { body: { userid: 'zhang' }, headers: { 'x-acs-dingtalk-access-token': client.token } })).toMatchObject({
      errcode: 88,
      sub_code: '40000',
    });
  });

  test('people are found by id, mobile and login code', async () => {
    const ask = (path: string, body: unknown) => call(`${path}?access_token=${client.token}`, { body });
    expect(await ask('/topapi/v2/user/get', { userid: 'zhang' })).toMatchObject({
      errcode: 0,
      result: { userid: 'zhang', name: '张建国', mobile: zhang.mobile },
    });
    expect(await ask('/topapi/v2/user/get', { userid: 'ghost' })).toMatchObject({ errcode: 60_121 });
    expect(await ask('/topapi/v2/user/getbymobile', { mobile: zhang.mobile })).toMatchObject({ errcode: 0, result: { userid: 'zhang' } });
    expect(await ask('/topapi/v2/user/getbymobile', { mobile: '10000000000' })).toMatchObject({ errcode: 60_121 });
    const code = client.open.local.state.access.loginCode('zhang');
    expect(await ask('/topapi/v2/user/getuserinfo', { code })).toMatchObject({ errcode: 0, result: { userid: 'zhang' } });
    expect(await ask('/topapi/v2/user/getuserinfo', { code })).toMatchObject({ errcode: 40_078 });
    expect(await ask('/topapi/v2/never', {})).toMatchObject({ errcode: 22 });
  });

  test('the old token call wants its secret in the query', async () => {
    const query = `appkey=${credentials.clientId}&appsecret=${credentials.clientSecret}`;
    expect(await call(`/gettoken?${query}`, { method: 'GET' })).toMatchObject({ errcode: 0, access_token: client.token });
    expect(await call('/gettoken?appkey=x&appsecret=y', { method: 'GET' })).toMatchObject({ status: 200, errcode: 40_096 });
  });

  test.each([
    ['a.pdf', 10, 0],
    ['申请表.pdf', 10, -1],
    ['a.exe', 10, 40_004],
    ['a.pdf', 20 * 1024 * 1024 + 1, 40_006],
  ])('an upload of %s with %i bytes: errcode %i', async (name, size, errcode) => {
    const form = new FormData();
    form.set('media', new File([new Uint8Array(size)], name));
    const response = await fetch(`${client.open.base}/media/upload?access_token=${client.token}&type=file`, { method: 'POST', body: form });
    expect(await response.json()).toMatchObject({ errcode });
  });
});
