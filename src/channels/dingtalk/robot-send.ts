import { z } from 'zod';
import type { OutgoingBody, SendResult } from '../channel.ts';
import { texts } from '../texts.ts';
import { judge, resultOf } from './answer-verdict.ts';
import type { DingtalkApi } from './dingtalk-api.ts';
import { httpCall } from './http-call.ts';
import { robotPayload, sessionPayload } from './outgoing-payload.ts';

/** The three ways in which a robot says something without a card (dingtalk.md §3). */
export interface RobotSend {
  /** `gone`: the session is no longer valid, nothing was said. */
  toSession(webhook: string, body: OutgoingBody, mentionUserId: string | null): Promise<SendResult | 'gone'>;
  /** At most 20 people a call; more are sent in several. One result per person. */
  toPeople(userIds: string[], body: OutgoingBody): Promise<Map<string, SendResult>>;
  toGroup(groupId: string, body: OutgoingBody): Promise<SendResult>;
}

export interface RobotSendOptions {
  api: DingtalkApi;
  robotCode: string;
  timeoutMs: number;
}

const MAX_RECEIVERS = 20;
const FLOW_CONTROLLED_WAIT_MS = 5_000;

const ids = z.array(z.string()).nullish();
const batchAnswer = z.looseObject({
  processQueryKey: z.string().nullish(),
  invalidStaffIdList: ids,
  filteredStaffIdList: ids,
  flowControlledStaffIdList: ids,
});
const groupAnswer = z.looseObject({ processQueryKey: z.string().nullish() });

export function createRobotSend(options: RobotSendOptions): RobotSend {
  return {
    toSession: async (webhook, body, mentionUserId) => {
      const answer = await httpCall({
        method: 'POST',
        url: webhook,
        body: sessionPayload(body, mentionUserId),
        timeoutMs: options.timeoutMs,
      });
      const verdict = judge(answer);
      if (verdict.kind === 'ok') return { state: 'accepted', receipt: null };
      return verdict.kind === 'session-gone' ? 'gone' : resultOf(verdict);
    },
    toPeople: async (userIds, body) => {
      const results = new Map<string, SendResult>();
      const distinct = [...new Set(userIds)];
      for (let start = 0; start < distinct.length; start += MAX_RECEIVERS) {
        const some = distinct.slice(start, start + MAX_RECEIVERS);
        for (const [userId, result] of await sendBatch(options, some, body)) results.set(userId, result);
      }
      return results;
    },
    toGroup: async (groupId, body) => {
      const verdict = await options.api.call('POST', '/v1.0/robot/groupMessages/send', {
        robotCode: options.robotCode,
        openConversationId: groupId,
        ...robotPayload(body),
      });
      if (verdict.kind !== 'ok') return resultOf(verdict);
      return { state: 'accepted', receipt: groupAnswer.safeParse(verdict.json).data?.processQueryKey ?? null };
    },
  };
}

async function sendBatch(options: RobotSendOptions, userIds: string[], body: OutgoingBody): Promise<[string, SendResult][]> {
  const verdict = await options.api.call('POST', '/v1.0/robot/oToMessages/batchSend', {
    robotCode: options.robotCode,
    userIds,
    ...robotPayload(body),
  });
  if (verdict.kind !== 'ok') return userIds.map((userId) => [userId, resultOf(verdict)]);
  const answer = batchAnswer.safeParse(verdict.json);
  // Answered 200 in a shape we do not know: whether anybody got it cannot be said.
  if (!answer.success) return userIds.map((userId) => [userId, { state: 'unknown', code: 'answer-shape' }]);
  const { processQueryKey, invalidStaffIdList, filteredStaffIdList, flowControlledStaffIdList } = answer.data;
  // HTTP 200 does not mean delivered: the lists name those who were left out (dingtalk.md §3.2).
  const invalid = new Set([...(invalidStaffIdList ?? []), ...(filteredStaffIdList ?? [])]);
  const waiting = new Set(flowControlledStaffIdList ?? []);
  return userIds.map((userId) => {
    if (invalid.has(userId)) return [userId, { state: 'refused', code: 'invalidStaffId', sentence: texts.refusals.receiver, retry: false }];
    if (waiting.has(userId)) return [userId, { state: 'busy', code: 'flowControlled', retryAfterMs: FLOW_CONTROLLED_WAIT_MS }];
    return [userId, { state: 'accepted', receipt: processQueryKey ?? null }];
  });
}
