import type { Channel, InboundMessage, InboundPress, OutgoingBody, OutgoingTarget, SendResult } from '../../src/channels/channel.ts';
import { AppError } from '../../src/platform/errors.ts';

/** One thing that was handed to the channel and what it answered. */
export interface FakeSend {
  target: OutgoingTarget;
  body: OutgoingBody;
  result: SendResult;
}

/**
 * A channel without a platform. It keeps what is sent, answers as scripted (one result an attempt, then `accepted` for ever), and
 * lets a test be the platform that delivers. `sent` holds everything attempted; `arrived` what people would have got.
 */
export interface FakeChannel extends Channel {
  sent: FakeSend[];
  arrived: { userId: string | null; groupId: string | null; body: OutgoingBody }[];
  answerNext(...results: SendResult[]): void;
  /** Answers for this user id from now on; null lifts it. */
  answerFor(userId: string, result: SendResult | null): void;
  /** Sessions that are gone: a send to one falls back, as the real channel does. */
  expireSession(webhook: string): void;
  keepFile(code: string, content: Buffer, contentType: string): void;
  /** Delivers as the platform would; resolves when it would be acknowledged, rejects when it would come again. */
  receive(message: Partial<InboundMessage>): Promise<InboundMessage>;
  press(press: Partial<InboundPress>): Promise<InboundPress>;
  setConnected(isConnected: boolean): void;
}

export const busy = (retryAfterMs = 1_000): SendResult => ({ state: 'busy', code: 'qps.exceed.limit', retryAfterMs });
export const unknown = (): SendResult => ({ state: 'unknown', code: 'timeout' });
export const refused = (): SendResult => ({
  state: 'refused',
  code: 'invalidStaffId',
  sentence: '接收人不在本单位的钉钉里。',
  retry: false,
});

let numbered = 0;
const next = (prefix: string) => {
  numbered += 1;
  return `${prefix}-${numbered}`;
};

/** An inbound message with everything that a test does not care about filled in. */
export function inboundMessage(given: Partial<InboundMessage> = {}): InboundMessage {
  return {
    channel: 'dingtalk',
    messageKey: next('msg'),
    conversationId: 'cid-1',
    isGroup: false,
    groupTitle: null,
    senderUserId: 'user1',
    senderNick: '张三',
    text: '你好',
    files: [],
    session: null,
    sentAt: new Date('2026-11-23T09:00:00+08:00'),
    quotaExhausted: false,
    ...given,
  };
}

type Handlers = Parameters<Channel['start']>[0];

export function createFakeChannel(options: { sendsOnce?: boolean } = {}): FakeChannel {
  const sendsOnce = options.sendsOnce ?? false;
  const sent: FakeSend[] = [];
  const arrived: FakeChannel['arrived'] = [];
  const scripted: SendResult[] = [];
  const perUser = new Map<string, SendResult>();
  const goneSessions = new Set<string>();
  const files = new Map<string, { content: Buffer; contentType: string }>();
  const seenKeys = new Set<string>();
  let handlers: Handlers | null = null;
  let isConnected = false;

  const arrive = (address: { userId: string | null; groupId: string | null }, body: OutgoingBody, result: SendResult) => {
    // A lost answer is scripted as one whose message did arrive: the harder case.
    if (result.state !== 'accepted' && result.state !== 'unknown') return;
    const key = body.key === undefined ? null : `${body.key} ${address.userId}`;
    if (sendsOnce && key && seenKeys.has(key)) return;
    if (key) seenKeys.add(key);
    arrived.push({ ...address, body });
  };
  const attempt = (target: OutgoingTarget, body: OutgoingBody): SendResult => {
    const address = addressOf(target, goneSessions);
    const planned = scripted.shift() ?? perUser.get(address?.userId ?? '');
    const result = planned ?? (address ? { state: 'accepted' as const, receipt: next('receipt') } : refused());
    sent.push({ target, body, result });
    if (address) arrive(address, body, result);
    return result;
  };
  const running = () => {
    if (!handlers) throw new Error('the fake channel was not started');
    return handlers;
  };

  return {
    name: 'dingtalk',
    sendsOnce,
    sent,
    arrived,
    start: async (given) => {
      handlers = given;
      isConnected = true;
    },
    stop: async () => {
      handlers = null;
      isConnected = false;
    },
    isConnected: () => isConnected,
    setConnected: (value) => {
      isConnected = value;
    },
    send: async (target, body) => attempt(target, body),
    sendToMany: async (userIds, body) =>
      new Map([...new Set(userIds)].map((userId) => [userId, attempt({ kind: 'person', userId }, body)])),
    download: async (code) => {
      const file = files.get(code);
      if (!file) throw new AppError('not-found', 'file-refused', '文件已过期。');
      return file;
    },
    answerNext: (...results) => void scripted.push(...results),
    answerFor: (userId, result) => void (result ? perUser.set(userId, result) : perUser.delete(userId)),
    expireSession: (webhook) => void goneSessions.add(webhook),
    keepFile: (code, content, contentType) => void files.set(code, { content, contentType }),
    receive: async (given) => {
      const message = inboundMessage(given);
      await running().onMessage(message);
      return message;
    },
    press: async (given) => {
      const press = { ...emptyPress(), ...given };
      await running().onPress(press);
      return press;
    },
  };
}

function emptyPress(): InboundPress {
  return {
    channel: 'dingtalk',
    messageKey: next('press'),
    cardId: 'card-1',
    userId: 'user1',
    action: 'b1',
    params: {},
    at: new Date('2026-11-23T09:00:00+08:00'),
  };
}

/** Who gets it; for a live session its conversation's fallback names the same people. Null: nobody, the session is gone. */
function addressOf(target: OutgoingTarget, goneSessions: Set<string>): { userId: string | null; groupId: string | null } | null {
  if (target.kind === 'person') return { userId: target.userId, groupId: null };
  if (target.kind === 'group') return { userId: null, groupId: target.groupId };
  const { fallback } = target;
  if (!fallback) return goneSessions.has(target.webhook) ? null : { userId: null, groupId: null };
  return 'userId' in fallback ? { userId: fallback.userId, groupId: null } : { userId: null, groupId: fallback.groupId };
}
