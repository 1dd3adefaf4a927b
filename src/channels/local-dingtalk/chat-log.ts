import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';

/** What a message shows. `source` is an http(s) URL or a media id that starts with `@`. */
export type Content =
  | { kind: 'text'; text: string }
  | { kind: 'markdown'; title: string; text: string }
  | { kind: 'action-card'; title: string; text: string; buttons: { title: string; url: string }[]; isRow: boolean }
  | { kind: 'picture'; source: string }
  | { kind: 'file'; source: string; fileName: string }
  | { kind: 'card'; outTrackId: string };

export interface ChatMessage {
  id: string;
  seq: number;
  conversationId: string;
  /** Null: the bot. */
  authorId: string | null;
  content: Content;
  mentions: string[];
  at: Date;
}

export interface Conversation {
  id: string;
  isGroup: boolean;
  /** Null for a 1:1 chat with the bot. */
  title: string | null;
  members: Set<string>;
  messages: ChatMessage[];
  /** The last `seq` that each member has seen. */
  readUpTo: Map<string, number>;
}

/** Something that a window must show. Numbered without gaps for the whole log. */
export interface ChatEvent {
  seq: number;
  kind: 'message' | 'changed' | 'conversation';
  conversationId: string;
  messageId: string | null;
}

type Listener = (event: ChatEvent) => void;

const KEPT_MESSAGES = 500;
const KEPT_EVENTS = 5_000;

/** All that was said, in memory, with the events that windows follow. */
export class ChatLog {
  /** Changes with every start: sequence numbers of another run mean nothing here. */
  readonly epoch = randomUUID().slice(0, 8);
  private readonly clock: Clock;
  private readonly conversations = new Map<string, Conversation>();
  private readonly events: ChatEvent[] = [];
  private readonly listeners = new Set<Listener>();
  private seq = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get lastSeq(): number {
    return this.seq;
  }

  /** The 1:1 chat of this person with the bot; its id is the same after a restart. */
  direct(userId: string): Conversation {
    const id = `cid${createHash('sha256').update(`direct:${userId}`).digest('base64').slice(0, 22)}==`;
    return this.conversations.get(id) ?? this.add({ id, isGroup: false, title: null, members: new Set([userId]) });
  }

  createGroup(title: string, memberIds: string[], id = `cid${randomUUID().replaceAll('-', '').slice(0, 22)}==`): Conversation {
    const group = this.add({ id, isGroup: true, title, members: new Set(memberIds) });
    this.announce('conversation', group.id, null);
    return group;
  }

  join(conversationId: string, userId: string): boolean {
    const group = this.conversations.get(conversationId);
    if (!group?.isGroup) return false;
    group.members.add(userId);
    this.announce('conversation', group.id, null);
    return true;
  }

  get(conversationId: string): Conversation | null {
    return this.conversations.get(conversationId) ?? null;
  }

  groups(): Conversation[] {
    return [...this.conversations.values()].filter((one) => one.isGroup);
  }

  /** This person's chats, the last spoken in first; the one with the bot always among them. */
  of(userId: string): Conversation[] {
    this.direct(userId);
    const last = (one: Conversation) => one.messages.at(-1)?.seq ?? 0;
    const mine = [...this.conversations.values()].filter((one) => one.members.has(userId));
    return mine.sort((a, b) => last(b) - last(a) || Number(a.isGroup) - Number(b.isGroup));
  }

  post(conversationId: string, authorId: string | null, content: Content, mentions: string[] = []): ChatMessage | null {
    const conversation = this.conversations.get(conversationId);
    if (!conversation) return null;
    const event = this.number('message', conversationId, randomUUID());
    const message: ChatMessage = {
      id: event.messageId ?? '',
      seq: event.seq,
      conversationId,
      authorId,
      content,
      mentions,
      at: this.clock.now(),
    };
    conversation.messages.push(message);
    if (conversation.messages.length > KEPT_MESSAGES) conversation.messages.shift();
    if (authorId) conversation.readUpTo.set(authorId, message.seq);
    this.tell(event);
    return message;
  }

  /** A card now shows something else. */
  changed(message: ChatMessage): void {
    this.announce('changed', message.conversationId, message.id);
  }

  markRead(conversationId: string, userId: string): void {
    const conversation = this.conversations.get(conversationId);
    if (conversation?.members.has(userId)) conversation.readUpTo.set(userId, this.seq);
  }

  unread(conversation: Conversation, userId: string): number {
    const seen = conversation.readUpTo.get(userId) ?? 0;
    return conversation.messages.filter((message) => message.seq > seen && message.authorId !== userId).length;
  }

  message(conversationId: string, messageId: string): ChatMessage | null {
    return this.conversations.get(conversationId)?.messages.find((one) => one.id === messageId) ?? null;
  }

  /**
   * Calls the listener for every event after `seq` that concerns this person, then for every new one. Null when `seq` is of another
   * run or too old to be told without a gap; the window must then start afresh.
   */
  follow(userId: string, epoch: string, seq: number, listener: Listener): (() => void) | null {
    const oldest = this.events[0]?.seq ?? this.seq + 1;
    if (epoch !== this.epoch || seq > this.seq || seq < oldest - 1) return null;
    const concerned: Listener = (event) => {
      if (this.conversations.get(event.conversationId)?.members.has(userId)) listener(event);
    };
    for (const event of this.events.filter((one) => one.seq > seq)) concerned(event);
    this.listeners.add(concerned);
    return () => this.listeners.delete(concerned);
  }

  private add(fresh: Pick<Conversation, 'id' | 'isGroup' | 'title' | 'members'>): Conversation {
    const conversation: Conversation = { ...fresh, messages: [], readUpTo: new Map() };
    this.conversations.set(conversation.id, conversation);
    return conversation;
  }

  private announce(kind: ChatEvent['kind'], conversationId: string, messageId: string | null): void {
    this.tell(this.number(kind, conversationId, messageId));
  }

  private number(kind: ChatEvent['kind'], conversationId: string, messageId: string | null): ChatEvent {
    this.seq += 1;
    return { seq: this.seq, kind, conversationId, messageId };
  }

  private tell(event: ChatEvent): void {
    this.events.push(event);
    if (this.events.length > KEPT_EVENTS) this.events.shift();
    for (const listener of [...this.listeners]) listener(event);
  }
}
