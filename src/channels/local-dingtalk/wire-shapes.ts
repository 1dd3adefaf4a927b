import { z } from 'zod';
import type { Content } from './chat-log.ts';

/** Checks the bodies of messages as DingTalk does (dingtalk.md §3.1, §3.4) and says how they are shown. Pure. */
export type Shaped = { ok: true; content: Content; mentions: string[] } | { ok: false; why: string };

const filled = z.string().trim().min(1);
/** Anything that runs script in a client is refused: `contain.unsafe.url`. */
const link = filled.refine((url) => /^(https?|dingtalk|dtmd):\/\//i.test(url), 'unsafe url');
const source = filled.refine((value) => /^https?:\/\//i.test(value) || value.startsWith('@'), 'neither URL nor mediaId');
const titled = { title: filled, text: filled };

/** DingTalk's ready-made action cards carry two to five buttons. */
const MAX_BUTTONS = 5;

const sampleShapes = {
  sampleText: z.object({ content: filled }).transform(({ content }): Content => ({ kind: 'text', text: content })),
  sampleMarkdown: z.object(titled).transform((value): Content => ({ kind: 'markdown', ...value })),
  sampleImageMsg: z.object({ photoURL: source }).transform(({ photoURL }): Content => ({ kind: 'picture', source: photoURL })),
  sampleLink: z
    .object({ ...titled, messageUrl: link, picUrl: z.string().optional() })
    .transform(
      ({ title, text, messageUrl }): Content => ({ kind: 'action-card', title, text, buttons: [{ title, url: messageUrl }], isRow: false }),
    ),
  sampleActionCard: z.object({ ...titled, singleTitle: filled, singleURL: link }).transform(
    ({ title, text, singleTitle, singleURL }): Content => ({
      kind: 'action-card',
      title,
      text,
      buttons: [{ title: singleTitle, url: singleURL }],
      isRow: false,
    }),
  ),
  sampleActionCard2: numberedButtons(2),
  sampleActionCard3: numberedButtons(3),
  sampleActionCard4: numberedButtons(4),
  sampleActionCard5: numberedButtons(5),
  sampleActionCard6: z.object({ ...titled, buttonTitle1: filled, buttonUrl1: link, buttonTitle2: filled, buttonUrl2: link }).transform(
    (value): Content => ({
      kind: 'action-card',
      title: value.title,
      text: value.text,
      buttons: [
        { title: value.buttonTitle1, url: value.buttonUrl1 },
        { title: value.buttonTitle2, url: value.buttonUrl2 },
      ],
      isRow: true,
    }),
  ),
  sampleFile: z
    .object({ mediaId: source, fileName: filled, fileType: z.enum(['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx']) })
    .transform(({ mediaId, fileName }): Content => ({ kind: 'file', source: mediaId, fileName })),
};

function numberedButtons(count: number) {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const fields = numbers.flatMap((n) => [
    [`actionTitle${n}`, filled],
    [`actionURL${n}`, link],
  ]);
  return z
    .object({ ...titled, ...(Object.fromEntries(fields) as Record<string, z.ZodString>) })
    .strict()
    .transform(
      (value: { title: string; text: string } & Record<string, string>): Content => ({
        kind: 'action-card',
        title: value.title,
        text: value.text,
        buttons: numbers.map((n) => ({ title: value[`actionTitle${n}`] ?? '', url: value[`actionURL${n}`] ?? '' })),
        isRow: false,
      }),
    );
}

const MAX_MSG_PARAM_BYTES = 15_000;

/** `msgKey` with `msgParam` of the robot's send APIs; `why` is the last part of DingTalk's error code. */
export function shapeRobotMessage(msgKey: unknown, msgParam: unknown): Shaped {
  if (typeof msgKey !== 'string' || !Object.hasOwn(sampleShapes, msgKey)) return { ok: false, why: 'msgKey.invalid' };
  if (typeof msgParam !== 'string') return { ok: false, why: 'msgParam.invalid' };
  if (Buffer.byteLength(msgParam) > MAX_MSG_PARAM_BYTES) return { ok: false, why: 'msgParam.tooLong' };
  const shape = sampleShapes[msgKey as keyof typeof sampleShapes];
  const parsed = shape.safeParse(jsonOf(msgParam));
  return parsed.success ? { ok: true, content: parsed.data, mentions: [] } : { ok: false, why: 'msgParam.invalid' };
}

const at = z
  .object({ atUserIds: z.array(z.string()).optional(), atMobiles: z.array(z.string()).optional(), isAtAll: z.boolean().optional() })
  .optional();
const button = z.object({ title: filled, actionURL: link });

const sessionShape = z.discriminatedUnion('msgtype', [
  z.object({ msgtype: z.literal('text'), text: z.object({ content: filled }), at }),
  z.object({ msgtype: z.literal('markdown'), markdown: z.object(titled), at }),
  z.object({
    msgtype: z.literal('actionCard'),
    actionCard: z.union([
      z.object({ ...titled, singleTitle: filled, singleURL: link }),
      z.object({ ...titled, btnOrientation: z.enum(['0', '1']).optional(), btns: z.array(button).min(1).max(MAX_BUTTONS) }),
    ]),
    at,
  }),
  z.object({ msgtype: z.literal('link'), link: z.object({ ...titled, messageUrl: link, picUrl: z.string().optional() }), at }),
]);

/** The body of a post to a session webhook. */
export function shapeSessionMessage(body: unknown): Shaped {
  const parsed = sessionShape.safeParse(body);
  if (!parsed.success) return { ok: false, why: parsed.error.issues[0]?.path.join('.') ?? 'body' };
  return { ok: true, content: sessionContent(parsed.data), mentions: parsed.data.at?.atUserIds ?? [] };
}

function sessionContent(body: z.infer<typeof sessionShape>): Content {
  switch (body.msgtype) {
    case 'text':
      return { kind: 'text', text: body.text.content };
    case 'markdown':
      return { kind: 'markdown', ...body.markdown };
    case 'link':
      return {
        kind: 'action-card',
        title: body.link.title,
        text: body.link.text,
        buttons: [{ title: body.link.title, url: body.link.messageUrl }],
        isRow: false,
      };
    case 'actionCard': {
      const card = body.actionCard;
      const buttons =
        'btns' in card
          ? card.btns.map((one) => ({ title: one.title, url: one.actionURL }))
          : [{ title: card.singleTitle, url: card.singleURL }];
      return { kind: 'action-card', title: card.title, text: card.text, buttons, isRow: 'btns' in card && card.btnOrientation === '1' };
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
