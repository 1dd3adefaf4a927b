import { describe, expect, test } from 'vitest';
import type { Channel, InboundMessage, OutgoingBody } from '../../src/channels/channel.ts';
import { createFakeChannel, refused, unknown } from '../setup/fake-channel.ts';
import { heardBy, openChannel, openLocal, type as say, zhang } from './local-setup.ts';

/** What every channel promises, whatever is behind it. */
interface Bench {
  channel: Channel;
  /** Everything received so far. */
  messages: InboundMessage[];
  /** The person `zhang` says something 1:1; resolves when the channel has it, or has refused it. */
  say(text: string): Promise<void>;
  /** The handler fails the next `times` times. */
  failNext(times: number): void;
  /** Texts that `zhang` has got from the bot. */
  got(): string[];
}

const body = (markdown: string): OutgoingBody => ({ title: '提醒', markdown, buttons: [] });

function channelContract(name: string, open: (sendsOnce: boolean) => Promise<Bench>): void {
  describe(`${name} keeps the contract of a channel`, () => {
    test('is connected after its start and not after its stop', async () => {
      const { channel } = await open(false);
      expect(channel.isConnected()).toBe(true);
      await channel.stop();
      expect(channel.isConnected()).toBe(false);
      await channel.stop();
    });

    test('hands over what a person says', async () => {
      const bench = await open(false);
      await bench.say('我的待办');
      expect(bench.messages).toMatchObject([{ text: '我的待办', senderUserId: 'zhang', isGroup: false, files: [], quotaExhausted: false }]);
    });

    test('a message that was not stored comes again under its key', async () => {
      const bench = await open(false);
      bench.failNext(1);
      await bench.say('你好');
      expect(bench.messages).toHaveLength(2);
      expect(new Set(bench.messages.map((message) => message.messageKey)).size).toBe(1);
    });

    test('says something to a person', async () => {
      const { channel, got } = await open(false);
      expect(await channel.send({ kind: 'person', userId: 'zhang' }, body('一'))).toMatchObject({ state: 'accepted' });
      expect(got()).toEqual(['一']);
    });

    test('a session that is gone falls back to the person', async () => {
      const { channel, got } = await open(false);
      const webhook = 'gone';
      const result = await channel.send({ kind: 'session', webhook, fallback: { userId: 'zhang' }, mentionUserId: null }, body('一'));
      expect(result).toMatchObject({ state: 'accepted' });
      expect(got()).toEqual(['一']);
    });

    test('gives one result for each of many, doubles taken together', async () => {
      const { channel, got } = await open(false);
      const results = await channel.sendToMany(['zhang', 'chen', 'zhang'], body('一'));
      expect([...results.keys()].sort()).toEqual(['chen', 'zhang']);
      expect(got()).toEqual(['一']);
    });

    test('delivers a key once where it says so', async () => {
      const { channel, got } = await open(true);
      expect(channel.sendsOnce).toBe(true);
      const once = { ...body('一'), key: 'k1' };
      await channel.send({ kind: 'person', userId: 'zhang' }, once);
      expect(await channel.send({ kind: 'person', userId: 'zhang' }, once)).toMatchObject({ state: 'accepted' });
      expect(got()).toEqual(['一']);
    });

    test('a file that is not there is an error with a sentence', async () => {
      const { channel } = await open(false);
      await expect(channel.download('never')).rejects.toMatchObject({ code: 'file-refused', sentence: expect.any(String) });
    });
  });
}

channelContract('the fake', async (sendsOnce) => {
  const channel = createFakeChannel({ sendsOnce });
  const messages: InboundMessage[] = [];
  let failures = 0;
  await channel.start({
    onMessage: async (message) => {
      messages.push(message);
      failures -= 1;
      if (failures >= 0) throw new Error('not stored');
    },
    onPress: async () => undefined,
  });
  channel.expireSession('gone');
  return {
    channel,
    messages,
    failNext: (times) => {
      failures = times;
    },
    say: async (text) => {
      const given = { messageKey: `m-${text}`, text, senderUserId: 'zhang' };
      await channel.receive(given).catch(() => channel.receive(given));
    },
    got: () => channel.arrived.filter((one) => one.userId === 'zhang').map((one) => one.body.markdown),
  };
});

channelContract('DingTalk', async (sendsOnce) => {
  const { local, base } = await openLocal({ redeliverAfterMs: 40 });
  let failures = 0;
  const { channel, messages } = await openChannel(base, { cardTemplateId: sendsOnce ? 'tpl.schema' : null }, async () => {
    failures -= 1;
    if (failures >= 0) throw new Error('not stored');
  });
  // A session of this DingTalk that is over.
  const send = channel.send.bind(channel);
  return {
    channel: {
      ...channel,
      send: (target, one) =>
        send(target.kind === 'session' ? { ...target, webhook: `${base}/robot/sendBySession?session=gone` } : target, one),
    },
    messages,
    failNext: (times) => {
      failures = times;
    },
    say: async (text) => void (await say(local, zhang, text)),
    got: () =>
      heardBy(local, zhang).map((content) =>
        content.kind === 'card'
          ? (local.state.cards.paramsFor(content.outTrackId, 'zhang')['markdown'] ?? '')
          : 'text' in content
            ? content.text
            : '',
      ),
  };
});

describe('the fake plays the platform', () => {
  test('answers as scripted, then accepts', async () => {
    const channel = createFakeChannel();
    channel.answerNext(unknown(), refused());
    const target = { kind: 'person', userId: 'zhang' } as const;
    expect((await channel.send(target, body('一'))).state).toBe('unknown');
    expect((await channel.send(target, body('二'))).state).toBe('refused');
    expect((await channel.send(target, body('三'))).state).toBe('accepted');
    // What was lost on its way back had arrived.
    expect(channel.arrived.map((one) => one.body.markdown)).toEqual(['一', '三']);
    expect(channel.sent).toHaveLength(3);
  });
});
