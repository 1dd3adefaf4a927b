import { z } from 'zod';
import type { ChatLog, ChatMessage } from './chat-log.ts';

/** A card as it was made; what each person sees is the public map with their private one laid over it. */
export interface LocalCard {
  outTrackId: string;
  publicParams: Record<string, string>;
  privateParams: Map<string, Record<string, string>>;
  /** Presses reach the robot only where `callbackType` was STREAM. */
  hasCallbacks: boolean;
  messages: ChatMessage[];
}

export const cardDataShape = z.object({ cardParamMap: z.record(z.string(), z.string()) });

/** The answer to a press (dingtalk.md §4.4); anything else changes nothing. */
const pressAnswer = z.looseObject({
  cardUpdateOptions: z
    .looseObject({ updateCardDataByKey: z.boolean().optional(), updatePrivateDataByKey: z.boolean().optional() })
    .optional(),
  cardData: cardDataShape.optional(),
  userPrivateData: cardDataShape.optional(),
});

const MAX_KEY_BYTES = 100;
const MAX_VALUE_BYTES = 1_024;

/** A map of a card keeps to DingTalk's limits: keys of 100 bytes, values of 1 KB. */
export function fitsCardLimits(map: Record<string, string>): boolean {
  return Object.entries(map).every(
    ([key, value]) => Buffer.byteLength(key) <= MAX_KEY_BYTES && Buffer.byteLength(value) <= MAX_VALUE_BYTES,
  );
}

export class LocalCards {
  private readonly cards = new Map<string, LocalCard>();
  private readonly chat: ChatLog;

  constructor(chat: ChatLog) {
    this.chat = chat;
  }

  get(outTrackId: string): LocalCard | null {
    return this.cards.get(outTrackId) ?? null;
  }

  add(card: LocalCard): void {
    this.cards.set(card.outTrackId, card);
  }

  /** What this person sees on the card. */
  paramsFor(outTrackId: string, userId: string): Record<string, string> {
    const card = this.cards.get(outTrackId);
    return card ? { ...card.publicParams, ...card.privateParams.get(userId) } : {};
  }

  /** Without `byKey` the whole map is replaced, as DingTalk does by default (dingtalk.md §4.3). */
  setPublic(card: LocalCard, params: Record<string, string>, byKey: boolean): void {
    card.publicParams = byKey ? { ...card.publicParams, ...params } : params;
    this.show(card);
  }

  setPrivate(card: LocalCard, userId: string, params: Record<string, string>, byKey: boolean): void {
    card.privateParams.set(userId, byKey ? { ...card.privateParams.get(userId), ...params } : params);
    this.show(card);
  }

  applyPressAnswer(card: LocalCard, userId: string, response: unknown): void {
    const parsed = pressAnswer.safeParse(response ?? {});
    if (!parsed.success) return;
    const { cardUpdateOptions: options, cardData, userPrivateData } = parsed.data;
    if (cardData) this.setPublic(card, cardData.cardParamMap, options?.updateCardDataByKey ?? false);
    if (userPrivateData) this.setPrivate(card, userId, userPrivateData.cardParamMap, options?.updatePrivateDataByKey ?? false);
  }

  private show(card: LocalCard): void {
    for (const message of card.messages) this.chat.changed(message);
  }
}
