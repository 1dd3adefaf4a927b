import { beforeEach, describe, expect, test } from 'vitest';
import { credentials, type OpenLocal, openLocal, zhang } from './local-setup.ts';

let open: OpenLocal;
let token: string;
beforeEach(async () => {
  open = await openLocal();
  token = open.local.state.access.token().accessToken;
});

interface Call {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  type?: string | null;
}

async function call(path: string, { method = 'POST', body, headers = {}, type: contentType = 'application/json' }: Call = {}) {
  const response = await fetch(open.base + path, {
    method,
    headers: { ...(contentType ? { 'content-type': contentType } : {}), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, ...(JSON.parse(text) as Record<string, unknown>) } as { status: number } & Record<string, unknown>;
}

const withToken = (path: string, body: unknown, more: Call = {}) =>
  call(path, { body, ...more, headers: { 'x-acs-dingtalk-access-token': token, ...more.headers } });

const BATCH = '/v1.0/robot/oToMessages/batchSend';
const send = { robotCode: credentials.robotCode, userIds: ['zhang'], msgKey: 'sampleText', msgParam: '{"content":"你好"}' };

describe('the new API', () => {
  test('knows the application by its id and secret', async () => {
    const good = { appKey: credentials.clientId, appSecret: credentials.clientSecret };
    expect(await call('/v1.0/oauth2/accessToken', { body: good })).toMatchObject({ status: 200, accessToken: token, expireIn: 7200 });
    for (const body of [{ ...good, appSecret: 'x' }, {}, 'nonsense']) {
      const answer = await call('/v1.0/oauth2/accessToken', { body });
      expect(answer).toMatchObject({ status: 400, code: 'invalidClientIdOrSecret', requestid: expect.any(String) });
    }
  });

  test('wants the token in its own header, nowhere else', async () => {
    const missing = { status: 400, code: 'AuthenticationFailed.MissingParameter' };
    expect(await call(BATCH, { body: send })).toMatchObject(missing);
    expect(await call(`${BATCH}?access_token=${token}`, { body: send })).toMatchObject(missing);
    expect(await call(BATCH, { body: send, headers: { authorization: `Bearer ${token}` } })).toMatchObject(missing);
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
    expect(open.local.state.chat.direct('zhang').messages).toEqual([]);
  });

  test('names the receivers it does not know', async () => {
    const answer = await withToken(BATCH, { ...send, userIds: ['zhang', 'ghost'] });
    expect(answer).toMatchObject({ status: 200, invalidStaffIdList: ['ghost'], flowControlledStaffIdList: [] });
    expect(open.local.state.chat.direct('zhang').messages).toHaveLength(1);
  });

  test('throttles with a 403', async () => {
    open.local.state.settings.qps = 3;
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
    open.local.state.chat.markRead(open.local.state.chat.direct('zhang').id, 'zhang');
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
    expect(answer).toMatchObject({ status: 200, endpoint: `${open.base.replace('http', 'ws')}/connect`, ticket: expect.any(String) });
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
    expect(open.local.state.wire.calls()).toHaveLength(2);
    expect(JSON.stringify(open.local.state.wire.calls())).not.toContain(credentials.clientSecret);
  });
});

describe('the legacy host answers failures with HTTP 200', () => {
  const session = () => `/robot/sendBySession?session=${open.local.state.sessions.open(open.local.state.chat.direct('zhang').id).id}`;
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
    expect(open.local.state.chat.direct('zhang').messages).toHaveLength(bodies.length);
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
    open.local.state.sessions.expireAll();
    expect(await call(path, { body: markdown })).toMatchObject({ errcode: 300_001 });
  });

  test('a wrong token is 88 with the true code in a text', async () => {
    const path = '/topapi/v2/user/get';
    expect(await call(`${path}?access_token=old`, { body: { userid: 'zhang' } })).toMatchObject({
      status: 200,
      errcode: 88,
      sub_code: '40014',
    });
    expect(await call(path, { body: { userid: 'zhang' }, headers: { 'x-acs-dingtalk-access-token': token } })).toMatchObject({
      errcode: 88,
      sub_code: '40000',
    });
  });

  test('people are found by id, mobile and login code', async () => {
    const ask = (path: string, body: unknown) => call(`${path}?access_token=${token}`, { body });
    expect(await ask('/topapi/v2/user/get', { userid: 'zhang' })).toMatchObject({
      errcode: 0,
      result: { userid: 'zhang', name: '张建国', mobile: zhang.mobile },
    });
    expect(await ask('/topapi/v2/user/get', { userid: 'ghost' })).toMatchObject({ errcode: 60_121 });
    expect(await ask('/topapi/v2/user/getbymobile', { mobile: zhang.mobile })).toMatchObject({ errcode: 0, result: { userid: 'zhang' } });
    expect(await ask('/topapi/v2/user/getbymobile', { mobile: '10000000000' })).toMatchObject({ errcode: 60_121 });
    const code = open.local.state.access.loginCode('zhang');
    expect(await ask('/topapi/v2/user/getuserinfo', { code })).toMatchObject({ errcode: 0, result: { userid: 'zhang' } });
    expect(await ask('/topapi/v2/user/getuserinfo', { code })).toMatchObject({ errcode: 40_078 });
    expect(await ask('/topapi/v2/never', {})).toMatchObject({ errcode: 22 });
  });

  test('the old token call wants its secret in the query', async () => {
    const query = `appkey=${credentials.clientId}&appsecret=${credentials.clientSecret}`;
    expect(await call(`/gettoken?${query}`, { method: 'GET' })).toMatchObject({ errcode: 0, access_token: token });
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
    const response = await fetch(`${open.base}/media/upload?access_token=${token}&type=file`, { method: 'POST', body: form });
    expect(await response.json()).toMatchObject({ errcode });
  });
});

