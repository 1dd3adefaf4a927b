import { describe, expect, test } from 'vitest';
import type { Channel, OutgoingBody, OutgoingTarget } from '../../src/channels/channel.ts';
import { knownFaults, type WireFault } from '../../src/channels/local-dingtalk/wire-faults.ts';
import { closedPort, crowd, heardBy, type OpenLocal, openChannel, openLocal, quick, type, until, zhang } from './local-setup.ts';

const BATCH = '/v1.0/robot/oToMessages/batchSend';
const GROUP = '/v1.0/robot/groupMessages/send';
const SESSION = '/robot/sendBySession';
const _CARD = '/v1.0/card/instances/createAndDeliver';
const TOKEN = '/v1.0/oauth2/accessToken';

const body: OutgoingBody = { title: '提醒', markdown: '**请补交材料**', buttons: [] };
const withButtons: OutgoingBody = {
  ...body,
  buttons: [
    { label: '同意', says: '同意' },
    { label: '退回', says: '退回' },
  ],
};
const toZhang: OutgoingTarget = { kind: 'person', userId: 'zhang' };
const hasty = { ...quick, timeoutMs: 300 };

async function sessionOf(open: OpenLocal, channelOptions = {}): Promise<{ channel: Channel; target: OutgoingTarget }> {
  const { channel, messages } = await openChannel(open.base, channelOptions);
  await type(open.local, zhang, '你好');
  const webhook = messages[0]?.session?.webhook ?? '';
  return { channel, target: { kind: 'session', webhook, fallback: { userId: 'zhang' }, mentionUserId: null } };
}

describe('a reply', () => {
  test('goes through the session without a token', async () => {
    const open = await openLocal();
    const { channel, target } = await sessionOf(open);
    expect(await channel.send(target, body)).toEqual({ state: 'accepted', receipt: null });
    expect(heardBy(open.local, zhang)).toEqual([{ kind: 'markdown', title: '提醒', text: '**请补交材料**' }]);
    expect(open.local.state.wire.calls(TOKEN)).toEqual([]);
  });

  test('in a group mentions the one who asked, under their name', async () => {
    const open = await openLocal();
    const { channel, messages } = await openChannel(open.base);
    const group = open.local.state.chat.get('cidGroup==');
    if (!group) throw new Error('no group');
    await open.local.state.acts.say(zhang, group, { text: '查一下', file: null, mentionsBot: true }).pushed;
    expect(messages[0]).toMatchObject({ isGroup: true, groupTitle: '优抚科工作群', text: '查一下' });
    const webhook = messages[0]?.session?.webhook ?? '';
    await channel.send({ kind: 'session', webhook, fallback: { groupId: group.id }, mentionUserId: 'zhang' }, body);
    expect(group.messages.at(-1)).toMatchObject({ authorId: null, mentions: ['zhang'], content: { kind: 'markdown' } });
  });

  test('falls back to the robot’s send when the session is over', async () => {
    const open = await openLocal();
    const { channel, target } = await sessionOf(open);
    open.local.state.sessions.expireAll();
    const result = await channel.send(target, withButtons);
    expect(result).toMatchObject({ state: 'accepted', receipt: expect.any(String) });
    expect(heardBy(open.local, zhang)).toMatchObject([{ kind: 'action-card', buttons: [{ title: '同意' }, { title: '退回' }] }]);
    expect(open.local.state.wire.calls().map((call) => [call.path, call.code])).toContainEqual([SESSION, '300001']);
  });

  test('in a group falls back to the group', async () => {
    const open = await openLocal();
    const { channel } = await openChannel(open.base);
    const target: OutgoingTarget = {
      kind: 'session',
      webhook: `${open.base}${SESSION}?session=gone`,
      fallback: { groupId: 'cidGroup==' },
      mentionUserId: null,
    };
    expect(await channel.send(target, body)).toMatchObject({ state: 'accepted' });
    expect(open.local.state.chat.get('cidGroup==')?.messages).toHaveLength(1);
  });

  test('to somebody without an address says that the session is over', async () => {
    const { base } = await openLocal();
    const { channel } = await openChannel(base);
    const target: OutgoingTarget = { kind: 'session', webhook: `${base}${SESSION}?session=gone`, fallback: null, mentionUserId: null };
    expect(await channel.send(target, body)).toMatchObject({
      state: 'refused',
      code: '300001',
      sentence: expect.stringContaining('会话已过期'),
    });
  });

  test('whose answer is lost is not said again by another way', async () => {
    const open = await openLocal();
    const { channel, target } = await sessionOf(open);
    open.local.state.faults.next(SESSION, knownFaults.lostAnswer);
    expect(await channel.send(target, body)).toEqual({ state: 'unknown', code: 'connection-lost' });
    expect(heardBy(open.local, zhang)).toHaveLength(1);
  });
});

