import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { closeAfter, closedPort, credentials, openChannel, openLocal, pause, type, until, zhang } from './local-setup.ts';

describe('receiving through the official SDK', () => {
  test('a message is acknowledged on its own connection and read whole', async () => {
    const { local, base } = await openLocal();
    const { messages } = await openChannel(base);
    expect(await type(local, zhang, '我的待办')).toEqual({ state: 'acknowledged', response: null });
    expect(messages).toMatchObject([{ senderUserId: 'zhang', senderNick: '张建国', text: '我的待办', isGroup: false }]);
    expect(messages[0]?.session?.webhook).toContain(`${base}/robot/sendBySession?session=`);
    expect(local.violations()).toEqual([]);
  });

  test('the acknowledgement waits until the message is stored', async () => {
    const { local, base } = await openLocal({ redeliverAfterMs: 5_000 });
    const { promise: stored, resolve: store } = Promise.withResolvers<void>();
    await openChannel(base, {}, () => stored);
    let isAcknowledged = false;
    const pushed = type(local, zhang, '你好').then((answer) => {
      isAcknowledged = true;
      return answer;
    });
    await pause(60);
    expect(isAcknowledged).toBe(false);
    store();
    expect((await pushed).state).toBe('acknowledged');
  });

  test('a message that could not be stored comes again, under the same key', async () => {
    const { local, base } = await openLocal();
    let failures = 1;
    const { messages, channel } = await openChannel(base, {}, async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('the database is away');
    });
    expect((await type(local, zhang, '你好')).state).toBe('acknowledged');
    expect(messages).toHaveLength(2);
    expect(messages[0]?.messageKey).toBe(messages[1]?.messageKey);
    expect(channel.counts?.()).toMatchObject({ 'not-acknowledged': 1, acknowledged: 1 });
  });

  test('what never can be stored is given up by the platform after its repeats', async () => {
    const { local, base } = await openLocal({ redeliverAfterMs: 40, redeliverTimes: 2 });
    const { messages } = await openChannel(base, {}, () => Promise.reject(new Error('no')));
    expect(await type(local, zhang, '你好')).toEqual({ state: 'gave-up' });
    expect(messages).toHaveLength(3);
  });

  test('messages that follow one another arrive in their order', async () => {
    const { local, base } = await openLocal();
    const { messages } = await openChannel(base);
    await Promise.all(Array.from({ length: 50 }, (_, index) => type(local, zhang, `第${index}条`)));
    expect(messages.map((message) => message.text)).toEqual(Array.from({ length: 50 }, (_, index) => `第${index}条`));
  });

  test('what was said while nobody was connected arrives with the connection', async () => {
    const { local, base } = await openLocal({ whenNobodyConnected: 'keep' });
    const pushed = type(local, zhang, '有人吗');
    const { messages } = await openChannel(base);
    expect((await pushed).state).toBe('acknowledged');
    expect(messages).toHaveLength(1);
  });

  test('where the platform drops them, they are gone and nothing waits', async () => {
    const { local } = await openLocal({ whenNobodyConnected: 'drop' });
    expect(await type(local, zhang, '有人吗')).toEqual({ state: 'dropped' });
    expect(local.state.gateway.waitingCount()).toBe(0);
  });

  test('two processes share the messages, each goes to one', async () => {
    const { local, base } = await openLocal();
    const one = await openChannel(base);
    const other = await openChannel(base);
    await Promise.all(Array.from({ length: 40 }, (_, index) => type(local, zhang, `${index}`)));
    expect(one.messages.length + other.messages.length).toBe(40);
    expect(one.messages.length).toBeGreaterThan(0);
    expect(other.messages.length).toBeGreaterThan(0);
  });

  test('the platform’s pings are answered with what they carried', async () => {
    const { local, base } = await openLocal({ pingEveryMs: 20 });
    await openChannel(base);
    await pause(150);
    expect(local.violations()).toEqual([]);
  });

  test('a picture and a file can be fetched by their codes', async () => {
    const { local, base } = await openLocal();
    const { messages, channel } = await openChannel(base);
    const file = local.state.media.keep({
      kind: 'file',
      content: Buffer.from('内容'),
      contentType: 'application/pdf',
      fileName: '申请表.pdf',
    });
    await type(local, zhang, '', { file });
    expect(messages[0]?.files).toMatchObject([{ kind: 'file', fileName: '申请表.pdf' }]);
    const fetched = await channel.download(messages[0]?.files[0]?.downloadCode ?? '');
    expect(fetched).toEqual({ content: Buffer.from('内容'), contentType: 'application/pdf' });
  });
});

