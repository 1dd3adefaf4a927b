import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { jsonOf } from './client-frame.ts';
import { type LocalUser, unionIdOf, userIdOf } from './local-directory.ts';
import type { LocalState } from './local-state.ts';
import { MAX_MEDIA_BYTES, mediaTypeOf } from './media-store.ts';
import { refuseLegacy, type WireEnv } from './wire-guard.ts';
import { shapeSessionMessage } from './wire-shapes.ts';

/** The legacy host: session webhooks, look-ups, uploads (dingtalk.md §3.1, §3.6, §6). Failures are HTTP 200 with an errcode. */
export function legacyRoutes(state: LocalState): Hono<WireEnv> {
  const app = new Hono<WireEnv>();
  app.get('/gettoken', (c) => {
    const { clientId, clientSecret } = state.credentials;
    if (c.req.query('appkey') !== clientId || c.req.query('appsecret') !== clientSecret) {
      return refuseLegacy(c, 40096, '不合法的appKey或appSecret');
    }
    const { accessToken, expireIn } = state.access.token();
    return c.json({ errcode: 0, errmsg: 'ok', access_token: accessToken, expires_in: expireIn });
  });
  app.post('/robot/sendBySession', (c) => sendBySession(state, c));
  app.post('/topapi/v2/user/get', (c) => lookUp(state, c, z.object({ userid: z.string() }), ({ userid }) => state.directory.get(userid)));
  app.post('/topapi/v2/user/getbymobile', (c) =>
    lookUp(
      state,
      c,
      z.object({ mobile: z.string() }),
      ({ mobile }) => byMobile(state, mobile),
      ({ userId }) => ({
        userid: userId,
        exclusive_account_userid_list: [],
      }),
    ),
  );
  app.post('/topapi/user/getbyunionid', (c) =>
    lookUp(
      state,
      c,
      z.object({ unionid: z.string() }),
      ({ unionid }) => state.directory.get(userIdOf(unionid) ?? ''),
      ({ userId }) => ({ contact_type: 0, userid: userId }),
    ),
  );
  app.post('/topapi/v2/user/getuserinfo', (c) => byLoginCode(state, c));
  app.post('/media/upload', (c) => upload(state, c));
  app.all('/topapi/*', (c) => refuseLegacy(c, 22, '不合法的API'));
  return app;
}

const MAX_SESSION_BYTES = 20_000;

async function sendBySession(state: LocalState, c: Context): Promise<Response> {
  const text = await c.req.text();
  const body = c.req.header('content-type')?.startsWith('application/json') ? jsonOf(text) : undefined;
  if (body === undefined) return refuseLegacy(c, 43004, '无效的HTTP HEADER Content-Type');
  const conversationId = state.sessions.conversationOf(c.req.query('session') ?? '');
  if (!conversationId) return refuseLegacy(c, 300001, 'session 不存在');
  if (Buffer.byteLength(text) > MAX_SESSION_BYTES) return refuseLegacy(c, 460101, '消息体超长');
  const shaped = shapeSessionMessage(body);
  if (!shaped.ok) return refuseLegacy(c, 40035, `不合法的参数: ${shaped.why}`);
  state.chat.post(conversationId, null, shaped.content, shaped.mentions);
  return c.json({ errcode: 0, errmsg: 'ok' });
}

/** Null: the token in the query is good. 88 hides the true code in a string (dingtalk.md §9). */
function tokenFault(state: LocalState, c: Context): Response | null {
  const token = c.req.query('access_token');
  if (token && state.access.isValid(token)) return null;
  const [code, why] = token ? ['40014', '不合法的access_token'] : ['40000', '缺少参数 access_token'];
  return refuseLegacy(c, 88, `ding talk error[subcode=${code},submsg=${why}]`, { sub_code: code, sub_msg: why });
}

async function lookUp<S extends z.ZodType>(
  state: LocalState,
  c: Context,
  shape: S,
  find: (body: z.infer<S>) => Promise<LocalUser | null>,
  show: (user: LocalUser) => object = fullUser,
): Promise<Response> {
  const fault = tokenFault(state, c);
  if (fault) return fault;
  const body = shape.safeParse(jsonOf(await c.req.text()));
  if (!body.success) return refuseLegacy(c, 40035, '不合法的参数');
  const user = await find(body.data);
  return user ? c.json({ errcode: 0, errmsg: 'ok', result: show(user) }) : refuseLegacy(c, 60121, '找不到该用户');
}

function fullUser(user: LocalUser): object {
  return {
    userid: user.userId,
    unionid: unionIdOf(user.userId),
    name: user.name,
    mobile: user.mobile,
    title: user.title,
    job_number: user.userId,
    dept_id_list: [1],
    role_list: user.roles.map((name, index) => ({ id: index + 1, name })),
    active: true,
    admin: false,
    boss: false,
    exclusive_account: false,
  };
}

async function byMobile(state: LocalState, mobile: string): Promise<LocalUser | null> {
  const found = await state.directory.list({ text: mobile, limit: 20 });
  return found.find((user) => user.mobile === mobile) ?? null;
}

async function byLoginCode(state: LocalState, c: Context): Promise<Response> {
  const fault = tokenFault(state, c);
  if (fault) return fault;
  const body = z.object({ code: z.string() }).safeParse(jsonOf(await c.req.text()));
  const userId = body.success ? state.access.redeemLoginCode(body.data.code) : null;
  const user = userId ? await state.directory.get(userId) : null;
  if (!user) return refuseLegacy(c, 40078, '不存在的临时授权码');
  return c.json({
    errcode: 0,
    errmsg: 'ok',
    result: { userid: user.userId, unionid: unionIdOf(user.userId), name: user.name, sys: false, sys_level: 0 },
  });
}

async function upload(state: LocalState, c: Context): Promise<Response> {
  const fault = tokenFault(state, c);
  if (fault) return fault;
  const form = await c.req.parseBody().catch(() => null);
  const media = form?.['media'];
  if (!(media instanceof File)) return refuseLegacy(c, 40035, '缺少参数 media');
  // One report: a name outside ASCII in the part makes the upload fail (dingtalk.md §3.6).
  if (/[^\x20-\x7e]/.test(media.name)) return refuseLegacy(c, -1, '系统繁忙');
  const type = mediaTypeOf(media.name);
  if (!type) return refuseLegacy(c, 40004, '不合法的媒体文件类型');
  if (media.size > MAX_MEDIA_BYTES) return refuseLegacy(c, 40006, '不合法的文件大小');
  const kept = state.media.keep({ ...type, content: Buffer.from(await media.arrayBuffer()), fileName: media.name });
  const created = Math.floor(state.clock.now().getTime() / 1000);
  return c.json({ errcode: 0, errmsg: 'ok', type: c.req.query('type') ?? 'file', media_id: kept.id, created_at: created });
}
