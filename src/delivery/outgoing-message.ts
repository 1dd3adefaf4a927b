import type { InboundMessage, OutgoingBody } from '../channels/channel.ts';

export type MessageKind = 'reply' | 'notice' | 'digest';

/**
 * What became of a message. `unknown`: the platform's answer was lost and sending again could say it twice; kept for a person to see.
 */
export type MessageState = 'created' | 'sending' | 'accepted' | 'failed' | 'expired' | 'unknown';

/** One message to be sent, as a feature asks for it. */
export interface NewMessage {
  channel: InboundMessage['channel'];
  kind: MessageKind;
  /** A second message with the same key is not made. */
  dedupeKey: string | null;
  /** The staff member it is for; null when the receiver is no known staff. */
  staffId: string | null;
  userId: string | null;
  groupId: string | null;
  body: Omit<OutgoingBody, 'key'>;
  /** Chat replies: where they may be posted while that is valid. */
  session: InboundMessage['session'];
  mentionUserId: string | null;
  /** Case number, campaign id: what it is about, for the message log. */
  about: string | null;
  sendAfter: Date | null;
  /** Not worth sending afterwards. */
  expiresAt: Date | null;
}

/** A message taken for one attempt to send. */
export interface ClaimedMessage {
  id: string;
  channel: InboundMessage['channel'];
  kind: MessageKind;
  staffId: string | null;
  userId: string | null;
  groupId: string | null;
  body: Omit<OutgoingBody, 'key'>;
  session: { webhook: string; expiresAt: Date; mentionUserId: string | null } | null;
  /** Counts this attempt. */
  attempts: number;
  /** An earlier attempt ended without a word: its process died. */
  wasInterrupted: boolean;
  expiresAt: Date | null;
}
