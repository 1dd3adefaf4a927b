import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Channel, OutgoingBody, OutgoingTarget, SendResult } from '../channel.ts';
import { texts } from '../texts.ts';
import { createAccessToken } from './access-token.ts';
import { resultOf } from './answer-verdict.ts';
import { createCallRate } from './call-rate.ts';
import { type CardSend, createCardSend } from './card-send.ts';
import { createDingtalkApi } from './dingtalk-api.ts';
import { downloadFile } from './file-download.ts';
import { createRobotSend, type RobotSend } from './robot-send.ts';
import { StreamClient } from './stream-client.ts';
import { createStreamIntake, type Handlers } from './stream-intake.ts';
import { defaultTiming, StreamSupervisor, type StreamTiming } from './stream-supervisor.ts';

export interface DingtalkChannelOptions {
  clientId: string;
  clientSecret: string;
  robotCode: string;
  /** Without a slash at the end, like all bases here. */
  apiBase: string;
  oapiBase: string;
  /** Null: buttons are actionCards whose presses type a command. */
  cardTemplateId: string | null;
  /** Calls a second that the corporation's plan allows. */
  qps: number;
  log: Log;
  clock: Clock;
  timing?: Partial<StreamTiming>;
  random?: () => number;
  /** Longest wait for a place in the rate before a send is called busy. */
  longestRateWaitMs?: number;
  maxFileBytes?: number;
}

const MAX_FILE_BYTES = 20 * 1024 * 1024;
const FILE_TIMEOUT_MS = 30_000;

/** The channel to DingTalk: receives through stream mode with the official SDK, sends through the robot's APIs (shared/dingtalk.md). */
export function createDingtalkChannel(options: DingtalkChannelOptions): Channel {
  const timing = { ...defaultTiming, ...options.timing };
  const tally: Record<string, number> = {};
  const count = (code: string) => {
    tally[code] = (tally[code] ?? 0) + 1;
  };
  const { timeoutMs } = timing;
  const token = createAccessToken({ ...options, timeoutMs });
  const rate = createCallRate({ perSecond: options.qps, longestWaitMs: options.longestRateWaitMs ?? 10_000 });
  const api = createDingtalkApi({ apiBase: options.apiBase, token, rate, timeoutMs });
  const { robotCode, cardTemplateId } = options;
  const robot = createRobotSend({ api, robotCode, timeoutMs });
  const cards = cardTemplateId ? createCardSend({ api, robotCode, cardTemplateId }) : null;
  const file = { api, robotCode, timeoutMs: FILE_TIMEOUT_MS, maxBytes: options.maxFileBytes ?? MAX_FILE_BYTES };
  let supervisor: StreamSupervisor | null = null;
  const noted = (result: SendResult): SendResult => {
    count(`send-${result.state}`);
    return result;
  };
  return {
    name: 'dingtalk',
    sendsOnce: cards !== null,
    start: async (handlers) => {
      supervisor = superviseStream(options, timing, handlers, count);
      await supervisor.start();
    },
    stop: async () => {
      await supervisor?.stop();
      supervisor = null;
    },
    isConnected: () => supervisor?.isConnected() ?? false,
    send: async (target, body) => noted(await sendOne({ robot, cards }, target, body)),
    sendToMany: async (userIds, body) => {
      const results = await sendMany({ robot, cards }, userIds, body);
      for (const result of results.values()) noted(result);
      return results;
    },
    download: (code) => downloadFile(file, code),
    counts: () => ({ ...tally }),
    probe: async () => {
      const got = await token.get();
      if (got.ok) return { ok: true };
      const { result } = got.verdict;
      if (result.state === 'refused') return { ok: false, code: result.code, sentence: result.sentence };
      const isAway = ['unreachable', 'token-timeout', 'token-connection-lost'].includes(result.code);
      return { ok: false, code: result.code, sentence: isAway ? texts.probe.unreachable : texts.probe.busy };
    },
    ...(cards ? { updateCard: (cardId: string, body: OutgoingBody) => cards.update(cardId, body) } : {}),
  };
}

function superviseStream(
  options: DingtalkChannelOptions,
  timing: StreamTiming,
  handlers: Handlers,
  count: (code: string) => void,
): StreamSupervisor {
  const { clientId, clientSecret, apiBase, log, clock } = options;
  const intake = createStreamIntake({ handlers, clock, log, count });
  const supervisor: StreamSupervisor = new StreamSupervisor({
    newClient: () =>
      new StreamClient({
        clientId,
        clientSecret,
        apiBase,
        timeoutMs: timing.timeoutMs,
        hooks: {
          robotMessage: intake.robotMessage,
          cardPress: intake.cardPress,
          ignored: (code) => {
            count(code);
            log.warn({ code }, 'frame from DingTalk ignored');
          },
          draining: (client) => supervisor.draining(client),
          closed: (client) => supervisor.closed(client),
        },
      }),
    settled: intake.settled,
    timing,
    log,
    random: options.random ?? Math.random,
    count,
  });
  return supervisor;
}

interface Ways {
  robot: RobotSend;
  cards: CardSend | null;
}

/** With a card template: everything that has buttons, and everything pushed, is a card; plain replies use the free session. */
async function sendOne(ways: Ways, target: OutgoingTarget, body: OutgoingBody): Promise<SendResult> {
  const { robot, cards } = ways;
  if (target.kind === 'person') return toPerson(ways, target.userId, body);
  if (target.kind === 'group') return (cards ?? robotOnly(robot)).toGroup(target.groupId, body);
  const { webhook, mentionUserId, fallback } = target;
  if (!cards || !fallback || body.buttons.length === 0) {
    const result = await robot.toSession(webhook, body, mentionUserId);
    if (result !== 'gone') return result;
  }
  if (!fallback) return resultOf({ kind: 'session-gone' });
  return 'userId' in fallback ? toPerson(ways, fallback.userId, body) : (cards ?? robotOnly(robot)).toGroup(fallback.groupId, body);
}

const robotOnly = (robot: RobotSend): Pick<CardSend, 'toGroup'> => ({ toGroup: robot.toGroup });

async function toPerson({ robot, cards }: Ways, userId: string, body: OutgoingBody): Promise<SendResult> {
  if (cards) return cards.toPerson(userId, body);
  return (await robot.toPeople([userId], body)).get(userId) ?? { state: 'unknown', code: 'no-result' };
}

/** A card belongs to one conversation, so each person gets one of their own under the key and their id. */
async function sendMany({ robot, cards }: Ways, userIds: string[], body: OutgoingBody): Promise<Map<string, SendResult>> {
  if (!cards) return robot.toPeople(userIds, body);
  const results = new Map<string, SendResult>();
  for (const userId of new Set(userIds)) {
    const own = body.key === undefined ? body : { ...body, key: `${body.key}.${userId}` };
    results.set(userId, await cards.toPerson(userId, own));
  }
  return results;
}
