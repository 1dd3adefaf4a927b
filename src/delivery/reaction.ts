import type { SendResult } from '../channels/channel.ts';
import type { MessageKind } from './outgoing-message.ts';

/** What to do with a message after an attempt. */
export type Reaction =
  | { do: 'settle'; state: 'accepted' | 'failed' | 'unknown' | 'expired'; receipt?: string | null; failure?: string }
  | { do: 'retry'; afterMs: number; failure: string };

/** At the longest wait, most of a day: a platform that is busy for longer than that needs a person. */
const MAX_ATTEMPTS = 200;
const MAX_UNKNOWN_ATTEMPTS = 3;
const LONGEST_WAIT_MS = 300_000;

/**
 * Decides what follows from the platform's answer (dingtalk.md §3.2: sending has no idempotency key).
 *
 * A busy platform is asked again. When the answer was lost: sent again where that is harmless (`sendsOnce`), for notices and digests,
 * because a forgotten person is worse than a doubled line; a reply is not said twice, the person can ask 再说一遍.
 */
export function reactTo(result: SendResult, message: { kind: MessageKind; attempts: number }, sendsOnce: boolean): Reaction {
  switch (result.state) {
    case 'accepted':
      return { do: 'settle', state: 'accepted', receipt: result.receipt };
    case 'refused':
      return { do: 'settle', state: 'failed', failure: `${result.code} ${result.sentence}` };
    case 'busy':
      return message.attempts >= MAX_ATTEMPTS
        ? { do: 'settle', state: 'failed', failure: result.code }
        : { do: 'retry', afterMs: waitFor(message.attempts, result.retryAfterMs), failure: result.code };
    case 'unknown': {
      const again = message.attempts < (sendsOnce ? MAX_ATTEMPTS : message.kind === 'reply' ? 0 : MAX_UNKNOWN_ATTEMPTS);
      return again
        ? { do: 'retry', afterMs: waitFor(message.attempts, 2000), failure: result.code }
        : { do: 'settle', state: 'unknown', failure: result.code };
    }
  }
}

/**
 * Decides about a message whose earlier attempt was cut off by the end of its process. It was claimed right before the call, so it most
 * likely went out: it is sent again only where that is harmless, or where it is a notice that somebody waits for.
 */
export function mayResume(message: { kind: MessageKind }, sendsOnce: boolean): boolean {
  return sendsOnce || message.kind === 'notice';
}

/** Doubles from `base` per attempt, capped. */
export function waitFor(attempts: number, base: number): number {
  return Math.min(base * 2 ** Math.min(Math.max(attempts - 1, 0), 10), LONGEST_WAIT_MS);
}
