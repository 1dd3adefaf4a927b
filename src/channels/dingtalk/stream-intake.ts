import type { DWClientDownStream } from 'dingtalk-stream';
import type { Clock } from '../../platform/clock.ts';
import { reasonOf } from '../../platform/errors.ts';
import type { Log } from '../../platform/log.ts';
import type { Channel } from '../channel.ts';
import { readCardPress, readRobotMessage } from './dingtalk-codec.ts';
import type { StreamClient } from './stream-client.ts';

export type Handlers = Parameters<Channel['start']>[0];

export interface StreamIntake {
  robotMessage(client: StreamClient, frame: DWClientDownStream): void;
  cardPress(client: StreamClient, frame: DWClientDownStream): void;
  /** Resolves when nothing received on this connection waits for its acknowledgement, at the latest after five seconds. */
  settled(client: StreamClient): Promise<void>;
}

export interface StreamIntakeOptions {
  handlers: Handlers;
  clock: Clock;
  log: Log;
  count(code: string): void;
}

const LONGEST_SETTLING_MS = 5_000;

/** From frames to the handlers, and the acknowledgement back: only after the handler has stored what came. Nothing escapes. */
export function createStreamIntake(options: StreamIntakeOptions): StreamIntake {
  const open = new Map<StreamClient, Set<Promise<void>>>();
  const take = (client: StreamClient, frame: DWClientDownStream, response: unknown, work: () => Promise<void>): void => {
    const working = open.get(client) ?? new Set<Promise<void>>();
    open.set(client, working);
    const done = carry(options, client, frame, response, work).finally(() => {
      working.delete(done);
      if (working.size === 0) open.delete(client);
    });
    working.add(done);
  };
  return {
    robotMessage: (client, frame) => {
      const decoded = readRobotMessage(frame.data);
      // Acknowledged although useless: it will not become readable by being sent again.
      if (!decoded.ok) return take(client, frame, null, async () => noteBad(options, 'bad-message', decoded.code));
      const message = decoded.value;
      if (message.quotaExhausted) {
        options.count('quota-exhausted');
        options.log.error({ code: 20001 }, 'the month quota of DingTalk messages is used up: texts arrive empty');
      }
      take(client, frame, null, () => options.handlers.onMessage(message));
    },
    cardPress: (client, frame) => {
      const decoded = readCardPress(frame.data, options.clock.now());
      if (!decoded.ok) return take(client, frame, {}, async () => noteBad(options, 'bad-press', decoded.code));
      const press = decoded.value;
      take(client, frame, {}, () => options.handlers.onPress(press));
    },
    settled: async (client) => {
      const late = new Promise<void>((resolve) => setTimeout(resolve, LONGEST_SETTLING_MS).unref());
      await Promise.race([Promise.allSettled([...(open.get(client) ?? [])]), late]);
    },
  };
}

async function carry(
  options: StreamIntakeOptions,
  client: StreamClient,
  frame: DWClientDownStream,
  response: unknown,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
    client.socketCallBackResponse(frame.headers.messageId, response);
    options.count('acknowledged');
  } catch (error) {
    options.count('not-acknowledged');
    options.log.warn({ reason: reasonOf(error) }, 'message not stored and not acknowledged, DingTalk will send it again');
  }
}

function noteBad(options: StreamIntakeOptions, kind: string, code: string): void {
  options.count(kind);
  options.log.warn({ kind, code }, 'frame with unreadable content ignored');
}
