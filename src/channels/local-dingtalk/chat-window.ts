import type { ChatMessage, Conversation } from './chat-log.ts';
import { previewOf, type ShownConversation, type ShownMessage } from './chat-views.ts';
import type { LocalState } from './local-state.ts';
import { localTexts } from './local-texts.ts';

/** What one person's window shows of the chat. */

const SHOWN_MESSAGES = 200;
const TIME_LINE_AFTER_MS = 5 * 60_000;

export function shownConversations(state: LocalState, userId: string, currentId: string | null): ShownConversation[] {
  return state.chat.of(userId).map((one) => {
    const last = one.messages.at(-1);
    return {
      id: one.id,
      title: one.title ?? localTexts.bot,
      isGroup: one.isGroup,
      preview: last ? previewOf(last.content) : localTexts.noMessages,
      at: last?.at ?? null,
      unread: one.id === currentId ? 0 : state.chat.unread(one, userId),
      isCurrent: one.id === currentId,
    };
  });
}

export async function shownMessages(state: LocalState, userId: string, conversation: Conversation): Promise<ShownMessage[]> {
  return Promise.all(conversation.messages.slice(-SHOWN_MESSAGES).map((message) => shownMessage(state, userId, conversation, message)));
}

export async function shownMessage(
  state: LocalState,
  userId: string,
  conversation: Conversation,
  message: ChatMessage,
): Promise<ShownMessage> {
  const { authorId, content, at } = message;
  const author = authorId ? { userId: authorId, name: await nameOf(state, authorId) } : null;
  return {
    id: message.id,
    author,
    isOwn: authorId === userId,
    content: await withMentions(state, message),
    cardParams: content.kind === 'card' ? state.cards.paramsFor(content.outTrackId, userId) : {},
    at,
    hasTime: needsTime(conversation, message),
    isGroup: conversation.isGroup,
  };
}

function needsTime(conversation: Conversation, message: ChatMessage): boolean {
  const before = conversation.messages[conversation.messages.indexOf(message) - 1];
  return !before || message.at.getTime() - before.at.getTime() > TIME_LINE_AFTER_MS;
}

/** `@user1` in a text is shown as the person's name to everybody. */
async function withMentions(state: LocalState, message: ChatMessage): Promise<ChatMessage['content']> {
  const { content, mentions } = message;
  if ((content.kind !== 'markdown' && content.kind !== 'text') || mentions.length === 0) return content;
  let { text } = content;
  for (const userId of mentions) text = text.replaceAll(`@${userId}`, `@${await nameOf(state, userId)}`);
  return { ...content, text };
}

export async function nameOf(state: LocalState, userId: string): Promise<string> {
  return (await state.directory.get(userId))?.name ?? userId;
}
