import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { ChatMessage } from './chat-log.ts';
import { cardDataShape, fitsCardLimits, type LocalCard } from './local-cards.ts';
import type { LocalState } from './local-state.ts';
import { newApiGuard, refuse, type WireEnv } from './wire-guard.ts';

/** Interactive cards (dingtalk.md §4.2, §4.3). Mounted under `/v1.0/card`. */
export function cardRoutes(state: LocalState): Hono<WireEnv> {
  const app = new Hono<WireEnv>();
  app.use('*', newApiGuard(state));
  app.post('/instances/createAndDeliver', (c) => createAndDeliver(state, c));
  app.put('/instances', (c) => update(state, c));
  return app;
}

const privateDataShape = z.record(z.string(), cardDataShape).optional();

const createShape = z.looseObject({
  cardTemplateId: z.string().optional(),
  outTrackId: z.string().optional(),
  callbackType: z.enum(['STREAM', 'HTTP']).optional(),
  cardData: cardDataShape.optional(),
  privateData: privateDataShape,
  openSpaceId: z.string().optional(),
  imRobotOpenDeliverModel: z.looseObject({ robotCode: z.string().optional(), spaceType: z.string().optional() }).optional(),
  imGroupOpenDeliverModel: z.looseObject({ robotCode: z.string().optional() }).optional(),
});

type CreateBody = z.infer<typeof createShape>;

interface Space {
  type: string;
  id: string;
}

const SPACE_PREFIX = /^dtv1\.card\/\//i;

function spacesOf(openSpaceId: string): Space[] | null {
  if (!SPACE_PREFIX.test(openSpaceId)) return null;
  const spaces = openSpaceId
    .replace(SPACE_PREFIX, '')
    .split(';')
    .map((one) => /^(IM_ROBOT|IM_GROUP)\.(.+)$/i.exec(one));
  return spaces.every((one) => one !== null) ? spaces.map((one) => ({ type: String(one[1]).toUpperCase(), id: String(one[2]) })) : null;
}

/** The last part of DingTalk's `param.…` code, or null. */
function createFault(state: LocalState, body: CreateBody): string | null {
  if (!body.outTrackId) return 'outTrackIdEmpty';
  if (!body.cardTemplateId) return 'cardTemplateIdEmpty';
  if (!body.cardTemplateId.endsWith('.schema')) return 'templateNotExist';
  if (!body.cardData) return 'cardPublicDataEmpty';
  if (!body.openSpaceId) return 'openSpaceIdEmpty';
  const spaces = spacesOf(body.openSpaceId);
  if (!spaces) return 'openSpaceIdInvalid';
  const maps = [body.cardData, ...Object.values(body.privateData ?? {})];
  if (!maps.every((one) => fitsCardLimits(one.cardParamMap))) return 'invalid';
  return deliverModelFault(state, body, spaces) ?? (state.cards.get(body.outTrackId) ? 'cardAlreadyExist' : null);
}

function deliverModelFault(state: LocalState, body: CreateBody, spaces: Space[]): string | null {
  for (const space of spaces) {
    const model = space.type === 'IM_ROBOT' ? body.imRobotOpenDeliverModel : body.imGroupOpenDeliverModel;
    if (!model) return 'openDeliverModelEmpty';
    // Only the 1:1 model may leave the robot out: it is the application's own.
    if (space.type === 'IM_GROUP' && model.robotCode !== state.credentials.robotCode) return 'openDeliverModelError';
  }
  return null;
}

async function createAndDeliver(state: LocalState, c: Context): Promise<Response> {
  const parsed = createShape.safeParse(await c.req.json());
  if (!parsed.success) return refuse(c, 400, 'param.invalid', parsed.error.issues[0]?.path.join('.') ?? 'body');
  const body = parsed.data;
  const fault = createFault(state, body);
  if (fault) return refuse(c, 400, `param.${fault}`, '参数错误');
  const outTrackId = body.outTrackId ?? '';
  const card: LocalCard = {
    outTrackId,
    publicParams: body.cardData?.cardParamMap ?? {},
    privateParams: new Map(Object.entries(body.privateData ?? {}).map(([userId, one]) => [userId, one.cardParamMap])),
    hasCallbacks: body.callbackType === 'STREAM',
    messages: [],
  };
  state.cards.add(card);
  const deliverResults = await Promise.all((spacesOf(body.openSpaceId ?? '') ?? []).map((space) => deliverTo(state, card, space)));
  return c.json({ success: true, result: { outTrackId, deliverResults } });
}

async function deliverTo(state: LocalState, card: LocalCard, space: Space) {
  const message = await postCard(state, card.outTrackId, space);
  if (message) card.messages.push(message);
  return {
    spaceType: space.type,
    spaceId: space.id,
    success: message !== null,
    carrierId: message?.id ?? '',
    errorMsg: message ? '' : 'spaceId is illegal',
  };
}

async function postCard(state: LocalState, outTrackId: string, space: Space): Promise<ChatMessage | null> {
  const content = { kind: 'card' as const, outTrackId };
  if (space.type === 'IM_GROUP') return state.chat.get(space.id)?.isGroup ? state.chat.post(space.id, null, content) : null;
  const user = await state.directory.get(space.id);
  return user ? state.chat.post(state.chat.direct(user.userId).id, null, content) : null;
}

const updateShape = z.looseObject({
  outTrackId: z.string().optional(),
  cardData: cardDataShape.optional(),
  privateData: privateDataShape,
  cardUpdateOptions: z
    .looseObject({ updateCardDataByKey: z.boolean().optional(), updatePrivateDataByKey: z.boolean().optional() })
    .optional(),
});

type UpdateBody = z.infer<typeof updateShape>;

async function update(state: LocalState, c: Context): Promise<Response> {
  const parsed = updateShape.safeParse(await c.req.json());
  if (!parsed.success) return refuse(c, 400, 'param.invalid', parsed.error.issues[0]?.path.join('.') ?? 'body');
  const body = parsed.data;
  const fault = updateFault(state, body);
  const card = state.cards.get(body.outTrackId ?? '');
  if (fault || !card) return refuse(c, 400, `param.${fault ?? 'cardNotExist'}`, '参数错误');
  const by = body.cardUpdateOptions;
  if (body.cardData) state.cards.setPublic(card, body.cardData.cardParamMap, by?.updateCardDataByKey ?? false);
  for (const [userId, one] of Object.entries(body.privateData ?? {})) {
    state.cards.setPrivate(card, userId, one.cardParamMap, by?.updatePrivateDataByKey ?? false);
  }
  return c.json({ success: true, result: true });
}

function updateFault(state: LocalState, { outTrackId, cardData, privateData }: UpdateBody): string | null {
  if (!outTrackId) return 'outTrackIdEmpty';
  if (!cardData && !privateData) return 'cardDataAndPrivateDataBothEmpty';
  if (!state.cards.get(outTrackId)) return 'cardNotExist';
  const maps = [...(cardData ? [cardData] : []), ...Object.values(privateData ?? {})];
  return maps.every((one) => fitsCardLimits(one.cardParamMap)) ? null : 'invalid';
}
