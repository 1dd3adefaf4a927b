import type { InboundMessage, InboundPress } from '../channels/channel.ts';
import type { Inbox } from './inbox.ts';

/** What a channel hands in, and what the time table and the end of the process ask for. */
export interface Reception {
  onMessage(message: InboundMessage): Promise<void>;
  onPress(press: InboundPress): Promise<void>;
  sweep(): Promise<number>;
  idle(): Promise<void>;
}

/** Takes messages and presses alike: what a button does can also be typed, so a press is its words, said 1:1. */
export function createReception(inbox: Inbox, onAck: (milliseconds: number) => void = () => undefined): Reception {
  const receive = async (message: InboundMessage) => {
    const started = performance.now();
    await inbox.receive(message);
    onAck(performance.now() - started);
  };
  return {
    onMessage: receive,
    onPress: async (press) => {
      const message = messageOfPress(press);
      if (message) await receive(message);
    },
    sweep: () => inbox.sweep(),
    idle: () => inbox.idle(),
  };
}

/** Null: the button says nothing that could be typed (a card of somebody else's). */
export function messageOfPress(press: InboundPress): InboundMessage | null {
  const says = press.params['says'];
  if (!says) return null;
  return {
    channel: press.channel,
    messageKey: `${press.messageKey}`,
    conversationId: `press:${press.userId}`,
    isGroup: false,
    groupTitle: null,
    senderUserId: press.userId,
    senderNick: '',
    text: says,
    files: [],
    session: null,
    sentAt: press.at,
    quotaExhausted: false,
  };
}