describe('a push', () => {
  test('to many goes out twenty a call and names those it did not reach', async () => {
    const { local, base } = await openLocal();
    const { channel } = await openChannel(base);
    local.state.flowControlled.add('crowd3');
    const userIds = [...crowd.map((user) => user.userId), 'ghost', 'crowd1'];
    const results = await channel.sendToMany(userIds, body);
    expect(results.size).toBe(31);
    expect(results.get('ghost')).toMatchObject({
      state: 'refused',
      code: 'invalidStaffId',
      sentence: expect.stringContaining('钉钉 userId'),
    });
    expect(results.get('crowd3')).toMatchObject({ state: 'busy', code: 'flowControlled' });
    expect([...results.values()].filter((result) => result.state === 'accepted')).toHaveLength(29);
    const calls = local.state.wire.calls(BATCH).map((call) => (call.body as { userIds: string[] }).userIds.length);
    expect(calls).toEqual([20, 11]);
  });

  test('to a group', async () => {
    const { local, base } = await openLocal();
    const { channel } = await openChannel(base);
    expect(await channel.send({ kind: 'group', groupId: 'cidGroup==' }, body)).toMatchObject({ state: 'accepted' });
    expect(await channel.send({ kind: 'group', groupId: 'nowhere' }, body)).toMatchObject({
      state: 'refused',
      sentence: expect.stringContaining('群'),
    });
    expect(local.state.wire.calls(GROUP)).toHaveLength(2);
  });

  test('asks for one token, however many go out at once', async () => {
    const { local, base } = await openLocal();
    const { channel } = await openChannel(base);
    await Promise.all(Array.from({ length: 10 }, () => channel.send(toZhang, body)));
    expect(local.state.wire.calls(TOKEN)).toHaveLength(1);
  });

  test('asks for another token when the platform revokes the first, once', async () => {
    const { local, base } = await openLocal();
    const { channel } = await openChannel(base);
    await channel.send(toZhang, body);
    local.state.access.revokeTokens();
    expect(await channel.send(toZhang, body)).toMatchObject({ state: 'accepted' });
    expect(local.state.wire.calls(TOKEN)).toHaveLength(2);
    local.state.faults.next(BATCH, { kind: 'answer', status: 400, body: { code: 'InvalidAuthentication', message: 'x' } }, 2);
    expect(await channel.send(toZhang, body)).toMatchObject({ state: 'busy', code: 'token-invalid' });
  });

  test('never breaks the rate that the plan allows', async () => {
    // The platform counts by arrival: on a busy machine calls bunch up on their way, so it is given a little more than the channel takes.
    const { local, base } = await openLocal({ qps: 15 });
    const { channel } = await openChannel(base, { qps: 10 });
    const results = await Promise.all(Array.from({ length: 25 }, () => channel.send(toZhang, body)));
    expect(results.every((result) => result.state === 'accepted')).toBe(true);
    expect(local.state.wire.calls(BATCH).every((call) => call.code === null)).toBe(true);
  });

  test('that would wait too long for its turn is busy, not lost', async () => {
    const { base } = await openLocal();
    const { channel } = await openChannel(base, { qps: 1, longestRateWaitMs: 100 });
    const results = await Promise.all([channel.send(toZhang, body), channel.send(toZhang, body)]);
    expect(results).toContainEqual({ state: 'busy', code: 'own-rate', retryAfterMs: 1_000 });
  });
});

describe('when the platform fails', () => {
  test.each<[string, WireFault, object]>([
    ['429', knownFaults.tooManyRequests, { state: 'busy', code: 'system.busy' }],
    ['403 of the rate', knownFaults.qps, { state: 'busy', code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' }],
    ['403 of the month quota', knownFaults.quota, { state: 'busy', retryAfterMs: 3_600_000 }],
    ['a banned address', knownFaults.banned, { state: 'busy', code: 'ip-banned' }],
    ['403 of a permission', knownFaults.permission, { state: 'refused', sentence: expect.stringContaining('qyapi_robot_sendmsg') }],
    ['500', knownFaults.internal, { state: 'unknown', code: 'unknownError' }],
    ['504', knownFaults.late, { state: 'unknown' }],
    ['a lost answer', knownFaults.lostAnswer, { state: 'unknown', code: 'connection-lost' }],
    ['no answer at all', knownFaults.silence, { state: 'unknown', code: 'timeout' }],
  ])('%s is told apart', async (_, fault, expected) => {
    const { local, base } = await openLocal();
    const { channel } = await openChannel(base, { timing: hasty });
    for (const [path, target] of [
      [BATCH, toZhang],
      [GROUP, { kind: 'group', groupId: 'cidGroup==' }],
    ] as const) {
      local.state.faults.next(path, fault);
      expect(await channel.send(target, body)).toMatchObject(expected);
      expect(local.state.wire.calls(path)).toHaveLength(1);
      expect(await channel.send(target, body)).toMatchObject({ state: 'accepted' });
    }
  });

  test('a token that cannot be had means that certainly nothing was sent', async () => {
    const { local, base } = await openLocal();
    const { channel } = await openChannel(base, { timing: hasty });
    local.state.faults.next(TOKEN, knownFaults.silence);
    expect(await channel.send(toZhang, body)).toMatchObject({ state: 'busy', code: 'token-timeout' });
    expect(local.state.wire.calls(BATCH)).toEqual([]);
  });

  test('a host that is down is busy', async () => {
    const { channel } = await openChannel(await closedPort(), { timing: hasty });
    expect(await channel.send(toZhang, body)).toMatchObject({ state: 'busy', code: 'unreachable' });
  });

  test('the doctor is told what stands in the way', async () => {
    const { base } = await openLocal();
    const good = await openChannel(base);
    expect(await good.channel.probe?.()).toEqual({ ok: true });
    const wrong = await openChannel(base, { clientSecret: 'wrong' });
    expect(await wrong.channel.probe?.()).toMatchObject({ ok: false, sentence: expect.stringContaining('DINGTALK_CLIENT_SECRET') });
    const away = await openChannel(await closedPort());
    expect(await away.channel.probe?.()).toMatchObject({ ok: false, sentence: expect.stringContaining('api.dingtalk.com') });
  });
});

test('everything that happens on the wire is counted', async () => {
  const { local, base } = await openLocal();
  const { channel } = await openChannel(base);
  await type(local, zhang, '你好');
  await channel.send(toZhang, body);
  local.state.gateway.dropConnections();
  await until(() => channel.counts?.()['connected'] === 2);
  expect(channel.counts?.()).toMatchObject({ acknowledged: 1, 'send-accepted': 1, 'connection-closed': 1 });
});
