import { Hono } from 'hono';
import { z } from 'zod';
import { jsonOf } from './client-frame.ts';
import type { LocalState } from './local-state.ts';
import { refuse, type WireEnv } from './wire-guard.ts';

/** The application's token and the ticket of a stream connection (dingtalk.md §1.1, §6.1). Mounted under `/v1.0`. */
export function gatewayRoutes(state: LocalState): Hono<WireEnv> {
  const app = new Hono<WireEnv>();
  app.post('/oauth2/accessToken', async (c) => {
    const body = credentialsShape.safeParse(jsonOf(await c.req.text()));
    const isKnown =
      body.success && body.data.appKey === state.credentials.clientId && body.data.appSecret === state.credentials.clientSecret;
    if (!isKnown) return refuse(c, 400, 'invalidClientIdOrSecret', '无效的clientId或者clientSecret');
    return c.json(state.access.token());
  });
  app.post('/gateway/connections/open', async (c) => {
    const isJson = c.req.header('content-type')?.startsWith('application/json') ?? false;
    const body = openShape.safeParse(isJson ? jsonOf(await c.req.text()) : undefined);
    if (!body.success) return refuse(c, 400, 'invalidParameter', `${body.error.issues[0]?.path.join('.')} invalid`);
    const { clientId, clientSecret } = state.credentials;
    if (body.data.clientId !== clientId || body.data.clientSecret !== clientSecret) return refuse(c, 401, 'authFailed', '鉴权失败');
    const { host } = new URL(c.req.url);
    state.base = `http://${host}`;
    return c.json({ endpoint: `ws://${host}/connect`, ticket: state.gateway.openTicket() });
  });
  return app;
}

const credentialsShape = z.object({ appKey: z.string(), appSecret: z.string() });

const openShape = z.looseObject({
  clientId: z.string(),
  clientSecret: z.string(),
  subscriptions: z.array(z.object({ type: z.enum(['EVENT', 'CALLBACK', 'SYSTEM']), topic: z.string().min(1) })).min(1),
  /** `name-sdk-lang/version` or empty; other forms were answered with 400 "ua invalid". */
  ua: z
    .string()
    .regex(/^$|^[\w.-]+\/[\w.-]+$/)
    .optional(),
});
