import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { jsonOf } from './client-frame.ts';
import { unionIdOf } from './local-directory.ts';
import { hostNameOf, isLoopbackHost } from './local-only.ts';
import type { LocalState } from './local-state.ts';
import { localTexts } from './local-texts.ts';
import { loginPage } from './login-page.ts';
import { refuse, type WireEnv } from './wire-guard.ts';

/**
 * The login page and what its code is worth (dingtalk.md §6.2). Where DingTalk asks for a scan, this one asks who you are; `login_as`
 * answers that in the address.
 */
export function identityRoutes(state: LocalState): Hono<WireEnv> {
  const app = new Hono<WireEnv>();
  app.get('/oauth2/auth', (c) => authorise(state, c));
  app.post('/v1.0/oauth2/userAccessToken', (c) => exchange(state, c));
  app.get('/v1.0/contact/users/me', (c) => whoIs(state, c));
  return app;
}

const requestShape = z.object({
  redirect_uri: z.string().refine((text) => URL.canParse(text) && isLoopbackHost(hostNameOf(new URL(text).host)), 'loopback only'),
  response_type: z.literal('code'),
  client_id: z.string(),
  scope: z.string(),
  state: z.string().default(''),
  login_as: z.string().optional(),
  q: z.string().max(50).default(''),
});

async function authorise(state: LocalState, c: Context): Promise<Response> {
  const asked = requestShape.safeParse(c.req.query());
  if (!asked.success || asked.data.client_id !== state.credentials.clientId) return c.text(localTexts.badLogin, 400);
  const { login_as: userId, redirect_uri: redirectUri, state: handedOn, q } = asked.data;
  const user = userId === undefined ? null : await state.directory.get(userId);
  c.header('cache-control', 'no-store');
  if (!user) {
    const people = await state.directory.list({ text: q, limit: 30 });
    c.header('content-security-policy', "default-src 'self'; form-action *; frame-ancestors 'none'; base-uri 'none'");
    return c.html(loginPage({ people, query: c.req.query(), isUnknown: userId !== undefined }));
  }
  const back = new URL(redirectUri);
  const code = state.access.pageCode(user.userId);
  for (const [name, value] of Object.entries({ authCode: code, code, state: handedOn })) back.searchParams.set(name, value);
  return c.redirect(back.href);
}

const exchangeShape = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  code: z.string(),
  grantType: z.literal('authorization_code'),
});

async function exchange(state: LocalState, c: Context): Promise<Response> {
  const body = exchangeShape.safeParse(jsonOf(await c.req.text()));
  const { clientId, clientSecret } = state.credentials;
  if (!body.success || body.data.clientId !== clientId || body.data.clientSecret !== clientSecret) {
    return refuse(c, 400, 'invalidClientIdOrSecret', '无效的clientId或者clientSecret');
  }
  const granted = state.access.redeemPageCode(body.data.code);
  if (!granted) return refuse(c, 400, 'invalidParameter.authCode.notFound', '不存在的authCode');
  return c.json({ ...granted, refreshToken: '', corpId: 'dinglocalcorp' });
}

async function whoIs(state: LocalState, c: Context): Promise<Response> {
  const token = c.req.header('x-acs-dingtalk-access-token') ?? '';
  const userId = state.access.userOf(token);
  const user = userId === null ? null : await state.directory.get(userId);
  if (!user) return refuse(c, 400, 'InvalidAuthentication', '不合法的access_token');
  return c.json({ nick: user.name, unionId: unionIdOf(user.userId), openId: `open_${user.userId}` });
}