describe('cards', () => {
  const CREATE = '/v1.0/card/instances/createAndDeliver';
  const card = {
    cardTemplateId: 'tpl.schema',
    outTrackId: 'card-1',
    callbackType: 'STREAM',
    cardData: { cardParamMap: { title: '慰问金申领' } },
    openSpaceId: 'dtv1.card//IM_ROBOT.zhang',
    imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode: credentials.robotCode },
  };

  test.each([
    ['param.outTrackIdEmpty', { outTrackId: '' }],
    ['param.cardTemplateIdEmpty', { cardTemplateId: undefined }],
    ['param.templateNotExist', { cardTemplateId: 'tpl' }],
    ['param.cardPublicDataEmpty', { cardData: undefined }],
    ['param.openSpaceIdEmpty', { openSpaceId: undefined }],
    ['param.openSpaceIdInvalid', { openSpaceId: 'IM_ROBOT.zhang' }],
    ['param.openDeliverModelEmpty', { imRobotOpenDeliverModel: undefined }],
    ['param.invalid', { cardData: { cardParamMap: { count: 3 } } }],
    ['param.invalid', { cardData: { cardParamMap: { text: '长'.repeat(342) } } }],
    ['param.invalid', { cardData: { cardParamMap: { ['k'.repeat(101)]: 'v' } } }],
  ])('%s', async (code, changes) => {
    expect(await withToken(CREATE, { ...card, ...changes })).toMatchObject({ status: 400, code });
  });

  test('a key is taken once', async () => {
    expect(await withToken(CREATE, card)).toMatchObject({
      success: true,
      result: { outTrackId: 'card-1', deliverResults: [{ success: true }] },
    });
    expect(await withToken(CREATE, card)).toMatchObject({ status: 400, code: 'param.cardAlreadyExist' });
  });

  test('a receiver that nobody knows fails inside a successful answer', async () => {
    const answer = await withToken(CREATE, { ...card, openSpaceId: 'dtv1.card//IM_ROBOT.ghost' });
    expect(answer).toMatchObject({ status: 200, result: { deliverResults: [{ success: false }] } });
  });

  test('an update replaces everything unless it goes by key', async () => {
    await withToken(CREATE, card);
    const update = (body: object) => withToken('/v1.0/card/instances', { outTrackId: 'card-1', ...body }, { method: 'PUT' });
    await update({ cardData: { cardParamMap: { status: '待审核' } }, cardUpdateOptions: { updateCardDataByKey: true } });
    expect(open.local.state.cards.paramsFor('card-1', 'zhang')).toEqual({ title: '慰问金申领', status: '待审核' });
    await update({ cardData: { cardParamMap: { status: '已同意' } } });
    expect(open.local.state.cards.paramsFor('card-1', 'zhang')).toEqual({ status: '已同意' });
    await update({ privateData: { zhang: { cardParamMap: { status: '你已同意' } } } });
    expect(open.local.state.cards.paramsFor('card-1', 'zhang')).toEqual({ status: '你已同意' });
    expect(open.local.state.cards.paramsFor('card-1', 'chen')).toEqual({ status: '已同意' });
    expect(await update({})).toMatchObject({ status: 400, code: 'param.cardDataAndPrivateDataBothEmpty' });
    expect(await update({ outTrackId: 'never', cardData: card.cardData })).toMatchObject({ status: 400, code: 'param.cardNotExist' });
  });

  test('the answer to a press changes the card for all and for the one who pressed', async () => {
    await withToken(CREATE, card);
    const known = open.local.state.cards.get('card-1');
    if (!known) throw new Error('no card');
    open.local.state.cards.applyPressAnswer(known, 'zhang', {
      cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
      cardData: { cardParamMap: { status: '已同意' } },
      userPrivateData: { cardParamMap: { canApprove: 'false' } },
    });
    expect(open.local.state.cards.paramsFor('card-1', 'zhang')).toEqual({ title: '慰问金申领', status: '已同意', canApprove: 'false' });
    expect(open.local.state.cards.paramsFor('card-1', 'chen')).toEqual({ title: '慰问金申领', status: '已同意' });
    for (const nothing of [null, {}, 'x', { cardData: { cardParamMap: { n: 1 } } }])
      open.local.state.cards.applyPressAnswer(known, 'zhang', nothing);
    expect(open.local.state.cards.paramsFor('card-1', 'chen')).toEqual({ title: '慰问金申领', status: '已同意' });
  });
});
