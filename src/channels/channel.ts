/** The boundary to a chat platform: what comes in as plain data, what goes out as plain data. Nothing of the wire shows here. */

export interface IncomingFile {
  kind: 'picture' | 'file' | 'audio' | 'video';
  /** Code to fetch the content with `Channel.download`; expires. */
  downloadCode: string;
  fileName: string | null;
}

/** One message of a person to the bot. */
export interface InboundMessage {
  channel: 'dingtalk' | 'zhezhengding';
  /** The platform's id of the message: the same on every redelivery. */
  messageKey: string;
  /** Platform conversation: one person's 1:1 chat, or a group. */
  conversationId: string;
  isGroup: boolean;
  groupTitle: string | null;
  /** The platform's staff id of the sender; null for outsiders and before the app is published. */
  senderUserId: string | null;
  senderNick: string;
  /** Text as typed, @-mention removed; the transcription of a voice message; empty when only files came. */
  text: string;
  files: IncomingFile[];
  /** Where a reply may be posted, while it is valid. */
  session: { webhook: string; expiresAt: Date } | null;
  sentAt: Date;
  /** Set when the platform says that its quota is used up and the text was withheld. */
  quotaExhausted: boolean;
}

/** A button pressed on a card. */
export interface InboundPress {
  channel: 'dingtalk';
  /** Unique per press attempt of one person on one action of one card. */
  messageKey: string;
  cardId: string;
  userId: string;
  action: string;
  params: Record<string, string>;
  at: Date;
}

export interface Button {
  /** What the person reads on the button. */
  label: string;
  /** What pressing it says, as if typed. */
  says: string;
}

/** What the bot says. Markdown as DingTalk renders it (no tables). */
export interface OutgoingBody {
  title: string;
  markdown: string;
  buttons: Button[];
  /**
   * Names this message for good. With a card template it becomes the card's `outTrackId`, so that sending it again after a lost
   * answer delivers it once (a repeat that the platform calls "already exists" counts as accepted). Without a template it has no effect.
   */
  key?: string;
}

export type OutgoingTarget =
  | { kind: 'session'; webhook: string; fallback: { userId: string } | { groupId: string } | null; mentionUserId: string | null }
  | { kind: 'person'; userId: string }
  | { kind: 'group'; groupId: string };

/** What became of one attempt to send. `unknown`: the answer was lost, it may have arrived. */
export type SendResult =
  | { state: 'accepted'; receipt: string | null }
  | { state: 'refused'; code: string; sentence: string; retry: false }
  | { state: 'busy'; code: string; retryAfterMs: number }
  | { state: 'unknown'; code: string };

export interface Channel {
  readonly name: InboundMessage['channel'];
  /** True when sending the same `key` twice to a person delivers once (a card template is configured). */
  readonly sendsOnce: boolean;
  /**
   * Starts receiving. `onMessage` must resolve once the message is stored: only then is it acknowledged. A rejection leaves it
   * unacknowledged, so that the platform sends it again.
   */
  start(handlers: { onMessage(message: InboundMessage): Promise<void>; onPress(press: InboundPress): Promise<void> }): Promise<void>;
  stop(): Promise<void>;
  isConnected(): boolean;
  /** One attempt, never throws for what the platform answers. A session that is gone falls back by itself. */
  send(target: OutgoingTarget, body: OutgoingBody): Promise<SendResult>;
  /** Sends one body to many people, at most 20 a call; one result per user id. */
  sendToMany(userIds: string[], body: OutgoingBody): Promise<Map<string, SendResult>>;
  download(code: string): Promise<{ content: Buffer; contentType: string }>;
  /** Replaces what a card shows; `cardId` is the receipt of the send that made it. Only where `sendsOnce` holds. */
  updateCard?(cardId: string, body: OutgoingBody): Promise<SendResult>;
  /** What has happened on the wire since the start, by code, for metrics: frames ignored, reconnects, refusals. */
  counts?(): Record<string, number>;
  /** Asks the platform for a token and says what stands in the way; for the doctor. */
  probe?(): Promise<{ ok: true } | { ok: false; code: string; sentence: string }>;
}
