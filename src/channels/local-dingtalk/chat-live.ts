import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { ChatEvent } from './chat-log.ts';
import { conversationList, messageView } from './chat-views.ts';
import { shownConversations, shownMessage } from './chat-window.ts';
import type { LocalState } from './local-state.ts';

const HEARTBEAT_MS = 20_000;

/**
 * Server-sent events of one window: `update` with the new or changed message as HTML and the list of conversations, in the order of the
 * log. A window that comes back names the last event it saw and misses nothing; one that has been away too long is told to `reload`.
 */
export function chatLive(state: LocalState, c: Context, userId: string, currentId: string): Response {
  const resumeAt = c.req.header('last-event-id') ?? c.req.query('after') ?? '';
  const [epoch = '', seq = ''] = resumeAt.split('-');
  return streamSSE(c, async (stream) => {
    let writing = Promise.resolve();
    const unfollow = state.chat.follow(userId, epoch, Number(seq), (event) => {
      // One after another: rendering waits for names, and order must not.
      writing = writing.then(() => write(state, stream, event, userId, currentId));
    });
    if (!unfollow) {
      await stream.writeSSE({ event: 'reload', data: '' });
      return;
    }
    await untilGone(stream);
    unfollow();
  });
}

async function write(state: LocalState, stream: SSEStreamingApi, event: ChatEvent, userId: string, currentId: string): Promise<void> {
  const now = state.clock.now();
  const conversation = state.chat.get(event.conversationId);
  const message = event.messageId ? state.chat.message(event.conversationId, event.messageId) : null;
  const isShown = event.conversationId === currentId && conversation && message;
  const data = JSON.stringify({
    messageId: isShown ? message.id : null,
    html: isShown ? String(await messageView(await shownMessage(state, userId, conversation, message))) : null,
    isOwn: message?.authorId === userId,
    list: String(await conversationList(userId, shownConversations(state, userId, currentId), now)),
  });
  await stream.writeSSE({ id: `${state.chat.epoch}-${event.seq}`, event: 'update', data });
}

/** Resolves when the window is closed; a comment now and then keeps proxies and browsers from giving up. */
function untilGone(stream: SSEStreamingApi): Promise<void> {
  return new Promise((resolve) => {
    const beat = setInterval(() => void stream.write(': \n\n'), HEARTBEAT_MS);
    stream.onAbort(() => {
      clearInterval(beat);
      resolve();
    });
  });
}
