import { randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { jsonOf } from './client-frame.ts';
import type { LocalState } from './local-state.ts';
import type { WireFault } from './wire-faults.ts';

export type WireEnv = { Bindings: HttpBindings };

/** A refusal in the shape of the new API. */
export function refuse(c: Context, status: 400 | 401 | 403 | 404 | 500, code: string, message: string, more: object = {}): Response {
  return c.json({ code, message, requestid: randomUUID().toUpperCase(), ...more }, status);
}

/** A refusal in the shape of the legacy host: HTTP 200. */
export function refuseLegacy(c: Context, errcode: number, errmsg: string, more: object = {}): Response {
  return c.json({ errcode, errmsg, request_id: randomUUID().replaceAll('-', ''), ...more });
}

/** Meets a call with the fault that is planned for its path, and notes what happened. */
export function wireGuard(state: LocalState): MiddlewareHandler<WireEnv> {
  return async (c, next) => {
    const fault = state.faults.take(c.req.path);
    if (fault?.kind === 'answer') return noted(state, c, fault.status, fault.body, answerOf(c, fault));
    if (fault?.kind === 'silence') {
      await noted(state, c, 0, 'no-answer', null);
      await gone(c);
      return c.body(null);
    }
    await next();
    if (fault?.kind === 'late') c.res = c.json({ code: 'GatewayTimeout', message: '网关超时' }, 504);
    const lost = fault?.kind === 'lost-answer';
    await noted(state, c, lost ? 0 : c.res.status, lost ? 'no-answer' : jsonOf(await c.res.clone().text()), null);
    if (lost) c.env.incoming.socket.destroy();
  };
}

function answerOf(c: Context, fault: Extract<WireFault, { kind: 'answer' }>): Response {
  const headers = new Headers({ 'content-type': 'application/json' });
  if (fault.retryAfterSeconds !== undefined) headers.set('retry-after', String(fault.retryAfterSeconds));
  return c.body(typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body), fault.status as 500, Object.fromEntries(headers));
}

function gone(c: Context<WireEnv>): Promise<void> {
  const { socket } = c.env.incoming;
  return new Promise((resolve) => (socket.destroyed ? resolve() : socket.once('close', () => resolve())));
}

/** Calls that carry the application's secret are noted without their body. */
const SECRET_PATHS = new Set(['/v1.0/oauth2/accessToken', '/v1.0/oauth2/userAccessToken', '/v1.0/gateway/connections/open']);

async function noted<T>(state: LocalState, c: Context<WireEnv>, status: number, answer: unknown, response: T): Promise<T> {
  const { path, method } = c.req;
  const body = SECRET_PATHS.has(path) || method === 'GET' ? null : await bodyOf(c);
  state.wire.note({ method, path, status, code: codeIn(answer), body, answer });
  return response;
}

async function bodyOf(c: Context): Promise<unknown> {
  if (!c.req.header('content-type')?.startsWith('application/json')) return null;
  return jsonOf(await c.req.text());
}

function codeIn(answer: unknown): string | null {
  if (answer === 'no-answer') return 'no-answer';
  if (typeof answer !== 'object' || answer === null) return null;
  if ('code' in answer) return String(answer.code);
  return 'errcode' in answer && answer.errcode !== 0 ? String(answer.errcode) : null;
}

/** Token in its header, a JSON body, and the calls a second: what every call of the new API must bring (dingtalk.md, §9). */
export function newApiGuard(state: LocalState): MiddlewareHandler<WireEnv> {
  const recent = new Map<string, number[]>();
  return async (c, next) => {
    const token = c.req.header('x-acs-dingtalk-access-token');
    if (!token) return refuse(c, 400, 'AuthenticationFailed.MissingParameter', '缺少参数 x-acs-dingtalk-access-token');
    if (!state.access.isValid(token)) return refuse(c, 400, 'InvalidAuthentication', '不合法的access_token');
    if (isTooFast(recent, c.req.path, state.settings.qps)) {
      return refuse(c, 403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', '应用调用该接口超过了QPS限制');
    }
    if (c.req.method !== 'GET' && !(await hasJsonBody(c))) return refuse(c, 400, 'Missingbody', 'body is mandatory for this action');
    await next();
  };
}

async function hasJsonBody(c: Context): Promise<boolean> {
  const body = await bodyOf(c);
  return typeof body === 'object' && body !== null;
}

function isTooFast(recent: Map<string, number[]>, path: string, qps: number): boolean {
  const now = performance.now();
  const lastSecond = (recent.get(path) ?? []).filter((at) => at > now - 1000);
  // A refused call does not count.
  if (lastSecond.length < qps) lastSecond.push(now);
  else return true;
  recent.set(path, lastSecond);
  return false;
}