describe('what the platform or somebody else sends wrongly', () => {
  test.each([
    ['not JSON', 'nonsense', 'malformed-frame'],
    ['a frame without headers', '{"type":"CALLBACK"}', 'malformed-frame'],
    ['null', 'null', 'malformed-frame'],
    ['a callback without an id', '{"type":"CALLBACK","headers":{"topic":"/v1.0/im/bot/messages/get"},"data":"{}"}', 'malformed-frame'],
    ['an unknown topic', '{"type":"CALLBACK","headers":{"topic":"/v1.0/new/thing","messageId":"m"},"data":"{}"}', 'unknown-topic'],
    [
      'the topic that would end the process',
      '{"type":"CALLBACK","headers":{"topic":"error","messageId":"m"},"data":"{}"}',
      'unknown-topic',
    ],
    ['an event that nobody subscribed', '{"type":"EVENT","headers":{"topic":"*","messageId":"m"},"data":"{}"}', 'event'],
  ])('%s is counted and the next message is heard', async (_, raw, code) => {
    const { local, base } = await openLocal();
    const { channel, messages } = await openChannel(base);
    local.state.gateway.sendRaw(raw);
    await type(local, zhang, '你好');
    expect(messages).toHaveLength(1);
    expect(channel.counts?.()).toMatchObject({ [code]: 1 });
    // Neither is acknowledged: nobody has it.
    expect(local.violations()).toEqual([]);
  });

  test('a robot message that cannot be read is acknowledged, or it would come again for nothing', async () => {
    const { local, base } = await openLocal();
    const { channel, messages } = await openChannel(base);
    const answer = await local.state.gateway.push(
      '/v1.0/im/bot/messages/get',
      { msgId: 1 },
      { overdueAfterMs: 1_000, repeats: 0, isKept: false },
    );
    expect(answer.state).toBe('acknowledged');
    expect(messages).toEqual([]);
    expect(channel.counts?.()).toMatchObject({ 'bad-message': 1 });
  });

  test('a message without text because the quota is used up is passed on and reported to the operator', async () => {
    const { local, base } = await openLocal();
    const { log, messages } = await openChannel(base);
    const data = {
      conversationId: 'cid',
      conversationType: '1',
      msgId: 'm',
      msgtype: 'text',
      createAt: 1,
      errCode: 20_001,
      senderStaffId: 'zhang',
    };
    await local.state.gateway.push('/v1.0/im/bot/messages/get', data, { overdueAfterMs: 1_000, repeats: 0, isKept: false });
    expect(messages).toMatchObject([{ quotaExhausted: true, text: '' }]);
    expect(log.errors).toHaveLength(1);
  });
});

