import { describe, expect, test } from 'vitest';
import { judge } from '../../src/channels/dingtalk/answer-verdict.ts';
import type { HttpAnswer } from '../../src/channels/dingtalk/http-call.ts';

const answered = (status: number, json: unknown, retryAfterMs: number | null = null): HttpAnswer => ({
  kind: 'answered',
  status,
  json,
  retryAfterMs,
});
const result = (answer: HttpAnswer) => {
  const verdict = judge(answer);
  return verdict.kind === 'failed' ? verdict.result : verdict.kind;
};

describe('what an answer of DingTalk means', () => {
  test.each([
    ['business fields on the new API', 200, { processQueryKey: 'k' }],
    ['errcode 0 on the legacy host', 200, { errcode: 0, errmsg: 'ok' }],
  ])('%s: done', (_, status, json) => {
    expect(judge(answered(status, json))).toEqual({ kind: 'ok', json });
  });

  test.each([
    [403, { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' }, 1_000],
    [403, { code: 'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi' }, 60_000],
    [403, { code: 'Forbidden.AccessDenied.QpsLimitForApi' }, 2_000],
    [403, { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' }, 3_600_000],
    [400, { code: 'send.too.fast' }, 2_000],
    [500, { code: 'system.busy' }, 2_000],
    [429, { code: 'whatever' }, 2_000],
    [200, { errcode: -1 }, 2_000],
    [200, { errcode: 88, sub_code: '90018' }, 1_000],
    [200, { errcode: 410_100 }, 600_000],
    [200, { status: 1111, wait: 5, punish: 'deny' }, 300_000],
    [200, null, 300_000],
    [503, null, 5_000],
  ])('busy: %i %j', (status, json, retryAfterMs) => {
    expect(result(answered(status, json))).toMatchObject({ state: 'busy', retryAfterMs });
  });

  test('a longer wait that the server asks for is kept', () => {
    expect(result(answered(429, { code: 'system.busy' }, 30_000))).toMatchObject({ state: 'busy', retryAfterMs: 30_000 });
    expect(result(answered(429, null, 7_000))).toMatchObject({ state: 'busy', retryAfterMs: 7_000 });
  });

  test.each([
    ['504', answered(504, { code: 'GatewayTimeout' })],
    ['504 of a proxy', answered(504, null)],
    ['500 unknownError', answered(500, { code: 'unknownError' })],
    ['502 of a proxy', answered(502, null)],
    ['time-out', { kind: 'lost', code: 'timeout' } as const],
    ['cut connection', { kind: 'lost', code: 'connection-lost' } as const],
  ])('nobody knows whether it arrived: %s', (_, answer) => {
    expect(result(answer)).toMatchObject({ state: 'unknown' });
  });

  test.each([
    [
      403,
      { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied', accessdenieddetail: { requiredScopes: ['qyapi_robot_sendmsg'] } },
      'qyapi_robot_sendmsg',
    ],
    [403, { code: 'Forbidden.AccessDenied.IpNotInWhiteList' }, '白名单'],
    [400, { code: 'invalidClientIdOrSecret' }, 'DINGTALK_CLIENT_ID'],
    [400, { code: 'invalidParameter.robotCode.notExsit' }, 'DINGTALK_ROBOT_CODE'],
    [400, { code: 'bot.stopped' }, '机器人'],
    [400, { code: 'invalid.openConversationId' }, '群'],
    [400, { code: 'group.disbanded' }, '解散'],
    [400, { code: 'invalidParameter.msgParam.tooLong' }, '消息内容'],
    [400, { code: 'param.templateUnpublished' }, 'DINGTALK_CARD_TEMPLATE_ID'],
    [400, { code: 'invalidParameter.robotCode.downloadCode' }, '文件'],
    [404, null, 'DINGTALK_API_BASE'],
    [200, { errcode: 404 }, 'DINGTALK_API_BASE'],
    [200, { errcode: 60_121 }, '接收人'],
    [418, { code: 'neverSeen' }, 'neverSeen'],
  ])('refused for good, with a sentence that helps: %i %j', (status, json, word) => {
    const refused = result(answered(status, json));
    expect(refused).toMatchObject({ state: 'refused', retry: false });
    expect(refused).toHaveProperty('sentence', expect.stringContaining(word));
  });

  test('a host that was not reached has certainly sent nothing', () => {
    expect(result({ kind: 'unreachable', code: 'ECONNREFUSED' })).toMatchObject({ state: 'busy', code: 'unreachable' });
  });

  test.each([
    ['token-invalid', 400, { code: 'InvalidAuthentication' }],
    ['token-invalid', 200, { errcode: 88, sub_code: '40014', errmsg: 'x' }],
    ['token-invalid', 200, { errcode: 42_001 }],
    ['session-gone', 200, { errcode: 300_001, errmsg: 'session 不存在' }],
    ['already-exists', 400, { code: 'param.cardAlreadyExist' }],
  ])('%s has a way on: %i %j', (kind, status, json) => {
    expect(judge(answered(status, json)).kind).toBe(kind);
  });
});
