import { randomUUID } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { ChatLog, Content, Conversation } from './chat-log.ts';
import type { LocalCards } from './local-cards.ts';
import type { LocalUser } from './local-directory.ts';
import type { LocalSessions } from './local-sessions.ts';
import { LOCAL_CORP_ID, type LocalSettings } from './local-settings.ts';
import { localTexts } from './local-texts.ts';
import type { MediaStore, StoredMedia } from './media-store.ts';
import type { PushAnswer, StreamGateway } from './stream-gateway.ts';

const TOPIC_ROBOT = '/v1.0/im/bot/messages/get';
const TOPIC_CARD = '/v1.0/card/instances/callback';

export interface PersonActsOptions {
  chat: ChatLog;
  cards: LocalCards;
  gateway: StreamGateway;
  sessions: LocalSessions;
  media: MediaStore;
  settings: LocalSettings;
  clock: Clock;
  robotCode: string;
  /** Where the robot reaches this DingTalk: `http://127.0.0.1:8080`. */
  base(): string;
}

export interface Said {
  text: string;
  file: StoredMedia | null;
  /** In a group only what mentions the bot reaches it. */
  mentionsBot: boolean;
}

/** What people do in the chat, and what the robot hears of it (dingtalk.md §2, §4.4). */
export interface PersonActs {
  /** Posts to the conversation. Resolves with what became of the push to the robot; null when it was not meant to hear. */
  say(user: LocalUser, conversation: Conversation, said: Said): { messageId: string; pushed: Promise<PushAnswer> | null };
  /** Presses a button of a card. `late`: the robot did not answer within two seconds. */
  press(user: LocalUser, outTrackId: string, action: string, params: Record<string, string>): Promise<'done' | 'late' | 'no-card'>;
}

export function createPersonActs(options: PersonActsOptions): PersonActs {
  const { chat, cards, gateway, settings } = options;
  return {
    say: (user, conversation, said) => {
      const { file } = said;
      const message = chat.post(conversation.id, user.userId, shownContent(conversation, said));
      // Audio, video and files do not arrive from groups (dingtalk.md §2).
      const isHeard = !conversation.isGroup || (said.mentionsBot && file?.kind !== 'file');
      const pushed = isHeard ? pushMessage(options, user, conversation, said) : null;
      return { messageId: message?.id ?? '', pushed };
    },
    press: async (user, outTrackId, action, params) => {
      const card = cards.get(outTrackId);
      const seenIn = card?.messages.map((message) => chat.get(message.conversationId)).find((one) => one?.members.has(user.userId));
      if (!card || !seenIn) return 'no-card';
      if (!card.hasCallbacks) return 'done';
      const answer = await gateway.push(TOPIC_CARD, pressData(user, seenIn, outTrackId, action, params), {
        overdueAfterMs: settings.cardAnswerMs,
        repeats: 0,
        isKept: false,
      });
      if (answer.state !== 'acknowledged') return 'late';
      cards.applyPressAnswer(card, user.userId, answer.response);
      return 'done';
    },
  };
}

function shownContent(conversation: Conversation, { file, text, mentionsBot }: Said): Content {
  if (file?.kind === 'picture') return { kind: 'picture', source: file.id };
  if (file) return { kind: 'file', source: file.id, fileName: file.fileName };
  return { kind: 'text', text: mentionsBot && conversation.isGroup ? `@${localTexts.bot} ${text}` : text };
}

function pushMessage(options: PersonActsOptions, user: LocalUser, conversation: Conversation, said: Said): Promise<PushAnswer> {
  const { gateway, settings } = options;
  return gateway.push(TOPIC_ROBOT, robotMessage(options, user, conversation, said), {
    overdueAfterMs: settings.redeliverAfterMs,
    repeats: settings.redeliverTimes,
    isKept: settings.whenNobodyConnected === 'keep',
  });
}

function robotMessage(options: PersonActsOptions, user: LocalUser, conversation: Conversation, said: Said): Record<string, unknown> {
  const session = options.sessions.open(conversation.id);
  return {
    conversationId: conversation.id,
    conversationType: conversation.isGroup ? '2' : '1',
    chatbotCorpId: LOCAL_CORP_ID,
    chatbotUserId: '$:LWCP_v1:$local-bot',
    robotCode: options.robotCode,
    msgId: `msg${randomUUID().replaceAll('-', '')}==`,
    senderNick: user.name,
    senderStaffId: user.userId,
    senderUnionId: `union_${user.userId}`,
    senderId: `$:LWCP_v1:$${user.userId}`,
    senderCorpId: LOCAL_CORP_ID,
    senderPlatform: 'Win',
    isAdmin: false,
    sessionWebhook: `${options.base()}/robot/sendBySession?session=${session.id}`,
    sessionWebhookExpiredTime: session.expiresAt.getTime(),
    createAt: options.clock.now().getTime(),
    openThreadId: conversation.id,
    ...(conversation.isGroup
      ? { conversationTitle: conversation.title, isInAtList: true, atUsers: [{ dingtalkId: '$:LWCP_v1:$local-bot' }] }
      : {}),
    ...messageBody(options.media, said, conversation.isGroup),
  };
}

function messageBody(media: MediaStore, { file, text }: Said, isGroup: boolean): Record<string, unknown> {
  // In groups the removed mention leaves a blank behind.
  if (!file) return { msgtype: 'text', text: { content: isGroup ? ` ${text}` : text } };
  const downloadCode = media.issueCode(file.id);
  if (file.kind === 'picture') return { msgtype: 'picture', content: { downloadCode, pictureDownloadCode: `unusable-${downloadCode}` } };
  return { msgtype: 'file', content: { downloadCode, fileName: file.fileName, fileId: file.id, spaceId: '1' } };
}

function pressData(user: LocalUser, conversation: Conversation, outTrackId: string, action: string, params: Record<string, string>) {
  const content = JSON.stringify({ cardPrivateData: { actionIds: [action], params } });
  return {
    type: 'actionCallback',
    outTrackId,
    corpId: LOCAL_CORP_ID,
    userId: user.userId,
    userIdType: 1,
    spaceType: conversation.isGroup ? 'IM_GROUP' : 'IM_ROBOT',
    spaceId: conversation.isGroup ? conversation.id : user.userId,
    extension: '{}',
    content,
    value: content,
  };
}