describe('keeping the connection', () => {
  test('a dropped connection is replaced, and what was said meanwhile is heard', async () => {
    const { local, base } = await openLocal();
    const { channel, messages } = await openChannel(base);
    local.state.gateway.dropConnections();
    await until(() => !channel.isConnected());
    const pushed = type(local, zhang, '断线时说的');
    expect((await pushed).state).toBe('acknowledged');
    expect(messages).toHaveLength(1);
    expect(channel.isConnected()).toBe(true);
    expect(local.state.gateway.connectionCount()).toBe(1);
  });

  test('an announced disconnect costs no message: the next connection is up before the old one closes', async () => {
    const { local, base } = await openLocal({ redeliverAfterMs: 10_000 });
    const { messages } = await openChannel(base);
    local.state.gateway.announceDisconnect();
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => type(local, zhang, `${index}`)));
    expect(answers.every((answer) => answer.state === 'acknowledged')).toBe(true);
    expect(messages.map((message) => message.text)).toEqual(Array.from({ length: 10 }, (_, index) => `${index}`));
    await until(() => local.state.gateway.connectionCount() === 1);
    expect(local.violations()).toEqual([]);
  });

  test('what is still being stored is acknowledged on the old connection', async () => {
    const { local, base } = await openLocal({ redeliverAfterMs: 10_000, disconnectGraceMs: 1_000 });
    const { promise: stored, resolve: store } = Promise.withResolvers<void>();
    const { messages } = await openChannel(base, {}, () => stored);
    const pushed = type(local, zhang, '慢慢存');
    await until(() => messages.length === 1);
    local.state.gateway.announceDisconnect();
    await until(() => local.state.gateway.connectionCount() === 2);
    store();
    expect((await pushed).state).toBe('acknowledged');
    expect(local.violations()).toEqual([]);
  });

  test('a connection that has gone silent is replaced', async () => {
    const { local, base } = await openLocal();
    const { channel } = await openChannel(base, {
      timing: { timeoutMs: 1_000, firstRetryMs: 20, longestRetryMs: 50, pingEveryMs: 30, deadAfterMs: 120, stableAfterMs: 10 },
    });
    local.state.gateway.freeze(true);
    await until(() => channel.counts?.()['connection-silent'] === 1);
    local.state.gateway.freeze(false);
    await until(() => channel.isConnected());
    expect((await type(local, zhang, '在吗')).state).toBe('acknowledged');
  });

  test('refused handshakes are tried again with growing pauses, and end in exactly one connection', async () => {
    const { local, base } = await openLocal();
    local.state.gateway.refuseHandshakes(true);
    const { channel } = await openChannel(base);
    expect(channel.isConnected()).toBe(false);
    await pause(600);
    local.state.gateway.refuseHandshakes(false);
    await until(() => channel.isConnected());
    const opens = local.state.wire.calls('/v1.0/gateway/connections/open').length;
    // 20, 40, 80, 160, 200, 200 … ms with jitter of at most a half.
    expect(opens).toBeGreaterThan(3);
    expect(opens).toBeLessThan(14);
    await pause(100);
    expect(local.state.gateway.connectionCount()).toBe(1);
  });

  test('a ticket opens one connection', async () => {
    const { local, base } = await openLocal();
    await openChannel(base);
    const ticket = local.state.gateway.openTicket();
    const open = () =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(`${base.replace('http', 'ws')}/connect?ticket=${ticket}`);
        socket.addEventListener('open', () => {
          resolve('open');
          socket.close();
        });
        socket.addEventListener('error', () => resolve('refused'));
      });
    expect(await open()).toBe('open');
    expect(await open()).toBe('refused');
  });

  test('wrong credentials alert the operator once in a while and are not hammered', async () => {
    const { local, base } = await openLocal();
    const { channel, log } = await openChannel(base, { clientSecret: 'wrong-secret-1' });
    expect(channel.isConnected()).toBe(false);
    expect(log.errors).toHaveLength(1);
    await pause(200);
    expect(local.state.wire.calls('/v1.0/gateway/connections/open')).toHaveLength(1);
    await until(() => log.errors.length === 2);
    expect(JSON.stringify(log.errors)).not.toContain('wrong-secret-1');
  });

  test('a gateway that takes the call and says nothing is given up in time, and a good one found later', async () => {
    const hole = await blackHole();
    const started = performance.now();
    const { channel } = await openChannel(hole, { timing: { timeoutMs: 100, firstRetryMs: 10, longestRetryMs: 20 } });
    expect(performance.now() - started).toBeLessThan(900);
    expect(channel.isConnected()).toBe(false);
  });

  test('a gateway that answers 429, 500 or HTML is asked again until it is well', async () => {
    const { local, base } = await openLocal();
    const path = '/v1.0/gateway/connections/open';
    local.state.faults.next(path, { kind: 'answer', status: 429, body: { code: 'system.busy' } });
    local.state.faults.next(path, { kind: 'answer', status: 500, body: { code: 'unknownError' } });
    local.state.faults.next(path, { kind: 'answer', status: 200, body: '<html>punish</html>' });
    const { channel } = await openChannel(base);
    await until(() => channel.isConnected());
    expect(local.state.wire.calls(path)).toHaveLength(4);
  });

  test('stopping during the wait for the next attempt stays stopped', async () => {
    const { local, base } = await openLocal();
    local.state.gateway.refuseHandshakes(true);
    const { channel } = await openChannel(base);
    await channel.stop();
    local.state.gateway.refuseHandshakes(false);
    await pause(300);
    expect(local.state.gateway.connectionCount()).toBe(0);
  });

  test('the secret is in no log line', async () => {
    const { local, base } = await openLocal();
    const lines: string[] = [];
    const write = (fields: Record<string, unknown>, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
    const log = { debug: write, info: write, warn: write, error: write };
    local.state.gateway.refuseHandshakes(true);
    await openChannel(base, { log });
    await openChannel(await closedPort(), { log });
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join('\n')).not.toContain(credentials.clientSecret);
  });
});

/** Takes connections and never says a word. */
async function blackHole(): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer(() => undefined);
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeAfter(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
