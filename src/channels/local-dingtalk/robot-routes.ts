import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { ChatMessage } from './chat-log.ts';
import { keepReceipt, type LocalState } from './local-state.ts';
import { newApiGuard, refuse, type WireEnv } from './wire-guard.ts';
import { shapeRobotMessage } from './wire-shapes.ts';

/** The robot's calls of the new API (dingtalk.md §3), refused as DingTalk refuses them. Mounted under `/v1.0/robot`. */
export function robotRoutes(state: LocalState): Hono<WireEnv> {
  const app = new Hono<WireEnv>();
  app.use('*', newApiGuard(state));
  app.post('/oToMessages/batchSend', (c) => batchSend(state, c));
  app.post('/groupMessages/send', (c) => groupSend(state, c));
  app.get('/oToMessages/readStatus', (c) => readStatus(state, c));
  app.post('/messageFiles/download', (c) => fileAddress(state, c));
  return app;
}

type Body = Record<string, unknown>;

const MAX_RECEIVERS = 20;

function robotFault(state: LocalState, c: Context, body: Body): Response | null {
  if (!body['robotCode']) return refuse(c, 400, 'miss.param.robotCode', 'robotCode 不能为空');
  if (body['robotCode'] !== state.credentials.robotCode) return refuse(c, 400, 'invalidParameter.robotCode.notExsit', '机器人不存在');
  return null;
}

async function batchSend(state: LocalState, c: Context): Promise<Response> {
  const body = await c.req.json<Body>();
  const fault = robotFault(state, c, body);
  if (fault) return fault;
  const userIds = z.array(z.string()).safeParse(body['userIds']).data ?? [];
  if (userIds.length === 0) return refuse(c, 400, 'invalidParameter.userIds.empty', 'userIds 不能为空');
  if (userIds.length > MAX_RECEIVERS) return refuse(c, 400, 'invalidParameter.userIds.overMax', 'userIds 超过最大数量 100');
  const shaped = shapeRobotMessage(body['msgKey'], body['msgParam']);
  if (!shaped.ok) return refuse(c, 400, `invalidParameter.${shaped.why}`, '消息参数不合法');
  const known = await Promise.all(userIds.map((userId) => state.directory.get(userId)));
  const invalid = userIds.filter((_, index) => known[index] === null);
  const flowControlled = userIds.filter((userId) => state.flowControlled.has(userId));
  const leftOut = new Set([...invalid, ...flowControlled]);
  const messages = userIds
    .filter((userId) => !leftOut.has(userId))
    .map((userId) => state.chat.post(state.chat.direct(userId).id, null, shaped.content))
    .filter((message): message is ChatMessage => message !== null);
  const processQueryKey = newReceipt(state, messages);
  return c.json({ processQueryKey, invalidStaffIdList: invalid, flowControlledStaffIdList: flowControlled });
}

async function groupSend(state: LocalState, c: Context): Promise<Response> {
  const body = await c.req.json<Body>();
  const fault = robotFault(state, c, body);
  if (fault) return fault;
  const group = state.chat.get(String(body['openConversationId'] ?? ''));
  if (!group?.isGroup) return refuse(c, 400, 'invalid.openConversationId', '无效的openConversationId');
  const shaped = shapeRobotMessage(body['msgKey'], body['msgParam']);
  if (!shaped.ok) return refuse(c, 400, `invalidParameter.${shaped.why}`, '消息参数不合法');
  const message = state.chat.post(group.id, null, shaped.content);
  return c.json({ processQueryKey: newReceipt(state, message ? [message] : []) });
}

function newReceipt(state: LocalState, messages: ChatMessage[]): string {
  // With the characters that must be encoded in a query, as DingTalk's have (dingtalk.md §3.5).
  const processQueryKey = `${Buffer.from(randomUUID()).toString('base64')}+/=`;
  keepReceipt(state, processQueryKey, messages);
  return processQueryKey;
}

async function readStatus(state: LocalState, c: Context): Promise<Response> {
  const messages = state.receipts.get(c.req.query('processQueryKey') ?? '');
  if (c.req.query('robotCode') !== state.credentials.robotCode || !messages) {
    return refuse(c, 400, 'invalidParameter.processQueryKey', 'processQueryKey 不合法');
  }
  const messageReadInfoList = await Promise.all(messages.map((message) => readInfo(state, message)));
  return c.json({ sendStatus: 'SUCCESS', messageReadInfoList });
}

async function readInfo(state: LocalState, message: ChatMessage) {
  const conversation = state.chat.get(message.conversationId);
  const userId = [...(conversation?.members ?? [])][0] ?? '';
  const isRead = (conversation?.readUpTo.get(userId) ?? 0) >= message.seq;
  return { name: (await state.directory.get(userId))?.name ?? '', userId, readStatus: isRead ? 'READ' : 'UNREAD' };
}

async function fileAddress(state: LocalState, c: Context): Promise<Response> {
  const body = await c.req.json<Body>();
  if (body['robotCode'] !== state.credentials.robotCode) {
    return refuse(c, 400, 'invalidParameter.robotCode.auth', 'robotCode 无权限');
  }
  const code = String(body['downloadCode'] ?? '');
  if (!state.media.redeem(code)) return refuse(c, 400, 'invalidParameter.robotCode.downloadCode', 'downloadCode 不合法或已过期');
  return c.json({ downloadUrl: `${new URL(c.req.url).origin}/local-file/${code}` });
}
