import { describe, expect, test } from 'vitest';
import { openChannel, openLocal, pause, type, zhang } from './local-setup.ts';

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
