import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { OutgoingBody, SendResult } from '../channel.ts';
import { texts } from '../texts.ts';
import { resultOf, type Verdict } from './answer-verdict.ts';
import type { DingtalkApi } from './dingtalk-api.ts';
import { cardParams } from './outgoing-payload.ts';

/** Interactive cards (dingtalk.md §4): their buttons come back as presses, and they can be changed afterwards. */
export interface CardSend {
  toPerson(userId: string, body: OutgoingBody): Promise<SendResult>;
  toGroup(groupId: string, body: OutgoingBody): Promise<SendResult>;
  update(cardId: string, body: OutgoingBody): Promise<SendResult>;
}

export interface CardSendOptions {
  api: DingtalkApi;
  robotCode: string;
  cardTemplateId: string;
}

const deliverAnswer = z.looseObject({
  result: z.looseObject({
    deliverResults: z.array(z.looseObject({ success: z.boolean(), errorMsg: z.string().nullish() })).nullish(),
  }),
});

export function createCardSend(options: CardSendOptions): CardSend {
  const deliver = async (body: OutgoingBody, space: Record<string, unknown>): Promise<SendResult> => {
    const outTrackId = body.key ?? randomUUID();
    const verdict = await options.api.call('POST', '/v1.0/card/instances/createAndDeliver', {
      cardTemplateId: options.cardTemplateId,
      outTrackId,
      // Forgetting it means that no press ever arrives.
      callbackType: 'STREAM',
      cardData: { cardParamMap: cardParams(body) },
      userIdType: 1,
      ...space,
    });
    return deliverResult(verdict, outTrackId);
  };
  return {
    toPerson: (userId, body) =>
      deliver(body, {
        openSpaceId: `dtv1.card//IM_ROBOT.${userId}`,
        imRobotOpenSpaceModel: {
          supportForward: false,
          lastMessageI18n: { ZH_CN: body.title },
          notification: { alertContent: body.title },
        },
        imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode: options.robotCode },
      }),
    toGroup: (groupId, body) =>
      deliver(body, {
        openSpaceId: `dtv1.card//IM_GROUP.${groupId}`,
        imGroupOpenSpaceModel: {
          supportForward: false,
          lastMessageI18n: { ZH_CN: body.title },
          notification: { alertContent: body.title },
        },
        imGroupOpenDeliverModel: { robotCode: options.robotCode },
      }),
    update: async (cardId, body) => {
      const verdict = await options.api.call('PUT', '/v1.0/card/instances', {
        outTrackId: cardId,
        cardData: { cardParamMap: cardParams(body) },
        // Without it every variable that is not sent would disappear.
        cardUpdateOptions: { updateCardDataByKey: true },
        userIdType: 1,
      });
      return verdict.kind === 'ok' ? { state: 'accepted', receipt: cardId } : resultOf(verdict);
    },
  };
}

function deliverResult(verdict: Verdict, outTrackId: string): SendResult {
  // Our key is there already: an earlier attempt, whose answer was lost, had arrived.
  if (verdict.kind === 'already-exists') return { state: 'accepted', receipt: outTrackId };
  if (verdict.kind !== 'ok') return resultOf(verdict);
  const answer = deliverAnswer.safeParse(verdict.json);
  if (!answer.success) return { state: 'unknown', code: 'answer-shape' };
  const failed = (answer.data.result.deliverResults ?? []).find((one) => !one.success);
  if (!failed) return { state: 'accepted', receipt: outTrackId };
  return { state: 'refused', code: 'card-not-delivered', sentence: texts.refusals.receiver, retry: false };
}
