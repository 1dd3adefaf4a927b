import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { InboundMessage, InboundPress, IncomingFile } from '../channel.ts';

/** What a frame's `data` became, or the code of what is wrong with it; the code is safe to log. */
export type Decoded<T> = { ok: true; value: T } | { ok: false; code: 'not-json' | 'wrong-shape' };

const text = z.string();
const filled = z.string().min(1);
const milliseconds = z.coerce.number().int().positive();

const richPart = z.looseObject({ text: text.optional(), type: text.optional(), downloadCode: text.optional() });

/** Only what we use; DingTalk adds fields at will. Which fields may be missing: dingtalk.md §2. */
const robotMessage = z.looseObject({
  conversationId: filled,
  conversationType: z.enum(['1', '2']),
  conversationTitle: text.nullish(),
  msgId: filled,
  msgtype: text.optional(),
  senderStaffId: text.nullish(),
  senderNick: text.default(''),
  sessionWebhook: text.nullish(),
  sessionWebhookExpiredTime: milliseconds.nullish().catch(null),
  createAt: milliseconds,
  text: z.looseObject({ content: text }).nullish().catch(null),
  content: z
    .looseObject({
      downloadCode: text.optional(),
      fileName: text.optional(),
      recognition: text.optional(),
      richText: z.array(richPart).optional(),
    })
    .nullish()
    .catch(null),
  // The documents show a number; a string has been seen.
  errCode: z.coerce.string().optional(),
});

type RobotMessage = z.infer<typeof robotMessage>;

const QUOTA_EXHAUSTED = '20001';

/** Reads the `data` of a `/v1.0/im/bot/messages/get` frame (dingtalk.md §2). Never throws. */
export function readRobotMessage(data: string): Decoded<InboundMessage> {
  const parsed = parse(robotMessage, data);
  if (!parsed.ok) return parsed;
  const frame = parsed.value;
  return {
    ok: true,
    value: {
      channel: 'dingtalk',
      messageKey: frame.msgId,
      conversationId: frame.conversationId,
      isGroup: frame.conversationType === '2',
      groupTitle: frame.conversationType === '2' ? (frame.conversationTitle ?? null) : null,
      senderUserId: frame.senderStaffId || null,
      senderNick: frame.senderNick,
      text: textOf(frame),
      files: filesOf(frame),
      session: sessionOf(frame),
      sentAt: new Date(frame.createAt),
      quotaExhausted: frame.errCode === QUOTA_EXHAUSTED,
    },
  };
}

// A removed @-mention leaves blanks behind, sometimes no-break ones.
const trimmed = (typed: string) => typed.replaceAll('\u00a0', ' ').trim();

function textOf(frame: RobotMessage): string {
  if (frame.msgtype === 'audio') return trimmed(frame.content?.recognition ?? '');
  if (frame.msgtype === 'richText') {
    return trimmed((frame.content?.richText ?? []).map((part) => part.text ?? '').join(''));
  }
  return trimmed(frame.text?.content ?? '');
}

function filesOf(frame: RobotMessage): IncomingFile[] {
  const content = frame.content;
  if (!content) return [];
  if (frame.msgtype === 'richText') {
    return (content.richText ?? []).flatMap((part) =>
      part.downloadCode ? [{ kind: 'picture' as const, downloadCode: part.downloadCode, fileName: null }] : [],
    );
  }
  // `pictureDownloadCode` answers HTTP 500 when fetched; `downloadCode` is the one that works (dingtalk.md §2).
  if (!content.downloadCode) return [];
  const kind = frame.msgtype;
  if (kind !== 'picture' && kind !== 'file' && kind !== 'audio' && kind !== 'video') return [];
  return [{ kind, downloadCode: content.downloadCode, fileName: content.fileName ?? null }];
}

function sessionOf(frame: RobotMessage): InboundMessage['session'] {
  if (!frame.sessionWebhook || !frame.sessionWebhookExpiredTime) return null;
  if (!URL.canParse(frame.sessionWebhook)) return null;
  return { webhook: frame.sessionWebhook, expiresAt: new Date(frame.sessionWebhookExpiredTime) };
}

const cardCallback = z.looseObject({
  outTrackId: filled,
  userId: filled,
  content: text.optional(),
  value: text.optional(),
});

const looseParams = z.record(z.string(), z.unknown());

const pressContent = z.looseObject({
  cardPrivateData: z.looseObject({ actionIds: z.array(filled).min(1), params: looseParams.optional() }),
  params: looseParams.optional(),
});

/**
 * Reads the `data` of a `/v1.0/card/instances/callback` frame (dingtalk.md §4.4). Whether DingTalk repeats a callback is unknown, so
 * the key is made of the card, the action, its parameters and the person: the same press acts once.
 */
export function readCardPress(data: string, receivedAt: Date): Decoded<InboundPress> {
  const parsed = parse(cardCallback, data);
  if (!parsed.ok) return parsed;
  const { outTrackId, userId } = parsed.value;
  const content = parse(pressContent, parsed.value.content ?? parsed.value.value ?? '');
  if (!content.ok) return content;
  const action = content.value.cardPrivateData.actionIds[0] ?? '';
  const params = asStrings(content.value.cardPrivateData.params ?? content.value.params ?? {});
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([outTrackId, userId, action, params]))
    .digest('base64url');
  return {
    ok: true,
    value: { channel: 'dingtalk', messageKey: `press-${fingerprint}`, cardId: outTrackId, userId, action, params, at: receivedAt },
  };
}

function asStrings(values: Record<string, unknown>): Record<string, string> {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]));
}

function parse<S extends z.ZodType>(schema: S, data: string): Decoded<z.infer<S>> {
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    return { ok: false, code: 'not-json' };
  }
  const result = schema.safeParse(json);
  return result.success ? { ok: true, value: result.data } : { ok: false, code: 'wrong-shape' };
}
